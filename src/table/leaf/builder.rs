//! How leaves are made.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ptr;

use super::{HEAD_WORDS, HOMES, Home, KeyPool, Leaf, PackedFunction, Record, Shared, Spread};
use crate::table::function::repack;
use crate::table::groups::Groups;
use crate::table::words::{index, word};

/// Makes one leaf after the other in the same memory: for each of its own, a table took a twentieth longer.
#[derive(Debug)]
pub(in crate::table) struct LeafBuilder<T> {
    groups: Groups,
    words: Vec<u32>,
    payloads: Vec<Arc<[T]>>,
}

impl<T> LeafBuilder<T> {
    /// For leaves of so many functions, or some more or less.
    pub(in crate::table) fn for_about(functions: usize) -> Self {
        Self {
            groups: Groups::default(),
            words: Vec::with_capacity(functions.saturating_mul(PackedFunction::WORDS)),
            payloads: Vec::with_capacity(functions),
        }
    }

    /// A leaf of functions by the hashes of their names, or what of them is left for the leaf; each is taken
    /// once, by its place. If a name stands twice, it is of no use but to tell that name.
    pub(in crate::table) fn leaf<'s>(
        &mut self,
        hashes: &[u64],
        take: impl FnMut(usize) -> Option<Record<'s, T>>,
    ) -> Leaf<T>
    where
        T: 's,
    {
        self.spread(Spread::of(hashes.iter().copied()), hashes, take)
    }

    /// The same, of functions that are spread as those of another leaf.
    pub(in crate::table) fn leaf_as<'s>(
        &mut self,
        other: &Leaf<T>,
        hashes: &[u64],
        take: impl FnMut(usize) -> Option<Record<'s, T>>,
    ) -> Leaf<T>
    where
        T: 's,
    {
        self.spread(other.spread, hashes, take)
    }

    fn spread<'s>(
        &mut self,
        spread: Spread,
        hashes: &[u64],
        mut take: impl FnMut(usize) -> Option<Record<'s, T>>,
    ) -> Leaf<T>
    where
        T: 's,
    {
        let Self { groups, words, payloads: all_payloads } = self;
        // Each head is written over.
        words.resize(hashes.len().saturating_mul(HEAD_WORDS), 0);
        let mut homes = [Home::EMPTY; HOMES];
        // Functions that no home can lead to are found from the last that one can.
        let mut last = Home::EMPTY;
        let (mut keys, mut indexes) = (KeyPool::default(), Vec::new());
        // Most functions ask for what the one before asked for.
        let mut last_key: Option<(&Shared, u32, u32)> = None;
        let home_of = |function: usize| hashes.get(function).map(|&hash| spread.home(hash));
        let groups = groups.of(hashes.iter().map(|&hash| spread.home(hash)), HOMES);
        // Not home by home: the processor can't foresee which of them have a function.
        let mut order = groups.in_order().iter().peekable();
        while let Some(&function) = order.next() {
            let Some((home, record)) = home_of(function).zip(take(function)) else { continue };
            let Record { function, shared, payloads } = record;
            let place = all_payloads.len().saturating_mul(HEAD_WORDS);
            last = Home::new(all_payloads.len()).unwrap_or(last);
            if let Some(first @ &mut Home::EMPTY) = homes.get_mut(home) {
                *first = last;
            }
            all_payloads.push(payloads);
            let is_followed = order.peek().is_some_and(|&&next| {
                home_of(next) == Some(home) || Home::new(all_payloads.len()).is_none()
            });
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
            repack(function, (place, is_followed), key, rule_index, words);
        }
        let shared = Arc::new(Shared::new(keys, indexes));
        let payloads = all_payloads.drain(..).collect();
        Leaf { spread, homes, words: words.as_slice().into(), payloads, shared }
    }
}
