//! Rules of all kinds, as many as are found by what a request says.

use pointsman::document::Document;
use pointsman::{AttributeKey, Attributes, Point, Qualifier, Request, RoutingTable, Source};

use crate::Result;

struct Asked {
    user: Option<&'static str>,
    tier: Option<&'static str>,
}

impl Attributes for Asked {
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        let value = match (key.source(), key.name()) {
            (Source::Headers, "User") => self.user,
            (Source::Query, "tier") => self.tier,
            _ => None,
        };
        value.map(str::as_bytes)
    }
}

#[test]
fn the_first_rule_that_matches_is_found_in_a_table_of_a_document() -> Result {
    let document = Document::<()>::from_json(include_str!("../data/rules.json"))?;
    let table = RoutingTable::from(document);
    let user = |user| Asked { user: Some(user), tier: None };
    let cases = [
        (user("Ann"), 0),
        (user("Cid"), 1),
        (user("007"), 2),
        (user("9"), 2),
        (user("10"), 3),
        (user("100"), 12),
        (user("test-a"), 4),
        (user("test-b"), 4),
        (user("test-a@example.com"), 4),
        (user("a@example.com"), 6),
        (user("a.com"), 7),
        (user("Eve"), 12),
        (Asked { user: Some("Eve"), tier: Some("silver") }, 8),
        (Asked { user: Some("Eve"), tier: Some("lead") }, 12),
        (user("Fay"), 9),
        (user("+200"), 9),
        (Asked { user: None, tier: Some("gold") }, 10),
        (user(""), 12),
    ];
    for (asked, rule) in cases {
        finds(&table, "release", &asked, Some(rule))?;
    }
    let asked = |user, tier| Asked { user: Some(user), tier };
    let cases = [
        (asked("test-a", Some("gold")), Some(0)),
        (asked("test-a", None), None),
        (asked("test-a@example.com", None), Some(1)),
        (asked("tea@example.com", Some("gold")), None),
        (asked("abe", None), Some(2)),
        (asked("xyz", None), Some(2)),
        (asked("-7", Some("gold")), Some(3)),
        (asked("-7", None), None),
        (asked("test", Some("silver")), Some(3)),
        (asked("00000000000000000000075", None), Some(4)),
        (asked("101", None), None),
        (asked("", Some("lead")), Some(7)),
        (Asked { user: None, tier: Some("bronze") }, None),
    ];
    for (asked, rule) in cases {
        finds(&table, "prepub", &asked, rule)?;
    }
    Ok(())
}

#[track_caller]
fn finds(table: &RoutingTable<()>, alias: &str, asked: &Asked, rule: Option<usize>) -> Result {
    let request = Request::new(asked, Point::MIN);
    let decision = table.resolve("image", Qualifier::parse(alias)?, &request)?;
    assert_eq!(decision.reason().rule(), rule, "{alias} {:?} {:?}", asked.user, asked.tier);
    Ok(())
}
