//! Some dozens of functions, packed together: what a table is made of, and what is made anew when one
//! of them changes.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::function::{self, CompiledFunction};
use super::index::RuleIndex;
use super::keys::KeyPool;
use super::label::Label;
use super::words::{index, word};
use crate::AttributeKey;

/// Functions by name.
#[derive(Debug)]
pub(super) struct Leaf<T> {
    /// In the order of their tags.
    entries: Box<[Entry]>,
    /// The payloads of each, which all tables share that have the function. They lie apart, so that a
    /// search passes over less memory; where they are is known as soon as where the words are.
    payloads: Box<[Arc<[T]>]>,
    /// Where among the entries those begin whose tags have this first byte or a higher one. A search
    /// goes upward from there, and seven times of eight ends where it begins.
    homes: [u8; 256],
    /// The functions, in the order of their entries.
    words: Box<[u32]>,
    shared: Shared,
}

/// A function: a part of its name's hash, and where its words begin.
#[derive(Debug, Clone, Copy)]
struct Entry {
    tag: u32,
    start: u32,
}

/// What the functions of a leaf have in common.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(super) keys: Box<[AttributeKey]>,
    pub(super) indexes: Box<[Arc<RuleIndex>]>,
}

impl Shared {
    pub(super) fn new(keys: KeyPool, indexes: Vec<Arc<RuleIndex>>) -> Self {
        Self { keys: keys.into_keys().into(), indexes: indexes.into() }
    }
}

/// A function on its way into a leaf.
#[derive(Debug)]
pub(super) struct Record<'s, T> {
    pub(super) words: &'s [u32],
    pub(super) shared: &'s Shared,
    pub(super) payloads: Arc<[T]>,
}

impl<T> Record<'_, T> {
    pub(super) fn is_named(&self, name: &Label<'_>) -> bool {
        name.strip(self.words).is_some()
    }

    pub(super) fn name(&self) -> Vec<u8> {
        Label::unpack(self.words)
    }
}

impl<T> Leaf<T> {
    /// A leaf of functions of which no two have one name.
    pub(super) fn new<'s>(records: impl IntoIterator<Item = (u32, Record<'s, T>)>) -> Self
    where
        T: 's,
    {
        let mut records: Vec<_> = records.into_iter().collect();
        records.sort_by_key(|&(tag, _)| tag);
        let length = records.iter().map(|(_, record)| record.words.len()).sum();
        let mut entries = Vec::with_capacity(records.len());
        let mut all_payloads = Vec::with_capacity(records.len());
        let mut words = Vec::with_capacity(length);
        let (mut keys, mut indexes) = (KeyPool::default(), Vec::new());
        for (tag, Record { words: packed, shared, payloads }) in records {
            entries.push(Entry { tag, start: word(words.len()) });
            all_payloads.push(payloads);
            let key = |number| shared.keys.get(index(number)).map_or(0, |key| keys.number(key));
            let rule_index = |number| {
                indexes.extend(shared.indexes.get(index(number)).cloned());
                word(indexes.len().saturating_sub(1))
            };
            function::repack(packed, key, rule_index, &mut words);
        }
        let shared = Shared::new(keys, indexes);
        let homes = homes(&entries);
        let (entries, payloads) = (entries.into(), all_payloads.into());
        Self { homes, entries, payloads, words: words.into(), shared }
    }

    /// The function of this name and tag.
    #[inline]
    pub(super) fn function(&self, tag: u32, name: &Label<'_>) -> Option<CompiledFunction<'_, T>> {
        let from = usize::from(*self.homes.get(home(tag))?);
        let entries = self.entries.get(from..)?.iter();
        for (index, entry) in (from..).zip(entries.take_while(|entry| entry.tag <= tag)) {
            if entry.tag == tag
                && let Some(words) = name.strip(self.words.get(self::index(entry.start)..)?)
            {
                return CompiledFunction::read(words, self.payloads.get(index)?, &self.shared);
            }
        }
        None
    }

    /// The functions and their tags, to be put into another leaf.
    pub(super) fn records(&self) -> impl Iterator<Item = (u32, Record<'_, T>)> {
        let ends = self.entries.iter().skip(1).map(|entry| index(entry.start));
        let ends = ends.chain(core::iter::once(self.words.len()));
        let entries = self.entries.iter().zip(ends).zip(&self.payloads);
        entries.map(|((entry, end), payloads)| {
            let words = self.words.get(index(entry.start)..end).unwrap_or_default();
            let payloads = Arc::clone(payloads);
            (entry.tag, Record { words, shared: &self.shared, payloads })
        })
    }
}

fn homes(entries: &[Entry]) -> [u8; 256] {
    let mut entries = entries.iter().map(|entry| home(entry.tag)).peekable();
    // Of more entries than a leaf has, those above are found from here, too.
    let mut from = 0_u8;
    core::array::from_fn(|home| {
        while entries.next_if(|&entry| entry < home).is_some() {
            from = from.saturating_add(1);
        }
        from
    })
}

#[inline]
fn home(tag: u32) -> usize {
    index(tag >> 24)
}
