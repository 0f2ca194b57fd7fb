//! Functions packed into 32-bit words, and how words are read.
//!
//! A table of plain structures takes several times the memory, and each of its boxes is a cache miss
//! of its own: among a million functions a request would wait for five of them in turn. Packed, what
//! most requests ask of a function lies in two neighbouring cache lines, or three.

use alloc::vec::Vec;

use crate::bytes::load;

/// Reads words in the order in which they were written.
///
/// What is read was written by this crate, so it never runs short. The request path needs no proof of
/// that, since whatever is not there reads as zero, or as no words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'w>(&'w [u32]);

impl<'w> Reader<'w> {
    #[inline]
    pub(super) fn new(words: &'w [u32]) -> Self {
        Self(words)
    }

    #[inline]
    pub(super) fn words<const N: usize>(&mut self) -> [u32; N] {
        match self.0.split_first_chunk() {
            Some((words, rest)) => {
                self.0 = rest;
                *words
            }
            None => [0; N],
        }
    }

    #[inline]
    pub(super) fn word(&mut self) -> u32 {
        let [word] = self.words();
        word
    }

    #[inline]
    pub(super) fn long(&mut self) -> u64 {
        long(self.words())
    }

    /// The next so many words.
    #[inline]
    pub(super) fn take(&mut self, count: u32) -> &'w [u32] {
        let (taken, rest) = self.0.split_at_checked(index(count)).unwrap_or_default();
        self.0 = rest;
        taken
    }

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

#[inline]
pub(super) fn long([low, high]: [u32; 2]) -> u64 {
    u64::from(low) | (u64::from(high) << 32)
}

/// The two words of a `u64`.
#[inline]
pub(super) fn two_words(long: u64) -> [u32; 2] {
    #[expect(clippy::cast_possible_truncation, reason = "each half has 32 bits")]
    [long as u32, (long >> 32) as u32]
}

/// A count or a place as a word. None is larger: that many words are 16 GiB of one leaf.
#[inline]
pub(super) fn word(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A word as an index.
#[inline]
pub(super) fn index(word: u32) -> usize {
    // Where `usize` has fewer bits, no list is as long.
    usize::try_from(word).unwrap_or(usize::MAX)
}

/// Bytes as words, the last filled up with zeros.
pub(super) fn pack(bytes: &[u8]) -> impl ExactSizeIterator<Item = u32> {
    #[expect(clippy::cast_possible_truncation, reason = "four bytes are 32 bits")]
    bytes.chunks(4).map(|chunk| load(chunk)[0] as u32)
}

/// Packs bytes behind other words.
#[inline]
pub(super) fn pack_bytes(bytes: &[u8], into: &mut Vec<u32>) {
    // Most names have no tail, and to add no words takes as long as to add some.
    if !bytes.is_empty() {
        into.extend(pack(bytes));
    }
}

/// Writes words over those that are there.
// Where they came from a call, or were laid side by side before, they were read back in larger pieces than they
// had been written in, which waits for all writes before.
#[inline]
pub(super) fn write<const N: usize>(over: &mut [u32], from: usize, words: [u32; N]) {
    if let Some(room) = over.get_mut(from..).and_then(|words| words.first_chunk_mut()) {
        *room = words;
    }
}

/// Packs something after how many words it has.
pub(super) fn pack_sized(into: &mut Vec<u32>, pack: impl FnOnce(&mut Vec<u32>)) {
    let start = into.len();
    into.push(0);
    pack(into);
    let size = word(into.len().saturating_sub(start).saturating_sub(1));
    into.get_mut(start).into_iter().for_each(|word| *word = size);
}

/// Whether the words are these bytes, packed; that they are as many is known.
#[inline]
pub(super) fn is_packed(words: &[u32], bytes: &[u8]) -> bool {
    let (chunks, rest) = bytes.as_chunks();
    let whole = words.iter().zip(chunks).all(|(word, chunk)| *word == u32::from_le_bytes(*chunk));
    whole
        && (rest.is_empty() || words.last().is_some_and(|last| [u64::from(*last), 0] == load(rest)))
}

/// Whether the words begin with these bytes, packed.
pub(super) fn begin_with(words: &[u32], bytes: &[u8]) -> bool {
    words.get(..bytes.len().div_ceil(4)).is_some_and(|words| is_packed(words, bytes))
}
