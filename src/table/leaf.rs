//! Some dozens of functions, packed together: what a table is made of, and what is made anew when one
//! of them changes.

#[cfg(test)]
#[expect(clippy::expect_used, reason = "tests fail by panics")]
mod tests;

mod builder;

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;

pub(super) use self::builder::LeafBuilder;
use super::function::{CompiledFunction, FunctionHead, HEAD_WORDS, PackedFunction};
use super::index::RuleIndex;
use super::keys::KeyPool;
use super::spread::{HOMES, Spread};
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

impl<T> Leaf<T> {
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
