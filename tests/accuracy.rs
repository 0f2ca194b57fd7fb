//! How exact a split is: for keys as users really have them, and for the sequence.

use std::fmt::Write;

use pointsman::{
    Alias, AttributeKey, Function, Point, Qualifier, Request, RoutingTable, Split, Sticky, Version,
    Weight,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const KEYS: u32 = 1_000_000;
const SALT: &str = "default/B:release";

/// A kind of user ids: writes the one of this number.
type Ids = fn(u32, &mut ChaCha8Rng, &mut String) -> std::fmt::Result;

const KINDS: [(&str, Ids); 4] = [
    ("sequential integers", |n, _, id| write!(id, "{n}")),
    ("UUIDs", |_, rng, id| {
        let (high, low) = (rng.next_u64(), rng.next_u64());
        let (a, b, c) = (high >> 32, (high >> 16) & 0xffff, high & 0x0fff);
        write!(
            id,
            "{a:08x}-{b:04x}-4{c:03x}-{:04x}-{:012x}",
            0x8000 | (low >> 50),
            low & 0xffff_ffff_ffff
        )
    }),
    ("e-mails", |n, _, id| write!(id, "user.{n}@mail{}.example.com", n % 7)),
    ("IPv4 texts", |n, _, id| {
        let [a, b, c, d] = (0x0a00_0000 + n).to_be_bytes();
        write!(id, "{a}.{b}.{c}.{d}")
    }),
];

/// The points of a million ids.
fn points(salt: &str, ids: Ids) -> Vec<Point> {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut id = String::new();
    let points = (0..KEYS).map(|n| {
        id.clear();
        ids(n, &mut rng, &mut id).expect("a string takes all");
        Point::sticky(salt, &id)
    });
    points.collect()
}

fn two_versions(weight: Weight) -> (Split, Version) {
    let [v1, v2] = [1, 2].map(|number| Version::numbered(number).expect("a number"));
    (Split::new(v1, [(v2, weight)]).expect("a split"), v2)
}

fn percent(percent: u32) -> Weight {
    Weight::from_percent(percent).expect("a weight")
}

#[test]
fn a_split_gets_its_share_of_any_kind_of_key() {
    for (kind, ids) in KINDS {
        let points = points(SALT, ids);
        for share in [1, 10, 50] {
            let (split, v2) = two_versions(percent(share));
            let hits = points.iter().map(|&point| u32::from(split.pick(point) == v2)).sum::<u32>();
            let (n, p) = (f64::from(KEYS), f64::from(share) / 100.0);
            let z = (f64::from(hits) - n * p) / (n * p * (1.0 - p)).sqrt();
            assert!(z.abs() < 5.0, "{kind} at {share} %: z = {z:.2}");
        }
        let mut bins = [0_u32; 100];
        for point in &points {
            let bin = (u128::from(point.get()) * 100) >> 64;
            bins[usize::try_from(bin).expect("below 100")] += 1;
        }
        let expected = f64::from(KEYS) / 100.0;
        let chi_square: f64 =
            bins.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
        // 99 degrees of freedom: mean 99, variance 198.
        let sigmas = (chi_square - 99.0) / 198.0_f64.sqrt();
        assert!(sigmas.abs() < 6.0, "{kind}: chi-square {chi_square:.1}, {sigmas:.2} sigma");
    }
}

/// Cohorts as aliases deal them, each by the salt in force.
#[test]
fn the_cohorts_of_two_aliases_are_uncorrelated_unless_they_share_a_salt() {
    let mut function = Function::new("B".parse().expect("an id"), ());
    let [v1, v2] = [(); 2].map(|()| function.publish().expect("published"));
    let key = || AttributeKey::header("User").expect("a key");
    let shared = || Sticky::on(key()).salted("spring-sale").expect("a salt");
    let stickies =
        [("a", Sticky::on(key())), ("b", Sticky::on(key())), ("c", shared()), ("d", shared())];
    for (name, sticky) in stickies {
        let split = Split::new(v1, [(v2, percent(10))]).expect("a split");
        function
            .create_alias(name.parse().expect("a name"), Alias::to(split).with_sticky(sticky))
            .expect("created");
    }
    let table = RoutingTable::new([function]).expect("a table");
    let cohort = |alias| -> Vec<bool> {
        let route =
            table.route("B", Qualifier::parse(alias).expect("a qualifier")).expect("it exists");
        let picked = (0..KEYS).map(|n| {
            let headers = [("User", n.to_string())];
            route.resolve(&Request::new(&headers, Point::MIN)).version() == v2
        });
        picked.collect()
    };
    let [a, b, c, d] = ["a", "b", "c", "d"].map(cohort);
    let in_a: u32 = a.iter().map(|&a| u32::from(a)).sum();
    let in_both: u32 = a.iter().zip(&b).map(|(&a, &b)| u32::from(a && b)).sum();
    let given = f64::from(in_both) / f64::from(in_a);
    assert!((given - 0.10).abs() < 0.005, "P(B|A) = {given:.4}");
    assert_eq!(c, d);
    assert_ne!(a, c);
}

/// Exact at every count, for a hundred weights: the shares of a percent scale, and odd ones.
#[test]
fn the_sequence_stays_within_six_of_the_exact_share_at_every_count() {
    let odd = (0..50_u32).map(|n| (n * 20_011 + 1) % 1_000_000).chain([1, 999_999]);
    let weights: Vec<u32> = (1..=50).map(|n| n * 20_000 - 10_000).chain(odd).collect();
    assert!(weights.len() >= 100);
    for millionths in weights {
        let (split, v2) = two_versions(Weight::from_millionths(millionths).expect("a weight"));
        let (mut hits, mut worst) = (0_i64, 0_i64);
        for n in 0..1_000_000_i64 {
            hits += i64::from(split.pick(Point::sequence(n.unsigned_abs())) == v2);
            let excess = hits * 1_000_000 - (n + 1) * i64::from(millionths);
            worst = worst.max(excess.abs());
        }
        assert!(worst <= 6_000_000, "{millionths} millionths: off by {worst} millionths");
    }
}
