//! Integer ranges by Python's integers, which have no width.

use pointsman::Interval;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use crate::{choose, compare, hex, python, rng, rows};

/// An integer of any size, and often one at an end of `i64`.
fn integer(rng: &mut ChaCha8Rng) -> i64 {
    let near = i64::from(rng.next_u32() % 5) - 2;
    match rng.next_u32() % 4 {
        0 => *choose(&[0, i64::MIN, i64::MAX], rng),
        1 => 0,
        2 => i64::from(rng.next_u32()) >> (rng.next_u32() % 32),
        _ => rng.next_u64().cast_signed() >> (rng.next_u32() % 64),
    }
    .saturating_add(near)
}

/// An interval as text: it may hold no integer.
fn interval(rng: &mut ChaCha8Rng) -> String {
    let lower = integer(rng);
    let upper = match rng.next_u32() % 4 {
        0 => integer(rng),
        _ => lower.saturating_add_unsigned(rng.next_u64() >> (rng.next_u32() % 64)),
    };
    let (opening, closing) = (choose(&["[", "("], rng), choose(&["]", ")"], rng));
    format!("{opening}{lower},{upper}{closing}")
}

fn answer(interval: &str, value: &[u8]) -> &'static str {
    match interval.parse::<Interval>() {
        Err(_) => "refused",
        Ok(interval) if interval.accepts(value) => "accepted",
        Ok(_) => "not accepted",
    }
}

/// A value near a bound of this interval, or one that is not written as an integer.
fn value(interval: &str, rng: &mut ChaCha8Rng) -> Vec<u8> {
    let bounds: Vec<i128> = interval[1..interval.len() - 1]
        .split(',')
        .map(|bound| bound.parse().expect("a bound"))
        .collect();
    let near = choose(&bounds, rng) + i128::from(rng.next_u32() % 5) - 2;
    let near = match rng.next_u32() % 8 {
        0 => near + (1_i128 << 64),
        1 => near - (1_i128 << 64),
        _ => near,
    };
    let text = match rng.next_u32() % 12 {
        0 => format!("+{near}"),
        1 => format!("00000000000000000000000{near}"),
        2 => format!("-{near}"),
        3 => format!(" {near}"),
        4 => format!("{near}.0"),
        5 => format!("{near}e0"),
        6 => String::new(),
        7 => format!("{near}_0"),
        _ if near < 0 => format!("-000{}", near.unsigned_abs()),
        _ => near.to_string(),
    };
    text.into_bytes()
}

#[test]
#[ignore = "needs python3 with xxhash"]
fn as_integers_without_a_width_have_them() {
    let mut rng = rng();
    let (mut asked, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..rows() {
        let interval = interval(&mut rng);
        let value = value(&interval, &mut rng);
        asked.push(format!("range\t{interval}\t{}", hex(&value)));
        ours.push(answer(&interval, &value).to_string());
    }
    for answer in ["refused", "accepted", "not accepted"] {
        let count = ours.iter().filter(|ours| *ours == answer).count();
        assert!(count >= rows() / 20, "{count} {answer}");
    }
    compare(&asked, &ours, &python::answers(&asked));
}
