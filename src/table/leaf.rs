//! Some dozens of functions, packed together: what a table is made of, and what is made anew when one
//! of them changes.

#[cfg(test)]
#[expect(clippy::expect_used, reason = "tests fail by panics")]
mod tests;

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ptr;

use super::function::{CompiledFunction, FunctionHead, functions, hash_of, repack};
use super::index::RuleIndex;
use super::keys::KeyPool;
use super::spread::HOMES;
use super::words::{index, word};
use crate::AttributeKey;
use crate::label::{Label, Seed};

/// Functions by name.
///
/// A look-up reads a home here, and goes from there straight to the function and its payloads: where
/// the table is larger than the processor's caches, that is one wait for memory each. Among a million
/// functions a list of places between them took half as long again.
#[derive(Debug)]
pub(super) struct Leaf<T> {
    /// Where the functions of each home begin.
    homes: [Home; HOMES],
    /// The functions, home by home.
    words: Box<[u32]>,
    /// The payloads of each, which all tables share that have the function.
    payloads: Box<[Arc<[T]>]>,
    shared: Shared,
}

/// Which function of a leaf is the first of a home, in 8 bits, and where among the words it begins, in
/// the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Home(u32);

impl Home {
    const START_BITS: u32 = 24;
    const MAX_START: u32 = (1 << Self::START_BITS) - 1;

    /// Of no function: so many words no leaf has, or it has no such home.
    const EMPTY: Self = Self(Self::MAX_START);

    const FIRST: Self = Self(0);

    /// `None` if the bits don't suffice.
    fn new(function: usize, start: usize) -> Option<Self> {
        let function = u8::try_from(function).ok()?;
        let start = u32::try_from(start).ok().filter(|&start| start < Self::MAX_START)?;
        Some(Self(u32::from(function) << Self::START_BITS | start))
    }

    #[inline]
    fn function(self) -> usize {
        index(self.0 >> Self::START_BITS)
    }

    #[inline]
    fn start(self) -> usize {
        index(self.0 & Self::MAX_START)
    }
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

    /// The hash of the function's name.
    pub(super) fn hash(&self, seed: Seed) -> u64 {
        hash_of(self.words, seed)
    }
}

impl<T> Leaf<T> {
    /// A leaf of functions, of which no two have one name, and their homes.
    pub(super) fn new<'s>(records: impl IntoIterator<Item = (usize, Record<'s, T>)>) -> Self
    where
        T: 's,
    {
        let mut records: Vec<_> = records.into_iter().collect();
        records.sort_unstable_by_key(|&(home, _)| home);
        let length = records.iter().map(|(_, record)| record.words.len()).sum();
        let mut words = Vec::with_capacity(length);
        let mut all_payloads = Vec::with_capacity(records.len());
        let mut homes = [Home::EMPTY; HOMES];
        // Functions that no home can lead to are found from the last that one can.
        let mut last = Home::FIRST;
        let (mut keys, mut indexes) = (KeyPool::default(), Vec::new());
        // Most functions ask for what the one before asked for.
        let mut last_key: Option<(&Shared, u32, u32)> = None;
        let mut records = records.into_iter().peekable();
        while let Some((home, Record { words: packed, shared, payloads })) = records.next() {
            last = Home::new(all_payloads.len(), words.len()).unwrap_or(last);
            if let Some(first @ &mut Home::EMPTY) = homes.get_mut(home) {
                *first = last;
            }
            all_payloads.push(payloads);
            let next = Home::new(all_payloads.len(), words.len().saturating_add(packed.len()));
            let is_followed =
                records.peek().is_some_and(|&(next_home, _)| next_home == home || next.is_none());
            let key = |number| match last_key {
                Some((its, old, new)) if ptr::eq(its, shared) && old == number => new,
                _ => {
                    let new = shared.keys.get(index(number)).map_or(0, |key| keys.number(key));
                    last_key = Some((shared, number, new));
                    new
                }
            };
            let rule_index = |number| {
                indexes.extend(shared.indexes.get(index(number)).cloned());
                word(indexes.len().saturating_sub(1))
            };
            repack(packed, is_followed, key, rule_index, &mut words);
        }
        if words.len() > Home::EMPTY.start() {
            homes.iter_mut().filter(|home| **home == Home::EMPTY).for_each(|home| *home = last);
        }
        let shared = Shared::new(keys, indexes);
        Self { homes, words: words.into(), payloads: all_payloads.into(), shared }
    }

    /// How many functions there are.
    pub(super) fn len(&self) -> usize {
        self.payloads.len()
    }

    /// Whether a function has this home.
    pub(super) fn has_home(&self, home: usize) -> bool {
        self.homes.get(home).is_some_and(|&home| home != Home::EMPTY)
    }

    /// The function of this name and home.
    #[inline]
    pub(super) fn function(
        &self,
        home: usize,
        name: &Label<'_>,
    ) -> Option<CompiledFunction<'_, T>> {
        let home = *self.homes.get(home)?;
        let mut function = home.function();
        let mut words = self.words.get(home.start()..)?;
        loop {
            let head = FunctionHead::of(words)?;
            if head.is_named(name, words) {
                let payloads = self.payloads.get(function)?;
                return Some(CompiledFunction { words, payloads, shared: &self.shared });
            }
            if !head.is_followed() {
                return None;
            }
            words = words.get(head.len()..)?;
            function = function.wrapping_add(1);
        }
    }

    /// The functions, to be put into another leaf.
    pub(super) fn records(&self) -> impl Iterator<Item = Record<'_, T>> {
        functions(&self.words).zip(&self.payloads).map(|(words, payloads)| {
            let payloads = Arc::clone(payloads);
            Record { words, shared: &self.shared, payloads }
        })
    }
}
