//! Many rules: found by the value of an attribute or tried, the first that matches wins.

use pointsman::{
    Alias, Condition, Function, Point, Qualifier, Request, RoutingTable, Test, Version,
};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;

fn test(text: &str) -> Condition {
    text.parse::<Test>().expect("a test").into()
}

fn table(rules: &[Condition]) -> RoutingTable<()> {
    let alias = Alias::to(Version::LATEST);
    let alias = rules.iter().fold(alias, |alias, rule| alias.rule(rule.clone(), Version::LATEST));
    let mut function = Function::new("B".parse().expect("an id"), ());
    function.update_alias("$DEFAULT", alias).expect("the version exists");
    RoutingTable::new([function]).expect("one function")
}

fn decide(table: &RoutingTable<()>, headers: &[(&str, &str)]) -> Option<usize> {
    let route = table.route("B", Qualifier::DEFAULT).expect("it exists");
    route.resolve(&Request::new(headers, Point::MIN)).reason().rule()
}

#[track_caller]
fn decides_as_one_by_one(rules: &[Condition], requests: &[Vec<(&str, &str)>]) {
    let table = table(rules);
    for headers in requests {
        let first = rules.iter().position(|rule| rule.matches(headers));
        assert_eq!(decide(&table, headers), first, "{headers:?} by {rules:?}");
    }
}

#[test]
fn ten_thousand_texts_on_one_header() {
    let rules: Vec<_> = (0..10_000)
        .map(|n| test(&format!("invoke.headers.User exact user-{}", n % 7_000)))
        .collect();
    let table = table(&rules);
    for n in 0..10_000 {
        let user = format!("user-{n}");
        let expected = (n < 7_000).then_some(n);
        assert_eq!(decide(&table, &[("User", &user)]), expected);
    }
    assert_eq!(decide(&table, &[]), None);
}

#[test]
fn ten_thousand_ranges_on_one_header() {
    // Each overlaps the next hundred, so the first of a hundred wins.
    let rules: Vec<_> =
        (0..10_000).map(|n| test(&format!("invoke.headers.n range [{n},{}]", n + 100))).collect();
    let table = table(&rules);
    for n in 0..11_000_usize {
        let expected = n.saturating_sub(100);
        let expected = (expected < 10_000).then_some(expected);
        assert_eq!(decide(&table, &[("n", &n.to_string())]), expected, "{n}");
    }
    for other in ["-1", "", "x", "5.0", "99999999999999999999"] {
        assert_eq!(decide(&table, &[("n", other)]), None);
    }
}

#[test]
fn ranges_reach_to_the_ends_of_the_integers() {
    let rules = [
        "[9223372036854775807,9223372036854775807]",
        "[-9223372036854775808,-9223372036854775808]",
        "[0,9223372036854775807]",
        "[-9223372036854775808,-5]",
    ];
    let rules = rules.map(|interval| test(&format!("invoke.headers.n range {interval}")));
    let values =
        ["9223372036854775807", "-9223372036854775808", "0", "-5", "-4", "9223372036854775806"];
    let requests = values.map(|value| vec![("n", value)]);
    decides_as_one_by_one(&rules, &requests);
}

/// Conditions over few headers and values, most of them on one header, as rules are.
fn condition() -> impl Strategy<Value = Condition> {
    let methods = [
        "exact a",
        "exact 1",
        "exact 2",
        "exact ",
        "in a,1,,b",
        "in 1,2",
        "in b",
        "prefix a",
        "suffix b",
        "range [1,2]",
        "range [2,9]",
        "range [-3,1]",
        "range [0,0]",
        "present",
    ];
    let leaf = (select(&["x", "x", "x", "y"][..]), select(methods.to_vec()))
        .prop_map(|(name, method)| test(&format!("invoke.headers.{name} {method}")));
    leaf.prop_recursive(2, 6, 3, |inner| {
        let several = proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            several.clone().prop_map(|all| Condition::all(all).expect("not nested")),
            several.prop_map(|any| Condition::any(any).expect("not nested")),
            inner.prop_map(|not| Condition::not(not).expect("not nested")),
        ]
    })
}

fn requests() -> Vec<Vec<(&'static str, &'static str)>> {
    let values = [
        None,
        Some(""),
        Some("a"),
        Some("b"),
        Some("ab"),
        Some("1"),
        Some("2"),
        Some("+2"),
        Some("-3"),
        Some("9"),
        Some("10"),
        Some("0"),
    ];
    let header = |name, value: Option<&'static str>| value.map(|value| (name, value));
    let pairs = values.iter().flat_map(|&x| values.map(|y| [header("x", x), header("y", y)]));
    pairs.map(|pair| pair.into_iter().flatten().collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    /// At every count around which the rules are found in another way.
    #[test]
    fn the_first_rule_that_matches_wins_however_it_is_found(
        rules in select(vec![1_usize, 2, 3, 4, 5, 8, 16, 17, 60])
            .prop_flat_map(|count| proptest::collection::vec(condition(), count)),
    ) {
        decides_as_one_by_one(&rules, &requests());
    }
}
