//! How the functions of a leaf are spread over its homes.

use core::array;
use core::cmp::Reverse;

use super::words::{index, word};

/// How many homes a leaf has.
pub(super) const HOMES: usize = 1 << HOME_BITS;

const HOME_BITS: u32 = 7;

/// How many groups of functions are moved, each as one.
const GROUPS: usize = 1 << GROUP_BITS;

/// How many bits of a hash tell the group of a function.
const GROUP_BITS: u32 = 3;

/// Where the functions of a leaf are moved, so that nearly none share a home: for each of eight groups
/// of them, which bits of their homes change, in a byte.
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
        let mut groups: [_; GROUPS] = array::from_fn(|group| (group, Homes::NONE));
        for hash in hashes {
            if let Some((_, homes)) = groups.get_mut(group(hash)) {
                homes.add(unmoved_home(hash));
            }
        }
        // Large ones first, since fewer moves find room for all of them.
        groups.sort_unstable_by_key(|(_, homes)| Reverse(homes.len()));
        let (mut spread, mut taken) = (0, Homes::NONE);
        for (group, homes) in groups {
            let (bits, moved) = homes.moved_beside(taken);
            spread |= bits << (group << 3);
            taken = Homes(taken.0 | moved.0);
        }
        Self(spread)
    }

    /// The home of a function of this hash.
    #[inline]
    pub(super) fn home(self, hash: u64) -> usize {
        let bits = self.0 >> (group(hash) << 3);
        #[expect(clippy::cast_possible_truncation, reason = "no home has more bits")]
        let bits = bits as usize & (HOMES - 1);
        unmoved_home(hash) ^ bits
    }
}

/// Where a hash leads by itself.
#[inline]
fn unmoved_home(hash: u64) -> usize {
    (hash >> (u64::BITS - HOME_BITS)) as usize
}

/// The group of a function of this hash.
#[inline]
fn group(hash: u64) -> usize {
    (hash >> (u64::BITS - HOME_BITS - GROUP_BITS)) as usize % GROUPS
}

/// Some of the homes of a leaf, a bit for each.
#[derive(Debug, Clone, Copy)]
struct Homes(u128);

impl Homes {
    const NONE: Self = Self(0);

    /// For each bit of a home, those of the homes in which it is 0.
    const WITHOUT_BIT: [u128; HOME_BITS as usize] = [
        u128::MAX / 0x3,
        u128::MAX / 0x5,
        u128::MAX / 0x11,
        u128::MAX / 0x101,
        u128::MAX / 0x1_0001,
        u128::MAX / 0x1_0000_0001,
        u128::MAX / 0x1_0000_0000_0000_0001,
    ];

    fn add(&mut self, home: usize) {
        self.0 |= 1_u128.wrapping_shl(word(home));
    }

    fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The bits by whose change the fewest of these homes, at best none, come to be among those that
    /// are taken, and where they are then.
    fn moved_beside(self, taken: Self) -> (u64, Self) {
        let (mut bits, mut moved) = (0, self);
        let (mut best, mut fewest) = ((bits, moved), moved.shared(taken));
        for step in 1..HOMES {
            if fewest == 0 {
                break;
            }
            // So each move is one bit from the last (a Gray code).
            let bit = step.trailing_zeros();
            bits ^= 1 << bit;
            moved = moved.changed(bit);
            if moved.shared(taken) < fewest {
                (best, fewest) = ((bits, moved), moved.shared(taken));
            }
        }
        best
    }

    fn shared(self, other: Self) -> u32 {
        Self(self.0 & other.0).len()
    }

    /// The homes when this bit of each has changed.
    fn changed(self, bit: u32) -> Self {
        let without = Self::WITHOUT_BIT.get(index(bit)).copied().unwrap_or_default();
        let distance = 1_u32.wrapping_shl(bit);
        let up = (self.0 & without).wrapping_shl(distance);
        Self(up | self.0.wrapping_shr(distance) & without)
    }
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
