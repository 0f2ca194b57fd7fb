//! Conditions over two headers and few values, and all requests that can tell them apart.

use pointsman::{Condition, Test};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;

const METHODS: [&str; 21] = [
    "exact a",
    "exact 1",
    "exact 2",
    "exact ",
    "in a,1,,b",
    "in 1,2",
    "in b",
    "prefix a",
    "prefix ab",
    "prefix aba",
    "prefix b",
    "prefix 1",
    "suffix b",
    "suffix ba",
    "suffix a",
    "suffix 0",
    "range [1,2]",
    "range [2,9]",
    "range [-3,1]",
    "range [0,0]",
    "present",
];

const VALUES: [Option<&str>; 16] = [
    None,
    Some(""),
    Some("a"),
    Some("b"),
    Some("ab"),
    Some("aba"),
    Some("ba"),
    Some("abab"),
    Some("a1"),
    Some("1"),
    Some("2"),
    Some("+2"),
    Some("-3"),
    Some("9"),
    Some("10"),
    Some("0"),
];

pub fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}

pub fn test(text: &str) -> Condition {
    text.parse::<Test>().expect("a test").into()
}

/// Conditions on headers of these names, `x` and `y`.
pub fn condition(names: &'static [&'static str]) -> impl Strategy<Value = Condition> {
    let leaf = (select(names), select(&METHODS[..]))
        .prop_map(|(name, method)| test(&format!("invoke.headers.{name} {method}")));
    leaf.prop_recursive(3, 8, 3, |inner| {
        let several = vec(inner.clone(), 1..4);
        prop_oneof![
            several.clone().prop_map(|all| Condition::all(all).expect("not nested")),
            several.prop_map(|any| Condition::any(any).expect("not nested")),
            inner.prop_map(|not| Condition::not(not).expect("not nested")),
        ]
    })
}

pub fn requests() -> Vec<Vec<(&'static str, &'static str)>> {
    let header = |name, value: Option<&'static str>| value.map(|value| (name, value));
    let pairs = VALUES.iter().flat_map(|&x| VALUES.map(|y| [header("x", x), header("y", y)]));
    pairs.map(|pair| pair.into_iter().flatten().collect()).collect()
}
