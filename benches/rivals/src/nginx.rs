//! What the module `split_clients` of nginx does, written anew: a hash of the key, and a walk along
//! the upper ends of the parts.

use crate::contestant::Contestant;

pub const NAME: &str = "nginx";

struct Part {
    /// Where it ends on the scale of 32 bits; 0 is the part that takes the rest.
    end: u32,
    value: usize,
}

/// The key at hand: nine tenths and one if there are two parts, else parts of equal weight.
pub fn keys(keys: &[&'static str], parts: u32) -> Contestant {
    let shares = if parts == 2 { vec![9_000, 1_000] } else { vec![10_000 / parts; parts as usize] };
    let parts = split(&shares);
    assert_eq!([murmur2(b"abc"), murmur2(b"abcd")], [0x1357_7c9b, 0x2687_3021]);
    Contestant::new(NAME, keys.to_vec(), move |key| pick(&parts, murmur2(key.as_bytes())))
}

/// Parts of so many hundredths of a percent, the last of which is `*`.
fn split(shares: &[u32]) -> Vec<Part> {
    let mut end = 0;
    let mut parts = Vec::new();
    for (value, share) in shares.iter().enumerate() {
        end += share;
        let scaled = u64::from(end) * u64::from(u32::MAX) / 10_000;
        let last = value + 1 == shares.len();
        let end = if last { 0 } else { u32::try_from(scaled).expect("at most all") };
        parts.push(Part { end, value });
    }
    parts
}

#[inline]
fn pick(parts: &[Part], hash: u32) -> usize {
    let part = parts.iter().find(|part| hash < part.end || part.end == 0);
    part.expect("the last takes the rest").value
}

#[inline]
fn murmur2(key: &[u8]) -> u32 {
    const FACTOR: u32 = 0x5bd1_e995;
    let (words, rest) = key.as_chunks::<4>();
    let length = u32::try_from(key.len()).expect("short");
    let mut hash = words.iter().fold(length, |hash, &word| {
        let word = u32::from_le_bytes(word).wrapping_mul(FACTOR);
        let word = (word ^ (word >> 24)).wrapping_mul(FACTOR);
        hash.wrapping_mul(FACTOR) ^ word
    });
    if !rest.is_empty() {
        let rest = rest.iter().rev().fold(0, |rest, &byte| (rest << 8) | u32::from(byte));
        hash = (hash ^ rest).wrapping_mul(FACTOR);
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(FACTOR);
    hash ^ (hash >> 15)
}
