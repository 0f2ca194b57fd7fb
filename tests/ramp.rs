//! Ramps: `Split::ramp` against its definition, cell by cell, and by what it promises.

use std::collections::BTreeMap;

use pointsman::{Mass, Point, Split, Version, Weight};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

const MILLION: u32 = 1_000_000;

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

fn weight(millionths: u32) -> Weight {
    Weight::from_millionths(millionths).expect("a weight")
}

fn slices(split: &Split) -> Vec<(Version, u32)> {
    split.slices().map(|slice| (slice.version(), slice.width())).collect()
}

/// The split that has these slices, with these versions listed, the first of them the main one.
fn split(listed: &[Version], slices: &[(Version, u32)]) -> Split {
    let mut shares: BTreeMap<Version, u32> = listed.iter().map(|&version| (version, 0)).collect();
    let mut merged: Vec<(Version, u32)> = Vec::new();
    for &(version, width) in slices {
        *shares.get_mut(&version).expect("it is listed") += width;
        match merged.last_mut() {
            Some((last, sum)) if *last == version => *sum += width,
            _ => merged.push((version, width)),
        }
    }
    let additional = listed[1..].iter().map(|&version| (version, weight(shares[&version])));
    let split = Split::new(listed[0], additional).expect("a split");
    split.with_slices(merged).expect("they fit")
}

const EIGHTH: u32 = MILLION / 8;

fn of_eighths(listed: &[Version], owners: &[Version]) -> Split {
    let slices: Vec<_> = owners.iter().map(|&version| (version, EIGHTH)).collect();
    split(listed, &slices)
}

/// The definition, literally: eighths that change hands.
fn ramped_eighths(
    listed: &[Version],
    owners: &[Version],
    to: Version,
    eighths: usize,
) -> Vec<Version> {
    let mut sorted = owners.to_vec();
    sorted.sort_unstable();
    let mut all = listed.to_vec();
    all.push(to);
    all.sort_unstable();
    all.dedup();

    let mut ramped = owners.to_vec();
    let mut wanted = eighths.saturating_sub(owners.iter().filter(|&&owner| owner == to).count());
    for owner in ramped.iter_mut().rev() {
        if *owner != to && wanted > 0 {
            (*owner, wanted) = (to, wanted - 1);
        }
    }
    if owners == sorted && all.len() <= 2 {
        ramped.sort_unstable();
    }
    ramped
}

