//! Which version a request gets, step by step as the law has it.

use std::collections::BTreeMap;

use pointsman::{
    Alias, AttributeKey, Attributes, Condition, Function, Point, Qualifier, Reason, Request,
    ResolveError, RoutingTable, Share, Source, Split, Sticky, TableError, Version, Weight,
};

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

fn test(text: &str) -> Condition {
    text.parse().expect("a condition")
}

fn header(name: &str) -> AttributeKey {
    AttributeKey::header(name).expect("a key")
}

fn split(main: u64, version: u64, percent: u32) -> Split {
    let weight = Weight::from_percent(percent).expect("a weight");
    Split::new(v(main), [(v(version), weight)]).expect("a split")
}

fn share(point: Point, sticky: bool) -> Share {
    Share { point, sticky }
}

/// Version 1 to 4, `$LATEST` last; the payload tells which.
fn function(id: &str, aliases: Vec<(&str, Alias)>) -> Function<String> {
    let mut function = Function::new(id.parse().expect("an id"), String::new());
    for number in 1..=4 {
        function.set_latest(format!("{id} {number}")).expect("set");
        function.publish().expect("published");
    }
    function.set_latest(format!("{id} latest")).expect("set");
    for (name, alias) in aliases {
        function.create_alias(name.parse().expect("a name"), alias).expect("created");
    }
    function
}

fn table() -> RoutingTable<String> {
    let release = Alias::to(split(1, 2, 10)).sticky_on(header("User"));
    let prepub = Alias::to(v(3)).rule(test("invoke.headers.User exact Bob"), v(4));
    let both = Alias::to(split(1, 2, 50))
        .rule(test("invoke.headers.User exact Bob"), v(4))
        .rule(test("invoke.headers.User prefix B"), split(3, 4, 50));
    RoutingTable::new([
        function("B", vec![("release", release), ("prepub", prepub), ("both", both)]),
        function("prod/B", vec![]),
        function("prod/C", vec![]),
    ])
    .expect("a table")
}

#[track_caller]
fn decides(
    table: &RoutingTable<String>,
    (function, qualifier): (&str, &str),
    (headers, point): (&[(&str, &str)], Point),
    expected: (Version, Reason),
) {
    let qualifier = Qualifier::parse(qualifier).expect("a qualifier");
    let request = Request::new(headers, point);
    let decision = table.resolve(function, qualifier, &request).expect("it exists");
    assert_eq!((decision.version(), decision.reason()), expected);
    let route = table.route(function, qualifier).expect("it exists");
    assert_eq!(route.resolve(&request), decision);
}

#[test]
fn a_function_is_found_by_name_and_namespace() {
    let table = table();
    let payload = |function: &str| {
        let decision = table.resolve(function, Qualifier::LATEST, &Request::new(&(), Point::MIN));
        decision.map(|decision| decision.payload().as_str())
    };
    assert_eq!(payload("B"), Ok("B latest"));
    assert_eq!(payload("default/B"), Ok("B latest"));
    assert_eq!(payload("prod/B"), Ok("prod/B latest"));
    assert_eq!(payload("prod/C"), Ok("prod/C latest"));
    for missing in [
        "",
        "b",
        "C",
        "default/C",
        "default/",
        "/B",
        "prod/",
        "prod",
        "default/default/B",
        "default/prod/B",
        "prod/B/",
        "dev/B",
        "defaultB",
    ] {
        assert_eq!(payload(missing), Err(ResolveError::UnknownFunction), "{missing}");
    }
}

