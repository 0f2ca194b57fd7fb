//! How the functions of a leaf are spread over its homes.

use alloc::vec::Vec;
use core::cmp::Reverse;

/// How many homes a leaf has.
pub(super) const HOMES: usize = 1 << HOME_BITS;

const HOME_BITS: u32 = 7;

/// How many bits of a hash tell which functions are moved as one.
const GROUP_BITS: u32 = 3;

/// Where the functions of a leaf are moved, so that nearly none share a home: for each of eight groups
/// of them, which bits of their homes change.
///
/// Where two share a home, the processor can't foresee which of them a request wants, and goes on with
/// the wrong one. Left where their hashes lead, one of five among 61 would share; as they are moved, it
/// is one of thirty. Without moves, and with twice the homes, a look-up among 1,000 took a fifth
/// longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spread(u64);

impl Spread {
    /// For functions of these hashes, of which the first bits count.
    pub(super) fn of(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut hashes: Vec<u64> = hashes.into_iter().collect();
        hashes.sort_unstable_by_key(|&hash| shift(hash));
        let mut groups: Vec<&[u64]> =
            hashes.chunk_by(|&one, &other| shift(one) == shift(other)).collect();
        // Large ones first, since fewer moves find room for all of them.
        groups.sort_by_key(|group| Reverse(group.len()));
        let mut taken = [false; HOMES];
        let mut spread = Self(0);
        for group in groups {
            let moves = (0..1 << HOME_BITS).map(|bits: u64| {
                let shift = group.first().map_or(0, |&hash| shift(hash));
                Self(spread.0 | bits << shift)
            });
            let homes = |moved: Self| group.iter().map(move |&hash| moved.home(hash));
            let is_taken = |home: &usize| taken.get(*home) == Some(&true);
            let shared = |moved: &Self| homes(*moved).filter(is_taken).count();
            let free = moves.clone().find(|moved| shared(moved) == 0);
            spread = free.or_else(|| moves.min_by_key(shared)).unwrap_or(spread);
            for home in homes(spread) {
                taken.get_mut(home).into_iter().for_each(|taken| *taken = true);
            }
        }
        spread
    }

    /// The home of a function of this hash.
    #[inline]
    pub(super) fn home(self, hash: u64) -> usize {
        let home = (hash >> (u64::BITS - HOME_BITS)) ^ (self.0 >> shift(hash));
        #[expect(clippy::cast_possible_truncation, reason = "no home has more bits")]
        let home = home as usize & (HOMES - 1);
        home
    }
}

/// By how many bits the move of the group is shifted that a function of this hash is in: each has a
/// byte.
#[inline]
fn shift(hash: u64) -> u64 {
    let group = (hash >> (u64::BITS - HOME_BITS - GROUP_BITS)) % (1 << GROUP_BITS);
    group << 3
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "tests fail by panics")]
mod tests {
    use alloc::vec::Vec;

    use super::{HOMES, Spread};
    use crate::Point;

    /// How many of so many functions are not the first of their home, in all of a hundred leaves.
    fn followers(count: u64) -> usize {
        let followers = (0..100).map(|leaf| {
            let number = |index: u64| leaf * 1000 + index;
            let hash = |index| u64::from(Point::sticky("spread", number(index).to_le_bytes()));
            let hashes: Vec<u64> = (0..count).map(hash).collect();
            let spread = Spread::of(hashes.iter().copied());
            let mut homes: Vec<usize> = hashes.iter().map(|&hash| spread.home(hash)).collect();
            assert!(homes.iter().all(|&home| home < HOMES));
            homes.sort_unstable();
            homes.dedup();
            hashes.len() - homes.len()
        });
        followers.sum()
    }

    #[test]
    fn nearly_every_function_has_a_home_alone() {
        for (count, most) in [(1, 0), (16, 10), (61, 250), (128, 3500)] {
            let followers = followers(count);
            assert!(followers <= most, "{followers} of {count} in each of 100 leaves");
        }
    }

    #[test]
    fn functions_that_cannot_be_told_apart_share_a_home() {
        let hashes = [7 << 40; 300];
        let spread = Spread::of(hashes);
        assert_eq!(hashes.map(|hash| spread.home(hash)), [spread.home(7 << 40); 300]);
    }
}