/// Every way to deal eighths to one, two or three versions, every version to ramp up to, be it among
/// them, between, above or below, and every weight.
#[test]
fn every_small_ramp_is_as_defined() {
    let mut count = 0;
    for listed in [vec![v(2)], vec![v(2), v(4)], vec![v(4), v(2)], vec![v(4), v(6), v(2)]] {
        for way in 0..listed.len().pow(8) {
            let owner = |eighth: u32| listed[way / listed.len().pow(eighth) % listed.len()];
            let owners: Vec<Version> = (0..8).map(owner).collect();
            let before = of_eighths(&listed, &owners);
            for to in (1..=7).map(v) {
                let mut names = listed.clone();
                if !names.contains(&to) {
                    names.push(to);
                }
                let mut last = owners.clone();
                for eighths in 0..=8 {
                    let ramped = before.ramp(to, weight(eighths * EIGHTH));
                    let expected = ramped_eighths(&listed, &owners, to, eighths as usize);
                    if expected == [to; 8] {
                        assert_eq!(ramped, Split::only(to));
                    } else {
                        assert_eq!(ramped, of_eighths(&names, &expected));
                    }
                    for (&before, &now) in last.iter().zip(&expected) {
                        assert!(now == before || now == to, "a key went from {before} to {now}");
                    }
                    last = expected;
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, (1 + 256 + 256 + 6_561) * 7 * 9);
}

#[track_caller]
fn ramps(before: &Split, to: u64, millionths: u32, expected: &[(u64, u32)]) {
    let expected: Vec<_> = expected.iter().map(|&(version, width)| (v(version), width)).collect();
    assert_eq!(slices(&before.ramp(v(to), weight(millionths))), expected);
}

/// Worked by hand from the law; never to be changed.
#[test]
fn ramping_golden() {
    // Two versions: canonical, whichever of them is ramped up.
    let one = Split::only(v(5));
    ramps(&one, 6, 100_000, &[(5, 900_000), (6, 100_000)]);
    ramps(&one, 4, 100_000, &[(4, 100_000), (5, 900_000)]);
    // The newest of several lies on top, as it would by the weights alone.
    let two = Split::new(v(1), [(v(2), weight(300_000))]).expect("a split");
    ramps(&two, 3, 100_000, &[(1, 700_000), (2, 200_000), (3, 100_000)]);
    ramps(&two, 3, 300_000, &[(1, 700_000), (3, 300_000)]);
    ramps(&two, 3, 999_999, &[(1, 1), (3, 999_999)]);
    // One that is listed between keeps what it has, and takes from the top.
    let three = [(v(2), weight(200_000)), (v(3), weight(100_000))];
    let three = Split::new(v(1), three).expect("a split");
    ramps(&three, 2, 250_000, &[(1, 700_000), (2, 200_000), (3, 50_000), (2, 50_000)]);
    ramps(&three, 2, 300_000, &[(1, 700_000), (2, 300_000)]);
    ramps(&three, 2, 400_000, &[(1, 600_000), (2, 400_000)]);
    // A listed version without a share counts as one, so that the lowest lies on top here.
    let left_over = Split::new(v(2), [(v(3), Weight::ZERO)]).expect("a split");
    ramps(&left_over, 1, 100_000, &[(2, 900_000), (1, 100_000)]);
}

#[test]
fn who_loses_all_stays_listed_until_the_end() {
    let before = Split::new(v(1), [(v(2), weight(300_000))]).expect("a split");
    let ramped = before.ramp(v(3), weight(999_999));
    let shares = [(v(1), weight(1)), (v(2), Weight::ZERO), (v(3), weight(999_999))];
    assert!(ramped.shares().eq(shares));
    let ramped =
        Split::new(v(2), [(v(1), weight(700_000))]).expect("a split").ramp(v(3), weight(500_000));
    assert_eq!((ramped.main(), ramped.share(v(2))), (v(2), Weight::ZERO));
    assert_eq!(before.ramp(v(3), Weight::FULL), Split::only(v(3)));
}

#[test]
fn the_main_version_can_be_ramped_up() {
    let before = Split::new(v(1), [(v(2), weight(300_000))]).expect("a split");
    let expected = Split::new(v(1), [(v(2), weight(200_000))]).expect("a split");
    assert_eq!(before.ramp(v(1), weight(800_000)), expected);
}

#[test]
fn a_dark_start_lists_the_version_and_gives_it_nothing() {
    let before = Split::only(v(1));
    let dark = Split::new(v(1), [(v(2), Weight::ZERO)]).expect("a split");
    assert_eq!(before.ramp(v(2), Weight::ZERO), dark);
}

#[test]
fn a_share_that_is_larger_stays() {
    let before = split(&[v(1), v(2)], &[(v(2), 400_000), (v(1), 600_000)]);
    assert_eq!(before.ramp(v(2), weight(399_999)), before);
    assert_eq!(Split::only(v(2)).ramp(v(2), Weight::ZERO), Split::only(v(2)));
}

/// At every one of the weights: the cut only ever goes down.
#[test]
fn a_ramp_over_several_versions_never_moves_a_key_back() {
    let shares = [(v(2), weight(333_333)), (v(3), weight(250_001))];
    let before = Split::new(v(1), shares).expect("a split");
    for to in [v(2), v(4)] {
        let mut last = before.clone();
        let share = before.share(to).millionths();
        for millionths in 0..=MILLION {
            let ramped = before.ramp(to, weight(millionths));
            assert_eq!(ramped.share(to).millionths(), millionths.max(share));
            let diff = last.diff(&ramped);
            assert!(diff.flows().iter().all(|flow| flow.to == to), "{to} at {millionths}");
            let gained = u64::from(millionths.max(share) - last.share(to).millionths());
            assert_eq!(diff.moved().trillionths(), gained * 1_000_000);
            last = ramped;
        }
    }
}

/// Why a ramp is not a series of re-weightings of the split that stood before: at some weight the
/// canonical layout becomes as near as any, and from there on it is taken.
#[test]
fn reweighting_would_take_keys_back() {
    let before = split(&[v(2), v(4)], &[(v(2), 400_000), (v(4), 200_000), (v(2), 400_000)]);
    let [half, more] = [500_000, 600_000].map(|millionths| before.ramp(v(1), weight(millionths)));
    let flows = half.diff(&more);
    assert!(flows.flows().iter().all(|flow| flow.to == v(1)));

    let [half, more] = [half, more].map(|ramped| before.reweight(&ramped).0);
    assert!(!half.is_canonical() && more.is_canonical());
    let back = half.diff(&more).flows().iter().any(|flow| flow.from == v(1));
    assert!(back, "if it no longer does, a ramp may be a re-weighting");
}

fn layout() -> impl Strategy<Value = (Vec<Version>, Vec<(Version, u32)>)> {
    let width = prop_oneof![Just(1), 1..1_000_u32, 1..300_000_u32];
    let slices = prop::collection::vec((2..=6_u64, width), 1..9);
    let listed = prop::collection::vec(2..=6_u64, 1..4);
    (slices, listed, any::<bool>()).prop_map(|(slices, listed, sorted)| {
        let mut slices: Vec<_> =
            slices.into_iter().map(|(version, width)| (v(version), width)).collect();
        let mut rest = MILLION;
        for (_, width) in &mut slices {
            *width = (*width).min(rest);
            rest -= *width;
        }
        slices.retain(|&(_, width)| width > 0);
        slices.last_mut().expect("there is one").1 += rest;
        if sorted {
            slices.sort_unstable();
        }
        let mut all: Vec<Version> = Vec::new();
        for version in listed.into_iter().map(v).chain(slices.iter().map(|&(version, _)| version)) {
            if !all.contains(&version) {
                all.push(version);
            }
        }
        (all, slices)
    })
}

fn weights() -> impl Strategy<Value = Vec<u32>> {
    let near = prop_oneof![0..=5_u32, MILLION - 5..=MILLION, 0..=MILLION];
    prop::collection::vec(near, 1..12).prop_map(|mut weights| {
        weights.sort_unstable();
        weights
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn ramps_are_exact_least_and_monotone(
        (listed, own) in layout(),
        to in 1..=7_u64,
        weights in weights(),
        points in prop::collection::vec(any::<u64>(), 32),
    ) {
        let (before, to) = (split(&listed, &own), v(to));
        let share = before.share(to);
        let mut last = before.clone();
        for millionths in weights.into_iter().map(weight) {
            let ramped = before.ramp(to, millionths);
            let now = millionths.max(share);
            prop_assert_eq!(ramped.share(to), now);
            let gained = now.millionths() - share.millionths();
            prop_assert_eq!(before.diff(&ramped).moved(), Mass::from(weight(gained)));
            for (version, share) in before.shares().filter(|&(version, _)| version != to) {
                prop_assert!(ramped.share(version) <= share);
                let is_listed = ramped.shares().any(|(listed, _)| listed == version);
                prop_assert_eq!(is_listed, now != Weight::FULL);
            }
            prop_assert!(now == Weight::FULL || ramped.main() == before.main());
            prop_assert!(ramped.slices().count() <= before.slices().count() + 1);
            // What it says of its layout is true: made by the checked way it is the same.
            let remade = Split::new(ramped.main(), ramped.additional()).expect("a split");
            prop_assert_eq!(&remade.with_slices(slices(&ramped)).expect("they fit"), &ramped);
            for point in points.iter().map(|&point| Point::from(point)) {
                let (from, now) = (last.pick(point), ramped.pick(point));
                prop_assert!(now == from || now == to);
            }
            prop_assert!(last.diff(&ramped).flows().iter().all(|flow| flow.to == to));
            last = ramped;
        }
    }
}
