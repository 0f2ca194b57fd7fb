//! What is legal but surely not meant, and what is left alone.

mod conditions;

use pointsman::{
    Alias, AttributeKey, Condition, Function, LintReason, Split, Sticky, Version, Weight,
};
use proptest::prelude::*;

use conditions::{condition, config, requests, test};

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

fn not(condition: Condition) -> Condition {
    Condition::not(condition).expect("not nested")
}

fn all<const N: usize>(conditions: [Condition; N]) -> Condition {
    Condition::all(conditions).expect("not nested")
}

fn any<const N: usize>(conditions: [Condition; N]) -> Condition {
    Condition::any(conditions).expect("not nested")
}

fn split(main: u64, version: u64, percent: u32) -> Split {
    Split::new(v(main), [(v(version), Weight::from_percent(percent).expect("a weight"))])
        .expect("a split")
}

/// A function with versions 1 and 2, and these aliases.
fn function(id: &str, aliases: &[(&str, Alias)]) -> Function<()> {
    let mut function = Function::new(id.parse().expect("an id"), ());
    function.publish().expect("published");
    function.publish().expect("published");
    for (name, alias) in aliases {
        function.create_alias(name.parse().expect("a name"), alias.clone()).expect("created");
    }
    function
}

#[track_caller]
fn lints(aliases: &[(&str, Alias)], expected: &[&str]) {
    // An alias of its own names both versions, so that only what is under test is found.
    let mut aliases = aliases.to_vec();
    aliases.push(("both", Alias::to(split(1, 2, 50))));
    let found: Vec<_> = function("B", &aliases).lint().iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

/// Lints of one alias `a` with these rules, all to version 1.
#[track_caller]
fn lints_rules(rules: &[Condition], expected: &[&str]) {
    let alias = rules.iter().fold(Alias::to(v(1)), |alias, rule| alias.rule(rule.clone(), v(1)));
    lints(&[("a", alias)], expected);
}

const SHADOWED: &str = "aliases.a.rules[1]: never matches, since rule 0 takes all its requests";

#[test]
fn nothing_is_found_where_all_is_well() {
    let bob = Alias::to(split(1, 2, 10)).rule(test("invoke.headers.User exact Bob"), v(2));
    lints(&[("prepub", bob), ("release", Alias::to(v(1)))], &[]);
}

#[test]
fn a_rule_that_an_earlier_one_takes_all_requests_of() {
    for (earlier, later) in [
        ("exact Bob", "exact Bob"),
        ("in Ann,Bob", "exact Bob"),
        ("in Ann,Bob,Eve", "in Eve,Bob"),
        ("prefix B", "exact Bob"),
        ("prefix B", "prefix Bo"),
        ("prefix B", "in Bob,Bill"),
        ("suffix b", "suffix ob"),
        ("range [0,99]", "range [10,20]"),
        ("range [0,99]", "exact 007"),
        ("range [0,99]", "in 1,2,+3"),
        ("present", "exact Bob"),
        ("present", "range [0,1]"),
        ("present", "present"),
    ] {
        let key = "invoke.headers.User";
        lints_rules(
            &[test(&format!("{key} {earlier}")), test(&format!("{key} {later}"))],
            &[SHADOWED],
        );
    }
    for (earlier, later) in [
        ("exact Bob", "in Ann,Bob"),
        ("exact Bob", "exact bob"),
        ("prefix Bo", "prefix B"),
        ("range [0,99]", "range [99,100]"),
        ("range [0,99]", "exact 7.0"),
        ("range [7,7]", "exact x"),
        ("suffix b", "prefix b"),
        ("exact Bob", "present"),
        ("exact a,b", "in a,b"),
    ] {
        let key = "invoke.headers.User";
        lints_rules(&[test(&format!("{key} {earlier}")), test(&format!("{key} {later}"))], &[]);
    }
    // Whether `User` and `user` are one header is the source's affair.
    lints_rules(
        &[test("invoke.headers.User exact Bob"), test("invoke.headers.user exact Bob")],
        &[],
    );
    lints_rules(
        &[test("invoke.cookies.User exact Bob"), test("invoke.headers.User exact Bob")],
        &[],
    );
}

/// What differs by the first text was charged as if each had been compared with each, and a few such
/// lists took all the effort.
#[test]
fn lists_of_texts_that_differ_left_no_effort_for_others() {
    let list = |list| {
        let users: Vec<String> = (0..5_000).map(|user| format!("{list}-{user}")).collect();
        format!("invoke.headers.User in {}", users.join(","))
    };
    let rules: Vec<Condition> =
        (0..20).map(list).map(|rule| rule.parse().expect("a test")).collect();
    let mut rules = rules;
    rules.extend([test("invoke.headers.a exact b"), test("invoke.headers.a exact b")]);
    lints_rules(
        &rules,
        &["aliases.a.rules[21]: never matches, since rule 20 takes all its requests"],
    );
}

#[test]
fn nothing_is_said_of_what_would_take_too_long() {
    let list = |list| {
        let texts: Vec<String> = (0..17_000).map(|text| format!("{list}{text}")).collect();
        test(&format!("invoke.headers.x in {},z", texts.join(",")))
    };
    // Both take `z`, which nobody gets to.
    let both = all([list("a"), list("b")]);
    let twice = test("invoke.headers.a exact b");
    lints_rules(&[both, twice.clone(), twice], &[]);
}

#[test]
fn combinations_that_an_earlier_rule_takes_all_requests_of() {
    let bob = || test("invoke.headers.User exact Bob");
    let ann = || test("invoke.headers.User exact Ann");
    let beta = || test("invoke.cookies.beta present");
    let user = || test("invoke.headers.User present");
    lints_rules(&[bob(), all([beta(), bob()])], &[SHADOWED]);
    lints_rules(&[any([ann(), bob()]), bob()], &[SHADOWED]);
    lints_rules(&[any([ann(), bob()]), any([bob(), ann()])], &[SHADOWED]);
    lints_rules(&[all([user(), beta()]), all([beta(), bob()])], &[SHADOWED]);
    lints_rules(&[not(not(bob())), bob()], &[SHADOWED]);
    lints_rules(&[not(all([ann(), beta()])), bob()], &[SHADOWED]);
    lints_rules(&[not(beta()), all([not(beta()), bob()])], &[SHADOWED]);
    // That Ann is not the user shows that there is one: an inverted test needs its header.
    lints_rules(&[user(), not(ann())], &[SHADOWED]);
    lints_rules(&[not(ann()), not(test("invoke.headers.User prefix A"))], &[SHADOWED]);
    lints_rules(&[not(ann()), bob()], &[SHADOWED]);
    lints_rules(&[not(ann()), test("invoke.headers.User prefix B")], &[SHADOWED]);
    lints_rules(&[not(test("invoke.headers.User prefix B")), ann()], &[SHADOWED]);

    lints_rules(&[all([bob(), beta()]), bob()], &[]);
    lints_rules(&[bob(), any([bob(), beta()])], &[]);
    lints_rules(&[not(ann()), not(user())], &[]);
    lints_rules(&[not(test("invoke.headers.User prefix A")), not(ann())], &[]);
}

#[test]
fn a_rule_that_contradicts_itself() {
    const NEVER: &str = "aliases.a.rules[0]: never matches, since its condition contradicts itself";
    let ann = || test("invoke.headers.n exact Ann");
    lints_rules(&[all([ann(), test("invoke.headers.n exact Bob")])], &[NEVER]);
    lints_rules(&[all([ann(), not(ann())])], &[NEVER]);
    lints_rules(
        &[all([test("invoke.headers.n range [0,9]"), test("invoke.headers.n range [10,19]")])],
        &[NEVER],
    );
    lints_rules(&[all([ann(), not(test("invoke.headers.n present"))])], &[NEVER]);
    lints_rules(&[all([ann(), test("invoke.headers.m exact Bob")])], &[]);

    let n = |rest: &str| test(&format!("invoke.headers.n {rest}"));
    let no_value_passes_both = [
        ("exact Ann", "in Bob,Eve"),
        ("exact Ann", "prefix B"),
        ("in 3,Ann", "range [4,9]"),
        ("prefix A", "prefix B"),
        ("suffix n", "suffix e"),
    ];
    for (one, other) in no_value_passes_both {
        lints_rules(&[all([n(one), n(other)])], &[NEVER]);
        lints_rules(&[all([n(other), n(one)])], &[NEVER]);
    }
    let some_value_passes_both = [
        ("exact Ann", "in Ann,Bob"),
        ("exact Ann", "prefix A"),
        ("in 3,Ann", "range [3,9]"),
        ("range [0,9]", "range [9,19]"),
        ("prefix A", "prefix Ann"),
        ("prefix A", "suffix n"),
        ("suffix n", "suffix nn"),
    ];
    for (one, other) in some_value_passes_both {
        lints_rules(&[all([n(one), n(other)])], &[]);
        lints_rules(&[all([n(other), n(one)])], &[]);
    }
}

#[test]
fn weights_on_an_alias_whose_rules_take_everything() {
    const UNUSED: &str = "aliases.a.weights: never used, since the rules take every request";
    #[track_caller]
    fn lints_weights(rules: &[Condition], expected: &[&str]) {
        let alias = Alias::to(split(1, 2, 10));
        let alias = rules.iter().fold(alias, |alias, rule| alias.rule(rule.clone(), v(1)));
        lints(&[("a", alias)], expected);
    }
    let user = || test("invoke.headers.User present");
    let bob = || test("invoke.headers.User exact Bob");
    lints_weights(&[user(), not(user())], &[UNUSED]);
    lints_weights(&[any([user(), not(user())])], &[UNUSED]);
    lints_weights(&[not(all([user(), not(user())]))], &[UNUSED]);
    lints_weights(&[bob(), not(bob()), not(user())], &[UNUSED]);
    lints_weights(
        &[user(), bob()],
        &["aliases.a.rules[1]: never matches, since rule 0 takes all its requests"],
    );
    // A request without the header is of neither kind.
    lints_weights(&[bob(), not(bob())], &[]);
    lints_weights(&[user()], &[]);
    lints_weights(&[not(user())], &[]);
    // Without weights there is nothing to use.
    lints_rules(&[user(), not(user())], &[]);
    // One of several parts that must all be true is not enough.
    lints_weights(&[all([user(), bob()]), not(user())], &[]);
    lints_weights(&[not(any([bob(), not(user())])), not(user())], &[]);
}

#[test]
fn aliases_that_differ_only_by_case() {
    lints(
        &[("Release", Alias::to(v(1))), ("release", Alias::to(v(1))), ("RELEASE", Alias::to(v(1)))],
        &[
            "aliases.Release: differs from alias `RELEASE` only by case",
            "aliases.release: differs from alias `RELEASE` only by case",
        ],
    );
}

#[test]
fn a_version_that_no_alias_names() {
    let function = function("B", &[("release", Alias::to(v(2)))]);
    let lints: Vec<_> = function.lint().iter().map(ToString::to_string).collect();
    assert_eq!(lints, ["versions.1: no alias names this version"]);
}

#[test]
fn a_main_version_without_share() {
    let rule = Alias::to(v(1)).rule(test("invoke.headers.User present"), split(2, 1, 100));
    lints(
        &[("a", Alias::to(split(1, 2, 100))), ("b", rule)],
        &[
            "aliases.a.weights: main version 1 is left without any share: a weight of 1 is 100%",
            "aliases.b.rules[0].weights: main version 2 is left without any share: a weight of 1 is 100%",
        ],
    );
}

#[test]
fn blanks_at_the_ends_of_an_expression() {
    const BLANKS: &str =
        "aliases.a.rules[0].when: the expression has blanks at an end, which count";
    lints_rules(&[test("invoke.headers.User exact Bob ")], &[&format!("{BLANKS}: `Bob `")]);
    lints_rules(&[test("invoke.headers.User exact  Bob")], &[&format!("{BLANKS}: ` Bob`")]);
    lints_rules(&[test("invoke.headers.User prefix Bob\t")], &[&format!(r"{BLANKS}: `Bob\t`")]);
    lints_rules(&[test("invoke.headers.User in Ann, Bob")], &[&format!("{BLANKS}: ` Bob`")]);
    lints_rules(&[not(test("invoke.headers.User suffix  b"))], &[&format!("{BLANKS}: ` b`")]);
    lints_rules(&[test("invoke.headers.User exact Bob Dylan")], &[]);
    lints_rules(&[test("invoke.headers.n range [ 1 , 2 ]")], &[]);
}

#[test]
fn everyone_dealt_anew_in_the_middle_of_a_split() {
    const DEALT: &str = "aliases.release: salt or sticky keys change in the middle of a split, so everyone is dealt anew";
    let key = |name| AttributeKey::header(name).expect("a key");
    let salted = |salt| Sticky::on(key("User")).salted(salt).expect("a salt");
    let ramp = |percent| Alias::to(split(1, 2, percent));
    let old = function("B", &[("release", ramp(10).sticky_on(key("User")))]);
    let lints = |new: &Alias| -> Vec<String> {
        let lints = old.lint_update("release", new).expect("it exists");
        lints.iter().map(ToString::to_string).collect()
    };

    assert_eq!(lints(&ramp(20).sticky_on(key("User"))), [""; 0]);
    assert_eq!(lints(&ramp(20).with_sticky(salted("default/B:release"))), [""; 0]);
    assert_eq!(lints(&ramp(20).with_sticky(salted("other"))), [DEALT]);
    assert_eq!(lints(&ramp(20).sticky_on(key("user"))), [DEALT]);
    assert_eq!(lints(&ramp(20)), [DEALT]);
    // Where one version has all, before or after, nobody is torn from a version by chance.
    assert_eq!(lints(&Alias::to(v(2)).with_sticky(salted("other"))), [""; 0]);
    let rule = Alias::to(v(2)).rule(test("invoke.headers.User present"), split(1, 2, 50));
    assert_eq!(lints(&rule.with_sticky(salted("other"))), [DEALT]);
    assert!(old.lint_update("nope", &ramp(20)).is_err());

    // A new name is a new salt.
    let renamed = function("C", &[("release", ramp(10).sticky_on(key("User")))]);
    assert_eq!(
        renamed.lint_change(&old).iter().map(ToString::to_string).collect::<Vec<_>>(),
        [DEALT]
    );
    let written = ramp(10).with_sticky(salted("default/B:release"));
    assert_eq!(function("C", &[("release", written)]).lint_change(&old), []);
    assert_eq!(old.lint_change(&old), []);
}

proptest! {
    #![proptest_config(config(20_000))]

    /// What is reported is so.
    #[test]
    fn lints_of_rules_are_never_wrong(rules in proptest::collection::vec(condition(&["x", "y"]), 1..4)) {
        let alias = rules.iter().fold(Alias::to(split(1, 2, 10)), |alias, rule| alias.rule(rule.clone(), v(1)));
        for lint in function("B", &[("a", alias)]).lint() {
            let index = (0..rules.len()).find(|index| lint.path() == format!("aliases.a.rules[{index}]"));
            for request in requests() {
                let matches = |index: usize| rules[index].matches(&request);
                match (lint.reason(), index) {
                    (LintReason::Shadowed { by }, Some(index)) => {
                        prop_assert!(matches(*by) || !matches(index), "{lint} {request:?}");
                    }
                    (LintReason::Contradiction, Some(index)) => prop_assert!(!matches(index), "{lint} {request:?}"),
                    (LintReason::UnusedWeights, None) => {
                        prop_assert!((0..rules.len()).any(matches), "{lint} {request:?}");
                    }
                    other => prop_assert!(false, "{other:?}"),
                }
            }
        }
    }
}