#[test]
fn a_qualifier_names_a_version_or_an_alias() {
    let table = table();
    let request = (&[][..], Point::MIN);
    decides(&table, ("B", "3"), request, (v(3), Reason::Pinned));
    decides(&table, ("B", "$LATEST"), request, (Version::LATEST, Reason::Pinned));
    decides(&table, ("B", ""), request, (Version::LATEST, Reason::Only));
    decides(&table, ("B", "$DEFAULT"), request, (Version::LATEST, Reason::Only));
    let error = |qualifier| {
        let qualifier = Qualifier::parse(qualifier).expect("a qualifier");
        table.resolve("B", qualifier, &Request::new(&(), Point::MIN)).expect_err("it is not there")
    };
    assert_eq!(error("5"), ResolveError::UnknownVersion(v(5)));
    assert_eq!(error("nope"), ResolveError::UnknownAlias);
    assert_eq!(error("Release"), ResolveError::UnknownAlias);
    assert_eq!(error("5").to_string(), "unknown version 5");
    assert_eq!(error("nope").to_string(), "unknown alias");
    let error = table.route("nope", Qualifier::DEFAULT).expect_err("it is not there");
    assert_eq!(error.to_string(), "unknown function");
}

#[test]
fn the_first_rule_that_matches_wins_then_the_split() {
    let table = table();
    let half = Point::from_ratio(1, 2).expect("below 1");
    let only = |index| Reason::Rule { index, share: None };
    let bob = (&[("User", "Bob")][..], half);
    let bill = (&[("User", "Bill")][..], half);
    let ann = (&[("User", "Ann")][..], half);
    decides(&table, ("B", "prepub"), bob, (v(4), only(0)));
    decides(&table, ("B", "prepub"), ann, (v(3), Reason::Only));
    decides(&table, ("B", "prepub"), (&[], half), (v(3), Reason::Only));
    decides(&table, ("B", "both"), bob, (v(4), only(0)));
    let split = Reason::Rule { index: 1, share: Some(share(half, false)) };
    decides(&table, ("B", "both"), bill, (v(4), split));
    decides(&table, ("B", "both"), ann, (v(2), Reason::Share(share(half, false))));
    decides(
        &table,
        ("B", "both"),
        (&[], Point::MIN),
        (v(1), Reason::Share(share(Point::MIN, false))),
    );
}

#[test]
fn a_sticky_key_gives_the_point_and_its_lack_leaves_the_requests_own() {
    let table = table();
    let sticky = |key| share(Point::sticky("default/B:release", key), true);
    let own = Reason::Share(share(Point::MAX, false));
    let release = ("B", "release");
    decides(
        &table,
        release,
        (&[("user", "Bob")], Point::MAX),
        (v(1), Reason::Share(sticky("Bob"))),
    );
    // 0xb922… lies below nine tenths.
    decides(
        &table,
        release,
        (&[("USER", "user-42")], Point::MAX),
        (v(1), Reason::Share(sticky("user-42"))),
    );
    decides(&table, release, (&[("User", "")], Point::MAX), (v(2), own));
    decides(&table, release, (&[], Point::MAX), (v(2), own));
    // The first of equal names counts, even if it is empty.
    decides(&table, release, (&[("User", ""), ("User", "Bob")], Point::MAX), (v(2), own));
}

#[test]
fn the_first_key_that_is_there_and_not_empty_counts() {
    let keys = [AttributeKey::cookie("uid").expect("a key"), header("User"), header("Device")];
    let sticky = Sticky::first_of(keys).expect("keys").salted("").expect("a salt");
    let alias = Alias::to(split(1, 2, 50)).with_sticky(sticky);
    let table = RoutingTable::new([function("B", vec![("a", alias)])]).expect("a table");
    let point = |headers: &[(&str, &str)]| {
        let qualifier = Qualifier::parse("a").expect("a qualifier");
        let decision = table.resolve("B", qualifier, &Request::new(headers, Point::MIN));
        decision.expect("it exists").reason().share().expect("it was divided")
    };
    assert_eq!(point(&[("Device", "d"), ("User", "u")]), share(Point::sticky("", "u"), true));
    assert_eq!(point(&[("Device", "d"), ("User", "")]), share(Point::sticky("", "d"), true));
    assert_eq!(point(&[("Device", ""), ("User", "")]), share(Point::MIN, false));
}

