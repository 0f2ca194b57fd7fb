//! Names as they are packed and looked up.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::words::{load, pack};

/// A name that is looked up: its length in the first byte, then its bytes, then zeros up to a whole
/// word.
///
/// The first four words are compared as one number: for a name of up to 15 bytes that is all. What a
/// name begins has no fewer, even where the name itself has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    text: &'a [u8],
    head: u128,
    /// Which bits of the first four words are the name's.
    mask: u128,
}

impl<'a> Label<'a> {
    /// How many words are compared as one number.
    pub(super) const HEAD_WORDS: usize = 4;

    /// How many bytes stand beside the length there.
    const IN_HEAD: usize = 15;

    /// `None` if no name can be as long.
    #[inline]
    pub(super) fn new(text: &'a str) -> Option<Self> {
        let text = text.as_bytes();
        let length = u8::try_from(text.len()).ok()?;
        let start = text.get(..Self::IN_HEAD).unwrap_or(text);
        let mask = match length {
            0..4 => u128::MAX >> 96,
            4..8 => u128::MAX >> 64,
            8..12 => u128::MAX >> 32,
            _ => u128::MAX,
        };
        Some(Self { text, head: u128::from(length) | (load(start) << 8), mask })
    }

    pub(super) fn as_bytes(&self) -> &'a [u8] {
        self.text
    }

    /// How many words the name takes.
    #[inline]
    fn len(&self) -> usize {
        (self.text.len() / 4).saturating_add(1)
    }

    /// What its words after the first four are.
    #[inline]
    fn tail(&self) -> &'a [u8] {
        self.text.get(Self::IN_HEAD..).unwrap_or_default()
    }

    pub(super) fn pack(&self, into: &mut Vec<u32>) {
        let [a, b, c, d] = [0, 32, 64, 96].map(|shift| low_word(self.head >> shift));
        into.extend([a, b, c, d].get(..self.len()).unwrap_or(&[a, b, c, d]));
        into.extend(pack(self.tail()));
    }

    /// The name that the words begin with.
    pub(super) fn unpack(words: &[u32]) -> Vec<u8> {
        let mut bytes = words.iter().flat_map(|word| word.to_le_bytes());
        let length = bytes.next().unwrap_or_default();
        bytes.take(length.into()).collect()
    }

    /// What follows the name, if the words begin with it.
    #[inline]
    pub(super) fn strip<'w>(&self, words: &'w [u32]) -> Option<&'w [u32]> {
        if (head(words)? ^ self.head) & self.mask != 0 {
            return None;
        }
        if !self.tail().is_empty() && self.compare_tail(words) != Ordering::Equal {
            return None;
        }
        words.get(self.len()..)
    }

    /// How a packed name, which the words begin with, stands to this one: the shorter first, then by
    /// the words.
    #[inline]
    pub(super) fn compare(&self, words: &[u32]) -> Ordering {
        let Some(head) = head(words) else { return Ordering::Less };
        let length = |head: u128| head & 0xff;
        length(head)
            .cmp(&length(self.head))
            .then_with(|| (head & self.mask).cmp(&self.head))
            .then_with(|| self.compare_tail(words))
    }

    fn compare_tail(&self, words: &[u32]) -> Ordering {
        let tail = words.get(4..self.len()).unwrap_or_default();
        tail.iter().copied().cmp(pack(self.tail()))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the low word is asked for")]
fn low_word(number: u128) -> u32 {
    number as u32
}

#[inline]
fn head(words: &[u32]) -> Option<u128> {
    let [a, b, c, d] = words.first_chunk()?.map(u128::from);
    Some(a | (b << 32) | (c << 64) | (d << 96))
}

/// The order of [`Label::compare`].
impl Ord for Label<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.text.len().cmp(&other.text.len());
        length
            .then_with(|| self.head.cmp(&other.head))
            .then_with(|| pack(self.tail()).cmp(pack(other.tail())))
    }
}

impl PartialOrd for Label<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Label<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Label<'_> {}
