//! Splits: where slices lie, what a point falls to, what re-weighting moves.

use std::collections::BTreeMap;

use pointsman::{Flow, Mass, Point, Split, Version, Weight};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

const MILLION: u32 = 1_000_000;
const LATEST: u64 = u64::MAX;

/// The version of this number; [`LATEST`] is `$LATEST`.
fn v(number: u64) -> Version {
    if number == LATEST { Version::LATEST } else { Version::numbered(number).expect("a number") }
}

fn weight(millionths: u32) -> Weight {
    Weight::from_millionths(millionths).expect("a weight")
}

/// A split by millionths, the first version the main one, whose millionths must be the rest.
#[track_caller]
fn split(shares: &[(u64, u32)]) -> Split {
    let (&(main, rest), additional) = shares.split_first().expect("a main version");
    let additional = additional.iter().map(|&(version, share)| (v(version), weight(share)));
    let split = Split::new(v(main), additional).expect("a split");
    assert_eq!(split.share(v(main)), weight(rest));
    split
}

fn slices(split: &Split) -> Vec<(Version, u32)> {
    split.slices().map(|slice| (slice.version(), slice.width())).collect()
}

#[track_caller]
fn lies(split: &Split, expected: &[(u64, u32)]) {
    let expected: Vec<_> = expected.iter().map(|&(version, width)| (v(version), width)).collect();
    assert_eq!(slices(split), expected);
}

#[test]
fn slices_stand_in_version_order_whatever_was_listed_first() {
    let canonical = [(2, 100_000), (10, 600_000), (LATEST, 300_000)];
    for shares in [
        [(10, 600_000), (2, 100_000), (LATEST, 300_000)],
        [(10, 600_000), (LATEST, 300_000), (2, 100_000)],
        [(2, 100_000), (LATEST, 300_000), (10, 600_000)],
        [(LATEST, 300_000), (10, 600_000), (2, 100_000)],
    ] {
        lies(&split(&shares), &canonical);
    }
}

#[test]
fn a_version_without_weight_is_listed_and_gets_no_point() {
    let left_over = split(&[(1, MILLION), (2, 0), (LATEST, 0)]);
    lies(&left_over, &[(1, MILLION)]);
    assert_eq!(left_over.sole(), Some(v(1)));
    assert_eq!(left_over.shares().count(), 3);
    let finished = split(&[(1, 0), (2, MILLION)]);
    lies(&finished, &[(2, MILLION)]);
    assert_eq!(finished.pick(Point::MIN), v(2));
    assert_eq!(finished.pick(Point::MAX), v(2));
}

#[test]
fn the_smallest_weight_has_its_exact_points() {
    let split = split(&[(1, MILLION - 1), (2, 1)]);
    // floor(999999 * 2^64 / 10^6), by hand.
    let cut = 18_446_725_626_965_477_906_u64;
    assert_eq!(split.pick(Point::from(cut - 1)), v(1));
    assert_eq!(split.pick(Point::from(cut)), v(2));
    assert_eq!(split.pick(Point::MAX), v(2));
}

#[test]
fn what_is_no_split_is_refused() {
    #[track_caller]
    fn refuses(main: u64, additional: &[(u64, u32)], message: &str) {
        let additional = additional.iter().map(|&(version, share)| (v(version), weight(share)));
        let error = Split::new(v(main), additional).expect_err("no split");
        assert_eq!(error.to_string(), message);
    }

    refuses(1, &[(2, 1), (3, 1), (2, 0)], "version 2 stands twice");
    let main = "is the main version and takes the rest: it can't have a weight";
    refuses(1, &[(1, 0)], &format!("version 1 {main}"));
    refuses(LATEST, &[(1, 1), (LATEST, 1)], &format!("version $LATEST {main}"));
    refuses(1, &[(2, MILLION), (3, 1)], "the weights sum to 100.0001%, above 100%");
    refuses(1, &[(2, MILLION), (3, MILLION)], "the weights sum to 200%, above 100%");
}

