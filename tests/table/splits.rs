//! Every cut of every split is where exact arithmetic has it, and every version has its index.

use pointsman::{
    Alias, Condition, Point, Qualifier, Reason, Request, ResolveError, RoutingTable, Share, Split,
    Version, Weight,
};
use rand::RngExt;
use rand::seq::SliceRandom;

use crate::{function_of, rng, v};

const COUNTS: [usize; 15] = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 32, 33, 100, 256, 1_000];

const MILLION: u32 = 1_000_000;

/// Numbers of versions, ascending: dense, sparse, from numbers that nearly fill 32 bits, and up to the
/// greatest there is.
fn numberings(count: usize) -> [Vec<u64>; 7] {
    let count = u64::try_from(count).expect("small");
    let (max, step) = (Version::MAX_NUMBER, Version::MAX_NUMBER / count);
    [
        (1..=count).collect(),
        (1..=count).map(|n| n * 1_000 - 7).collect(),
        (0..count).map(|n| n + (1 << 32) - 2).collect(),
        (0..count).map(|n| n + (1 << 32) - 1).collect(),
        (0..count).map(|n| n + (1 << 32)).collect(),
        (max - count + 1..=max).collect(),
        (1..=count).map(|n| n * step).collect(),
    ]
}

/// The version that a point falls to, by slices in their order.
fn due(slices: &[(Version, u32)], point: u64) -> Version {
    let mut sum = 0;
    let found = slices.iter().find(|&&(_, width)| {
        sum += u128::from(width);
        u128::from(point) < (sum << 64) / u128::from(MILLION)
    });
    found.expect("the last slice ends at 2^64").0
}

/// Both ends of the interval, and each cut with its neighbours.
fn points(slices: &[(Version, u32)]) -> Vec<u64> {
    let mut sum = 0;
    let mut points = vec![0, 1, u64::MAX - 1, u64::MAX];
    for (_, width) in slices {
        sum += u128::from(*width);
        if let Ok(cut) = u64::try_from((sum << 64) / u128::from(MILLION)) {
            points.extend([cut.wrapping_sub(1), cut, cut.wrapping_add(1)]);
        }
    }
    points
}

/// The split decides by these slices: as an alias's own, as that of a rule, as a later alias's.
#[track_caller]
fn divides(numbers: &[u64], split: &Split, slices: &[(Version, u32)]) {
    let rule: Condition = "invoke.headers.User exact Bob".parse().expect("a condition");
    let user = "invoke.headers.User".parse().expect("a key");
    let mut function = function_of("B", numbers.iter().copied());
    let by_rule = Alias::to(Version::LATEST).rule(rule, split.clone()).sticky_on(user);
    function.update_alias("$DEFAULT", Alias::to(split.clone())).expect("the versions exist");
    function.create_alias("rule".parse().expect("a name"), by_rule).expect("it is new");
    let table = RoutingTable::new([function]).expect("one function");
    let index = |version: Version| numbers.iter().filter(|&&number| v(number) < version).count();

    let own = table.route("B", Qualifier::DEFAULT).expect("it exists");
    let by_rule = Qualifier::parse("rule").expect("a qualifier");
    let by_rule = table.route("B", by_rule).expect("it exists");
    let full = slices.iter().any(|&(_, width)| width == MILLION);
    let share = |point, sticky| (!full).then_some(Share { point, sticky });
    for point in points(slices).into_iter().map(Point::from) {
        let decision = own.resolve(&Request::new(&(), point));
        let version = due(slices, point.get());
        assert_eq!(decision.version(), version, "{point} in {slices:?}");
        assert_eq!(*decision.payload(), version, "{point} in {slices:?}");
        assert_eq!(decision.index(), index(version), "{point} in {slices:?}");
        assert_eq!(decision.reason(), share(point, false).map_or(Reason::Only, Reason::Share));

        let point = Point::sticky("default/B:rule", "Bob");
        let decision = by_rule.resolve(&Request::new(&[("user", "Bob")], Point::MAX));
        assert_eq!(decision.version(), due(slices, point.get()), "{point} in {slices:?}");
        let reason = Reason::Rule { index: 0, share: share(point, true) };
        assert_eq!(decision.reason(), reason, "{slices:?}");
    }
}

/// The split of these shares, the version at `main` called main.
fn split(shares: &[(Version, u32)], main: usize) -> Split {
    let weight = |millionths| Weight::from_millionths(millionths).expect("at most all");
    let additional = shares.iter().enumerate().filter(|(place, _)| *place != main);
    let additional = additional.map(|(_, &(version, share))| (version, weight(share)));
    Split::new(shares[main].0, additional).expect("the weights fit")
}

#[track_caller]
fn divides_by_shares(numbers: &[u64], widths: &[u32], main: usize) {
    assert_eq!(widths.iter().sum::<u32>(), MILLION);
    let shares: Vec<_> = numbers.iter().map(|&number| v(number)).zip(widths.to_vec()).collect();
    divides(numbers, &split(&shares, main), &shares);
    // `$LATEST` may have a share as every other.
    let mut latest = shares;
    if let Some(last) = latest.last_mut() {
        last.0 = Version::LATEST;
    }
    divides(numbers, &split(&latest, main), &latest);
}

