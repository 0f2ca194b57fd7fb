//! A split, packed: where its slices end, and whose they are.

use alloc::vec::Vec;
use core::hint::select_unpredictable;

use super::packer::Packer;
use super::words::{Reader, index, word};
use crate::{Point, Split};

/// A version of a function, as its index among them. Every index above the numbered ones is
/// `$LATEST`'s, which always exists and sorts last: so whatever is read as a target leads to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target(u32);

impl Target {
    pub(super) const LATEST: Self = Self(u32::MAX);

    pub(super) fn new(index: usize) -> Self {
        Self(word(index))
    }

    #[inline]
    pub(super) fn index(self) -> usize {
        index(self.0)
    }
}

/// The slices of a split in interval order.
///
/// Packed it is the number of slices, the end of each but the last in millionths, and the target of
/// each. The last one ends with the interval.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompiledSplit<'t> {
    ends: &'t [u32],
    targets: &'t [u32],
}

impl<'t> CompiledSplit<'t> {
    /// All to `$LATEST`.
    pub(super) const LATEST: Self = Self { ends: &[], targets: &[] };

    /// Up to how many slices counting the ends that are not above a point beats a binary search: it
    /// takes no branch that depends on the point.
    const COUNTED: usize = 16;

    pub(super) fn pack(split: &Split, packer: &Packer, into: &mut Vec<u32>) {
        let slices = split.slices();
        let count = slices.count();
        into.push(word(count));
        into.extend(split.slices().map(|slice| slice.end()).take(count.saturating_sub(1)));
        into.extend(split.slices().map(|slice| packer.target(slice.version()).0));
    }

    #[inline]
    pub(super) fn read(reader: &mut Reader<'t>) -> Self {
        let slices = reader.word();
        Self { ends: reader.take(slices.saturating_sub(1)), targets: reader.take(slices) }
    }

    /// The version that has all of it, if one has.
    #[inline]
    pub(crate) fn sole(&self) -> Option<Target> {
        self.ends.is_empty().then(|| self.target(0))
    }

    /// The version whose slice has the point: the first that ends above it.
    #[inline]
    pub(crate) fn pick(&self, point: Point) -> Target {
        let millionth = point.millionth();
        if let ([end], &[lower, upper]) = (self.ends, self.targets) {
            // Both are read while the point is still being made.
            return Target(select_unpredictable(millionth < *end, lower, upper));
        }
        let slice = match self.ends {
            ends if ends.len() < Self::COUNTED => {
                ends.iter().filter(|&&end| end <= millionth).count()
            }
            ends => ends.partition_point(|&end| end <= millionth),
        };
        self.target(slice)
    }

    #[inline]
    fn target(&self, slice: usize) -> Target {
        self.targets.get(slice).map_or(Target::LATEST, |&target| Target(target))
    }
}
