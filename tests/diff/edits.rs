//! Edits of rules against all the edits that there are.

use pointsman::{Alias, AliasDiff, Condition, Rule, RuleDiff};
use rand::RngExt;
use rand::seq::IndexedRandom;

use super::applied::edited;
use super::{function, rng, v};

/// How many rules stay at most, and how many of them keep their split at most: by trying all ways.
fn best(old: &[Rule], new: &[Rule]) -> (usize, usize) {
    let ([old_first, old_rest @ ..], [new_first, new_rest @ ..]) = (old, new) else {
        return (0, 0);
    };
    let without = best(old_rest, new).max(best(old, new_rest));
    if old_first.condition() != new_first.condition() {
        return without;
    }
    let (staying, equal) = best(old_rest, new_rest);
    without.max((staying + 1, equal + usize::from(old_first == new_first)))
}

/// How many rules of the old list are in the new one too, wherever: by striking them out.
fn common(old: &[Rule], new: &[Rule]) -> usize {
    let mut left: Vec<&Condition> = new.iter().map(Rule::condition).collect();
    let found = old.iter().filter(|rule| {
        let place = left.iter().position(|condition| *condition == rule.condition());
        place.map(|place| left.swap_remove(place)).is_some()
    });
    found.count()
}

/// What a diff tells: how many rules are added, removed, moved, and rewritten where they stand.
fn told(diff: &AliasDiff<'_>) -> [usize; 4] {
    let mut told = [0; 4];
    for rule in diff.rules() {
        let is_rewritten =
            rule.before().zip(rule.after()).is_some_and(|((_, old), (_, new))| old != new);
        let facts = [
            rule.before().is_none(),
            rule.after().is_none(),
            rule.is_moved(),
            is_rewritten && !rule.is_moved(),
        ];
        told.iter_mut().zip(facts).for_each(|(count, fact)| *count += usize::from(fact));
    }
    told
}

/// Whether of the rules that don't stay, those that move keep their split wherever they can.
fn keeps_splits(diff: &AliasDiff<'_>) -> bool {
    let leaving = diff.rules().iter().filter(|rule| rule.is_moved() || rule.after().is_none());
    let mut leaving: Vec<_> = leaving.filter_map(RuleDiff::before).collect();
    let arriving = diff.rules().iter().filter(|rule| rule.is_moved() || rule.before().is_none());
    let most = arriving.filter_map(RuleDiff::after).filter(|(_, new)| {
        let place = leaving.iter().position(|(_, old)| old == new);
        place.map(|place| leaving.swap_remove(place)).is_some()
    });
    let moved = diff.rules().iter().filter(|rule| rule.is_moved() && rule.split().is_empty());
    most.count() == moved.count()
}

#[track_caller]
fn assert_least(old: &[Rule], new: &[Rule]) {
    let before = function("B", Alias::to(v(1)).with_rules(old.to_vec()));
    let after = Alias::to(v(1)).with_rules(new.to_vec());
    let diff = before.diff_alias("a", &after).expect("there is one");
    let (staying, equal) = best(old, new);
    let common = common(old, new);
    let expected = [new.len() - common, old.len() - common, common - staying, staying - equal];
    assert_eq!(told(&diff), expected, "{old:#?}\n{new:#?}\n{diff}");
    assert!(keeps_splits(&diff), "{old:#?}\n{new:#?}\n{diff}");
    assert_eq!(edited(old, &diff), new, "{diff}");
    assert_eq!(diff.is_empty(), old == new);
}

fn rule(condition: usize, version: u64) -> Rule {
    let condition = format!("invoke.headers.x exact {condition}");
    Rule::new(condition.parse().expect("a condition"), v(version))
}

#[test]
fn no_edit_of_short_lists_is_shorter() {
    let rng = &mut rng(2);
    for _ in 0..20_000 {
        // Of two conditions many stand twice, of six few.
        let conditions = *[2, 3, 6].choose(rng).expect("there are some");
        let mut list = || {
            let len = rng.random_range(0..=7);
            let mut rule = || rule(rng.random_range(0..conditions), rng.random_range(1..=2));
            (0..len).map(|_| rule()).collect::<Vec<_>>()
        };
        let [old, new] = [list(), list()];
        assert_least(&old, &new);
    }
}

#[test]
fn a_rule_that_comes_in_at_the_front_moves_none() {
    let old: Vec<_> = (0..10_000).map(|number| rule(number, 1)).collect();
    let new: Vec<_> = [rule(10_000, 1)].into_iter().chain(old.iter().cloned()).collect();
    let before = function("B", Alias::to(v(1)).with_rules(old.clone()));
    let after = Alias::to(v(1)).with_rules(new.clone());
    let diff = before.diff_alias("a", &after).expect("there is one");
    assert_eq!(
        diff.to_string(),
        "aliases.a.rules[0]: added: `invoke.headers.x exact 10000` to version 1",
    );

    let back = function("B", after);
    let after = Alias::to(v(1)).with_rules(old);
    let diff = back.diff_alias("a", &after).expect("there is one");
    assert_eq!(
        diff.to_string(),
        "aliases.a.rules[0]: removed: `invoke.headers.x exact 10000` to version 1",
    );
}

#[test]
fn one_rule_that_moves_far_moves_alone() {
    let old: Vec<_> = (0..1_000).map(|number| rule(number, 1)).collect();
    let mut new = old.clone();
    let last = new.pop().expect("there are some");
    new.insert(0, last);
    let before = function("B", Alias::to(v(1)).with_rules(old));
    let after = Alias::to(v(1)).with_rules(new);
    let diff = before.diff_alias("a", &after).expect("there is one");
    assert_eq!(
        diff.to_string(),
        "aliases.a.rules[0]: moved from rules[999]: `invoke.headers.x exact 999`",
    );
}

/// More pairs of equal conditions than are weighed: the edit may be longer, but never wrong.
#[test]
fn conditions_that_stand_a_thousand_times_over_are_paired_all_the_same() {
    let rng = &mut rng(3);
    let mut list =
        |len| (0..len).map(|_| rule(rng.random_range(0..2), rng.random_range(1..=3))).collect();
    let [old, new]: [Vec<Rule>; 2] = [list(1_500), list(1_600)];
    let before = function("B", Alias::to(v(1)).with_rules(old.clone()));
    let after = Alias::to(v(1)).with_rules(new.clone());
    let diff = before.diff_alias("a", &after).expect("there is one");
    assert_eq!(edited(&old, &diff), new);
    let common = common(&old, &new);
    let [added, removed, ..] = told(&diff);
    assert_eq!([added, removed], [new.len() - common, old.len() - common]);
}

/// However many pairs of equal conditions there are: what both lists begin with and end with is not
/// weighed.
#[test]
fn a_rule_among_a_thousand_of_its_condition_comes_in_alone() {
    let old: Vec<_> = (0..1_500).map(|number| rule(0, number % 3 + 1)).collect();
    let mut new = old.clone();
    new.insert(700, rule(0, 9));
    let before = function("B", Alias::to(v(1)).with_rules(old.clone()));
    let after = Alias::to(v(1)).with_rules(new.clone());
    let diff = before.diff_alias("a", &after).expect("there is one");
    assert_eq!(told(&diff), [1, 0, 0, 0]);
    assert_eq!(edited(&old, &diff), new);
}
