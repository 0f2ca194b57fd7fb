//! Functions on their way from the model into leaves.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::iter;

use super::function::{PackedFunctions, payloads};
use super::groups::Groups;
use super::leaf::{Leaf, Record, Shared};
use super::packer::Packer;
use super::tree::{Shape, Tree};
use crate::label::{Label, Seed};
use crate::{Function, FunctionId};

/// Functions as they come, packed, so that each model can be dropped at once.
#[derive(Debug)]
pub(super) struct Stage<T> {
    packer: Packer,
    /// Those that came last; all of them, if there are no bins.
    batch: Bin<T>,
    /// By the first bits of the hashes of the functions' names, a power of two of them: each has so few
    /// functions that they are put in order within the processor's cache.
    bins: Vec<Bin<T>>,
    /// Of the batch, by bins.
    groups: Groups,
    /// For names to be written into that don't stand in their functions.
    name: String,
}

/// Some of the functions.
#[derive(Debug)]
struct Bin<T> {
    functions: PackedFunctions,
    /// None is missing, until they are taken out one by one.
    entries: Vec<Option<Entry<T>>>,
}

/// What there is of a function besides its words.
#[derive(Debug)]
struct Entry<T> {
    /// That of the name.
    hash: u64,
    payloads: Arc<[T]>,
}

impl<T> Stage<T> {
    /// How many functions come into a bin at the most, if as many come as are announced.
    const PER_BIN: usize = 1024;

    /// Where more are announced, bins are fuller: the more bins there are, the fewer functions of a batch come
    /// into one of them. With twice as many, a table of a million took a thirtieth longer to be built.
    const MAX_BINS: usize = 512;

    /// For how many functions a bin has room at first, if ever so many are announced.
    const MOST_RESERVED: usize = 4 * Self::PER_BIN;

    /// How many functions are packed before they come into bins, those of a bin side by side. The end of a
    /// bin is in none of the processor's caches, and what is written there waits for memory. With each
    /// function in turn to another bin, a table took a fifteenth longer to be built; when functions were
    /// packed right at the end of their bins, a third; and with batches that were kept, and of which each
    /// bin was gathered at the end, a quarter.
    const BATCH: usize = 4096;

    /// About so many functions.
    pub(super) fn of(about: usize, functions: impl IntoIterator<Item = Function<T>>) -> Self {
        let mut stage = Self::new(about);
        functions.into_iter().for_each(|function| stage.add(function));
        stage
    }

    /// For so many functions, as is announced.
    pub(super) fn new(announced: usize) -> Self {
        let bins = match announced.div_ceil(Self::PER_BIN) {
            0 | 1 => 0,
            bins => bins.next_power_of_two().min(Self::MAX_BINS),
        };
        let each = announced.checked_div(bins).unwrap_or_default();
        // Half of the bins get more than that, but few of them a sixteenth more. Room of no use costs time: with
        // a quarter more, a table took a thirtieth longer.
        let each = each.saturating_add(each / 16).min(Self::MOST_RESERVED);
        Self {
            packer: Packer::default(),
            batch: Bin::for_about(announced.min(Self::BATCH)),
            bins: iter::repeat_with(|| Bin::for_about(each)).take(bins).collect(),
            groups: Groups::default(),
            name: String::new(),
        }
    }

    pub(super) fn add(&mut self, function: Function<T>) {
        let name = Label::new(function.id().printed(&mut self.name));
        let hash = name.hash(Seed::FIRST);
        self.batch.functions.pack(&function, &name, &mut self.packer);
        self.batch.entries.push(Some(Entry { hash, payloads: payloads(function) }));
        if self.batch.entries.len() >= Self::BATCH {
            self.fill_bins();
        }
    }

