//! Rules found by how a value begins or ends.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::candidates::{Candidates, CandidatesBuilder};

/// Texts that values may begin with, or end with, and the rules that each leads to.
///
/// They are sorted, those that values may end with from behind. Whatever a value begins with is then
/// the last text that is not above the value, or begins that text in its turn; so from there the way
/// leads from each text to the longest that it begins with itself.
///
/// A request pays for one binary search and for that way, whose length is bounded by the number of
/// texts that begin each other, not by theirs.
#[derive(Debug)]
pub(super) struct Affixes {
    end: End,
    texts: Box<[Affix]>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    Start,
    End,
}

#[derive(Debug)]
struct Affix {
    text: Box<[u8]>,
    /// The longest of the texts that this one begins with.
    parent: Option<u32>,
    candidates: Candidates,
}

impl End {
    #[inline]
    fn compare(self, one: &[u8], other: &[u8]) -> Ordering {
        match self {
            Self::Start => one.cmp(other),
            Self::End => one.iter().rev().cmp(other.iter().rev()),
        }
    }

    /// How many bytes both begin with, or end with.
    fn common(self, one: &[u8], other: &[u8]) -> usize {
        let same = |(one, other): &(&u8, &u8)| one == other;
        match self {
            Self::Start => one.iter().zip(other).take_while(same).count(),
            Self::End => one.iter().rev().zip(other.iter().rev()).take_while(same).count(),
        }
    }

    fn has(self, value: &[u8], affix: &[u8]) -> bool {
        match self {
            Self::Start => value.starts_with(affix),
            Self::End => value.ends_with(affix),
        }
    }
}

impl Affixes {
    pub(super) fn new(end: End, texts: BTreeMap<&str, CandidatesBuilder>) -> Self {
        let mut texts: Vec<_> = texts.into_iter().collect();
        texts.sort_by(|(one, _), (other, _)| end.compare(one.as_bytes(), other.as_bytes()));
        let mut open: Vec<(u32, &str)> = Vec::new();
        let texts = (0_u32..).zip(texts).map(|(index, (text, candidates))| {
            let is_parent = |open: &(u32, &str)| end.has(text.as_bytes(), open.1.as_bytes());
            while open.pop_if(|open| !is_parent(open)).is_some() {}
            let parent = open.last().map(|&(parent, _)| parent);
            open.push((index, text));
            Affix { text: text.as_bytes().into(), parent, candidates: candidates.build() }
        });
        Self { end, texts: texts.collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The first of the rules below `best` that matches, else `best`.
    pub(super) fn first_match(
        &self,
        value: &[u8],
        mut best: u32,
        matches: &mut impl FnMut(u32) -> bool,
    ) -> u32 {
        let above = self
            .texts
            .partition_point(|affix| self.end.compare(&affix.text, value) != Ordering::Greater);
        let mut affix = above.checked_sub(1).and_then(|last| self.texts.get(last));
        // The others on the way begin this text, so that their length alone tells whether they begin
        // the value: compared each, a long way of long texts took the product of both.
        let common = affix.map_or(0, |affix| self.end.common(&affix.text, value));
        while let Some(Affix { text, parent, candidates }) = affix {
            if text.len() <= common {
                best = candidates.first_match(best, matches);
            }
            let parent = parent.and_then(|parent| usize::try_from(parent).ok());
            affix = parent.and_then(|parent| self.texts.get(parent));
        }
        best
    }
}
