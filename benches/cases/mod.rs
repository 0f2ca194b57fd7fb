//! All that is measured of requests, each with the floor that it is compared with: for criterion, for
//! the table of ratios and for the counts of instructions alike.
//!
//! A case asserts its results when it is prepared.

mod bound;
pub mod case;
mod catalogue;
mod cycle;
mod floor;
mod names;
mod request;
mod rules;

use pointsman::{Decision, Version};

pub use self::case::Case;

/// How much is there to measure on.
#[derive(Clone, Copy)]
pub struct Scale {
    /// So many requests, each of a user of its own: a cycle of a thousand would be learned by the
    /// branch predictor. A power of two.
    pub requests: usize,
    /// How many functions stand for a million.
    pub million: usize,
}

impl Scale {
    pub const FULL: Self = Self { requests: 1 << 16, million: 1_000_000 };

    /// For trials, and where only instructions are counted.
    pub const SMALL: Self = Self { requests: 1 << 10, million: 2_000 };
}

/// The subjects, each with its floors.
pub fn subjects(Scale { requests, million }: Scale) -> [Vec<Case>; 4] {
    [
        bound::cases(requests),
        rules::cases(requests),
        names::cases(requests),
        names::many(requests, million),
    ]
}

/// What the caller uses of a decision.
#[inline]
fn used(decision: Decision<'_, ()>) -> (Version, &()) {
    (decision.version(), decision.payload())
}
