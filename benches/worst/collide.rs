//! Keys that collide, beside keys that don't.
//!
//! The hashes have no secret, so whoever writes rules or names functions can find such keys: here they
//! are found by trying, with the same hash. Strangers send values and names, which are looked up among
//! those and never kept; so all that they can choose is the dearest of what there is.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use pointsman::{
    Alias, AttributeKey, Condition, Function, Point, Qualifier, Request, RoutingTable, Rule, Test,
    Version,
};

use crate::measure::{mean, mean_of_many};

pub fn print(trial: bool) {
    println!("\n| colliding keys | count | alike in | built | the others | look-up | the others |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let counts: &[usize] = if trial { &[300] } else { &[1_000, 10_000, 100_000] };
    for &count in counts {
        // Of more keys fewer bits: finding them should not take minutes. So many crowd a list as large.
        let bits = match count {
            0..=1_000 => 12,
            1_001..=10_000 => 10,
            _ => 8,
        };
        texts(count, bits, trial);
        names(count, bits, trial);
    }
}

/// Texts or names of the same length, of which the hashes begin alike in so many bits; and as many
/// others.
fn found(count: usize, bits: u32, hash: impl Fn(&str) -> u64) -> [Vec<String>; 2] {
    let texts = || (0_u64..).map(|number| format!("t{number:012x}"));
    let alike = texts().filter(|text| hash(text) >> (64 - bits) == 0);
    [alike.take(count).collect(), texts().take(count).collect()]
}

fn texts(count: usize, bits: u32, trial: bool) {
    let hash = |text: &str| {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(text.as_bytes());
        hasher.finish()
    };
    // One more, which a stranger asks for.
    let [alike, others] = found(count + 1, bits, hash);
    let [alike, others] = [alike, others].map(|texts| {
        let (missing, texts) = texts.split_last().expect("one more");
        let function = ruled(texts);
        let build = mean(trial, || [function.clone()], RoutingTable::new);
        let table = RoutingTable::new([function]).expect("one function");
        let values = [missing, &texts[0], &texts[count / 2], &texts[count - 1]];
        (build, values.map(|value| lookup(&table, "f", value, trial)))
    });
    row("texts of rules", (count, bits), alike, others);
}

fn names(count: usize, bits: u32, trial: bool) {
    // As the crate takes them: the length and the first 15 bytes as two numbers.
    let hash = |name: &str| {
        let mut head = [0; 16];
        head[0] = u8::try_from(name.len()).expect("short");
        head[1..=name.len()].copy_from_slice(name.as_bytes());
        let [low, high] = [0, 8].map(|at| head[at..at + 8].try_into().map(u64::from_le_bytes));
        let mut hasher = FixedState::default().build_hasher();
        hasher.write_u64(low.expect("8 bytes"));
        hasher.write_u64(high.expect("8 bytes"));
        hasher.finish()
    };
    let [alike, others] = found(count + 1, bits, hash).map(|names| {
        let (missing, names) = names.split_last().expect("one more");
        let functions: Vec<_> =
            names.iter().map(|name| Function::new(name.parse().expect("a name"), ())).collect();
        let build = mean(trial, || functions.clone(), RoutingTable::new);
        let table = RoutingTable::new(functions).expect("no name stands twice");
        let names = [missing, &names[0], &names[count / 2], &names[count - 1]];
        (build, names.map(|name| lookup(&table, name, "", trial)))
    });
    row("names of functions", (count, bits), alike, others);
}

type Times = (f64, [f64; 4]);

fn row(what: &str, (count, bits): (usize, u32), alike: Times, others: Times) {
    let [build, other_build] =
        [alike.0, others.0].map(|seconds| format!("{:.1} ms", seconds * 1e3));
    let worst = |(_, times): Times| times.into_iter().fold(0.0, f64::max);
    let [worst, other] = [worst(alike), worst(others)].map(|time| format!("{:.0} ns", time * 1e9));
    println!("| {what} | {count} | {bits} bits | {build} | {other_build} | {worst} | {other} |");
}

/// A function with a rule for each of these texts.
fn ruled(texts: &[String]) -> Function<()> {
    let key = AttributeKey::header("k").expect("a key");
    let rules = texts.chunks(1_000).map(|texts| {
        let texts = texts.iter().map(|text| Condition::from(Test::exact(key.clone(), text)));
        Rule::new(Condition::any(texts).expect("some"), Version::LATEST)
    });
    let mut function = Function::new("f".parse().expect("a name"), ());
    let alias = Alias::to(Version::LATEST).with_rules(rules);
    function.update_alias("$DEFAULT", alias).expect("there is one");
    function
}

fn lookup(table: &RoutingTable<()>, name: &str, value: &str, trial: bool) -> f64 {
    let headers = [("k", value)];
    let request = Request::new(&headers, Point::MIN);
    mean_of_many(trial, || table.resolve(name, Qualifier::DEFAULT, &request).is_ok())
}
