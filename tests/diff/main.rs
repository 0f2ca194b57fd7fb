//! A change, seen before it is made: what moves, who moves, and how to try a version.

mod applied;
mod edits;
mod functions;
mod generate;
mod masses;
mod replay;
mod shadows;
mod tables;
mod text;
mod witness;
mod written;

use pointsman::{Alias, Function, Split, Version, Weight};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

/// Version 1, and another with so many percent.
fn split(version: u64, percent: u32) -> Split {
    let weight = Weight::from_percent(percent).expect("a weight");
    Split::new(v(1), [(v(version), weight)]).expect("a split")
}

/// A function of this name with versions 1 to 10 and an alias `a`.
fn function(id: &str, alias: Alias) -> Function<()> {
    let mut function = Function::new(id.parse().expect("an id"), ());
    (1..=10).for_each(|number| assert_eq!(function.publish(), Ok(v(number))));
    function.create_alias("a".parse().expect("a name"), alias).expect("its versions exist");
    function
}

/// An alias to version 1 with these rules.
fn ruled(rules: &[(&str, u64)]) -> Alias {
    rules.iter().fold(Alias::to(v(1)), |alias, (condition, version)| {
        alias.rule(condition.parse().expect("a condition"), v(*version))
    })
}
