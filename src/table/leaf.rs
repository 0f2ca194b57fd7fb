//! Some dozens of functions, packed together: what a table is made of, and what is made anew when one
//! of them changes.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::function::{CompiledFunction, FunctionHead, Place, name_of, repack};
use super::index::RuleIndex;
use super::keys::KeyPool;
use super::words::{index, word};
use crate::AttributeKey;
use crate::label::Label;

/// Functions by name.
///
/// A look-up reads its home here, and goes from there straight to the function: one wait for memory
/// each where the table is larger than the processor's caches.
#[derive(Debug)]
pub(super) struct Leaf<T> {
    /// Where among the words the functions of each home begin, or [`Leaf::NOWHERE`]. With some sixty
    /// functions, three of four are the first of their home.
    homes: [u32; Leaf::<()>::HOMES],
    /// The functions, home by home.
    words: Box<[u32]>,
    /// The payloads of each, which all tables share that have the function.
    payloads: Box<[Arc<[T]>]>,
    shared: Shared,
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
        FunctionHead::of(self.words).is_some_and(|head| head.is_named(name, self.words))
    }

    pub(super) fn name(&self) -> Vec<u8> {
        name_of(self.words)
    }
}

impl<T> Leaf<T> {
    /// By how many bits of a hash a home is chosen.
    pub(super) const HOME_BITS: u32 = 7;

    const HOMES: usize = 1 << Self::HOME_BITS;

    const NOWHERE: u32 = u32::MAX;

    /// A leaf of functions, of which no two have one name, and their homes.
    pub(super) fn new<'s>(records: impl IntoIterator<Item = (usize, Record<'s, T>)>) -> Self
    where
        T: 's,
    {
        let mut records: Vec<_> = records.into_iter().collect();
        records.sort_by_key(|&(home, _)| home);
        let length = records.iter().map(|(_, record)| record.words.len()).sum();
        let mut words = Vec::with_capacity(length);
        let mut all_payloads = Vec::with_capacity(records.len());
        let mut homes = [Self::NOWHERE; _];
        let (mut keys, mut indexes) = (KeyPool::default(), Vec::new());
        let mut records = records.into_iter().peekable();
        while let Some((home, Record { words: packed, shared, payloads })) = records.next() {
            if let Some(first @ &mut Self::NOWHERE) = homes.get_mut(home) {
                *first = word(words.len());
            }
            let place = Place {
                payloads: word(all_payloads.len()),
                is_followed: records.peek().is_some_and(|&(next, _)| next == home),
            };
            all_payloads.push(payloads);
            let key = |number| shared.keys.get(index(number)).map_or(0, |key| keys.number(key));
            let rule_index = |number| {
                indexes.extend(shared.indexes.get(index(number)).cloned());
                word(indexes.len().saturating_sub(1))
            };
            repack(packed, place, key, rule_index, &mut words);
        }
        let shared = Shared::new(keys, indexes);
        Self { homes, words: words.into(), payloads: all_payloads.into(), shared }
    }

    /// The function of this name and home.
    #[inline]
    pub(super) fn function(
        &self,
        home: usize,
        name: &Label<'_>,
    ) -> Option<CompiledFunction<'_, T>> {
        let mut words = self.words.get(index(*self.homes.get(home)?)..)?;
        loop {
            let head = FunctionHead::of(words)?;
            if head.is_named(name, words) {
                let payloads = self.payloads.get(head.payloads())?;
                return Some(CompiledFunction::new(head, words, payloads, &self.shared));
            }
            if !head.is_followed() {
                return None;
            }
            words = words.get(head.len()..)?;
        }
    }

    /// The functions and their homes, to be put into another leaf.
    pub(super) fn records(&self) -> impl Iterator<Item = (usize, Record<'_, T>)> {
        let homes = self.homes.iter().enumerate();
        homes.flat_map(|(home, &start)| self.records_from(start).map(move |record| (home, record)))
    }

    /// The functions of the home that begins here.
    fn records_from(&self, start: u32) -> impl Iterator<Item = Record<'_, T>> {
        let mut rest = self.words.get(index(start)..);
        core::iter::from_fn(move || {
            let words = rest?;
            let head = FunctionHead::of(words)?;
            let (words, others) = words.split_at_checked(head.len())?;
            rest = head.is_followed().then_some(others);
            let payloads = Arc::clone(self.payloads.get(head.payloads())?);
            Some(Record { words, shared: &self.shared, payloads })
        })
    }
}