#[test]
fn a_rules_split_is_sticky_too() {
    let alias = Alias::to(v(1))
        .rule(test("invoke.headers.User present"), split(2, 3, 50))
        .sticky_on(header("User"));
    let table = RoutingTable::new([function("B", vec![("a", alias)])]).expect("a table");
    let point = Point::sticky("default/B:a", "Bob");
    let expected = if point < Point::from_ratio(1, 2).expect("below 1") { v(2) } else { v(3) };
    let reason = Reason::Rule { index: 0, share: Some(share(point, true)) };
    decides(&table, ("B", "a"), (&[("User", "Bob")], Point::MIN), (expected, reason));
}

#[test]
fn the_index_counts_the_versions_of_the_function() {
    let mut function = function("B", vec![]);
    function.delete_version(v(2)).expect("deleted");
    let table = RoutingTable::new([function]).expect("a table");
    let index = |qualifier| {
        let qualifier = Qualifier::parse(qualifier).expect("a qualifier");
        table.resolve("B", qualifier, &Request::new(&(), Point::MIN)).expect("it exists").index()
    };
    assert_eq!(["1", "3", "4", "$LATEST", ""].map(index), [0, 1, 2, 3, 3]);
    let versions = table.versions("B").expect("it exists").map(|(version, _)| version);
    assert!(versions.eq([v(1), v(3), v(4), Version::LATEST]));
    assert!(table.versions("nope").is_none());
}

#[test]
fn two_functions_of_one_name_make_no_table() {
    let error = RoutingTable::new([function("default/B", vec![]), function("B", vec![])]);
    let error = error.expect_err("no table");
    assert_eq!(error, TableError::Duplicate("B".parse().expect("an id")));
    assert_eq!(error.to_string(), "function `B` stands twice");
    let table =
        RoutingTable::new([function("B", vec![]), function("prod/B", vec![])]).expect("a table");
    assert_eq!((table.len(), table.is_empty()), (2, false));
    assert!(RoutingTable::<()>::default().is_empty());
}

#[test]
fn a_table_is_changed_by_one_function_and_the_old_one_serves_on() {
    let old = table();
    let mut b = function("B", vec![]);
    b.set_latest(String::from("changed")).expect("set");
    let changed = old.with(b);
    let removed = changed.without(&"prod/C".parse().expect("an id"));
    let payload = |table: &RoutingTable<String>, function: &str| {
        let request = Request::new(&(), Point::MIN);
        let decision = table.resolve(function, Qualifier::LATEST, &request);
        decision.map(|decision| decision.payload().clone()).ok()
    };
    let all = |table| ["B", "prod/B", "prod/C"].map(|function| payload(table, function));
    let some = |text: &str| Some(String::from(text));
    assert_eq!(all(&old), [some("B latest"), some("prod/B latest"), some("prod/C latest")]);
    assert_eq!(all(&changed), [some("changed"), some("prod/B latest"), some("prod/C latest")]);
    assert_eq!(all(&removed), [some("changed"), some("prod/B latest"), None]);
    assert_eq!((old.len(), changed.len(), removed.len()), (3, 3, 2));
    // The aliases are those of the new function, whole.
    let gone = changed.route("B", Qualifier::parse("release").expect("a qualifier"));
    assert_eq!(gone.err(), Some(ResolveError::UnknownAlias));
    assert_eq!(old.without(&"nope".parse().expect("an id")).len(), 3);
}

#[test]
fn reasons_are_printed_for_logs() {
    let point = Point::from(0x2559_7960_8fed_916e);
    for (reason, name, printed) in [
        (Reason::Pinned, "pinned", "pinned"),
        (Reason::Only, "only", "only"),
        (Reason::Rule { index: 3, share: None }, "rule", "rule 3"),
        (
            Reason::Rule { index: 0, share: Some(share(point, true)) },
            "rule",
            "rule 0 (sticky point 255979608fed916e)",
        ),
        (Reason::Share(share(point, false)), "share", "share (point 255979608fed916e)"),
    ] {
        assert_eq!((reason.name(), reason.to_string().as_str()), (name, printed));
    }
}

