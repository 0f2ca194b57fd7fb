//! The first rule that matches wins.

use pointsman::{
    Alias, AttributeKey, Condition, Function, OwnedDecision, Point, Qualifier, Request,
    RoutingTable, Rule, Split, Version, Weight,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::config;

const TESTS: [&str; 6] = [
    "invoke.headers.User exact Bob",
    "invoke.headers.User exact Ann",
    "invoke.headers.User present",
    "invoke.headers.Hash range [0,5]",
    "invoke.headers.Hash range (5,9]",
    "invoke.headers.Hash present",
];

const ATTRIBUTES: [(&str, &str); 5] =
    [("User", "Bob"), ("User", "Ann"), ("User", ""), ("Hash", "5"), ("Hash", "9")];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_rule_behind_one_that_matches_changes_nothing(
        before in vec(rule(), 0..6),
        behind in vec(rule(), 0..6),
        headers in headers(),
        point in any::<u64>(),
    ) {
        let up_to_sure = [before, vec![sure()]].concat();
        let all = [up_to_sure.clone(), behind].concat();
        prop_assert_eq!(
            resolve(all, &headers, point),
            resolve(up_to_sure, &headers, point)
        );
    }

    #[test]
    fn without_rules_that_do_not_match_only_the_index_changes(
        before in vec((rule(), any::<bool>()), 0..8),
        headers in headers(),
        point in any::<u64>(),
    ) {
        let mut rules = before;
        rules.push((sure(), true));
        let decision = resolve(rules.iter().map(|(rule, _)| rule.clone()), &headers, point);
        let matching = decision.reason.rule().expect("the last rule matches at any rate");

        let kept = |index: usize, keep: bool| index >= matching || keep;
        let fewer: Vec<_> = rules
            .iter()
            .enumerate()
            .filter(|(index, (_, keep))| kept(*index, *keep))
            .map(|(_, (rule, _))| rule.clone())
            .collect();
        let gone = rules.len() - fewer.len();
        let again = resolve(fewer, &headers, point);

        prop_assert_eq!(again.reason.rule(), Some(matching - gone));
        prop_assert_eq!(again.reason.share(), decision.reason.share());
        prop_assert_eq!(
            (again.version, again.index, again.payload),
            (decision.version, decision.index, decision.payload)
        );
    }
}

fn resolve(
    rules: impl IntoIterator<Item = Rule>,
    headers: &Vec<(&str, &str)>,
    point: u64,
) -> OwnedDecision<u64> {
    let mut function = Function::new("B".parse().expect("a name"), 0);
    for number in 1..=3 {
        function.set_latest(number).expect("there are revisions left");
        function.publish().expect("there are numbers left");
    }
    let user = AttributeKey::header("User").expect("a key");
    let alias = Alias::to(Version::LATEST).with_rules(rules).sticky_on(user);
    function.update_alias("$DEFAULT", alias).expect("the versions exist");
    let table = RoutingTable::new([function]).expect("one function");
    let request = Request::new(headers, Point::from(point));
    let decision = table.resolve("B", Qualifier::DEFAULT, &request);
    decision.expect("$DEFAULT exists").into_owned()
}

fn rule() -> impl Strategy<Value = Rule> {
    (condition(), split()).prop_map(|(condition, split)| Rule::new(condition, split))
}

/// A rule that matches every request.
fn sure() -> Rule {
    let present: Condition = "invoke.headers.User present".parse().expect("a condition");
    let absent = Condition::not(present.clone()).expect("shallow");
    Rule::new(Condition::any([present, absent]).expect("not empty"), halves(1))
}

fn condition() -> impl Strategy<Value = Condition> {
    let test = select(&TESTS[..]).prop_map(|text| text.parse().expect("a condition"));
    test.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|condition| Condition::not(condition).expect("shallow")),
            vec(inner.clone(), 1..4).prop_map(|some| Condition::all(some).expect("not empty")),
            vec(inner, 1..4).prop_map(|some| Condition::any(some).expect("not empty")),
        ]
    })
}

fn split() -> impl Strategy<Value = Split> {
    prop_oneof![(1..=3_u64).prop_map(|number| version(number).into()), (1..=2_u64).prop_map(halves)]
}

fn halves(main: u64) -> Split {
    let half = Weight::from_percent(50).expect("at most 100 %");
    Split::new(version(main), [(version(main + 1), half)]).expect("the weights fit")
}

fn version(number: u64) -> Version {
    Version::numbered(number).expect("the number is in range")
}

fn headers() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    vec(select(&ATTRIBUTES[..]), 0..3)
}
