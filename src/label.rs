//! Names as they are looked up.

#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::hash::{Hash, Hasher};

use foldhash::SharedSeed;
use foldhash::fast::FoldHasher;

use crate::bytes::load;

/// How many bytes stand beside the length in the head of a name.
const IN_HEAD: usize = 15;

/// A name and its head: its length in the first byte, then its first 15 bytes, then zeros.
///
/// Two names of up to 15 bytes are equal if their heads are, which is two compares of integers. It is
/// made once for all that a name is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label<'a> {
    head: [u64; 2],
    text: &'a str,
}

impl<'a> Label<'a> {
    /// Above it, the length is not told: no name is as long, so what is never equals one.
    const MAX: usize = 255;

    #[expect(clippy::inline_always, reason = "called, it would lie in memory")]
    #[inline(always)]
    pub(crate) const fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let (length, [low, high]) = match bytes.first_chunk::<16>() {
            Some(start) if bytes.len() < Self::MAX => (bytes.len(), load(start)),
            Some(start) => (Self::MAX, load(start)),
            None => (bytes.len(), load(bytes)),
        };
        // A sixteenth byte is shifted out.
        Self { head: [length as u64 | (low << 8), (low >> 56) | (high << 8)], text }
    }

    #[inline]
    pub(crate) const fn head(&self) -> [u64; 2] {
        self.head
    }

    #[inline]
    pub(crate) const fn text(&self) -> &'a str {
        self.text
    }

    #[inline]
    pub(crate) fn hash(&self, seed: Seed) -> u64 {
        let seed = if self.is_short() { seed } else { tail_seed(self.tail(), seed) };
        hash_of_head(self.head, seed)
    }

    /// How long the tail of a name is, by its head.
    pub(crate) fn tail_bytes([low, _]: [u64; 2]) -> usize {
        let [length, ..] = low.to_le_bytes();
        usize::from(length).saturating_sub(IN_HEAD)
    }

    /// The name whose head and tail these are; what follows the tail is passed over.
    pub(crate) fn text_of(head: [u64; 2], tail: impl IntoIterator<Item = u8>) -> Vec<u8> {
        let mut head = head.into_iter().flat_map(u64::to_le_bytes);
        let length = head.next().unwrap_or_default();
        head.chain(tail).take(length.into()).collect()
    }

    /// Whether the head is all of the name.
    #[inline]
    pub(crate) const fn is_short(&self) -> bool {
        self.text.len() <= IN_HEAD
    }

    /// What of the name is not in the head.
    #[inline]
    pub(crate) fn tail(&self) -> &'a [u8] {
        self.text.as_bytes().get(IN_HEAD..).unwrap_or_default()
    }
}

/// By the text alone, which tells the rest.
impl Hash for Label<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// By the text's bytes.
impl Ord for Label<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(other.text)
    }
}

impl PartialOrd for Label<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What the hashes of names begin with.
///
/// It is no secret: the same functions lie alike in every process. Tenants can choose names whose
/// hashes begin alike for the first seed. The next one comes of the hashes of all names, so that
/// names chosen for it would have to bring it about, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seed(u64);

impl Seed {
    /// That of `foldhash` itself.
    pub(crate) const FIRST: Self = Self(0x082e_fa98_ec4e_6c89);

    /// How many seeds are tried at the most.
    pub(crate) const COUNT: usize = 16;

    /// The seed to try after this one, by the hashes with it, in the order that they have.
    pub(crate) fn next(self, hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut all = FoldHasher::with_seed(self.0, SharedSeed::global_fixed());
        hashes.into_iter().for_each(|hash| all.write_u64(hash));
        Self(all.finish())
    }
}

/// The hash of the name whose head and tail these are.
pub(crate) fn hash(head: [u64; 2], tail: &[u8], seed: Seed) -> u64 {
    hash_of_head(head, if tail.is_empty() { seed } else { tail_seed(tail, seed) })
}

#[inline]
fn hash_of_head([low, high]: [u64; 2], Seed(seed): Seed) -> u64 {
    let mut hasher = FoldHasher::with_seed(seed, SharedSeed::global_fixed());
    hasher.write_u64(low);
    hasher.write_u64(high);
    hasher.finish()
}

/// What the hash of the head begins with, by the tail.
// What is inlined should be little.
#[inline(never)]
fn tail_seed(tail: &[u8], Seed(seed): Seed) -> Seed {
    let mut hasher = FoldHasher::with_seed(seed, SharedSeed::global_fixed());
    hasher.write(tail);
    Seed(hasher.finish())
}
