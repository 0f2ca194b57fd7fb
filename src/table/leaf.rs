//! Some dozens of functions, packed together: what a table is made of, and what is made anew when one
//! of them changes.

#[cfg(test)]
#[expect(clippy::expect_used, reason = "tests fail by panics")]
mod tests;

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ptr;

use super::function::{CompiledFunction, FunctionHead, HEAD_WORDS, PackedFunction, repack};
use super::index::RuleIndex;
use super::keys::KeyPool;
use super::order::in_order;
use super::spread::{HOMES, Spread};
use super::words::{index, word};
use crate::label::Label;
use crate::{AttributeKey, FunctionId};

/// Functions by name.
///
/// Where the table is larger than the processor's caches, nearly all that a look-up takes is waiting for
/// memory. A leaf lies among others in one piece, without the functions themselves: so little that it
/// often stays within the caches, and that the processor knows where it is. What it says leads straight
/// to the function and to its payloads, which are waited for side by side. When each leaf was memory
/// of its own, and said where among its words a function begins, a look-up among a million waited
/// twice.
#[derive(Debug)]
pub(super) struct Leaf<T> {
    spread: Spread,
    /// Which function is the first of each home.
    homes: [Home; HOMES],
    /// The heads of the functions, home by home; then their rests.
    words: Arc<[u32]>,
    /// The payloads of each, which all tables share that have the function.
    payloads: Arc<[Arc<[T]>]>,
    shared: Arc<Shared>,
}

/// All is shared.
impl<T> Clone for Leaf<T> {
    fn clone(&self) -> Self {
        Self {
            words: Arc::clone(&self.words),
            payloads: Arc::clone(&self.payloads),
            shared: Arc::clone(&self.shared),
            ..*self
        }
    }
}

/// Which function of a leaf is the first of a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Home(u8);

impl Home {
    /// Of no function.
    const EMPTY: Self = Self(u8::MAX);

    /// `None` if the bits don't suffice.
    fn new(function: usize) -> Option<Self> {
        u8::try_from(function).ok().map(Self).filter(|&home| home != Self::EMPTY)
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
    pub(super) function: PackedFunction<'s>,
    pub(super) shared: &'s Shared,
    pub(super) payloads: Arc<[T]>,
}

/// Functions on their way into a leaf, by the hashes of their names, or what of them is left for the leaf.
/// None is missing, until they are taken out one by one.
#[derive(Debug)]
pub(super) struct Records<'s, T>(Vec<Option<(u64, Record<'s, T>)>>);

impl<'s, T> Records<'s, T> {
    pub(super) fn with_capacity(functions: usize) -> Self {
        Self(Vec::with_capacity(functions))
    }

    pub(super) fn push(&mut self, hash: u64, record: Record<'s, T>) {
        self.0.push(Some((hash, record)));
    }

    fn hashes(&self) -> impl Iterator<Item = u64> + Clone {
        self.0.iter().flatten().map(|&(hash, _)| hash)
    }
}

impl<T> Leaf<T> {
    /// A leaf of functions by the hashes of their names, or what of them is left for the leaf. If a name
    /// stands twice, it is of no use but to tell that name.
    pub(super) fn new(records: Records<'_, T>) -> Self {
        Self::spread(Spread::of(records.hashes()), records)
    }

    /// A leaf of other functions, which are spread as these are.
    pub(super) fn with_records(&self, records: Records<'_, T>) -> Self {
        Self::spread(self.spread, records)
    }

