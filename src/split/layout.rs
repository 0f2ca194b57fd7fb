use alloc::vec::Vec;
use core::ops::RangeInclusive;

use thiserror::Error;

use super::{Mass, Split};
use crate::{Point, Version, Weight};

/// The slices of a split in interval order, as versions and widths in millionths.
///
/// No width is 0, neighbours differ, and the widths sum to a million.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Layout(Vec<(Version, u32)>);

impl Layout {
    /// Leaves out what is empty, and merges neighbours of one version.
    pub(super) fn new(widths: impl IntoIterator<Item = (Version, u32)>) -> Self {
        let mut merged: Vec<(Version, u32)> = Vec::new();
        for (version, width) in widths {
            match merged.last_mut() {
                _ if width == 0 => {}
                Some((last, sum)) if *last == version => *sum = sum.saturating_add(width),
                _ => merged.push((version, width)),
            }
        }
        Self(merged)
    }

    /// Slices as they are given, if they may stand in a layout.
    pub(crate) fn checked(
        slices: impl IntoIterator<Item = (Version, u32)>,
    ) -> Result<Self, SliceError> {
        let mut layout: Vec<(Version, u32)> = Vec::new();
        for (version, width) in slices {
            if layout.len() == Split::MAX_SLICES {
                return Err(SliceError::TooMany);
            }
            if width == 0 {
                return Err(SliceError::Empty(version));
            }
            if layout.last().is_some_and(|&(last, _)| last == version) {
                return Err(SliceError::Neighbours(version));
            }
            layout.push((version, width));
        }
        Ok(Self(layout))
    }

    /// Whether each version's slices sum to its share of the split, and all of them to the whole.
    pub(super) fn check_shares(&self, split: &Split) -> Result<(), SliceError> {
        // Sorted, the slices of a version stand together, so that their sums are quickly taken.
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by_key(|&(version, _)| version);
        let mut total = 0_u64;
        for slices in sorted.chunk_by(|left, right| left.0 == right.0) {
            let sum =
                slices.iter().fold(0_u64, |sum, &(_, width)| sum.saturating_add(width.into()));
            if let Some(&(version, _)) = slices.first() {
                let share = split.share(version);
                if sum != u64::from(share.millionths()) {
                    return Err(SliceError::Share(version, Mass::from_millionths(sum), share));
                }
            }
            total = total.saturating_add(sum);
        }
        if total != u64::from(Weight::FULL.millionths()) {
            return Err(SliceError::Sum(Mass::from_millionths(total)));
        }
        Ok(())
    }

    /// Versions and widths in interval order.
    pub(super) fn widths(&self) -> &[(Version, u32)] {
        &self.0
    }

    pub(super) fn slices(&self) -> impl Iterator<Item = Slice> {
        slices(self.0.iter().copied())
    }
}

/// Slices of these versions and widths, the one beside the other.
pub(super) fn slices(widths: impl Iterator<Item = (Version, u32)>) -> impl Iterator<Item = Slice> {
    widths.scan(0, |start: &mut u32, (version, width)| {
        let end = start.saturating_add(width);
        let slice = Slice { version, start: *start, end };
        *start = end;
        Some(slice)
    })
}

/// A stretch of the unit interval that belongs to one version of a [`Split`].
///
/// Both its cuts lie on whole millionths, and it is never empty.
///
/// ```
/// use pointsman::{Point, Split, Version, Weight};
///
/// let split = Split::new(Version::numbered(1)?, [(Version::LATEST, Weight::from_percent(25)?)])?;
/// let slice = split.slices().last().expect("two slices");
/// assert_eq!((slice.version(), slice.start(), slice.end()), (Version::LATEST, 750_000, 1_000_000));
/// assert_eq!(slice.points(), Point::from_ratio(3, 4)?..=Point::MAX);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slice {
    version: Version,
    start: u32,
    end: u32,
}

impl Slice {
    /// The version that the slice belongs to.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Where it begins, in millionths.
    #[must_use]
    pub fn start(&self) -> u32 {
        self.start
    }

    /// Where it ends, in millionths: its first one above.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.end
    }

    /// Its width in millionths, at least 1.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// The points in it, from the first to the last.
    ///
    /// ```
    /// use pointsman::{Point, Split, Version};
    ///
    /// let slice = Split::only(Version::LATEST).slices().next();
    /// assert_eq!(slice.map(|slice| slice.points()), Some(Point::MIN..=Point::MAX));
    /// ```
    #[must_use]
    pub fn points(&self) -> RangeInclusive<Point> {
        let first = cut(self.start).unwrap_or(u64::MAX);
        let last = cut(self.end).map_or(u64::MAX, |next| next.saturating_sub(1));
        Point::from(first)..=Point::from(last)
    }
}

/// `floor(millionths * 2^64 / 10^6)`, or `None` for 2^64 itself.
///
/// With `2^64 = WHOLE * 10^6 + REST` that is `millionths * WHOLE + floor(millionths * REST / 10^6)`, in 64
/// bits.
pub(crate) fn cut(millionths: u32) -> Option<u64> {
    const WHOLE: u64 = u64::MAX / 1_000_000;
    const REST: u64 = u64::MAX % 1_000_000 + 1;
    let millionths = u64::from(millionths);
    millionths.checked_mul(WHOLE)?.checked_add(millionths.checked_mul(REST)? / 1_000_000)
}

/// Why slices don't fit a [`Split`].
///
/// ```
/// use pointsman::{Split, Version};
///
/// let error = Split::only(Version::LATEST).with_slices([(Version::LATEST, 1)]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the slices of version $LATEST sum to 0.0001%, but its share is 100%",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SliceError {
    /// More than [`Split::MAX_SLICES`].
    #[error("more than {} slices", Split::MAX_SLICES)]
    TooMany,
    /// A slice of no millionth.
    #[error("a slice of version {0} is empty")]
    Empty(Version),
    /// Neighbours of one version, which should be one slice.
    #[error("neighbouring slices of version {0} must be one")]
    Neighbours(Version),
    /// The sum of a version's slices is not its share.
    #[error("the slices of version {0} sum to {1}, but its share is {2}")]
    Share(Version, Mass, Weight),
    /// The slices don't cover the interval.
    #[error("the slices sum to {0} instead of 100%")]
    Sum(Mass),
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn every_cut_is_where_it_is_defined_to_be() {
        for millionths in 0..=1_000_000 {
            let defined = u64::try_from((u128::from(millionths) << 64) / 1_000_000);
            assert_eq!(cut(millionths), defined.ok(), "{millionths}");
        }
    }
}
