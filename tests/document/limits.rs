//! How much a document may hold: each limit taken, and one more refused, in reading and in writing.

use std::fmt::Write;

use pointsman::document::{Document, scf};
use pointsman::{Alias, Condition, Function, Rule, Split, Test, Version, Weight};
use serde_json::Value;

use crate::Result;
use crate::gap::{Gap, alias, aliases, rules, slices, versions, when};

const TEST: &str = "invoke.headers.u present";

/// `count` entries between brackets.
fn list(brackets: [char; 2], count: usize, entry: impl Fn(usize) -> String) -> String {
    let mut list = String::from(brackets[0]);
    for index in 0..count {
        write!(list, "{}{}", if index == 0 { "" } else { "," }, entry(index)).expect("memory");
    }
    list.push(brackets[1]);
    list
}

#[track_caller]
fn limit(gap: &Gap, limit: usize, what: &str, with: impl Fn(usize) -> String) {
    gap.takes(&with(limit));
    let more = limit + 1;
    gap.refuses(&with(more), &format!(": {more} {what} are more than {limit}"));
}

#[test]
fn read_versions_aliases_and_rules() {
    let latest =
        |index| if index == 0 { r#""$LATEST":{}"#.into() } else { format!(r#""{index}":{{}}"#) };
    limit(&versions(), 10_000, "versions", |count| list(['{', '}'], count, latest));
    let name = |index| if index == 0 { "$DEFAULT".into() } else { format!("a{index}") };
    limit(&aliases(), 1_000, "aliases", |count| {
        list(['{', '}'], count, |index| format!(r#""{}":{{"version":"1"}}"#, name(index)))
    });
    let rule = format!(r#"{{"when":"{TEST}","version":"1"}}"#);
    limit(&rules(), 10_000, "rules", |count| list(['[', ']'], count, |_| rule.clone()));
}

#[test]
fn what_is_read_can_be_written() -> Result {
    // `$DEFAULT` is there whether it is written or not; it must not be what goes over the limit.
    for count in 998..=1_001 {
        let aliases = list(['{', '}'], count, |index| format!(r#""a{index}":{{"version":"1"}}"#));
        if let Ok(document) = Document::<Value>::from_json(&self::aliases().fill(&aliases)) {
            let text = document.to_json()?;
            assert_eq!(Document::from_json(&text)?, document);
        }
    }
    Ok(())
}

#[test]
fn read_tests_of_a_condition() {
    let tests = |count| list(['[', ']'], count, |_| format!("{TEST:?}"));
    limit(&when(), 1_000, "tests", |count| format!(r#"{{"all":{}}}"#, tests(count)));
    // However they are nested.
    limit(&when(), 1_000, "tests", |count| {
        let (half, rest) = (tests(count / 2), tests(count - count / 2));
        format!(r#"{{"any":[{{"all":{half}}},{{"not":{{"any":{rest}}}}}]}}"#)
    });
}

#[test]
fn read_nesting_of_conditions() {
    for (open, close, step) in [
        (r#"{"not":"#, "}", ".not"),
        (r#"{"all":["#, "]}", ".all[0]"),
        (r#"{"any":["invoke.query.u present","#, "]}", ".any[1]"),
    ] {
        let nested =
            |depth: usize| format!("{}{TEST:?}{}", open.repeat(depth), close.repeat(depth));
        when().takes(&nested(32));
        let fault = format!("{}: conditions are nested more than 32 deep", step.repeat(32));
        when().refuses(&nested(33), &fault);
        when().refuses(&nested(60), &fault);
    }
}

#[test]
fn read_expressions() {
    let places = [when(), when().within(r#"{"all":[{"not":"#, "}]}", ".all[0].not")];
    for place in &places {
        for method in ["exact", "in", "prefix", "suffix"] {
            limit(place, 65_536, "bytes of an expression", |length| {
                // Bytes count, not characters.
                let text = "é,".repeat(length / 3) + &"x".repeat(length % 3);
                format!(r#""invoke.headers.u {method} {text}""#)
            });
        }
        // Each test has its own.
        let long = format!(r#""invoke.headers.u exact {}""#, "x".repeat(65_536));
        place.takes(&format!(r#"{{"all":[{long},{long}]}}"#));
    }
}

#[test]
fn read_expressions_of_ranges() {
    // As they come in, not as they are printed.
    limit(&when(), 65_536, "bytes of an expression", |length| {
        format!(r#""invoke.headers.u range [{}1,5]""#, "0".repeat(length - 5))
    });
}

#[test]
fn read_descriptions() {
    let description = alias().within(r#"{"version":"1","description":"#, "}", ".description");
    for character in ["x", "é", "🚂", r"\u00e9", r"\ud83d\ude82"] {
        limit(&description, 1_000, "characters", |count| {
            format!(r#""{}""#, character.repeat(count))
        });
    }
}

#[test]
fn read_slices() {
    let turns = |count: usize| {
        // Versions 2 and 1 in turn; the last two take what is left.
        let width = |index| match (count - index, index % 2) {
            (1 | 2, 0) => 250_000 - index / 2,
            (1 | 2, _) => 750_000 - index / 2,
            _ => 1,
        };
        let version = |index| if index % 2 == 0 { 2 } else { 1 };
        list(['[', ']'], count, |index| format!(r#"["{}",{}]"#, version(index), width(index)))
    };
    slices().takes(&turns(1_000));
    slices().refuses(&turns(1_001), ": more than 1000 slices");
}

/// A function whose only alias but `$DEFAULT` is this, with the versions 1 to `versions`.
fn document(versions: u64, alias: Alias) -> Document<()> {
    let numbered = (1..=versions).map(|n| Version::numbered(n).expect("above 0"));
    let versions = numbered.chain([Version::LATEST]).map(|version| (version, ())).collect();
    let aliases = [("release".parse().expect("a name"), alias)];
    let id = "B".parse().expect("a name");
    let mut document = Document::new();
    document.insert(scf::function_with(id, versions, aliases).expect("all versions exist"));
    document
}

/// Written and read again up to the limit, and refused beyond it.
#[track_caller]
fn written(fits: &Document<()>, exceeds: &Document<()>, fault: &str) {
    let text = fits.to_json().expect("it is within the limit");
    assert_eq!(Document::from_json(&text).as_ref(), Ok(fits));
    let faults = exceeds.to_json().unwrap_err();
    assert_eq!(faults.to_string(), format!("functions[0].{fault}"));
}

#[test]
fn written_versions_and_aliases() -> Result {
    let latest = || Alias::to(Version::LATEST);
    let fault = "versions: 10001 versions are more than 10000";
    written(&document(9_999, latest()), &document(10_000, latest()), fault);

    let aliases = |count: usize| -> std::result::Result<_, Box<dyn std::error::Error>> {
        let mut function = Function::new("B".parse()?, ());
        for index in 1..count {
            // `$DEFAULT` is written, so that reading counts it, too.
            function.create_alias(format!("a{index}").parse()?, latest())?;
        }
        function.update_alias("$DEFAULT", latest().described("the default"))?;
        let mut document = Document::new();
        document.insert(function);
        Ok(document)
    };
    let fault = "aliases: 1001 aliases are more than 1000";
    written(&aliases(1_000)?, &aliases(1_001)?, fault);
    Ok(())
}

#[test]
fn written_rules_and_descriptions() -> Result {
    let rule = Rule::new(TEST.parse()?, Version::LATEST);
    let rules =
        |count| document(0, Alias::to(Version::LATEST).with_rules(vec![rule.clone(); count]));
    let fault = "aliases.release.rules: 10001 rules are more than 10000";
    written(&rules(10_000), &rules(10_001), fault);

    let described = |count| document(0, Alias::to(Version::LATEST).described(&"é".repeat(count)));
    let fault = "aliases.release.description: 1001 characters are more than 1000";
    written(&described(1_000), &described(1_001), fault);
    Ok(())
}

#[test]
fn written_conditions() -> Result {
    let ruled =
        |condition| document(0, Alias::to(Version::LATEST).rule(condition, Version::LATEST));
    let test: Test = TEST.parse()?;
    let tests = |count| Condition::any(vec![test.clone().into(); count]);
    let fault = "aliases.release.rules[0].when: 1001 tests are more than 1000";
    written(&ruled(tests(1_000)?), &ruled(tests(1_001)?), fault);

    let exact = |length| Test::exact(test.key().clone(), &"x".repeat(length));
    let fault = "aliases.release.rules[0].when: \
                 65537 bytes of an expression are more than 65536";
    written(&ruled(exact(65_536).into()), &ruled(exact(65_537).into()), fault);
    // The commas between the texts are written, too.
    let one_of = |count| Test::one_of(test.key().clone(), std::iter::repeat_n("x", count));
    written(&ruled(one_of(32_768)?.into()), &ruled(one_of(32_769)?.into()), fault);
    Ok(())
}

/// What re-weighting leaves when version 1 gives its topmost millionth to the highest of so many.
fn reweighted(slices: usize) -> std::result::Result<Document<()>, Box<dyn std::error::Error>> {
    let millionth = Weight::from_millionths(1)?;
    let numbers = 2..=u64::try_from(slices)?;
    let versions = numbers.map(Version::numbered).collect::<std::result::Result<Vec<_>, _>>()?;
    let main = Version::numbered(1)?;
    let old = Split::new(main, versions.iter().map(|&version| (version, millionth)))?;
    let latest = (Version::LATEST, millionth);
    let new = versions.iter().map(|&version| (version, millionth)).chain([latest]);
    let split = old.reweight(&Split::new(main, new)?).0;
    Ok(document(u64::try_from(slices)?, Alias::to(split)))
}

#[test]
fn written_slices() -> Result {
    // The layout of a re-weighting has one slice more than the old one.
    let fault = "aliases.release.slices: 1001 slices are more than 1000";
    written(&reweighted(999)?, &reweighted(1_000)?, fault);
    // Of the canonical layout no slices are written, however many there are.
    let weights = (2..=2_000).map(|n| {
        (
            Version::numbered(n).expect("above 0"),
            Weight::from_millionths(1).expect("below a million"),
        )
    });
    let many = document(2_000, Alias::to(Split::new(Version::numbered(1)?, weights)?));
    assert_eq!(Document::from_json(&many.to_json()?)?, many);
    Ok(())
}
