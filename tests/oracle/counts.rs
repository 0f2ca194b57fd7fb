//! Rules of every method, as many of them as a compiled form may find in different ways, against the
//! oracle.

use pointsman::RoutingTable;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::decide;
use crate::naive::{
    Alias, Carrier, Condition, Function, Interval, Key, Method, Request, Rule, Source, Spelling,
    Split, Sticky, Table, Test, Version,
};

const COUNTS: [usize; 19] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100, 1_000];

/// How many values of those that could tell the rules apart are tried on a table.
const VALUES: usize = 100;

const LETTERS: &str = "abcdefghijklmnopqrst";

fn key(name: &str) -> Key {
    Key { source: Source::Headers, name: name.into() }
}

fn on(name: &str, method: Method) -> Condition {
    Condition::Test(Test { key: key(name), method })
}

fn exact(text: impl Into<String>) -> Method {
    Method::Exact(text.into())
}

fn one_of<const N: usize>(texts: [String; N]) -> Method {
    Method::In(texts.into())
}

fn prefix(text: impl Into<String>) -> Method {
    Method::Prefix(text.into())
}

fn suffix(text: impl Into<String>) -> Method {
    Method::Suffix(text.into())
}

fn range(lower: i64, upper: i64) -> Method {
    let spelling = Spelling::Plain;
    Method::Range(Interval { lower, upper, open_below: false, open_above: false, spelling })
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn all<const N: usize>(conditions: [Condition; N]) -> Condition {
    Condition::All(conditions.into())
}

fn any<const N: usize>(conditions: [Condition; N]) -> Condition {
    Condition::Any(conditions.into())
}

fn integer(n: usize) -> i64 {
    i64::try_from(n).expect("small")
}

/// A function of five versions whose aliases have these rules, and are sticky in all ways that rules
/// can get in the way of.
fn table(conditions: &[Condition]) -> Table {
    let version = |n: usize| Version::Numbered(u64::try_from(n % 5 + 1).expect("small"));
    let rules = conditions.iter().enumerate().map(|(n, condition)| {
        let split = match n % 3 {
            0 => Split::only(version(n)),
            1 => Split {
                main: version(n),
                additional: vec![(version(n + 1), 300_001)],
                slices: None,
            },
            _ => Split::only(Version::Latest),
        };
        Rule { condition: condition.clone(), split }
    });
    let split = Split {
        main: Version::Latest,
        additional: (0..4).map(|n| (version(n), 200_000)).collect(),
        slices: None,
    };
    let alias = |sticky: &[&str]| Alias {
        split: split.clone(),
        rules: rules.clone().collect(),
        sticky: (!sticky.is_empty())
            .then(|| Sticky { keys: sticky.iter().map(|name| key(name)).collect(), salt: None }),
    };
    let function = Function {
        namespace: "prod".into(),
        name: "B".into(),
        versions: (0..5).map(version).chain([Version::Latest]).zip(10..).collect(),
        aliases: vec![
            ("$DEFAULT".into(), alias(&[])),
            ("same".into(), alias(&["x"])),
            ("other".into(), alias(&["empty", "nobody", "user", "x"])),
        ],
    };
    Table { functions: vec![function] }
}

/// An attribute and its value, or none.
type Header = (Key, Option<Vec<u8>>);

/// Values on both sides of what the condition tells apart.
fn headers_near(condition: &Condition, near: &mut Vec<Header>) {
    match condition {
        Condition::Not(condition) => headers_near(condition, near),
        Condition::All(conditions) | Condition::Any(conditions) => {
            for condition in conditions {
                headers_near(condition, near);
            }
        }
        Condition::Test(Test { key, method }) => {
            let values = match method {
                Method::Exact(text) | Method::Prefix(text) | Method::Suffix(text) => {
                    values_near(text)
                }
                Method::In(texts) => texts.iter().flat_map(|text| values_near(text)).collect(),
                Method::Range(Interval { lower, upper, .. }) => {
                    [*lower, *upper].into_iter().flat_map(integers_near).collect()
                }
                Method::Present => vec![b"z".to_vec()],
            };
            near.extend(values.into_iter().map(|value| (key.clone(), Some(value))));
        }
    }
}

fn values_near(text: &str) -> Vec<Vec<u8>> {
    let text = text.as_bytes();
    let joined = |parts: [&[u8]; 3]| parts.concat();
    let mut values: Vec<_> = [&b""[..], b"a", b"z", b"\0", b"\xff", b"0", text]
        .into_iter()
        .flat_map(|more| [joined([text, more, b""]), joined([more, text, b""])])
        .collect();
    values.push(joined([text, b"-a-", text]));
    if let [first, middle @ .., last] = text {
        values.push(text[1..].to_vec());
        values.push(text[..text.len() - 1].to_vec());
        values.push(joined([&[first ^ 1], middle, &[*last]]));
        values.push(joined([&[*first], middle, &[last ^ 1]]));
        values.push(text.to_ascii_uppercase());
    }
    values
}

fn integers_near(bound: i64) -> Vec<Vec<u8>> {
    let near = [bound.saturating_sub(1), bound, bound.saturating_add(1)];
    let spelt = near.into_iter().flat_map(|number| {
        let (sign, digits) = if number < 0 { ("-", "-") } else { ("", "+") };
        let digits = [digits, &number.unsigned_abs().to_string()].concat();
        let padded = format!("{sign}000{}", number.unsigned_abs());
        [number.to_string(), digits, padded, format!(" {number}"), format!("{number}.0")]
    });
    spelt.map(String::into_bytes).collect()
}

fn headers_of_strangers() -> Vec<Header> {
    let values: [&[u8]; 14] = [
        b"",
        b"\xff",
        b"a\xff",
        b"\0",
        b"-0",
        b"+",
        b"-",
        b"-9223372036854775808",
        b"-9223372036854775809",
        b"9223372036854775807",
        b"+9223372036854775807",
        b"9223372036854775808",
        b"0000000000000000000000000000000000000000005",
        b"18446744073709551621",
    ];
    let long = [vec![b'a'; 65_536], vec![b'0'; 1_000], LETTERS.repeat(3_277).into_bytes()];
    let values = values.into_iter().map(<[u8]>::to_vec).chain(long).map(Some).chain([None]);
    values.map(|value| (key("x"), value)).collect()
}

/// The table decides as the oracle on all these values, whichever other attributes there are.
#[track_caller]
fn decides(conditions: &[Condition], rng: &mut ChaCha8Rng) {
    let plain = table(conditions);
    let table = RoutingTable::from(&plain);
    let mut near = Vec::new();
    // Of many rules the first and the last, and any between.
    let ends = conditions.iter().take(2).chain(conditions.iter().rev().take(2));
    let between = conditions.sample(rng, 24).collect::<Vec<_>>();
    ends.chain(between).for_each(|condition| headers_near(condition, &mut near));
    near.shuffle(rng);
    let others: Vec<_> = near.iter().rev().take(40).cloned().collect();
    near.truncate(VALUES);
    for (key, value) in near.into_iter().chain(headers_of_strangers()) {
        let mut attributes: Vec<_> = value.map(|value| (key, value)).into_iter().collect();
        for (key, value) in others.sample(rng, rng.clone().random_range(0..3)) {
            attributes.extend(value.clone().map(|value| (key.clone(), value)));
        }
        attributes.push((self::key("empty"), Vec::new()));
        if rng.random() {
            attributes.push((self::key("user"), b"user-42".into()));
        }
        for qualifier in ["$DEFAULT", "same", "other"] {
            let request = Request {
                function: "prod/B".into(),
                qualifier: qualifier.into(),
                carrier: *[Carrier::Own, Carrier::Pairs, Carrier::Map].choose(rng).expect("one"),
                attributes: attributes.clone(),
                point: rng.random(),
            };
            let due = plain.resolve(&request);
            assert_eq!(decide(&table, &request), due, "{request:?} by {conditions:?}");
        }
    }
}

/// As many rules as at any threshold, in their order, in the opposite one, and in any.
#[track_caller]
fn decide_at_every_count(rule: impl Fn(usize) -> Condition) {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    for count in COUNTS {
        let mut rules: Vec<_> = (0..count).map(&rule).collect();
        decides(&rules, &mut rng);
        rules.reverse();
        decides(&rules, &mut rng);
        rules.shuffle(&mut rng);
        decides(&rules, &mut rng);
    }
}

#[test]
fn texts() {
    decide_at_every_count(|n| on("x", exact(format!("v{n}"))));
    decide_at_every_count(|n| on("x", exact(["", "a", "b", "ab"][n % 4])));
    decide_at_every_count(|n| on("x", exact("a".repeat(n % 70))));
    decide_at_every_count(|n| {
        on("x", one_of([format!("v{n}"), format!("v{}", n + 1), format!("w{}", n % 3)]))
    });
}

#[test]
fn nested_prefixes() {
    decide_at_every_count(|n| on("x", prefix(&LETTERS[..=n % 20])));
    decide_at_every_count(|n| on("x", prefix(&LETTERS[..20 - n % 20])));
    decide_at_every_count(|n| on("x", prefix("a".repeat(n % 300 + 1))));
    decide_at_every_count(|n| {
        // Several chains, which part after a common stem.
        let (stem, depth) = (&LETTERS[..=n % 4], n / 4 % 20);
        on("x", prefix(format!("{stem}{}", &"zyxwvutsrqponmlkjihg"[..depth])))
    });
}

#[test]
fn nested_suffixes() {
    decide_at_every_count(|n| on("x", suffix(&LETTERS[19 - n % 20..])));
    decide_at_every_count(|n| on("x", suffix(&LETTERS[n % 20..])));
    decide_at_every_count(|n| on("x", suffix("a".repeat(n % 300 + 1))));
    decide_at_every_count(|n| {
        let (stem, depth) = (&LETTERS[19 - n % 4..], n / 4 % 20);
        on("x", suffix(format!("{}{stem}", &"zyxwvutsrqponmlkjihg"[..depth])))
    });
}

#[test]
fn prefixes_and_suffixes_that_have_nothing_in_common() {
    decide_at_every_count(|n| on("x", prefix(format!("{n}-"))));
    decide_at_every_count(|n| on("x", suffix(format!("-{n}"))));
    decide_at_every_count(|n| {
        let text = format!("{n}");
        on("x", if n % 2 == 0 { prefix(text) } else { suffix(text) })
    });
}

#[test]
fn ranges() {
    decide_at_every_count(|n| on("x", range(integer(n), integer(n))));
    decide_at_every_count(|n| on("x", range(integer(n), integer(n) + 10)));
    decide_at_every_count(|n| on("x", range(-integer(n), integer(n))));
    decide_at_every_count(|n| {
        let n = integer(n);
        let (lower, upper) = [(i64::MIN, n), (n, i64::MAX), (i64::MIN + n, -n), (n, i64::MAX - n)]
            [usize::try_from(n % 4).expect("small")];
        on("x", range(lower, upper))
    });
    // Holes, which every other rule fills.
    decide_at_every_count(|n| {
        let n = integer(n) * 4;
        any([on("x", range(n, n + 1)), on("x", range(n + 3, n + 4))])
    });
}

#[test]
fn one_rule_again_and_again() {
    let rules = [
        on("x", exact("a")),
        on("x", one_of(["a".into(), "b".into()])),
        on("x", prefix("a")),
        on("x", suffix("a")),
        on("x", range(-5, 5)),
        on("x", Method::Present),
        not(on("x", exact("a"))),
        not(on("x", Method::Present)),
        all([on("x", prefix("a")), on("x", suffix("b"))]),
        any([on("x", exact("a")), on("y", exact("a"))]),
    ];
    for rule in &rules {
        decide_at_every_count(|_| rule.clone());
    }
    decide_at_every_count(|n| rules[n % rules.len()].clone());
}

#[test]
fn an_attribute_need_but_be_there() {
    decide_at_every_count(|n| on(&format!("h{n}"), Method::Present));
    decide_at_every_count(|n| not(on(&format!("h{n}"), Method::Present)));
    decide_at_every_count(|n| all([on("x", Method::Present), on("x", exact(format!("{n}")))]));
    decide_at_every_count(|n| {
        all([not(on("y", Method::Present)), on("x", prefix(format!("{n}")))])
    });
}

/// Every method, each rule of another than the one before.
fn mixed(name: &str, n: usize) -> Condition {
    let text = format!("{}", n / 8);
    match n % 8 {
        0 => on(name, exact(text)),
        1 => on(name, prefix(format!("{text}-"))),
        2 => on(name, suffix(format!("-{text}"))),
        3 => on(name, range(integer(n) - 1, integer(n))),
        4 => on(name, one_of([text, format!("{n}-a"), "c".into()])),
        5 => all([on(name, prefix(&text)), not(on(name, suffix(&text)))]),
        6 => any([on(name, exact(format!("e{n}"))), on(name, range(integer(n), integer(n)))]),
        _ => all([on(name, Method::Present), on(name, suffix(format!("s{text}")))]),
    }
}

#[test]
fn methods_that_compete_for_one_attribute() {
    decide_at_every_count(|n| mixed("x", n));
    decide_at_every_count(|n| mixed("x", n / 2));
    // One that matches all that is there, before and behind others.
    decide_at_every_count(|n| if n == 20 { on("x", Method::Present) } else { mixed("x", n) });
    decide_at_every_count(|n| if n == 3 { not(on("x", exact("0"))) } else { mixed("x", n) });
    // All are true of one value, so the first wins wherever it is found.
    decide_at_every_count(|n| match n % 7 {
        0 => on("x", prefix("5")),
        1 => on("x", exact("5")),
        2 => on("x", range(0, 9)),
        3 => on("x", suffix("5")),
        4 => on("x", one_of(["4".into(), "5".into()])),
        5 => on("x", Method::Present),
        _ => not(on("x", exact("6"))),
    });
}

#[test]
fn methods_that_compete_for_several_attributes() {
    decide_at_every_count(|n| mixed(["x", "y"][n % 2], n / 2));
    decide_at_every_count(|n| mixed(&format!("h{}", n / 4), n));
    decide_at_every_count(|n| mixed(&format!("h{}", n % 5), n));
    decide_at_every_count(|n| mixed(&format!("h{n}"), n));
    decide_at_every_count(|n| all([on("x", exact("same")), on("y", exact(format!("{n}")))]));
    decide_at_every_count(|n| all([mixed("x", n), mixed("y", n)]));
    decide_at_every_count(|n| any([mixed("x", n), mixed("y", n + 1)]));
    decide_at_every_count(|n| any([mixed("x", n), mixed(&format!("h{n}"), n)]));
    decide_at_every_count(|n| {
        any([all([on("x", exact(format!("{n}"))), on("y", range(0, 9))]), mixed("z", n)])
    });
}

#[test]
fn conditions_of_conditions() {
    decide_at_every_count(|n| not(not(mixed("x", n))));
    decide_at_every_count(|n| not(mixed("x", n)));
    decide_at_every_count(|n| all([mixed("x", n)]));
    decide_at_every_count(|n| any([all([any([mixed("x", n)])])]));
    decide_at_every_count(|n| all([mixed("x", n), not(mixed("x", n + 1))]));
    decide_at_every_count(|n| any([not(on("y", Method::Present)), mixed("x", n)]));
    decide_at_every_count(|n| {
        all([any([mixed("x", n), mixed("x", n + 3)]), any([mixed("y", n), mixed("x", n)])])
    });
}

/// A condition over words of two letters, which meet all the time.
fn random(rng: &mut ChaCha8Rng, depth: usize) -> Condition {
    if depth == 0 || rng.random_ratio(3, 5) {
        let length = rng.random_range(1..6);
        let mut word = || (0..length).map(|_| if rng.random() { 'a' } else { '1' }).collect();
        let (one, other): (String, String) = (word(), word());
        let method = match rng.random_range(0..13) {
            0..3 => exact(one),
            3 | 4 => one_of([one, other, "1".into()]),
            5..8 => prefix(one),
            8..10 => suffix(one),
            10 | 11 => range(rng.random_range(-1..200), rng.random_range(200..20_000)),
            _ => Method::Present,
        };
        return on(["x", "x", "x", "y", "z"].choose(rng).expect("one"), method);
    }
    let mut inner = || random(rng, depth - 1);
    match (inner(), inner(), rng.random_range(0..5)) {
        (one, _, 0) => not(one),
        (one, other, 1 | 2) => all([one, other]),
        (one, other, _) => any([one, other]),
    }
}

#[test]
fn rules_at_random() {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    for round in 0..40 {
        for count in COUNTS.into_iter().filter(|&count| count <= 100 || round < 4) {
            let depth = round % 3;
            // Most rules first match one value at most, so that later ones have a chance.
            let rules = (0..count).map(|_| {
                let rule = random(&mut rng, depth);
                let user = format!("{}", rng.random_range(0..4));
                if round % 2 == 0 { rule } else { all([rule, on("user", suffix(user))]) }
            });
            let rules: Vec<_> = rules.collect();
            decides(&rules, &mut rng);
        }
    }
}