/// As even as whole millionths can be.
fn even(count: usize) -> Vec<u32> {
    let count = u32::try_from(count).expect("small");
    (0..count).map(|n| MILLION / count + u32::from(n < MILLION % count)).collect()
}

/// All but a millionth for each other version goes to the one at `place`.
fn nearly_all(count: usize, place: usize) -> Vec<u32> {
    let others = u32::try_from(count - 1).expect("small");
    (0..count).map(|n| if n == place { MILLION - others } else { 1 }).collect()
}

/// Any shares, of which many are 0.
fn random(rng: &mut impl rand::Rng, count: usize) -> Vec<u32> {
    let mut rest = MILLION;
    let mut widths: Vec<_> = (1..count)
        .map(|_| {
            let width = if rng.random() { 0 } else { rng.random_range(0..=rest / 4) };
            rest -= width;
            width
        })
        .collect();
    widths.push(rest);
    widths.shuffle(rng);
    widths
}

#[test]
fn splits_of_any_number_of_versions() {
    let mut rng = rng(5);
    for count in COUNTS {
        for numbers in numberings(count) {
            let (middle, last) = (count / 2, count - 1);
            divides_by_shares(&numbers, &even(count), 0);
            divides_by_shares(&numbers, &even(count), last);
            for place in [0, middle, last] {
                divides_by_shares(&numbers, &nearly_all(count, place), middle);
            }
            for _ in 0..3 {
                let main = rng.random_range(0..count);
                divides_by_shares(&numbers, &random(&mut rng, count), main);
            }
        }
    }
}

#[test]
fn a_weight_of_0_has_no_point_and_a_full_one_every() {
    for count in COUNTS {
        for numbers in numberings(count) {
            for place in [0, count / 2, count - 1] {
                let all = (0..count).map(|n| if n == place { MILLION } else { 0 });
                let all: Vec<_> = all.collect();
                divides_by_shares(&numbers, &all, 0);
                divides_by_shares(&numbers, &all, place);
            }
        }
    }
}

/// Slices of these versions by turns, of these widths.
#[track_caller]
fn divides_by_slices(numbers: &[u64], slices: &[(Version, u32)]) {
    let mut shares: Vec<_> = numbers.iter().map(|&number| (v(number), 0)).collect();
    for (version, width) in slices {
        let share = shares.iter_mut().find(|(other, _)| other == version);
        share.expect("a version of these").1 += width;
    }
    let split = split(&shares, shares.len() / 2).with_slices(slices.iter().copied());
    divides(numbers, &split.expect("the slices fit"), slices);
}

#[test]
fn layouts_of_up_to_a_thousand_slices() {
    let mut rng = rng(6);
    for versions in [2, 3, 8, 17, 100] {
        for numbers in numberings(versions) {
            for slices in COUNTS.into_iter().filter(|&slices| slices > versions) {
                for widths in [even(slices), nearly_all(slices, slices / 2)] {
                    let up = numbers.iter().map(|&number| v(number));
                    let turns: Vec<_> = up.clone().cycle().zip(widths.clone()).collect();
                    divides_by_slices(&numbers, &turns);
                    let down: Vec<_> = up.rev().cycle().zip(widths.clone()).collect();
                    divides_by_slices(&numbers, &down);
                    let mut last = numbers.len();
                    let random = widths.iter().map(|&width| {
                        let other = (0..numbers.len()).filter(|&place| place != last);
                        let other: Vec<_> = other.collect();
                        last = other[rng.random_range(0..other.len())];
                        (v(numbers[last]), width)
                    });
                    divides_by_slices(&numbers, &random.collect::<Vec<_>>());
                }
            }
        }
    }
}

#[test]
fn a_version_is_pinned_by_its_number_alone() {
    for count in [0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 33, 100, 1_000, 10_000] {
        for numbers in numberings(count.max(1)) {
            let numbers = &numbers[..count];
            let table = RoutingTable::new([
                function_of("A", [1, Version::MAX_NUMBER]),
                function_of("B", numbers.iter().copied()),
            ]);
            let table = table.expect("two functions");
            let pin = |version: Version| {
                let decision =
                    table.resolve("B", version.into(), &Request::new(&(), Point::MAX))?;
                assert_eq!((*decision.payload(), decision.reason()), (version, Reason::Pinned));
                assert_eq!(decision.version(), version);
                Ok(decision.index())
            };
            for (index, &number) in numbers.iter().enumerate() {
                assert_eq!(pin(v(number)), Ok(index));
                for beside in [number - 1, number + 1, number ^ (1 << 32), number ^ (1 << 62)] {
                    if let Ok(version) = Version::numbered(beside) {
                        let due = numbers.binary_search(&beside);
                        assert_eq!(
                            pin(version),
                            due.map_err(|_| ResolveError::UnknownVersion(version))
                        );
                    }
                }
            }
            assert_eq!(pin(Version::LATEST), Ok(count));
            let versions: Vec<_> =
                table.versions("B").into_iter().flatten().map(|(version, _)| version).collect();
            let due = numbers.iter().map(|&number| v(number)).chain([Version::LATEST]);
            assert_eq!(versions, due.collect::<Vec<_>>());
        }
    }
}
