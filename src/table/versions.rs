//! The versions of a function, packed, and their payloads.

use alloc::vec::Vec;

use super::split::Target;
use super::words::{Reader, halves, long};
use crate::Version;

/// The numbered versions of a function, ascending, then `$LATEST`.
///
/// Packed, it is the first number where the others follow it without a gap, which is nearly always so;
/// else each number.
#[derive(Debug)]
pub(crate) struct Versions<'t, T> {
    first: u64,
    /// Empty where they are without a gap.
    listed: &'t [[u32; 2]],
    numbered: &'t [T],
    latest: &'t T,
}

impl<T> Clone for Versions<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Versions<'_, T> {}

/// Whether each of the versions is the next after the one before.
pub(super) fn are_consecutive(versions: &[Version]) -> bool {
    let mut pairs = versions.iter().zip(versions.iter().skip(1));
    pairs.all(|(version, next)| version.raw().checked_add(1) == Some(next.raw()))
}

pub(super) fn pack(versions: &[Version], into: &mut Vec<u32>) {
    let packed = if are_consecutive(versions) { 1 } else { versions.len() };
    into.extend(versions.iter().take(packed).flat_map(|version| halves(version.raw())));
}

impl<'t, T> Versions<'t, T> {
    /// There is none without payloads.
    #[inline]
    pub(super) fn read(
        reader: &mut Reader<'t>,
        are_consecutive: bool,
        payloads: &'t [T],
    ) -> Option<Self> {
        let (latest, numbered) = payloads.split_last()?;
        let (mut first, mut listed) = (0, &[][..]);
        if !are_consecutive {
            listed = reader.take_pairs(numbered.len());
        } else if !numbered.is_empty() {
            first = reader.long();
        }
        Some(Self { first, listed, numbered, latest })
    }

    #[inline]
    pub(crate) fn target(&self, version: Version) -> Option<Target> {
        if version.is_latest() {
            return Some(Target::LATEST);
        }
        let raw = version.raw();
        let index = if self.listed.is_empty() {
            usize::try_from(raw.checked_sub(self.first)?).ok()?
        } else {
            self.listed.binary_search_by_key(&raw, |&words| long(words)).ok()?
        };
        (index < self.numbered.len()).then(|| Target::new(index))
    }

    /// A version, its index and its payload.
    #[inline]
    pub(crate) fn get(&self, target: Target) -> (usize, Version, &'t T) {
        let index = target.index();
        match self.numbered.get(index) {
            Some(payload) => (index, self.number(index), payload),
            None => (self.numbered.len(), Version::LATEST, self.latest),
        }
    }

    #[inline]
    fn number(&self, index: usize) -> Version {
        Version::from_raw(match self.listed.get(index) {
            Some(&listed) => long(listed),
            None => self.first.wrapping_add(index as u64),
        })
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = (Version, &'t T)> {
        let numbered = self.numbered.iter().enumerate();
        let numbered = numbered.map(move |(index, payload)| (self.number(index), payload));
        numbered.chain(core::iter::once((Version::LATEST, self.latest)))
    }
}