    /// Puts the batch into bins, if there are any.
    fn fill_bins(&mut self) {
        if self.bins.is_empty() {
            return;
        }
        let bins = self.bins.len();
        let groups = self.groups.of(self.batch.hashes().map(|hash| bin_of(hash, bins)), bins);
        let Bin { functions, entries } = &mut self.batch;
        let mut all = Vec::with_capacity(entries.len());
        all.extend(functions.iter());
        for (bin, group) in self.bins.iter_mut().zip(groups.iter()) {
            for &place in group {
                let Some((&function, entry)) = all.get(place).zip(entries.get_mut(place)) else {
                    continue;
                };
                bin.functions.push(function);
                bin.entries.push(entry.take());
            }
        }
        functions.clear();
        entries.clear();
    }

    /// The tree of the functions; and a name that stands twice, with which the tree is of no use.
    pub(super) fn into_tree(mut self) -> (Tree<T>, Option<FunctionId>) {
        self.fill_bins();
        let Self { packer, batch, mut bins, .. } = self;
        if bins.is_empty() {
            bins.push(batch);
        } else {
            // Empty, but for its room.
            drop(batch);
        }
        let shared = packer.finish();
        let len = bins.iter().map(|bin| bin.entries.len()).sum();
        let shape = Shape::of(len);
        // Mostly several leaves are made of one bin; if fewer functions came than were announced, one of
        // several.
        let count = |of: usize, per: usize| of.checked_div(per).unwrap_or_default().max(1);
        let leaves_of_bin = count(shape.leaves(), bins.len());
        let further_bins = count(bins.len(), shape.leaves()).saturating_sub(1);
        let (mut bins, mut repeated) = (bins.into_iter(), None);
        let leaves = iter::from_fn(|| {
            let mut bin = bins.next()?;
            bins.by_ref().take(further_bins).for_each(|further| bin.append(further));
            // Leaves to come lie where these bins were.
            let leaves = bin.into_leaves(shape, leaves_of_bin, &shared);
            repeated = repeated.take().or_else(|| leaves.iter().find_map(Leaf::repeated_name));
            Some(leaves)
        });
        let leaves = leaves.flatten();
        let tree = Tree::new(shape, len, leaves);
        // Names that stand twice would crowd a leaf by every seed.
        if repeated.is_none() { (tree.uncrowded(), None) } else { (tree, repeated) }
    }

    /// What becomes of the one function that there is.
    pub(super) fn sole<R>(self, make: impl FnOnce(Record<'_, T>) -> R) -> Option<R> {
        let Self { packer, batch, .. } = self;
        let shared = packer.finish();
        let Bin { functions, entries } = batch;
        let Entry { payloads, .. } = entries.into_iter().flatten().next()?;
        let function = functions.iter().next()?;
        Some(make(Record { function, shared: &shared, payloads }))
    }
}

/// Which of so many bins, a power of two, a hash leads to.
#[expect(clippy::cast_possible_truncation, reason = "an index has no fewer bits")]
fn bin_of(hash: u64, bins: usize) -> usize {
    hash.unbounded_shr(u64::BITS.saturating_sub(bins.trailing_zeros())) as usize
}

impl<T> Bin<T> {
    /// For so many functions, or some more or less.
    fn for_about(functions: usize) -> Self {
        Self {
            functions: PackedFunctions::with_capacity(functions),
            entries: Vec::with_capacity(functions),
        }
    }

    fn hashes(&self) -> impl Iterator<Item = u64> + Clone {
        self.entries.iter().flatten().map(|entry| entry.hash)
    }

    /// Puts all of another behind its own.
    fn append(&mut self, Self { functions, entries }: Self) {
        self.functions.append(&functions);
        self.entries.extend(entries);
    }

    /// So many leaves that lie side by side, of all its functions.
    fn into_leaves(self, shape: Shape, count: usize, shared: &Shared) -> Vec<Leaf<T>> {
        let mut hashes = Vec::with_capacity(self.entries.len());
        hashes.extend(self.hashes());
        let Self { functions, mut entries } = self;
        let mut all = Vec::with_capacity(entries.len());
        all.extend(functions.iter());
        let take = |place: usize| {
            let Entry { payloads, .. } = entries.get_mut(place)?.take()?;
            let &function = all.get(place)?;
            Some(Record { function, shared, payloads })
        };
        shape.leaves_of(count, hashes, take)
    }
}