#[test]
fn a_decision_shows_all_that_was_decided() {
    let table = table();
    let qualifier = Qualifier::parse("prepub").expect("a qualifier");
    let request = Request::new(&[("User", "Bob")], Point::MIN);
    let decision = table.resolve("B", qualifier, &request).expect("it is found");
    assert_eq!(
        format!("{decision:?}"),
        "Decision { version: Version(4), payload: \"B 4\", index: 3, \
         reason: Rule { index: 0, share: None } }",
    );
}

#[test]
fn attribute_sources() {
    fn get<A: Attributes + ?Sized>(attributes: &A, key: &AttributeKey) -> Option<String> {
        let value = attributes.attribute(key)?;
        Some(String::from_utf8(value.to_vec()).expect("it is UTF-8"))
    }
    let bob = Some(String::from("Bob"));
    let (exact, other) = (header("User"), header("USER"));
    let cookie = AttributeKey::cookie("User").expect("a key");
    let query = AttributeKey::query("User").expect("a key");

    // Pairs are headers: ASCII case ignored, the first of equal names counts.
    let array = [("Accept", "*/*"), ("user", "Bob"), ("User", "Eve")];
    let slice: &[(&str, &str)] = &array;
    let dynamic: &dyn Attributes = &array;
    let bytes: Vec<(Vec<u8>, &[u8])> = vec![(b"USER".to_vec(), b"Bob")];
    for key in [&exact, &other] {
        assert_eq!(get(&array, key), bob);
        assert_eq!(get(slice, key), bob);
        assert_eq!(get(&slice, key), bob);
        assert_eq!(get(&bytes, key), bob);
        assert_eq!(get(dynamic, key), bob);
    }
    // ASCII case alone.
    assert_eq!(get(&[("É", "Bob")], &header("é")), None);
    assert_eq!(get(&array, &cookie), None);
    assert_eq!(get(&array, &query), None);

    // Maps are headers, byte for byte.
    let btree = BTreeMap::from([("User", "Bob")]);
    let owned = BTreeMap::from([(String::from("User"), b"Bob".to_vec())]);
    assert_eq!(
        (get(&btree, &exact), get(&btree, &other), get(&btree, &cookie)),
        (bob.clone(), None, None)
    );
    assert_eq!(
        (get(&owned, &exact), get(&owned, &other), get(&owned, &query)),
        (bob.clone(), None, None)
    );
    #[cfg(feature = "std")]
    {
        let hash = std::collections::HashMap::from([(String::from("User"), "Bob")]);
        assert_eq!(
            (get(&hash, &exact), get(&hash, &other), get(&hash, &cookie)),
            (bob.clone(), None, None)
        );
    }

    assert_eq!(get(&(), &exact), None);
}

#[test]
fn a_header_is_no_other_that_differs_anywhere_in_more_than_case() {
    // Bytes that differ by the bit that tells the case of letters, and that are none.
    let marks = [("[", "{"), ("@", "`"), ("1", "\u{11}")];
    for length in 1..=40 {
        let name: String = ('a'..='z').cycle().take(length).collect();
        let has = |held: &str, sought: &str| [(held, "")].attribute(&header(sought)).is_some();
        let with = |at: usize, part: &str| format!("{}{part}{}", &name[..at], &name[at + 1..]);
        assert!(has(&name.to_uppercase(), &name), "{length}");
        for at in 0..length {
            assert!(has(&with(at, &name[at..=at].to_uppercase()), &name), "{length} at {at}");
            for other in ["-", "_", "1", "\0"] {
                assert!(!has(&with(at, other), &name), "{other:?} at {at} of {length}");
            }
            for (one, other) in marks {
                assert!(!has(&with(at, other), &with(at, one)), "{other:?} at {at} of {length}");
            }
        }
    }
}

#[test]
fn the_sources_of_a_key_are_kept_apart() {
    struct Everything;
    impl Attributes for Everything {
        fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
            Some(match key.source() {
                Source::Headers => b"header",
                Source::Cookies => b"cookie",
                _ => b"query",
            })
        }
    }
    for (source, value) in [("headers", "header"), ("cookies", "cookie"), ("query", "query")] {
        assert!(test(&format!("invoke.{source}.a exact {value}")).matches(&Everything));
    }
}