    fn spread(spread: Spread, records: Records<'_, T>) -> Self {
        let order = in_order(records.hashes().map(|hash| spread.home(hash)), HOMES);
        let Records(mut records) = records;
        let functions = records.iter().flatten().map(|(_, record)| record.function);
        let rests: usize = functions.map(|function| function.rest.len()).sum();
        let heads = records.len().saturating_mul(HEAD_WORDS);
        let mut words = Vec::with_capacity(heads.saturating_add(rests));
        words.resize(heads, 0);
        let mut all_payloads = Vec::with_capacity(records.len());
        let mut homes = [Home::EMPTY; HOMES];
        // Functions that no home can lead to are found from the last that one can.
        let mut last = Home::EMPTY;
        let (mut keys, mut indexes) = (KeyPool::default(), Vec::new());
        // Most functions ask for what the one before asked for.
        let mut last_key: Option<(&Shared, u32, u32)> = None;
        let mut order = order.into_iter().peekable();
        while let Some(record) = order.next() {
            let record = records.get_mut(record).and_then(Option::take);
            let Some((hash, Record { function, shared, payloads })) = record else { continue };
            let home = spread.home(hash);
            let place = all_payloads.len().saturating_mul(HEAD_WORDS);
            last = Home::new(all_payloads.len()).unwrap_or(last);
            if let Some(first @ &mut Home::EMPTY) = homes.get_mut(home) {
                *first = last;
            }
            all_payloads.push(payloads);
            let next = order.peek().and_then(|&next| records.get(next)?.as_ref());
            let is_followed = next.is_some_and(|&(next, _)| {
                spread.home(next) == home || Home::new(all_payloads.len()).is_none()
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
            repack(function, (place, is_followed), key, rule_index, &mut words);
        }
        let shared = Arc::new(Shared::new(keys, indexes));
        Self { spread, homes, words: words.into(), payloads: all_payloads.into(), shared }
    }

    /// How many functions there are.
    pub(super) fn len(&self) -> usize {
        self.payloads.len()
    }

    /// Whether a function has the home that the hash leads to.
    pub(super) fn has_home(&self, hash: u64) -> bool {
        self.homes.get(self.spread.home(hash)).is_some_and(|&home| home != Home::EMPTY)
    }

    /// The function of this name, by its hash.
    #[inline]
    pub(super) fn function(&self, hash: u64, name: &Label<'_>) -> Option<CompiledFunction<'_, T>> {
        let &home = self.homes.get(self.spread.home(hash))?;
        if home == Home::EMPTY {
            return None;
        }
        let (words, mut function) = (&*self.words, usize::from(home.0));
        loop {
            let heads = words.get(function.wrapping_mul(HEAD_WORDS)..)?;
            let head = FunctionHead(heads.first_chunk()?);
            if head.is_named(name, || head.rest(words)) {
                let payloads = self.payloads.get(function)?;
                return Some(CompiledFunction { head, words, payloads, shared: &self.shared });
            }
            if !head.is_followed() {
                return None;
            }
            function = function.wrapping_add(1);
        }
    }

    /// A name that stands twice.
    pub(super) fn repeated_name(&self) -> Option<FunctionId> {
        let heads = self.words.as_chunks().0.get(..self.len()).unwrap_or_default();
        // Two of one name have one home.
        let homes = heads.chunk_by(|head, _| FunctionHead(head).is_followed());
        let mut shared = homes.filter(|home| home.len() > 1);
        shared.find_map(|home| {
            let mut names = BTreeSet::new();
            let mut all =
                home.iter().map(FunctionHead).map(|head| head.name().text(head.rest(&self.words)));
            let name = all.find(|name| !names.insert(name.clone()))?;
            core::str::from_utf8(&name).ok()?.parse().ok()
        })
    }

    /// The functions, to be put into another leaf.
    pub(super) fn records(&self) -> impl Iterator<Item = Record<'_, T>> {
        let functions = PackedFunction::all_of_leaf(self.len(), &self.words);
        functions.zip(&*self.payloads).map(|(function, payloads)| {
            let payloads = Arc::clone(payloads);
            Record { function, shared: &self.shared, payloads }
        })
    }
}

#[cfg(test)]
impl<T> Leaf<T> {
    /// Whether both are one.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.words, &other.words)
    }

    pub(super) fn is_spread_as(&self, other: &Self) -> bool {
        self.spread == other.spread
    }

    /// Whether no function has the home that the hash leads to, told otherwise than above.
    pub(super) fn is_free(&self, hash: u64) -> bool {
        self.homes.get(self.spread.home(hash)) == Some(&Home::EMPTY)
    }

    /// How many functions are the first of their home.
    pub(super) fn homes(&self) -> usize {
        self.homes.iter().filter(|&&home| home != Home::EMPTY).count()
    }
}
