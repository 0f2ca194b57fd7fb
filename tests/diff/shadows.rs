//! Which rules come under a shadow and which come out of one, against the lints of both functions.

use std::collections::BTreeMap;

use pointsman::{Alias, AliasDiff, Condition, Function, LintReason, Rule, RuleDiff, Split};
use rand::RngExt;
use rand::seq::SliceRandom;

use super::{function, generate, rng, ruled, v};

/// By the rule, which rule takes all its requests.
fn shadowed(function: &Function<()>) -> BTreeMap<usize, usize> {
    let lints = function.lint();
    let shadowed = lints.iter().filter_map(|lint| match lint.reason() {
        LintReason::Shadowed { by } => {
            let index = lint.path().strip_prefix("aliases.a.rules[")?.strip_suffix(']')?;
            Some((index.parse().expect("an index"), *by))
        }
        _ => None,
    });
    shadowed.collect()
}

/// By the new rule, the old rule that it was.
fn origins(old: &[Rule], new: &[Rule], diff: &AliasDiff<'_>) -> Vec<Option<usize>> {
    let told =
        |index| diff.rules().iter().find(|rule| rule.after().is_some_and(|(at, _)| at == index));
    let gone: Vec<usize> = diff
        .rules()
        .iter()
        .filter(|rule| rule.after().is_none() || rule.is_moved())
        .filter_map(|rule| rule.before().map(|(index, _)| index))
        .collect();
    let mut staying = (0..old.len()).filter(|index| !gone.contains(index));
    (0..new.len())
        .map(|index| match told(index) {
            Some(rule) if rule.before().is_none() => None,
            Some(rule) if rule.is_moved() => rule.before().map(|(index, _)| index),
            _ => staying.next(),
        })
        .collect()
}

#[test]
fn shadows_are_those_that_the_lints_of_both_tell() {
    let rng = &mut rng(7);
    let (mut fell, mut rose) = (0, 0);
    for _ in 0..20_000 {
        let mut rules: Vec<_> = (0..8)
            .map(|_| Rule::new(generate::condition(rng), Split::only(v(rng.random_range(1..=2)))))
            .collect();
        let old = rules[..rng.random_range(0..=6)].to_vec();
        if rng.random_ratio(1, 2) {
            rules.shuffle(rng);
        }
        rules.truncate(rng.random_range(0..=8));
        let [before, after] =
            [&old, &rules].map(|rules| Alias::to(v(1)).with_rules(rules.iter().cloned()));
        let [old_function, new_function] =
            [&before, &after].map(|alias| function("B", alias.clone()));
        let diff = old_function.diff_alias("a", &after).expect("there is one");
        let (was, is) = (shadowed(&old_function), shadowed(&new_function));
        for (index, origin) in origins(&old, &rules, &diff).into_iter().enumerate() {
            let was = origin.and_then(|origin| was.get(&origin)).copied();
            let is = is.get(&index).copied();
            let told =
                diff.rules().iter().find(|rule| rule.after().is_some_and(|(at, _)| at == index));
            let told = told
                .map_or((None, None), |rule| (rule.shadowed_by(), rule.no_longer_shadowed_by()));
            let expected = match (was, is) {
                (None, Some(by)) => (Some(by), None),
                (Some(by), None) => (None, Some(by)),
                _ => (None, None),
            };
            assert_eq!(told, expected, "{index}: {before:#?} {after:#?} {diff}");
            fell += usize::from(expected.0.is_some());
            rose += usize::from(expected.1.is_some());
        }
    }
    assert!(fell > 1_000 && rose > 1_000, "{fell} {rose}");
}

#[test]
fn a_contradiction_is_in_no_shadow() {
    let old = ruled(&[]);
    let bob = || "invoke.headers.User exact Bob".parse::<Condition>().expect("a condition");
    let nobody = Condition::all([bob(), Condition::not(bob()).expect("not nested")]);
    let new = ruled(&[("invoke.headers.User present", 2)]).rule(nobody.expect("not nested"), v(3));
    let function = function("B", old);
    let diff = function.diff_alias("a", &new).expect("there is one");
    assert_eq!(diff.rules().iter().filter_map(RuleDiff::shadowed_by).count(), 0);
}

/// It is given up in time to compare lists of many texts with each other. The last rule is in the
/// shadow of the one before, which is not found out any more.
#[test]
fn a_shadow_that_takes_too_long_to_find_is_not_told_as_gone() {
    let condition = |text: &str| text.parse::<Condition>().expect("a condition");
    let texts: Vec<String> = (0..17_000).map(|number| number.to_string()).collect();
    let list = |texts: &[String]| format!("invoke.headers.User in {}", texts.join(","));
    let (all, all_but_one) = (list(&texts), list(&texts[..16_999]));
    let not_bob = Condition::not(condition("invoke.headers.User exact Bob")).expect("not nested");
    let old = ruled(&[("invoke.headers.User present", 2), (&all, 3)]);
    let new = ruled(&[(&all_but_one, 2)]).rule(not_bob, v(2)).rule(condition(&all), v(3));
    let function = function("B", old);
    let diff = function.diff_alias("a", &new).expect("there is one");
    assert_eq!(diff.rules().iter().filter_map(RuleDiff::no_longer_shadowed_by).count(), 0);
}
