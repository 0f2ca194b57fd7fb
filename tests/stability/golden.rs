//! Single points and decisions, written down.

use pointsman::{
    Alias, AttributeKey, Function, Point, Qualifier, Request, RoutingTable, Split, Version, Weight,
};
use twox_hash::XxHash3_64;

/// Checked with the Python package xxhash.
const GOLDEN: [(&str, &str, u64); 8] = [
    ("default/B:release", "", 0xefbf_3fb2_938c_353e),
    ("default/B:release", "Bob", 0x2559_7960_8fed_916e),
    ("default/B:release", "user-42", 0xb922_facb_eaca_ecd0),
    ("default/B:prepub", "Bob", 0x4725_bc75_95b9_705f),
    ("default/B:prepub", "user-42", 0xe800_f819_53ec_5a81),
    ("", "", 0x412f_1275_e100_17f3),
    ("spring-sale", "aaaaaaaaaaaaaaaa", 0x3a87_5b57_4bf3_c114),
    ("spring-sale", "0123456789abcdef0123456789abcdef0123456789", 0x0a43_f341_a544_d220),
];

#[test]
fn sticky_points_are_golden() {
    for (salt, key, point) in GOLDEN {
        assert_eq!(Point::sticky(salt, key), Point::from(point), "{salt:?} {key:?}");
    }
}

/// Every length of key at which XXH3 goes another way (3, 8, 16, 128, 240, 1024), and around.
#[test]
fn sticky_points_are_those_of_another_implementation() {
    let bytes: Vec<u8> =
        (0..2_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for length in (0..=300).chain([511, 512, 513, 1_023, 1_024, 1_025, 1_999]) {
        let (salt, key) = (&bytes[..length % 257], &bytes[..length]);
        let seed = XxHash3_64::oneshot_with_seed(0, salt);
        let point = XxHash3_64::oneshot_with_seed(seed, key);
        assert_eq!(Point::sticky(salt, key), Point::from(point), "{length} bytes");
    }
}

#[test]
fn sequence_points_are_golden() {
    for (n, point) in [
        (0, 0),
        (1, 0x9e37_79b9_7f4a_7c15),
        (2, 0x3c6e_f372_fe94_f82a),
        (1_000_000, 0xfd1e_b68e_4bd7_6f40),
        (u64::MAX, 0x61c8_8646_80b5_83eb),
    ] {
        assert_eq!(Point::sequence(n), Point::from(point), "{n}");
    }
}

/// `floor(millionths * 2^64 / 10^6)`, by Python: the first point of the upper of two slices.
#[test]
fn borders_are_golden() {
    let [v1, v2] = [1, 2].map(|number| Version::numbered(number).expect("a number"));
    for (millionths, border) in [
        (1, 0x0000_10c6_f7a0_b5ed),
        (3, 0x0000_3254_e6e2_21c8),
        (100_000, 0x1999_9999_9999_9999),
        (333_333, 0x5555_4fbd_ad75_18b0),
        (500_000, 0x8000_0000_0000_0000),
        (999_999, 0xffff_ef39_085f_4a12),
    ] {
        let rest = Weight::from_millionths(1_000_000 - millionths).expect("a weight");
        let split = Split::new(v1, [(v2, rest)]).expect("a split");
        let pick = |point: u64| split.pick(Point::from(point));
        assert_eq!([pick(border - 1), pick(border)], [v1, v2], "{millionths}");
    }
}

/// The salt of an alias without one of its own, and the side of a cut that each user is on.
#[test]
fn decisions_are_golden() {
    let mut function = Function::new("B".parse().expect("an id"), ());
    let [v1, v2] = [(); 2].map(|()| function.publish().expect("published"));
    for (name, percent) in [("release", 20), ("prepub", 20)] {
        let split = Split::new(v1, [(v2, Weight::from_percent(percent).expect("a weight"))]);
        let alias = Alias::to(split.expect("a split"))
            .sticky_on(AttributeKey::header("User").expect("a key"));
        function.create_alias(name.parse().expect("a name"), alias).expect("created");
    }
    let table = RoutingTable::new([function]).expect("a table");
    let decide = |alias: &str, user: &str| -> Version {
        let headers = [("User", user)];
        let request = Request::new(&headers, Point::MIN);
        let qualifier = Qualifier::parse(alias).expect("a qualifier");
        table.resolve("B", qualifier, &request).expect("it exists").version()
    };
    // 0xb922… is below 80 % of the interval, 0xe800… above.
    assert_eq!(decide("release", "Bob"), v1);
    assert_eq!(decide("release", "user-42"), v1);
    assert_eq!(decide("prepub", "Bob"), v1);
    assert_eq!(decide("prepub", "user-42"), v2);
    // The first ten users of either alias: cohorts of their own.
    let first =
        |alias| (0..100).filter(|n| decide(alias, &format!("user-{n}")) == v2).collect::<Vec<_>>();
    assert_eq!(first("release")[..10], [2, 12, 13, 17, 21, 25, 31, 40, 44, 62]);
    assert_eq!(first("prepub")[..10], [1, 6, 19, 21, 23, 24, 29, 31, 36, 38]);
}
