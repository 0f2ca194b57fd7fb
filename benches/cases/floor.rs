//! What the work would cost at the least: the hash, the search and the draw without a library around
//! them. Measured in the same run as the rest, so that ratios can be read off.

use std::fmt::Display;
use std::rc::Rc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use rand::SeedableRng;
use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;
use rand::rngs::SmallRng;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::cases::case::Case;
use crate::cases::cycle::Cycle;
use crate::cases::request::{Headers, Key, users};

/// Nine tenths of the points, and any seed.
const CUT: u64 = u64::MAX / 10 * 9;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

#[inline]
fn draws(user: &str) -> bool {
    xxh3_64_with_seed(user.as_bytes(), SEED) < CUT
}

#[inline]
fn find(headers: &[(&'static str, &'static str); 8]) -> Option<&'static str> {
    let user = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("User"));
    user.map(|(_, user)| *user)
}

/// The hash of a key at hand, and one compare.
pub fn sticky(id: impl Display, requests: usize) -> Case {
    Case::new(id, move || {
        let mut cycle = Cycle::over(&users(requests));
        Box::new(move |count| cycle.each(count, |user: &Key| draws(user.0)))
    })
}

/// The same, each waiting for the last.
pub fn sticky_latency(id: impl Display, requests: usize) -> Case {
    Case::new(id, move || {
        let mut cycle = Cycle::over(&users(requests));
        Box::new(move |count| cycle.chain(count, |user: &Key| draws(user.0)))
    })
}

/// The same after `User` is found among 8 headers.
pub fn find_sticky(id: impl Display, requests: usize) -> Case {
    Case::new(id, move || {
        let (mut cycle, mut headers) = (Cycle::over(&users(requests)), Headers::new());
        Box::new(move |count| cycle.each(count, |user| find(headers.of(user)).is_some_and(draws)))
    })
}

/// A weighted draw.
pub fn draw(id: impl Display) -> Case {
    Case::new(id, || {
        let weights = WeightedIndex::new([900_000_u32, 100_000]).expect("two weights");
        let mut rng = SmallRng::seed_from_u64(42);
        let mut cycle = Cycle::over(&Rc::from([()]));
        Box::new(move |count| cycle.each(count, |()| weights.sample(&mut rng)))
    })
}

/// What names are looked up in.
pub type Map = HashMap<Box<str>, usize, FixedState>;

pub fn map<'a>(names: impl Iterator<Item = &'a str>) -> Map {
    names.enumerate().map(|(index, name)| (Box::from(name), index)).collect()
}
