//! Functions at random, from alphabets so small that two of them have much in common.

use std::collections::BTreeMap;

use pointsman::{Alias, Condition, Function, FunctionParts, Rule, Split, Sticky, Version, Weight};
use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::v;

const CONDITIONS: [&str; 8] = [
    "invoke.headers.User exact Bob",
    "invoke.headers.User in Ann,Bob",
    "invoke.headers.User prefix B",
    "invoke.headers.User suffix 7",
    "invoke.headers.User present",
    "invoke.headers.User range [0,30]",
    "invoke.cookies.uid exact 7",
    "invoke.cookies.uid present",
];

pub fn condition(rng: &mut ChaCha8Rng) -> Condition {
    CONDITIONS.choose(rng).expect("there are some").parse().expect("a condition")
}

/// Of versions 1, 2, 3 and `$LATEST`; one in three in a layout of its own.
pub fn split(rng: &mut ChaCha8Rng) -> Split {
    let mut versions = [v(1), v(2), v(3), Version::LATEST];
    versions.shuffle(rng);
    let count = rng.random_range(0..=3);
    let mut rest = 1_000_000;
    let additional: Vec<_> = versions[1..=count]
        .iter()
        .map(|&version| {
            let millionths = [0, 1, 100_000, rest, rng.random_range(0..=rest)];
            let millionths = *millionths.choose(rng).expect("there are some");
            let millionths = millionths.min(rest);
            rest -= millionths;
            (version, Weight::from_millionths(millionths).expect("a weight"))
        })
        .collect();
    let split = Split::new(versions[0], additional).expect("a split");
    if rng.random_ratio(2, 3) {
        return split;
    }
    let mut pieces = Vec::new();
    for (version, weight) in split.shares() {
        let cut = rng.random_range(0..=weight.millionths());
        pieces.extend([(version, cut), (version, weight.millionths() - cut)]);
    }
    pieces.shuffle(rng);
    pieces.retain(|(_, width)| *width > 0);
    let mut slices: Vec<(Version, u32)> = Vec::new();
    for (version, width) in pieces {
        match slices.last_mut() {
            Some((last, sum)) if *last == version => *sum += width,
            _ => slices.push((version, width)),
        }
    }
    split.with_slices(slices).expect("they sum to the shares")
}

fn sticky(rng: &mut ChaCha8Rng) -> Option<Sticky> {
    let [user, uid] =
        ["invoke.headers.User", "invoke.cookies.uid"].map(|key| key.parse().expect("a key"));
    let sticky = match rng.random_range(0..4) {
        0 => return None,
        1 => Sticky::first_of([uid, user]).expect("two keys"),
        _ => Sticky::on(user),
    };
    Some(match rng.random_range(0..4) {
        0 => sticky.salted("spring-sale").expect("a salt"),
        // The salt of `B`, written down.
        1 => sticky.salted("default/B:release").expect("a salt"),
        _ => sticky,
    })
}

pub fn alias(rng: &mut ChaCha8Rng) -> Alias {
    let rules = rng.random_range(0..=5);
    let rules: Vec<_> = (0..rules)
        .map(|_| {
            let sole = rng.random_ratio(2, 3);
            let split = if sole { Split::only(v(rng.random_range(1..=3))) } else { split(rng) };
            Rule::new(condition(rng), split)
        })
        .collect();
    let alias = Alias::to(split(rng)).with_rules(rules);
    let alias = alias.described(["", "", "to everyone", "a `b` c"].choose(rng).expect("some"));
    match sticky(rng) {
        Some(sticky) => alias.with_sticky(sticky),
        None => alias,
    }
}

/// The same alias, in one of its parts another.
fn nudged(alias: &Alias, rng: &mut ChaCha8Rng) -> Alias {
    let other = self::alias(rng);
    match rng.random_range(0..4) {
        0 => alias.clone().with_split(other.split().clone()),
        1 => {
            let mut rules = alias.rules().to_vec();
            rules.extend(other.rules().iter().take(1).cloned());
            rules.shuffle(rng);
            alias.clone().with_rules(rules)
        }
        2 => alias.clone().described(other.description()),
        _ => other,
    }
}

/// A function that has versions 1, 2 and 3, with payloads of two kinds, and perhaps more.
pub fn function(rng: &mut ChaCha8Rng) -> Function<u8> {
    let mut versions = BTreeMap::from([(Version::LATEST, rng.random_range(0..2))]);
    let numbers = (1..=6).filter(|number| *number <= 3 || rng.random_ratio(1, 2));
    let numbers: Vec<_> = numbers.collect();
    versions.extend(numbers.into_iter().map(|number| (v(number), rng.random_range(0..2))));
    let names = ["$DEFAULT", "release", "prepub"];
    let names = names.into_iter().filter(|_| rng.random_ratio(2, 3)).collect::<Vec<_>>();
    let aliases = names.into_iter().map(|name| (name.parse().expect("a name"), alias(rng)));
    Function::from_parts(FunctionParts {
        id: "B".parse().expect("an id"),
        versions,
        aliases: aliases.collect(),
        next_version: 7,
        revision: 0,
    })
    .expect("the parts fit")
}

/// Another function of the same name that has much in common with this one.
pub fn changed(old: &Function<u8>, rng: &mut ChaCha8Rng) -> Function<u8> {
    let mut parts = function(rng).into_parts();
    for (name, alias) in old.aliases() {
        match rng.random_range(0..4) {
            0 => {}
            1 => drop(parts.aliases.insert(name.clone(), alias.clone())),
            _ => drop(parts.aliases.insert(name.clone(), nudged(alias, rng))),
        }
    }
    Function::from_parts(parts).expect("the parts fit")
}
