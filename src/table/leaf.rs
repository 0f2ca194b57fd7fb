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
    /// A hash table in the order of the tags: an entry stands at its tag's home, or as near above it
    /// as there was room. So a search goes upward, and ends at the first that is vacant or greater.
    slots: Box<[Option<Entry<T>>]>,
    homes: u32,
    /// The functions, in the order of their entries.
    words: Box<[u32]>,
    shared: Shared,
}

/// A function: a part of its name's hash, where its words begin, and its payloads, each of which all
/// tables share that have it.
#[derive(Debug)]
struct Entry<T> {
    tag: u32,
    start: u32,
    payloads: Arc<[T]>,
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
        // A quarter more than there are entries: most stand at home, and little is vacant.
        let homes = word(records.len().saturating_add(records.len() / 4).saturating_add(1));
        let length = records.iter().map(|(_, record)| record.words.len()).sum();
        let (mut slots, mut words) = (Vec::new(), Vec::with_capacity(length));
        let (mut keys, mut indexes) = (KeyPool::default(), Vec::new());
        for (tag, Record { words: packed, shared, payloads }) in records {
            slots.resize_with(slots.len().max(home(tag, homes)), || None);
            slots.push(Some(Entry { tag, start: word(words.len()), payloads }));
            let key = |number| shared.keys.get(index(number)).map_or(0, |key| keys.number(key));
            let rule_index = |number| {
                indexes.extend(shared.indexes.get(index(number)).cloned());
                word(indexes.len().saturating_sub(1))
            };
            function::repack(packed, key, rule_index, &mut words);
        }
        let shared = Shared::new(keys, indexes);
        Self { slots: slots.into(), homes, words: words.into(), shared }
    }

    /// The function of this name and tag.
    #[inline]
    pub(super) fn function(&self, tag: u32, name: &Label<'_>) -> Option<CompiledFunction<'_, T>> {
        for slot in self.slots.get(home(tag, self.homes)..)? {
            let entry = slot.as_ref()?;
            if entry.tag == tag
                && let Some(words) = name.strip(self.words.get(index(entry.start)..)?)
            {
                return CompiledFunction::read(words, &entry.payloads, &self.shared);
            }
            if entry.tag > tag {
                return None;
            }
        }
        None
    }

    /// The functions and their tags, to be put into another leaf.
    pub(super) fn records(&self) -> impl Iterator<Item = (u32, Record<'_, T>)> {
        let entries = || self.slots.iter().flatten();
        let ends = entries().skip(1).map(|entry| index(entry.start));
        let ends = ends.chain(core::iter::once(self.words.len()));
        entries().zip(ends).map(|(entry, end)| {
            let words = self.words.get(index(entry.start)..end).unwrap_or_default();
            let payloads = Arc::clone(&entry.payloads);
            (entry.tag, Record { words, shared: &self.shared, payloads })
        })
    }
}

/// Where the entry of a tag stands if there is room: as far up as the tag is among all tags.
#[inline]
fn home(tag: u32, homes: u32) -> usize {
    index((u64::from(tag).wrapping_mul(homes.into()) >> 32).try_into().unwrap_or(u32::MAX))
}