#[test]
fn slices_of_their_own_must_fit_the_weights() {
    #[track_caller]
    fn refuses(split: &Split, own: &[(u64, u32)], message: &str) {
        let own = own.iter().map(|&(version, width)| (v(version), width));
        let error = split.clone().with_slices(own).expect_err("they don't fit");
        assert_eq!(error.to_string(), message);
    }

    let weights = split(&[(1, 700_000), (2, 300_000), (3, 0)]);
    let own = [(v(1), 400_000), (v(2), 300_000), (v(1), 300_000)];
    let with_own = weights.clone().with_slices(own).expect("they fit");
    assert_eq!(slices(&with_own), own);
    assert!(!with_own.is_canonical());
    assert_ne!(with_own, weights);
    let canonical = weights.clone().with_slices(slices(&weights)).expect("they fit");
    assert_eq!(canonical, weights);

    refuses(&weights, &[], "the slices sum to 0% instead of 100%");
    refuses(&weights, &[(1, 700_000)], "the slices sum to 70% instead of 100%");
    refuses(&weights, &[(1, 700_000), (2, 300_000), (3, 0)], "a slice of version 3 is empty");
    refuses(
        &weights,
        &[(1, 700_000), (2, 299_999), (3, 1)],
        "the slices of version 2 sum to 29.9999%, but its share is 30%",
    );
    refuses(
        &weights,
        &[(1, 700_000), (2, 300_000), (4, 1)],
        "the slices of version 4 sum to 0.0001%, but its share is 0%",
    );
    refuses(
        &weights,
        &[(1, 700_000), (2, 200_000), (2, 100_000)],
        "neighbouring slices of version 2 must be one",
    );
    refuses(
        &weights,
        &[(1, u32::MAX), (2, 300_000), (1, u32::MAX)],
        "the slices of version 1 sum to 858993.459%, but its share is 70%",
    );
    let many = (0..1_001).map(|index| (1 + index % 2, 1)).collect::<Vec<_>>();
    refuses(&weights, &many, "more than 1000 slices");
}

/// Every pair of weights at once: the cut between two versions only ever goes down while the upper
/// one's weight goes up, so what it has it keeps.
#[test]
fn a_ramp_between_two_versions_never_moves_a_key_back() {
    let mut lowest = None;
    for millionths in 0..=MILLION {
        let split = split(&[(1, MILLION - millionths), (2, millionths)]);
        let cut = split
            .slices()
            .find(|slice| slice.version() == v(2))
            .map(|slice| *slice.points().start());
        if let (Some(cut), Some(before)) = (cut, lowest) {
            assert!(cut < before, "at {millionths} millionths");
        }
        assert_eq!(cut.is_some(), millionths > 0);
        lowest = cut;
    }
    assert_eq!(lowest, Some(Point::MIN));
}

#[track_caller]
fn reweights(old: &Split, new: &[(u64, u32)], moved: &str, expected: &[(u64, u32)]) -> Split {
    let (split, mass) = old.reweight(&split(new));
    assert_eq!(mass.to_string(), moved);
    lies(&split, expected);
    assert_eq!(old.diff(&split).moved(), mass);
    split
}

