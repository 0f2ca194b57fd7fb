//! A name, packed: its head in four words, and its tail elsewhere.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::words::{begin_with, long, pack, two_words};
use crate::label::{Label, Seed, hash};

/// The head of a packed name, which is all of it if it has up to 15 bytes.
///
/// Where the tail is needed, it may have words after it that are not the name's.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedName([u64; 2]);

impl PackedName {
    /// The words of its head.
    #[inline]
    pub(super) fn pack(name: &Label<'_>) -> [u32; 4] {
        let [[a, b], [c, d]] = name.head().map(two_words);
        [a, b, c, d]
    }

    #[inline]
    pub(super) fn read([a, b, c, d]: [u32; 4]) -> Self {
        Self([long([a, b]), long([c, d])])
    }

    /// Whether it is this name.
    #[inline]
    pub(super) fn is<'t>(self, name: &Label<'_>, tail: impl FnOnce() -> &'t [u32]) -> bool {
        self.0 == name.head() && (name.is_short() || is_tail(name.tail(), tail()))
    }

    /// The order of packed names: by their heads, then by their tails.
    pub(super) fn compare<'t>(
        self,
        name: &Label<'_>,
        tail: impl FnOnce() -> &'t [u32],
    ) -> Ordering {
        let words = pack(name.tail());
        self.0.cmp(&name.head()).then_with(|| tail().iter().copied().take(words.len()).cmp(words))
    }

    /// How many words the tail has.
    pub(super) fn tail_words(self) -> usize {
        Label::tail_bytes(self.0).div_ceil(4)
    }

    /// The name as it is written.
    pub(super) fn text(self, tail: &[u32]) -> Vec<u8> {
        Label::text_of(self.0, bytes(tail))
    }

    pub(super) fn hash(self, tail: &[u32], seed: Seed) -> u64 {
        let tail: Vec<_> = match Label::tail_bytes(self.0) {
            0 => Vec::new(),
            length => bytes(tail).take(length).collect(),
        };
        hash(self.0, &tail, seed)
    }
}

#[inline(never)]
fn is_tail(tail: &[u8], words: &[u32]) -> bool {
    begin_with(words, tail)
}

fn bytes(words: &[u32]) -> impl Iterator<Item = u8> {
    words.iter().flat_map(|word| word.to_le_bytes())
}

/// As [`PackedName::compare`].
pub(super) fn compare_names(one: &Label<'_>, other: &Label<'_>) -> Ordering {
    one.head().cmp(&other.head()).then_with(|| pack(one.tail()).cmp(pack(other.tail())))
}
