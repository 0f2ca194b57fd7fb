//! What it costs to see a change before it is made.

use std::hint::black_box;

use criterion::Criterion;
use pointsman::{Alias, Condition, Function, Rule, Split, Version, Weight};

use crate::fixture::{condition, version};

/// As many as a document may have.
const RULES: usize = 10_000;

fn rules(from: usize) -> Vec<Rule> {
    let asks =
        |index| -> Condition { condition(&format!("invoke.headers.User exact user-{index}")) };
    (from..from + RULES).map(|index| Rule::new(asks(index), version(1))).collect()
}

fn function(rules: Vec<Rule>) -> Function<()> {
    let mut function = Function::new("B".parse().expect("an id"), ());
    assert_eq!(function.publish(), Ok(version(1)));
    let alias = Alias::to(Version::LATEST).with_rules(rules);
    function.create_alias("a".parse().expect("a name"), alias).expect("version 1 exists");
    function
}

pub fn diffs(criterion: &mut Criterion) {
    let old = function(rules(0));
    criterion.bench_function("diff/floor compare/10000", |bencher| {
        let new = function(rules(0));
        bencher.iter(|| black_box(&old) == &new);
    });
    let at_front = rules(RULES).into_iter().take(1).chain(rules(0)).collect();
    let reversed = rules(0).into_iter().rev().collect();
    for (case, rules, facts) in [
        ("equal", rules(0), 0),
        ("one at the front", at_front, 1),
        ("reversed", reversed, RULES - 1),
        ("all others", rules(RULES), 2 * RULES),
    ] {
        let new = function(rules);
        let told = || old.diff(&new).aliases().iter().map(|alias| alias.rules().len()).sum();
        assert_eq!(Some(facts), Some(told()));
        criterion.bench_function(&format!("diff/{case}/10000"), |bencher| {
            bencher.iter(|| black_box(&old).diff(&new));
        });
    }
}

pub fn witnesses(criterion: &mut Criterion) {
    for millionths in [1, 1_000] {
        let weight = Weight::from_millionths(millionths).expect("a weight");
        let split = Split::new(version(1), [(version(2), weight)]).expect("a split");
        // On average, over salts.
        let mut salt = 0_u64;
        let mut next = move || {
            salt += 1;
            split.witness(version(2), salt.to_le_bytes())
        };
        assert!(next().is_ok());
        criterion.bench_function(&format!("witness/{millionths} of 1000000"), |bencher| {
            bencher.iter(&mut next);
        });
    }
}