/// Worked by hand from the law; never to be changed.
#[test]
fn reweighting_golden() {
    // Two versions: the canonical layout moves the least.
    let two = split(&[(1, 900_000), (2, 100_000)]);
    reweights(&two, &[(1, 500_000), (2, 500_000)], "40%", &[(1, 500_000), (2, 500_000)]);
    // A third one joins: to lie on top it would have to move the second.
    reweights(
        &two,
        &[(1, 800_000), (2, 100_000), (3, 100_000)],
        "10%",
        &[(1, 800_000), (3, 100_000), (2, 100_000)],
    );
    // A version joins in between: what the main one gives up lies below the other's slice.
    let outer = split(&[(1, 900_000), (3, 100_000)]);
    reweights(
        &outer,
        &[(1, 800_000), (2, 100_000), (3, 100_000)],
        "10%",
        &[(1, 800_000), (2, 100_000), (3, 100_000)],
    );
    // The lowest version joins: canonical would move nearly everyone.
    let upper = split(&[(2, 500_000), (3, 500_000)]);
    reweights(
        &upper,
        &[(2, 400_000), (1, 200_000), (3, 400_000)],
        "20%",
        &[(2, 400_000), (1, 100_000), (3, 400_000), (1, 100_000)],
    );
    // Where one version had all, every layout is as near: canonical.
    let one = split(&[(5, MILLION)]);
    let many = [(5, 400_000), (2, 300_000), (LATEST, 300_000)];
    reweights(&one, &many, "60%", &[(2, 300_000), (5, 400_000), (LATEST, 300_000)]);
    // Several take what one gives up: topmost first, in descending version order.
    let two = split(&[(3, 600_000), (5, 400_000)]);
    reweights(
        &two,
        &[(3, 300_000), (5, 400_000), (2, 100_000), (9, 100_000), (LATEST, 100_000)],
        "30%",
        &[(3, 300_000), (2, 100_000), (9, 100_000), (LATEST, 100_000), (5, 400_000)],
    );
    // A version leaves: its place goes to those that gain, the highest of them first.
    let three = split(&[(1, 400_000), (2, 200_000), (3, 400_000)]);
    let left =
        reweights(&three, &[(1, 500_000), (3, 500_000)], "20%", &[(1, 500_000), (3, 500_000)]);
    assert!(left.is_canonical());
    // One joins as one leaves: what is given up in two places stays in two places.
    reweights(
        &three,
        &[(1, 400_000), (3, 300_000), (4, 300_000)],
        "30%",
        &[(1, 400_000), (4, 200_000), (3, 300_000), (4, 100_000)],
    );
    // It goes on from a layout of its own, and back to the canonical one as soon as that is as near.
    let (own, _) = upper.reweight(&split(&[(2, 400_000), (1, 200_000), (3, 400_000)]));
    reweights(
        &own,
        &[(2, 300_000), (1, 300_000), (3, 400_000)],
        "10%",
        &[(2, 300_000), (1, 200_000), (3, 400_000), (1, 100_000)],
    );
    reweights(&own, &[(2, 0), (1, 0), (3, MILLION)], "60%", &[(3, MILLION)]);
    // Nothing changes, so nothing moves: not even to the canonical layout.
    let (same, moved) = own.reweight(&split(&[(2, 400_000), (1, 200_000), (3, 400_000)]));
    assert_eq!((same, moved), (own, Mass::default()));
}

/// Main version and weights of the new split are kept, weight 0 too.
#[test]
fn reweighting_keeps_what_the_new_split_lists() {
    let old = split(&[(1, 500_000), (2, 500_000)]);
    let new = split(&[(3, 300_000), (1, 300_000), (2, 400_000), (7, 0)]);
    let (split, _) = old.reweight(&new);
    assert_eq!(split.main(), v(3));
    assert!(split.additional().eq(new.additional()));
}

#[test]
fn slices_take_the_place_of_those_that_were_there() {
    let canonical = split(&[(1, 750_000), (2, 250_000)]);
    let turned = [(v(2), 250_000), (v(1), 750_000)];
    let once = canonical.clone().with_slices(turned).expect("they fit");
    assert!(!once.is_canonical());
    assert_eq!(once.clone().with_slices(turned).as_ref(), Ok(&once));
    assert_eq!(once.with_slices([(v(1), 750_000), (v(2), 250_000)]), Ok(canonical));
}

#[test]
fn reweighting_goes_by_the_new_weights_and_not_by_their_layout() {
    let old = split(&[(1, 750_000), (2, 250_000)]);
    let new = split(&[(1, 500_000), (2, 500_000)]);
    let turned = new.clone().with_slices([(v(2), 500_000), (v(1), 500_000)]).expect("they fit");
    assert_eq!(old.reweight(&turned), old.reweight(&new));
    assert_eq!(old.reweight(&turned).0, new);
}

