//! Masses against counting every millionth.

use std::collections::BTreeMap;

use pointsman::{Alias, AttributeKey, Split, SplitDiff, Sticky, Version};
use rand::RngExt;

use super::{function, generate, rng, split, v};

type Masses = BTreeMap<(Version, Version), u64>;

/// The version of each millionth, as the layout's words have it.
fn millionths(split: &Split) -> Vec<Version> {
    let mut slices: Vec<_> =
        split.shares().map(|(version, share)| (version, share.millionths())).collect();
    slices.sort();
    if !split.is_canonical() {
        slices = split.slices().map(|slice| (slice.version(), slice.width())).collect();
    }
    let all = slices.into_iter().flat_map(|(version, width)| (0..width).map(move |_| version));
    all.collect()
}

fn by_overlap(old: &Split, new: &Split) -> Masses {
    let mut masses = Masses::new();
    for pair in millionths(old).into_iter().zip(millionths(new)) {
        *masses.entry(pair).or_default() += 1_000_000;
    }
    masses.retain(|(from, to), _| from != to);
    masses
}

/// Where everyone is dealt anew, where one was tells nothing of where one will be.
fn by_product(old: &Split, new: &Split) -> Masses {
    let count = |split: &Split| {
        let mut counts: BTreeMap<Version, u64> = BTreeMap::new();
        for version in millionths(split) {
            *counts.entry(version).or_default() += 1;
        }
        counts
    };
    let (old, new) = (count(old), count(new));
    let pairs = old
        .iter()
        .flat_map(|(&from, left)| new.iter().map(move |(&to, right)| ((from, to), left * right)));
    pairs.filter(|((from, to), _)| from != to).collect()
}

fn told(diff: &SplitDiff) -> Masses {
    let flows = diff.flows().iter();
    flows.map(|flow| ((flow.from, flow.to), flow.mass.trillionths())).collect()
}

#[test]
fn masses_are_what_counting_every_millionth_gives() {
    let rng = &mut rng(1);
    for round in 0..60 {
        let [old, new] = [(); 2].map(|()| Alias::to(generate::split(rng)));
        let sticky = |alias: &Alias, name| {
            alias.clone().sticky_on(AttributeKey::header(name).expect("a key"))
        };
        let same = [sticky(&old, "User"), sticky(&new, "User")];
        let anew = [sticky(&old, "User"), sticky(&new, "user")];
        for ([old, new], expected) in [
            (same, by_overlap(old.split(), new.split())),
            (anew, by_product(old.split(), new.split())),
        ] {
            let before = function("B", old.clone());
            let diff = before.diff_alias("a", &new).expect("there is one");
            assert_eq!(told(diff.split()), expected, "{round}: {old:?} {new:?}");
            let sum: u64 = expected.values().sum();
            assert_eq!(diff.moved().trillionths(), sum);

            // The same by a rule.
            let bob = || "invoke.headers.User exact Bob".parse().expect("a condition");
            let version = v(rng.random_range(1..=3));
            let by_rule = |alias: &Alias| {
                alias.clone().with_split(version).rule(bob(), alias.split().clone())
            };
            let (before, new) = (function("B", by_rule(&old)), by_rule(&new));
            let diff = before.diff_alias("a", &new).expect("there is one");
            let told = diff.rules().first().map_or_else(Masses::new, |rule| told(rule.split()));
            assert_eq!(told, expected, "{round}");
            assert!(diff.split().is_empty());
        }
    }
}

#[test]
fn everyone_is_dealt_anew_only_where_salt_or_keys_change_in_effect() {
    let user = || AttributeKey::header("User").expect("a key");
    let uid = || AttributeKey::cookie("uid").expect("a key");
    let salted = |salt| Sticky::on(user()).salted(salt).expect("a salt");
    let tenth = Alias::to(split(2, 10));
    let before = function("B", tenth.clone().sticky_on(user()));
    for (after, moved) in [
        (tenth.clone().sticky_on(user()), "0%"),
        // Who lacks it is asked for it in vain a second time.
        (tenth.clone().with_sticky(Sticky::first_of([user(), user()]).expect("keys")), "0%"),
        // One more is asked for by those who lack the first.
        (tenth.clone().with_sticky(Sticky::first_of([user(), uid()]).expect("keys")), "18%"),
        (tenth.clone().with_sticky(Sticky::first_of([uid(), user()]).expect("keys")), "18%"),
        (tenth.clone().with_sticky(salted("default/B:a")), "0%"),
        (tenth.clone().with_sticky(salted("")), "18%"),
        (tenth.clone().with_sticky(salted("default/B:b")), "18%"),
        (tenth.clone().sticky_on(AttributeKey::header("user").expect("a key")), "18%"),
        (tenth.clone().sticky_on(AttributeKey::cookie("User").expect("a key")), "18%"),
        (tenth.clone(), "18%"),
        // Nobody is dealt at all where one version has everyone.
        (Alias::to(v(1)), "10%"),
        (Alias::to(v(2)), "90%"),
    ] {
        let diff = before.diff_alias("a", &after).expect("there is one");
        assert_eq!(diff.moved().to_string(), moved, "{after:?}");
        let named = after.sticky().map(|sticky| sticky.salt_on(before.id(), diff.name()));
        let alike = named.as_deref() == Some("default/B:a")
            && after.sticky().is_some_and(|sticky| sticky.keys().iter().all(|key| *key == user()));
        assert_eq!(diff.is_dealt_anew(), !alike);
    }
    // Another name is another salt, unless the old one is written down.
    for (sticky, moved) in [(Sticky::on(user()), "18%"), (salted("default/B:a"), "0%")] {
        let renamed = function("C", tenth.clone().with_sticky(sticky));
        let diff = before.diff(&renamed);
        let alias = diff.alias("a").map(|alias| alias.moved().to_string());
        assert_eq!(alias.unwrap_or("0%".into()), moved);
    }
}
