//! All leaves of a table, under two levels of arrays that tables share.

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, clippy::expect_used, reason = "tests fail by panics")]
mod tests;

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::function::CompiledFunction;
use super::groups::Groups;
use super::leaf::{Leaf, LeafBuilder, Record};
use crate::label::{Label, Seed};

/// Functions by the hash of their names: its first bits choose a branch, the next ones a leaf of it,
/// and the next ones a home there.
///
/// A change makes one leaf anew, and the two arrays that lead to it; all else is shared. With a
/// million functions these are 128 pointers, 128 leaves without their functions, and some 60 functions,
/// which took 17 µs; one array of all leaves would be 16,384 of them.
///
/// A look-up walks over few functions, whatever they are called: where names were chosen so that many
/// come into one leaf, all are laid out by another seed.
#[derive(Debug)]
pub(super) struct Tree<T> {
    branches: Arc<[Branch<T>]>,
    seed: Seed,
    shape: Shape,
    len: usize,
}

type Branch<T> = Arc<[Leaf<T>]>;

impl<T> Clone for Tree<T> {
    fn clone(&self) -> Self {
        Self { branches: Arc::clone(&self.branches), ..*self }
    }
}

/// How many first bits of a hash choose a leaf, and how many of these, the last, a leaf of its branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    bits: u32,
    leaf_bits: u32,
}

impl Shape {
    /// How many functions a leaf has at the most, on average over the leaves, when it is made.
    const FULL: usize = 64;

    /// How many functions a leaf has at the most. By chance none comes to have as many: the average
    /// stays below half of it.
    const CROWD: usize = 4 * Self::FULL;

    /// For so many functions.
    pub(super) fn of(functions: usize) -> Self {
        let bits = functions.div_ceil(Self::FULL).next_power_of_two().trailing_zeros();
        Self { bits, leaf_bits: bits / 2 }
    }

    /// Whether it does for so many functions: leaves may be twice too full, or nearly empty, so that
    /// all is made anew only when the number has doubled or come down to an eighth.
    fn fits(self, functions: usize) -> bool {
        let per_leaf = functions.unbounded_shr(self.bits);
        per_leaf < 2 * Self::FULL && (self.bits == 0 || per_leaf >= Self::FULL / 16)
    }

    /// How many leaves there are.
    pub(super) fn leaves(self) -> usize {
        1_usize.unbounded_shl(self.bits)
    }

    /// So many leaves that lie side by side, a power of two of them, of all functions that come into them,
    /// by the hashes of their names in any order. Each is taken once, by its place.
    pub(super) fn leaves_of<'s, T: 's>(
        self,
        count: usize,
        mut hashes: Vec<u64>,
        mut take: impl FnMut(usize) -> Option<Record<'s, T>>,
    ) -> Vec<Leaf<T>> {
        for hash in &mut hashes {
            *hash = self.turn(*hash);
        }
        // Nearly none has more functions.
        let most = hashes.len().min(2 * Self::FULL);
        let (mut builder, mut of_leaf) = (LeafBuilder::for_about(most), Vec::with_capacity(most));
        let mut groups = Groups::default();
        let groups = groups.of(hashes.iter().map(|&turned| chosen(turned, count)), count);
        let leaves = groups.iter().map(|places| {
            of_leaf.clear();
            of_leaf.extend(places.iter().filter_map(|&place| hashes.get(place)));
            builder.leaf(&of_leaf, |function| take(*places.get(function)?))
        });
        leaves.collect()
    }

    fn branches(self) -> usize {
        1_usize.unbounded_shl(self.bits.saturating_sub(self.leaf_bits))
    }

    fn leaves_of_branch(self) -> usize {
        1_usize.unbounded_shl(self.leaf_bits)
    }

    /// The number of the leaf that a hash leads to.
    fn leaf(self, hash: u64) -> u64 {
        hash.unbounded_shr(u64::BITS.saturating_sub(self.bits))
    }

    /// Whether a leaf is too full, of the functions with these hashes, ascending.
    fn is_crowded(self, hashes: impl IntoIterator<Item = u64>) -> bool {
        let (mut last, mut count) = (0, 0_usize);
        hashes.into_iter().any(|hash| {
            let leaf = self.leaf(hash);
            count = if leaf == last { count.saturating_add(1) } else { 1 };
            last = leaf;
            count > Self::CROWD
        })
    }

    /// The hash with the bits of the branch and the leaf last, and first those that are left for the
    /// leaf.
    #[inline]
    fn turn(self, hash: u64) -> u64 {
        hash.rotate_left(self.bits)
    }
}

/// Which of so many, a power of two, the last bits of a turned hash choose.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "no list needs more bits")]
fn chosen(turned: u64, count: usize) -> usize {
    turned as usize & count.wrapping_sub(1)
}

