//! A split, packed: where its slices end, and whose they are.

use alloc::vec::Vec;
use core::hint::select_unpredictable;

use super::packer::Packer;
use super::words::{Reader, index, word};
use crate::split::Halves;
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
/// Packed it is the number of borders between slices, these in millionths, and the target of each
/// slice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompiledSplit<'t> {
    /// The border between two slices; 0 if there is but one; [`CompiledSplit::IN_PIECES`] if there
    /// are more.
    border: u32,
    /// The targets of the lowest and of the highest slice.
    lowest: Target,
    highest: Target,
    /// The borders and the targets of more than two.
    ends: &'t [u32],
    targets: &'t [u32],
}

impl<'t> CompiledSplit<'t> {
    const IN_PIECES: u32 = u32::MAX;

    /// The bits that a border may have. Masked by them, it is seen not to be the constant above.
    const BORDER: u32 = (1 << 20) - 1;

    /// All to one version.
    #[inline]
    pub(crate) const fn only(target: Target) -> Self {
        Self::divided(0, target, target)
    }

    /// Up to the border, in millionths, to the one, above it to the other.
    #[inline]
    pub(super) const fn divided(border: u32, lowest: Target, highest: Target) -> Self {
        Self { border: border & Self::BORDER, lowest, highest, ends: &[], targets: &[] }
    }

    pub(super) fn pack(split: &Split, packer: &Packer, into: &mut Vec<u32>) {
        if let Some(Halves { lowest, border, highest }) = split.halves() {
            let [lowest, highest] = [lowest, highest].map(|version| packer.target(version).0);
            match border {
                0 => into.extend([0, lowest]),
                _ => into.extend([1, border, lowest, highest]),
            }
            return;
        }
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
                let [border, lowest, highest] = reader.words();
                Self::divided(border, Target(lowest), Target(highest))
            }
            borders => {
                let ends = reader.take(borders);
                let targets = reader.take(borders.saturating_add(1));
                let (lowest, highest) = (Target::LATEST, Target::LATEST);
                Self { border: Self::IN_PIECES, lowest, highest, ends, targets }
            }
        }
    }

    #[inline]
    pub(super) fn skip(reader: &mut Reader<'t>) {
        let borders = reader.word();
        reader.take(borders.wrapping_mul(2).wrapping_add(1));
    }

    /// The version that has all of it, if one has.
    #[inline]
    pub(crate) fn sole(&self) -> Option<Target> {
        (self.border == 0).then_some(self.lowest)
    }

    /// The version whose slice has the point: the first that ends above it.
    #[inline]
    pub(crate) fn pick(&self, point: Point) -> Target {
        let millionth = point.millionth();
        if self.border != Self::IN_PIECES {
            return select_unpredictable(millionth < self.border, self.lowest, self.highest);
        }
        let target = self.targets.get(slice_of(self.ends, millionth));
        target.map_or(Target::LATEST, |&target| Target(target))
    }
}

/// How many slices end at a millionth or below it.
#[inline(never)]
fn slice_of(ends: &[u32], millionth: u32) -> usize {
    /// Up to how many ends counting beats a binary search: no branch depends on the point.
    const COUNTED: usize = 16;

    if ends.len() < COUNTED {
        ends.iter().filter(|&&end| end <= millionth).count()
    } else {
        ends.partition_point(|&end| end <= millionth)
    }
}