#[test]
fn a_diff_says_what_moves_from_where_to_where() {
    let old = split(&[(1, 600_000), (2, 400_000)]);
    let new = split(&[(2, 500_000), (3, 500_000)]);
    let mass = |millionths: u32| Mass::from(weight(millionths));
    let flows = [
        Flow { from: v(1), to: v(2), mass: mass(500_000) },
        Flow { from: v(1), to: v(3), mass: mass(100_000) },
        Flow { from: v(2), to: v(3), mass: mass(400_000) },
    ];
    assert_eq!(old.diff(&new).flows(), flows);
    assert_eq!(old.diff(&new).moved(), Weight::FULL);
    assert_ne!(old.diff(&new).moved(), weight(MILLION - 1));
    assert!(old.diff(&old).is_empty());
}

#[test]
fn dealt_anew_the_shares_multiply() {
    let old = split(&[(1, MILLION - 1), (2, 1)]);
    let new = split(&[(1, MILLION - 3), (3, 3)]);
    let flows: Vec<_> = old
        .diff_anew(&new)
        .flows()
        .iter()
        .map(|flow| (flow.from, flow.to, flow.mass.trillionths()))
        .collect();
    assert_eq!(flows, [(v(1), v(3), 2_999_997), (v(2), v(1), 999_997), (v(2), v(3), 3)]);
    let smallest = old.diff_anew(&new).flows()[2].mass;
    assert_eq!((smallest.to_string().as_str(), smallest.millionths()), ("0.0000000003%", 3e-6));
}

/// A split as a hundred cells of one percent each: slow, plain, and with nothing of the crate.
mod cells {
    use std::collections::BTreeMap;

    pub type Cells = Vec<u64>;

    pub fn canonical(shares: &BTreeMap<u64, u32>) -> Cells {
        shares.iter().flat_map(|(&version, &share)| vec![version; share as usize]).collect()
    }

    pub fn count(cells: &[u64], version: u64) -> u32 {
        u32::try_from(cells.iter().filter(|&&cell| cell == version).count()).expect("a hundred")
    }

    pub fn moved(old: &[u64], new: &[u64]) -> u32 {
        u32::try_from(old.iter().zip(new).filter(|(old, new)| old != new).count()).expect("few")
    }

    pub fn reweight(old: &[u64], shares: &BTreeMap<u64, u32>) -> Cells {
        let share = |version| shares.get(&version).copied().unwrap_or(0);
        let mut versions: Vec<u64> = old.iter().chain(shares.keys()).copied().collect();
        versions.sort_unstable();
        versions.dedup();
        let change: u32 = versions.iter().map(|&each| share(each).abs_diff(count(old, each))).sum();
        if moved(old, &canonical(shares)) * 2 == change {
            return canonical(shares);
        }
        let mut cells = old.to_vec();
        for index in (0..cells.len()).rev() {
            if count(&cells, old[index]) > share(old[index]) {
                let receiver =
                    versions.iter().rev().find(|&&each| count(&cells, each) < share(each));
                cells[index] = *receiver.expect("what one loses another gains");
            }
        }
        cells
    }
}

/// Shares of up to six versions that sum to a hundred, each at least one percent, and which of them
/// is the main one.
fn shares() -> impl Strategy<Value = (BTreeMap<u64, u32>, usize)> {
    let version = prop_oneof![1_u64..8, Just(LATEST)];
    let cuts = proptest::collection::btree_set(1_u32..100, 0..6);
    (proptest::collection::btree_set(version, 1..=6), cuts, any::<usize>()).prop_map(
        |(versions, cuts, main)| {
            let count = versions.len();
            let mut cuts: Vec<u32> = cuts.into_iter().take(count - 1).collect();
            cuts.push(100);
            let mut start = 0;
            let shares = versions.into_iter().zip(cuts).map(|(version, end)| {
                let share = end - start;
                start = end;
                (version, share)
            });
            let shares: BTreeMap<u64, u32> = shares.collect();
            let main = main % shares.len();
            (shares, main)
        },
    )
}

fn split_of((shares, main): &(BTreeMap<u64, u32>, usize)) -> Split {
    let mut shares: Vec<_> =
        shares.iter().map(|(&version, &share)| (version, share * 10_000)).collect();
    shares.swap(0, *main);
    split(&shares)
}