impl<T> Tree<T> {
    /// The tree of so many functions, of which these are the leaves, one after the other, by the first
    /// seed.
    pub(super) fn new(shape: Shape, len: usize, leaves: impl IntoIterator<Item = Leaf<T>>) -> Self {
        Self::laid_out(Seed::FIRST, shape, len, leaves)
    }

    /// The same, by another seed if a leaf is crowded.
    pub(super) fn uncrowded(self) -> Self {
        let is_crowded = self.leaves().any(|leaf| leaf.len() > Shape::CROWD);
        if is_crowded { Self::anew(self.records().collect()) } else { self }
    }

    /// The tree of these functions by the first seed that crowds no leaf.
    fn anew(records: Vec<Record<'_, T>>) -> Self {
        let (len, shape) = (records.len(), Shape::of(records.len()));
        let mut seed = Seed::FIRST;
        let mut hashes = Vec::new();
        // Were there names for all seeds, they would be found still, if slowly.
        for tries_left in (0..Seed::COUNT).rev() {
            hashes = records.iter().map(|record| record.function.hash(seed)).collect();
            let mut ascending = hashes.clone();
            ascending.sort_unstable();
            let ascending = || ascending.iter().copied();
            if tries_left == 0 || !shape.is_crowded(ascending()) {
                break;
            }
            seed = seed.next(ascending());
        }
        let mut records: Vec<_> = records.into_iter().map(Some).collect();
        let take = |place: usize| records.get_mut(place)?.take();
        let leaves = shape.leaves_of(shape.leaves(), hashes, take);
        Self::laid_out(seed, shape, len, leaves)
    }

    fn laid_out(
        seed: Seed,
        shape: Shape,
        len: usize,
        leaves: impl IntoIterator<Item = Leaf<T>>,
    ) -> Self {
        let mut leaves = leaves.into_iter();
        let branches = (0..shape.branches())
            .map(|_| leaves.by_ref().take(shape.leaves_of_branch()).collect())
            .collect();
        Self { branches, seed, shape, len }
    }

    fn leaves(&self) -> impl Iterator<Item = &Leaf<T>> {
        self.branches.iter().flat_map(|branch| branch.iter())
    }

    /// How many functions the fullest leaf has.
    #[cfg(test)]
    pub(super) fn fullest(&self) -> usize {
        self.leaves().map(Leaf::len).max().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn seed(&self) -> Seed {
        self.seed
    }

    /// All functions.
    pub(super) fn records(&self) -> impl Iterator<Item = Record<'_, T>> {
        self.leaves().flat_map(Leaf::records)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(super) fn function(&self, name: &Label<'_>) -> Option<CompiledFunction<'_, T>> {
        let turned = self.shape.turn(name.hash(self.seed));
        let branch = self.branches.get(self.branch(turned))?;
        branch.get(chosen(turned, branch.len()))?.function(turned, name)
    }

    /// The number of the branch that a turned hash leads to.
    #[inline]
    fn branch(&self, turned: u64) -> usize {
        chosen(turned.wrapping_shr(self.shape.leaf_bits), self.branches.len())
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
        let others = |record: &Record<'_, T>| !record.function.is_named(name);
        let turned = self.shape.turn(name.hash(self.seed));
        let branch = self.branch(turned);
        let leaf =
            self.branches.get(branch).and_then(|branch| branch.get(chosen(turned, branch.len())));
        let is_crowded = len > self.len && leaf.is_some_and(|leaf| leaf.len() >= Shape::CROWD);
        if is_crowded || !self.shape.fits(len) {
            return Self::anew(self.records().filter(others).chain(function).collect());
        }
        let change_leaf = |old: &Leaf<T>| {
            let hash = |record: &Record<'_, T>| self.shape.turn(record.function.hash(self.seed));
            let most = old.len().saturating_add(1);
            let (mut hashes, mut records) = (Vec::with_capacity(most), Vec::with_capacity(most));
            for record in old.records().filter(others).chain(function) {
                hashes.push(hash(&record));
                records.push(Some(record));
            }
            let take = |place: usize| records.get_mut(place)?.take();
            let mut builder = LeafBuilder::for_about(hashes.len());
            // The others stay where they are, unless one more finds no home free.
            if len > self.len && old.has_home(turned) {
                builder.leaf(&hashes, take)
            } else {
                builder.leaf_as(old, &hashes, take)
            }
        };
        let changed = self.branches.get(branch).and_then(|old| {
            let place = chosen(turned, old.len());
            Some(replaced(old, place, &change_leaf(old.get(place)?)))
        });
        let branches = changed.map_or_else(
            || Arc::clone(&self.branches),
            |changed| replaced(&self.branches, branch, &changed),
        );
        Self { branches, len, ..*self }
    }
}

/// The same list with another entry in one place.
fn replaced<V: Clone>(list: &[V], place: usize, value: &V) -> Arc<[V]> {
    let entries = list.iter().enumerate();
    entries.map(|(index, entry)| if index == place { value } else { entry }).cloned().collect()
}
