//! All leaves of a table, under two levels of arrays that tables share.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::function::CompiledFunction;
use super::leaf::{Leaf, Record};
use super::spread::Spread;
use crate::label::Label;

/// Functions by the hash of their names: its first bits choose a branch, the next ones a leaf of it,
/// and the next ones a home there.
///
/// A change makes one leaf anew, and the two arrays that lead to it; all else is shared. With a
/// million functions these are 128 pointers, 128 pointers and some 60 functions, which took 14 µs; one
/// array over all leaves would be 16,384 pointers.
#[derive(Debug)]
pub(super) struct Tree<T> {
    branches: Arc<[Branch<T>]>,
    shape: Shape,
    len: usize,
}

type Branch<T> = Arc<[Twig<T>]>;

/// A leaf, and how its functions are spread: it stands here, so that there is no wait for the leaf
/// before the wait for a home in it.
#[derive(Debug)]
struct Twig<T> {
    spread: Spread,
    leaf: Arc<Leaf<T>>,
}

impl<T> Clone for Twig<T> {
    fn clone(&self) -> Self {
        Self { spread: self.spread, leaf: Arc::clone(&self.leaf) }
    }
}

impl<T> Twig<T> {
    fn new<'s>(records: impl IntoIterator<Item = (u64, Record<'s, T>)>) -> Self
    where
        T: 's,
    {
        let (spread, leaf) = Leaf::new(records);
        Self { spread, leaf: Arc::new(leaf) }
    }
}

impl<T> Clone for Tree<T> {
    fn clone(&self) -> Self {
        Self { branches: Arc::clone(&self.branches), ..*self }
    }
}

/// How many bits of a hash choose the branch and the leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    branch_bits: u32,
    leaf_bits: u32,
}

impl Shape {
    /// How many functions a leaf has at the most, on average over the leaves, when it is made.
    const FULL: usize = 64;

    /// For so many functions.
    fn of(functions: usize) -> Self {
        let leaves = functions.div_ceil(Self::FULL).next_power_of_two();
        let leaf_bits = leaves.trailing_zeros() / 2;
        Self { branch_bits: leaves.trailing_zeros().saturating_sub(leaf_bits), leaf_bits }
    }

    /// Whether it does for so many functions: leaves may be twice too full, or nearly empty, so that
    /// all is made anew only when the number has doubled or come down to an eighth.
    fn fits(self, functions: usize) -> bool {
        let bits = self.branch_bits.saturating_add(self.leaf_bits);
        let per_leaf = functions.unbounded_shr(bits);
        per_leaf < 2 * Self::FULL && (bits == 0 || per_leaf >= Self::FULL / 16)
    }

    fn leaves(self) -> usize {
        1_usize.unbounded_shl(self.branch_bits.saturating_add(self.leaf_bits))
    }

    /// The number of the leaf that a hash leads to, and what is left of the hash.
    #[inline]
    fn place(self, hash: u64) -> (usize, u64) {
        let bits = self.branch_bits.wrapping_add(self.leaf_bits);
        // In two steps, since no bits at all would be a shift by 64.
        let leaf = (hash >> 1).wrapping_shr(63_u32.wrapping_sub(bits));
        // It has no more bits.
        (leaf as usize, hash.wrapping_shl(bits))
    }

    /// The number of the branch that a leaf is on, and which of its leaves it is.
    #[inline]
    fn branch(self, leaf: usize) -> (usize, usize) {
        let bits = self.leaf_bits;
        (leaf.wrapping_shr(bits), leaf & !usize::MAX.wrapping_shl(bits))
    }
}

impl<T> Tree<T> {
    /// The tree of so many functions, of which no two have one name, by the hashes of their names,
    /// ascending: so they are leaf by leaf, and home by home.
    pub(super) fn new<'s>(
        len: usize,
        records: impl IntoIterator<Item = (u64, Record<'s, T>)>,
    ) -> Self
    where
        T: 's,
    {
        let shape = Shape::of(len);
        let mut records = records.into_iter().peekable();
        let mut leaves = (0..shape.leaves()).map(|leaf| {
            let in_leaf = |&(hash, _): &(u64, _)| shape.place(hash).0 == leaf;
            let records = core::iter::from_fn(|| records.next_if(in_leaf));
            Twig::new(records.map(|(hash, record)| (shape.place(hash).1, record)))
        });
        let leaves_of_branch = 1_usize.unbounded_shl(shape.leaf_bits);
        let branches = (0..1_usize.unbounded_shl(shape.branch_bits))
            .map(|_| leaves.by_ref().take(leaves_of_branch).collect())
            .collect();
        Self { branches, shape, len }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(super) fn function(&self, name: &Label<'_>) -> Option<CompiledFunction<'_, T>> {
        let (leaf, hash) = self.shape.place(name.hash());
        let twig = self.twig(leaf)?;
        twig.leaf.function(twig.spread.home(hash), name)
    }

    #[inline]
    fn twig(&self, leaf: usize) -> Option<&Twig<T>> {
        let (branch, leaf) = self.shape.branch(leaf);
        self.branches.get(branch)?.get(leaf)
    }

    /// The tree with this function in place of the one of its name, if there is one.
    pub(super) fn with(&self, name: &Label<'_>, function: Record<'_, T>) -> Self {
        let others =
            if self.function(name).is_some() { self.len.saturating_sub(1) } else { self.len };
        self.changed(name, Some(function), others.saturating_add(1))
    }

    /// The tree without the function of this name.
    pub(super) fn without(&self, name: &Label<'_>) -> Self {
        match self.function(name) {
            Some(_) => self.changed(name, None, self.len.saturating_sub(1)),
            None => self.clone(),
        }
    }

    /// The tree of `len` functions that has this one under the name, or none.
    fn changed(&self, name: &Label<'_>, function: Option<Record<'_, T>>, len: usize) -> Self {
        let others = |record: &Record<'_, T>| !record.is_named(name);
        if !self.shape.fits(len) {
            let twigs = self.branches.iter().flat_map(|branch| branch.iter());
            let records = twigs.flat_map(|twig| twig.leaf.records()).filter(others).chain(function);
            let mut records: Vec<_> = records.map(|record| (record.hash(), record)).collect();
            records.sort_unstable_by_key(|&(hash, _)| hash);
            return Self::new(records.len(), records);
        }
        let (number, _) = self.shape.place(name.hash());
        let old = self.twig(number).into_iter().flat_map(|twig| twig.leaf.records());
        let records = old.filter(others).chain(function);
        let hash = |record: &Record<'_, T>| self.shape.place(record.hash()).1;
        let new = Twig::new(records.map(|record| (hash(&record), record)));
        let (branch, leaf) = self.shape.branch(number);
        let change_branch = |old: &Branch<T>| replaced(old, leaf, &new);
        let changed = self.branches.get(branch).map(change_branch);
        let branches = changed.map_or_else(
            || Arc::clone(&self.branches),
            |changed| replaced(&self.branches, branch, &changed),
        );
        Self { branches, shape: self.shape, len }
    }
}

/// The same list with another entry in one place.
fn replaced<V: Clone>(list: &[V], place: usize, value: &V) -> Arc<[V]> {
    let entries = list.iter().enumerate();
    entries.map(|(index, entry)| if index == place { value } else { entry }).cloned().collect()
}
