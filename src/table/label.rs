//! Names as they are packed and looked up.

#[cfg(test)]
#[expect(clippy::expect_used, clippy::indexing_slicing, reason = "tests fail by panics")]
mod tests;

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::words::{halves, is_packed, load, long, pack};

/// A name that is looked up: its length in the first byte, then its bytes, then zeros up to a whole
/// word.
///
/// The first four words are compared two by two: for a name of up to 15 bytes that is all. What a
/// name begins has no fewer, even where the name itself has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    text: &'a [u8],
    head: [u64; 2],
    /// Which bits of the first four words are the name's.
    mask: [u64; 2],
}

impl<'a> Label<'a> {
    /// How many words are compared two by two.
    pub(super) const HEAD_WORDS: usize = 4;

    /// How many bytes stand beside the length there.
    const IN_HEAD: usize = 15;

    /// `None` if no name can be as long.
    #[expect(clippy::inline_always, reason = "called, it would lie in memory")]
    #[inline(always)]
    pub(super) fn new(text: &'a str) -> Option<Self> {
        let text = text.as_bytes();
        let length = u8::try_from(text.len()).ok()?;
        let start = text.get(..Self::IN_HEAD).unwrap_or(text);
        let [low, high] = load(start);
        let head = [u64::from(length) | (low << 8), (low >> 56) | (high << 8)];
        let half = u64::MAX >> 32;
        let mask = match length {
            12.. => [u64::MAX, u64::MAX],
            8.. => [u64::MAX, half],
            4.. => [u64::MAX, 0],
            _ => [half, 0],
        };
        Some(Self { text, head, mask })
    }

    pub(super) fn as_bytes(&self) -> &'a [u8] {
        self.text
    }

    /// How many words the name takes.
    #[inline]
    fn len(&self) -> usize {
        (self.text.len() / 4).saturating_add(1)
    }

    pub(super) fn pack(&self, into: &mut Vec<u32>) {
        let head = self.head.map(halves);
        let head = head.as_flattened();
        into.extend(head.get(..self.len()).unwrap_or(head));
        into.extend(pack(tail(self.text)));
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
        if self.masked(head(words)?) != self.head {
            return None;
        }
        let (packed, rest) = words.split_at_checked(self.len())?;
        if self.text.len() > Self::IN_HEAD && !is_tail(packed, self.text) {
            return None;
        }
        Some(rest)
    }

    /// How a packed name, which the words begin with, stands to this one: the shorter first, then by
    /// the words.
    #[inline]
    pub(super) fn compare(&self, words: &[u32]) -> Ordering {
        let Some(head) = head(words) else { return Ordering::Less };
        let [low, _] = head;
        let length = low & 0xff;
        length
            .cmp(&(self.text.len() as u64))
            .then_with(|| self.masked(head).cmp(&self.head))
            .then_with(|| compare_tail(words.get(..self.len()).unwrap_or(words), self.text))
    }

    #[inline]
    fn masked(&self, [low, high]: [u64; 2]) -> [u64; 2] {
        let [low_mask, high_mask] = self.mask;
        [low & low_mask, high & high_mask]
    }
}

/// Whether words after the first four are those of a name.
// By its parts, so that the label need not lie in memory for it.
#[inline(never)]
fn is_tail(words: &[u32], text: &[u8]) -> bool {
    is_packed(words.get(Label::HEAD_WORDS..).unwrap_or_default(), tail(text))
}

fn compare_tail(words: &[u32], text: &[u8]) -> Ordering {
    let words = words.get(Label::HEAD_WORDS..).unwrap_or_default();
    words.iter().copied().cmp(pack(tail(text)))
}

/// What of a name is not in the first four words.
fn tail(text: &[u8]) -> &[u8] {
    text.get(Label::IN_HEAD..).unwrap_or_default()
}

#[inline]
fn head(words: &[u32]) -> Option<[u64; 2]> {
    let [a, b, c, d] = *words.first_chunk()?;
    Some([long([a, b]), long([c, d])])
}

/// The order of [`Label::compare`].
impl Ord for Label<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.text.len().cmp(&other.text.len());
        length
            .then_with(|| self.head.cmp(&other.head))
            .then_with(|| pack(tail(self.text)).cmp(pack(tail(other.text))))
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
