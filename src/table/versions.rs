//! The versions of a function, packed, and their payloads.

use super::split::Target;
use super::words::long;
use crate::Version;

/// The numbered versions of a function, ascending, then `$LATEST`.
///
/// Of numbers that follow each other without a gap, as they nearly always do, the first is enough.
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
        let (latest, numbered) = payloads.split_last()?;
        Some(Self { first: first.into(), listed: &[], numbered, latest })
    }

    /// Whose numbers the words end with.
    pub(super) fn listed(words: &'t [u32], payloads: &'t [T]) -> Option<Self> {
        let (latest, numbered) = payloads.split_last()?;
        let (_, pairs) = words.as_rchunks();
        let (_, listed) = pairs.split_at_checked(pairs.len().checked_sub(numbered.len())?)?;
        Some(Self { first: 0, listed, numbered, latest })
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