#[test]
fn predicates() {
    #[track_caller]
    fn evaluates(predicate: &str, value: impl AsRef<[u8]>, expected: bool) {
        let condition = test(&format!("invoke.headers.a {predicate}"));
        assert_eq!(condition.evaluate(&[("a", value)]), Some(expected));
        let missing = if predicate == "present" { Some(false) } else { None };
        assert_eq!(condition.evaluate(&()), missing);
    }
    evaluates("exact Bob", "Bob", true);
    evaluates("exact Bob", "bob", false);
    evaluates("exact Bob", "Bob ", false);
    evaluates("exact ", "", true);
    evaluates("exact ", " ", false);
    evaluates("exact é", "é", true);
    evaluates("exact é", b"\xe9", false);
    evaluates("in a,b,,c", "b", true);
    evaluates("in a,b,,c", "", true);
    evaluates("in a,b,,c", "a,b", false);
    evaluates("in a, b", "b", false);
    evaluates("in a, b", " b", true);
    evaluates("in ", "", true);
    evaluates("prefix Bo", "Bob", true);
    evaluates("prefix Bo", "Bo", true);
    evaluates("prefix Bo", "B", false);
    evaluates("prefix Bo", b"Bo\xff", true);
    evaluates("suffix ob", "Bob", true);
    evaluates("suffix ob", "ob", true);
    evaluates("suffix ob", "b", false);
    evaluates("range (0,30]", "30", true);
    evaluates("range (0,30]", "0", false);
    evaluates("range (0,30]", "", false);
    evaluates("range (0,30]", "x", false);
    evaluates("present", "", true);
    evaluates("present", b"\xff", true);
}

/// Kleene's tables, whole: 1 true, 0 false, ? unknown.
#[test]
fn combinations_in_three_values() {
    let leaf = |value: char| match value {
        '1' => test("invoke.headers.there present"),
        '0' => test("invoke.headers.there exact other"),
        _ => test("invoke.headers.missing exact x"),
    };
    let evaluate = |condition: Condition| match condition.evaluate(&[("there", "value")]) {
        Some(true) => '1',
        Some(false) => '0',
        None => '?',
    };
    for (value, not) in [('1', '0'), ('0', '1'), ('?', '?')] {
        assert_eq!(evaluate(Condition::not(leaf(value)).expect("not nested")), not);
    }
    for (pair, all, any) in [
        ("11", '1', '1'),
        ("10", '0', '1'),
        ("1?", '?', '1'),
        ("01", '0', '1'),
        ("00", '0', '0'),
        ("0?", '0', '?'),
        ("?1", '?', '1'),
        ("?0", '0', '?'),
        ("??", '?', '?'),
    ] {
        assert_eq!(
            evaluate(Condition::all(pair.chars().map(leaf)).expect("not nested")),
            all,
            "all {pair}"
        );
        assert_eq!(
            evaluate(Condition::any(pair.chars().map(leaf)).expect("not nested")),
            any,
            "any {pair}"
        );
    }
    let absent = Condition::not(test("invoke.headers.User present")).expect("not nested");
    assert!(absent.matches(&()));
    assert!(!absent.matches(&[("User", "")]));
    // An inverted test needs its header, too.
    assert!(!Condition::not(leaf('?')).expect("not nested").matches(&()));
}

#[test]
fn combinations_have_limits() {
    let mut condition = test("invoke.headers.a present");
    for _ in 0..Condition::MAX_NESTING {
        condition = Condition::not(condition).expect("not too deep");
    }
    let error = Condition::not(condition.clone()).expect_err("too deep");
    assert_eq!(error.to_string(), "conditions are nested more than 32 deep");
    assert!(Condition::all([test("invoke.headers.a present"), condition]).is_err());
    let error = Condition::any([]).expect_err("empty");
    assert_eq!(error.to_string(), "`any` must hold at least one condition");
    let error = Condition::all([]).expect_err("empty");
    assert_eq!(error.to_string(), "`all` must hold at least one condition");
}
