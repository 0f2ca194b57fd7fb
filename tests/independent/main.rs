//! What the crate computes, beside programs that others wrote: sticky points by Python's `xxhash` and by
//! a running `HAProxy`, integer ranges by Python's integers, weights and splits by Python's fractions.
//!
//! They need those programs, so they are ignored unless asked for:
//! `ROWS=100000 cargo test --test independent -- --ignored`, where `ROWS` is how many rows each compares.

// HAProxy is spoken to over a socket of Unix.
#![cfg(unix)]

mod haproxy;
mod points;
mod python;
mod ranges;
mod splits;
mod weights;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// How many rows each test compares.
fn rows() -> usize {
    match std::env::var("ROWS") {
        Ok(rows) => rows.parse().expect("ROWS is a number"),
        Err(_) => 500,
    }
}

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(8)
}

/// One of these, each as likely.
fn choose<'a, T>(of: &'a [T], rng: &mut ChaCha8Rng) -> &'a T {
    let count = u64::try_from(of.len()).expect("a length");
    &of[usize::try_from(rng.next_u64() % count).expect("below a length")]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Compares each row's answer with theirs.
#[track_caller]
fn compare(rows: &[String], ours: &[String], theirs: &[String]) {
    assert_eq!(rows.len(), theirs.len(), "an answer for each row");
    for ((row, ours), theirs) in rows.iter().zip(ours).zip(theirs) {
        assert_eq!(ours, theirs, "{row}");
    }
}
