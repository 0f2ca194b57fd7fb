//! The versions of a function, packed, and their payloads.

use super::split::Target;
use super::words::long;
use crate::Version;

/// The numbered versions of a function, ascending, then `$LATEST`.
///
/// Of numbers that follow each other without a gap, as they nearly always do, the first is enough; so
/// either the one list of payloads is empty or the other.
#[derive(Debug)]
pub(crate) struct Versions<'t, T> {
    first: u64,
    consecutive: &'t [T],
    numbers: &'t [[u32; 2]],
    gapped: &'t [T],
    latest: &'t T,
}

impl<T> Clone for Versions<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Versions<'_, T> {}

/// How the numbers of versions are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    /// They follow each other without a gap, from this one.
    From(u32),
    /// There are gaps, or the first has too high a number for a word.
    Listed,
}

impl Numbering {
    pub(super) fn of(versions: &[Version]) -> Self {
        let mut pairs = versions.iter().zip(versions.iter().skip(1));
        if pairs.all(|(version, next)| version.raw().checked_add(1) == Some(next.raw())) {
            let first = versions.first().map_or(0, |first| first.raw());
            let first = u32::try_from(first).ok().filter(|&first| first != Self::LISTED);
            first.map_or(Self::Listed, Self::From)
        } else {
            Self::Listed
        }
    }

    const LISTED: u32 = u32::MAX;

    #[inline]
    pub(super) fn pack(self) -> u32 {
        match self {
            Self::From(first) => first,
            Self::Listed => Self::LISTED,
        }
    }

    #[inline]
    pub(super) fn unpack(word: u32) -> Self {
        match word {
            Self::LISTED => Self::Listed,
            first => Self::From(first),
        }
    }
}

impl<'t, T> Versions<'t, T> {
    /// Without a gap, from this one. There are none without payloads.
    #[inline]
    pub(super) fn consecutive(first: u32, payloads: &'t [T]) -> Option<Self> {
        let (latest, consecutive) = payloads.split_last()?;
        Some(Self { first: first.into(), consecutive, numbers: &[], gapped: &[], latest })
    }

    /// Whose numbers the words end with.
    pub(super) fn listed(words: &'t [u32], payloads: &'t [T]) -> Option<Self> {
        let (latest, gapped) = payloads.split_last()?;
        let (_, pairs) = words.as_rchunks();
        let (_, numbers) = pairs.split_at_checked(pairs.len().checked_sub(gapped.len())?)?;
        Some(Self { first: 0, consecutive: &[], numbers, gapped, latest })
    }

    pub(crate) fn target(&self, version: Version) -> Option<Target> {
        if version.is_latest() {
            return Some(Target::LATEST);
        }
        let raw = version.raw();
        let index = if self.gapped.is_empty() {
            let index = usize::try_from(raw.checked_sub(self.first)?).ok()?;
            Some(index).filter(|&index| index < self.consecutive.len())?
        } else {
            self.numbers.binary_search_by_key(&raw, |&words| long(words)).ok()?
        };
        Some(Target::new(index))
    }

    /// A version, its index and its payload.
    #[inline]
    pub(crate) fn get(&self, target: Target) -> (usize, Version, &'t T) {
        let index = target.index();
        match self.consecutive.get(index) {
            Some(payload) => {
                let number = self.first.wrapping_add(index as u64);
                (index, Version::from_raw(number), payload)
            }
            None if self.gapped.is_empty() => {
                (self.consecutive.len(), Version::LATEST, self.latest)
            }
            None => self.get_gapped(index),
        }
    }

    #[inline(never)]
    fn get_gapped(&self, index: usize) -> (usize, Version, &'t T) {
        match self.numbers.get(index).zip(self.gapped.get(index)) {
            Some((&number, payload)) => (index, Version::from_raw(long(number)), payload),
            None => (self.gapped.len(), Version::LATEST, self.latest),
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = (Version, &'t T)> {
        let numbered = self.consecutive.len().max(self.gapped.len());
        (0..=numbered).map(move |index| {
            let (_, version, payload) = self.get(Target::new(index));
            (version, payload)
        })
    }
}
