//! Rules found by a whole text.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use super::candidates::{Candidates, CandidatesBuilder};
use crate::table::words::{index, word};

/// Texts, and the rules that each leads to.
///
/// They are sorted by their hashes, and texts of one hash by themselves. The first bits of a hash tell
/// where to begin, and mostly the first text that stands there is the one. Whoever writes rules can
/// find texts whose hashes begin alike, since the hash has no secret; where very many do, all texts
/// are searched in their order instead. So no choice of texts makes a look-up dearer than a binary
/// search.
#[derive(Debug)]
pub(super) struct Texts {
    /// Where those texts begin whose hashes begin with each number, or would; nothing where too many
    /// hashes begin alike.
    starts: Box<[u32]>,
    /// By how much a hash is shifted to that number.
    shift: u32,
    all: Box<[Text]>,
}

#[derive(Debug)]
struct Text {
    hash: u64,
    bytes: Box<[u8]>,
    candidates: Candidates,
}

impl Texts {
    /// How many hashes may begin alike. There are as many beginnings as texts, so that by chance
    /// there are never as many.
    const ALIKE: usize = 16;

    pub(super) fn new(texts: BTreeMap<&str, CandidatesBuilder>) -> Self {
        let texts = texts.into_iter().map(|(text, candidates)| {
            let text = text.as_bytes();
            Text { hash: hash(text), bytes: text.into(), candidates: candidates.build() }
        });
        let mut texts: Vec<_> = texts.collect();
        // By themselves they are sorted already.
        texts.sort_by_key(|text| text.hash);
        let bits = texts.len().next_power_of_two().trailing_zeros().clamp(1, u32::BITS);
        let shift = u64::BITS.saturating_sub(bits);
        let starts = starts(&texts, bits, shift).unwrap_or_default();
        Self { starts: starts.into(), shift, all: texts.into() }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    #[inline]
    pub(super) fn get(&self, value: &[u8]) -> Option<&Candidates> {
        let hash = hash(value);
        let Some(&start) = self.starts.get(number(hash, self.shift)) else {
            return self.search(hash, value);
        };
        let mut at = index(start);
        while let Some(text) = self.all.get(at) {
            if text.hash >= hash {
                if text.hash != hash {
                    break;
                }
                if *text.bytes == *value {
                    return Some(&text.candidates);
                }
            }
            at = at.wrapping_add(1);
        }
        None
    }

    #[cold]
    fn search(&self, hash: u64, value: &[u8]) -> Option<&Candidates> {
        let found =
            search(&self.all, |text| text.hash.cmp(&hash).then_with(|| (*text.bytes).cmp(value)));
        found.map(|text| &text.candidates)
    }
}

/// Where the texts begin whose hashes begin with each number of so many bits; `None` if too many do
/// with one.
fn starts(texts: &[Text], bits: u32, shift: u32) -> Option<Vec<u32>> {
    let mut rest = texts.iter().peekable();
    let mut passed = 0_usize;
    let starts = (0..1_usize.unbounded_shl(bits)).map(|beginning| {
        let start = word(passed);
        let alike = |text: &&Text| number(text.hash, shift) == beginning;
        let count = core::iter::from_fn(|| rest.next_if(alike)).count();
        passed = passed.saturating_add(count);
        (count <= Texts::ALIKE).then_some(start)
    });
    starts.collect()
}

fn search<T>(sorted: &[T], compare: impl FnMut(&T) -> Ordering) -> Option<&T> {
    sorted.get(sorted.binary_search_by(compare).ok()?)
}

/// What a hash begins with.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "no list has more than 2^32 texts")]
fn number(hash: u64, shift: u32) -> usize {
    hash.wrapping_shr(shift) as usize
}

#[inline]
fn hash(text: &[u8]) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    hasher.write(text);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::cell::Cell;

    use super::super::candidates::{Candidate, CandidatesBuilder};
    use super::{Texts, hash, search};

    fn texts(texts: &[String]) -> Texts {
        let builders: BTreeMap<&str, CandidatesBuilder> = (0..)
            .zip(texts)
            .map(|(rule, text)| {
                let mut builder = CandidatesBuilder::default();
                builder.push(Candidate { rule, sure: true });
                (text.as_str(), builder)
            })
            .collect();
        Texts::new(builders)
    }

    /// The rule that a text leads to.
    fn rule(texts: &Texts, text: &str) -> Option<u32> {
        let candidates = texts.get(text.as_bytes())?;
        Some(candidates.first_match(u32::MAX, &mut |_| false))
    }

    #[test]
    fn each_text_is_found_however_many_there_are() {
        for count in [0, 1, 2, 3, 7, 8, 9, 64, 1_000] {
            let all: Vec<String> = (0..count + 10).map(|text| alloc::format!("{text}")).collect();
            let (there, missing) = all.split_at(count);
            let texts = texts(there);
            for (number, text) in (0..).zip(there) {
                assert_eq!(rule(&texts, text), Some(number), "{text} of {count}");
            }
            for text in missing {
                assert_eq!(rule(&texts, text), None, "{text} of {count}");
            }
        }
    }

    #[test]
    fn texts_whose_hashes_begin_alike_are_searched() {
        let alike = (0..).map(|text| alloc::format!("{text}"));
        let alike = alike.filter(|text| hash(text.as_bytes()) >> 54 == 7).take(600);
        let all: Vec<String> = alike.collect();
        let (there, missing) = all.split_at(500);
        let texts = texts(there);
        assert!(texts.starts.is_empty());
        for (number, text) in (0..).zip(there) {
            assert_eq!(rule(&texts, text), Some(number), "{text}");
        }
        for text in missing {
            assert_eq!(rule(&texts, text), None, "{text}");
        }
    }

    #[test]
    fn a_search_compares_no_more_often_than_a_binary_one() {
        let sorted: Vec<u32> = (0..10_000).collect();
        for sought in [0, 1, 5_000, 9_999, 10_000] {
            let compares = Cell::new(0);
            let found = search(&sorted, |each| {
                compares.set(compares.get() + 1);
                each.cmp(&sought)
            });
            assert_eq!(found.copied(), Some(sought).filter(|&sought| sought < 10_000));
            assert!(compares.get() <= 15, "{} compares", compares.get());
        }
    }
}
