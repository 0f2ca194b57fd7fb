//! A split, packed: where its slices end, and whose they are.

use alloc::vec::Vec;
use core::hint::select_unpredictable;

use super::packer::Packer;
use super::words::{Reader, index, long, two_words, word};
use crate::split::{Halves, cut};
use crate::{Point, Split};

/// A version of a function, as its index among them. Every index above the numbered ones is
/// `$LATEST`'s, which always exists and sorts last: so whatever is read as a target leads to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target(pub(super) u32);

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
/// Packed it is how many borders there are between slices, then these, then the target of each slice.
/// A border that is the only one is a point, of two words, so that nothing is to be made of a
/// request's point before it is compared; several are millionths, of which many are compared at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompiledSplit<'t> {
    /// The first point of the highest slice, if there are two; 0 if there is but one.
    border: u64,
    /// The targets of the lowest and of the highest slice.
    lowest: Target,
    highest: Target,
    /// The borders and the targets of more than two.
    borders: &'t [u32],
    targets: &'t [u32],
}

impl<'t> CompiledSplit<'t> {
    /// All to one version.
    #[inline]
    pub(crate) const fn only(target: Target) -> Self {
        Self::divided(0, target, target)
    }

    /// Below the border to the one, from there on to the other.
    #[inline]
    pub(super) const fn divided(border: u64, lowest: Target, highest: Target) -> Self {
        Self { border, lowest, highest, borders: &[], targets: &[] }
    }

    /// The border of up to two slices, and their targets.
    #[inline]
    pub(super) fn pack_halves(halves: Halves, packer: &Packer) -> [u32; 4] {
        let Halves { lowest, border, highest } = halves;
        let [low, high] = two_words(cut(border).unwrap_or_default());
        let [lowest, highest] = [lowest, highest].map(|version| packer.target(version).0);
        [low, high, lowest, highest]
    }

    pub(super) fn pack(split: &Split, packer: &Packer, into: &mut Vec<u32>) {
        match split.halves() {
            Some(Halves { border: 0, lowest: sole, .. }) => {
                into.extend([0, packer.target(sole).0]);
            }
            Some(halves) => {
                into.push(1);
                into.extend(Self::pack_halves(halves, packer));
            }
            None => Self::pack_slices(split, packer, into),
        }
    }

    fn pack_slices(split: &Split, packer: &Packer, into: &mut Vec<u32>) {
        let start = into.len();
        into.push(0);
        into.extend(split.slices().map(|slice| slice.end()));
        // The last one ends with the interval.
        into.pop();
        let borders = word(into.len().saturating_sub(start).saturating_sub(1));
        into.get_mut(start).into_iter().for_each(|word| *word = borders);
        into.extend(split.slices().map(|slice| packer.target(slice.version()).0));
    }

    #[inline]
    pub(super) fn read(reader: &mut Reader<'t>) -> Self {
        match reader.word() {
            0 => Self::only(Target(reader.word())),
            1 => {
                let [low, high, lowest, highest] = reader.words();
                Self::divided(long([low, high]), Target(lowest), Target(highest))
            }
            count => {
                let borders = reader.take(count);
                let targets = reader.take(count.saturating_add(1));
                let (lowest, highest) = (Target::LATEST, Target::LATEST);
                Self { border: u64::MAX, lowest, highest, borders, targets }
            }
        }
    }

    #[inline]
    pub(super) fn skip(reader: &mut Reader<'t>) {
        let borders = reader.word();
        let of_one = u32::from(borders == 1);
        reader.take(borders.wrapping_mul(2).wrapping_add(of_one).wrapping_add(1));
    }

    /// The version that has all of it, if one has.
    #[inline]
    pub(crate) fn sole(&self) -> Option<Target> {
        (self.border == 0).then_some(self.lowest)
    }

    /// The version whose slice has the point: the first that ends above it.
    #[inline]
    pub(crate) fn pick(&self, point: Point) -> Target {
        if self.borders.is_empty() {
            return select_unpredictable(u64::from(point) < self.border, self.lowest, self.highest);
        }
        let target = self.targets.get(slice_of(self.borders, point.millionth()));
        target.map_or(Target::LATEST, |&target| Target(target))
    }
}

/// How many borders are at a millionth or below it.
#[inline(never)]
fn slice_of(borders: &[u32], millionth: u32) -> usize {
    /// Up to how many borders counting beats a binary search: no branch depends on the point.
    const COUNTED: usize = 16;

    if borders.len() < COUNTED {
        borders.iter().filter(|&&border| border <= millionth).count()
    } else {
        borders.partition_point(|&border| border <= millionth)
    }
}