fn cells_of(split: &Split) -> cells::Cells {
    let cells = split.slices().flat_map(|slice| {
        assert_eq!(slice.width() % 10_000, 0, "cuts lie where weights do");
        let version = slice.version().number().unwrap_or(LATEST);
        vec![version; (slice.width() / 10_000) as usize]
    });
    cells.collect()
}

/// Shares that need not be whole percent.
fn fine_split() -> impl Strategy<Value = Split> {
    let weights = proptest::collection::btree_map(1_u64..12, 0_u32..=MILLION, 0..7);
    (weights, prop_oneof![12_u64..14, Just(LATEST), Just(1)]).prop_map(|(weights, main)| {
        let mut rest = MILLION;
        let additional =
            weights.into_iter().filter(|&(version, _)| version != main).map(|(version, share)| {
                let share = share.min(rest);
                rest -= share;
                (v(version), weight(share))
            });
        Split::new(v(main), additional.collect::<Vec<_>>()).expect("a split")
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 2_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn reweighting_gives_the_layout_that_the_law_determines(
        steps in proptest::collection::vec(shares(), 2..6),
    ) {
        let mut split = split_of(&steps[0]);
        let mut cells = cells::canonical(&steps[0].0);
        for step in &steps[1..] {
            let (next, moved) = split.reweight(&split_of(step));
            let expected = cells::reweight(&cells, &step.0);
            prop_assert_eq!(cells_of(&next), expected.clone());
            prop_assert_eq!(moved, weight(cells::moved(&cells, &expected) * 10_000));
            (split, cells) = (next, expected);
        }
    }

    #[test]
    fn reweighting_moves_half_the_sum_of_the_changes(splits in proptest::collection::vec(fine_split(), 2..6)) {
        let mut old = splits[0].clone();
        for new in &splits[1..] {
            let (split, moved) = old.reweight(new);
            let mut versions: Vec<Version> = old.shares().chain(new.shares()).map(|(version, _)| version).collect();
            versions.sort_unstable();
            versions.dedup();
            let change: u32 = versions
                .iter()
                .map(|&each| old.share(each).millionths().abs_diff(new.share(each).millionths()))
                .sum();
            prop_assert_eq!(moved, weight(change / 2));
            prop_assert_eq!(old.diff(&split).moved(), moved);
            for version in versions {
                prop_assert_eq!(split.share(version), new.share(version));
            }
            let written = new.clone().with_slices(slices(&split)).expect("the law allows its own layouts");
            prop_assert_eq!(&written, &split);
            old = split;
        }
    }

    #[test]
    fn a_diff_balances(old in fine_split(), new in fine_split()) {
        for diff in [old.diff(&new), old.diff_anew(&new)] {
            let mut balance: BTreeMap<Version, i64> = BTreeMap::new();
            for flow in diff.flows() {
                let mass = flow.mass.trillionths().cast_signed();
                *balance.entry(flow.from).or_default() -= mass;
                *balance.entry(flow.to).or_default() += mass;
            }
            for (version, change) in balance {
                let [old, new] = [&old, &new].map(|split| i64::from(split.share(version).millionths()));
                prop_assert_eq!(change, (new - old) * 1_000_000);
            }
        }
    }

    #[test]
    fn a_point_belongs_to_the_first_slice_whose_end_is_above_it(split in fine_split(), point: u64) {
        let mut start = 0_u128;
        let mut sum = 0_u128;
        for slice in split.slices() {
            sum += u128::from(slice.width());
            let end = (sum << 64) / 1_000_000;
            let [first, last] = [start, end - 1].map(|each| u64::try_from(each).expect("below 2^64"));
            prop_assert_eq!(split.pick(Point::from(first)), slice.version());
            prop_assert_eq!(split.pick(Point::from(last)), slice.version());
            prop_assert_eq!(slice.points(), Point::from(first)..=Point::from(last));
            if (first..=last).contains(&point) {
                prop_assert_eq!(split.pick(Point::from(point)), slice.version());
            }
            start = end;
        }
        prop_assert_eq!(start, 1 << 64);
    }
}
