//! The requests of a thread: their versions and outcomes.

use std::fmt;

use pointsman::Version;
use pointsman::rollout::Outcome;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// More than a branch predictor learns by heart; a power of two, so that a mask finds the next.
const REQUESTS: usize = 1 << 14;

/// How requests are spread over versions.
#[derive(Clone, Copy)]
pub enum Spread {
    /// All to the first.
    One,
    /// Nine in ten to the first, the others at random.
    Skewed,
    /// At random.
    Even,
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One => "always the first",
            Self::Skewed => "nine in ten the first",
            Self::Even => "at random",
        })
    }
}

/// Requests that come round and round.
pub struct Traffic {
    list: Box<[(Version, Outcome)]>,
    next: usize,
}

impl Traffic {
    pub fn versions(count: u64) -> impl Iterator<Item = Version> {
        (1..=count).map(|number| Version::numbered(number).expect("a number"))
    }

    /// Of each thread others. One in a hundred fails.
    pub fn new(versions: u64, spread: Spread, thread: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(thread);
        let versions: Vec<_> = Self::versions(versions).collect();
        let list = (0..REQUESTS).map(|_| {
            let is_first = match spread {
                Spread::One => true,
                Spread::Skewed => rng.random_ratio(9, 10),
                Spread::Even => false,
            };
            let version = if is_first { 0 } else { rng.random_range(0..versions.len()) };
            (versions[version], Outcome::failed_if(rng.random_ratio(1, 100)))
        });
        Self { list: list.collect(), next: 0 }
    }

    #[inline]
    pub fn next(&mut self) -> &(Version, Outcome) {
        let request = &self.list[self.next % REQUESTS];
        self.next = self.next.wrapping_add(1);
        request
    }
}
