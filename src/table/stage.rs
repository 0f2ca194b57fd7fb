//! Functions on their way from the model into leaves.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::{iter, slice};

use super::function::{PackedFunction, PackedFunctions, payloads};
use super::leaf::{Leaf, Record, Shared};
use super::order::in_order;
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
    /// For names to be written into that don't stand in their functions.
    name: String,
}

/// Some of the functions.
#[derive(Debug)]
struct Bin<T> {
    functions: PackedFunctions,
    /// The hash of each function's name, and its payloads.
    entries: Vec<(u64, Arc<[T]>)>,
}

impl<T> Stage<T> {
    /// How many functions come into a bin, if as many come as are announced.
    const PER_BIN: usize = 1024;

    /// Where more are announced, bins are fuller: the more bins there are, the fewer functions of a batch come
    /// into one of them.
    const MAX_BINS: usize = 1024;

    /// How many functions are packed before they come into bins, those of a bin side by side. The end of a
    /// bin is in none of the processor's caches, and what is written there waits for memory. With each
    /// function in turn to another bin, a table took a fifteenth longer to be built; and with functions
    /// packed right at the end of their bins a third longer: packing reads what it has just written in
    /// smaller pieces, and that waits for all that was written before.
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
        // Nearly no bin gets a quarter more than the others, but half of them get more.
        let each = each.saturating_add(each / 4).min(2 * Self::PER_BIN);
        Self {
            packer: Packer::default(),
            batch: Bin::for_about(announced.min(Self::BATCH)),
            bins: iter::repeat_with(|| Bin::for_about(each)).take(bins).collect(),
            name: String::new(),
        }
    }

    pub(super) fn add(&mut self, function: Function<T>) {
        let name = Label::new(function.id().printed(&mut self.name));
        self.batch.functions.pack(&function, &name, &mut self.packer);
        let hash = name.hash(Seed::FIRST);
        self.batch.entries.push((hash, payloads(function)));
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
        let mut functions: Vec<_> = self.batch.drain().map(Some).collect();
        let numbers = functions.iter().flatten().map(|&(hash, ..)| bin_of(hash, bins));
        for function in in_order(numbers, bins) {
            let function = functions.get_mut(function).and_then(Option::take);
            let Some((hash, words, payloads)) = function else { continue };
            let Some(bin) = self.bins.get_mut(bin_of(hash, bins)) else { continue };
            bin.functions.push(words);
            bin.entries.push((hash, payloads));
        }
        self.batch.functions.clear();
    }

    /// The tree of the functions; and a name that stands twice, with which the tree is of no use.
    pub(super) fn into_tree(mut self) -> (Tree<T>, Option<FunctionId>) {
        self.fill_bins();
        let Self { packer, mut batch, mut bins, .. } = self;
        let shared = packer.finish();
        let bins = if bins.is_empty() { slice::from_mut(&mut batch) } else { &mut *bins };
        let len = bins.iter().map(|bin| bin.entries.len()).sum();
        let shape = Shape::of(len);
        // Mostly several leaves are made of one bin; if fewer functions came than were announced, one of
        // several.
        let count = |of: usize, per: usize| of.checked_div(per).unwrap_or_default().max(1);
        let leaves_of_bin = count(shape.leaves(), bins.len());
        let mut repeated = None;
        let leaves = bins.chunks_mut(count(bins.len(), shape.leaves())).flat_map(|bins| {
            let records = bins.iter_mut().flat_map(|bin| bin.records(&shared));
            let leaves = shape.leaves_of(leaves_of_bin, records);
            // Leaves to come lie where these bins were.
            bins.fill_with(|| Bin::for_about(0));
            repeated = repeated.take().or_else(|| leaves.iter().find_map(Leaf::repeated_name));
            leaves
        });
        let tree = Tree::new(shape, len, leaves);
        // Names that stand twice would crowd a leaf by every seed.
        if repeated.is_none() { (tree.uncrowded(), None) } else { (tree, repeated) }
    }

    /// What becomes of the one function that there is.
    pub(super) fn sole<R>(self, make: impl FnOnce(Record<'_, T>) -> R) -> Option<R> {
        let Self { packer, mut batch, .. } = self;
        let shared = packer.finish();
        let (_, record) = batch.records(&shared).next()?;
        Some(make(record))
    }
}

/// Which of so many bins, a power of two, a hash leads to.
#[expect(clippy::cast_possible_truncation, reason = "an index has no fewer bits")]
fn bin_of(hash: u64, bins: usize) -> usize {
    hash.unbounded_shr(u64::BITS.saturating_sub(bins.trailing_zeros())) as usize
}

impl<T> Bin<T> {
    /// How many words a function has that is released by weights and a rule.
    const WORDS: usize = 32;

    /// For so many functions, or some more or less.
    fn for_about(functions: usize) -> Self {
        Self {
            functions: PackedFunctions::with_capacity(functions.saturating_mul(Self::WORDS)),
            entries: Vec::with_capacity(functions),
        }
    }

    /// The functions with the hashes of their names and their payloads, which are taken out.
    fn drain(&mut self) -> impl Iterator<Item = (u64, &[u32], Arc<[T]>)> {
        let entries = self.entries.drain(..).rev();
        entries.zip(self.functions.iter()).map(|((hash, payloads), words)| (hash, words, payloads))
    }

    fn records<'s>(&'s mut self, shared: &'s Shared) -> impl Iterator<Item = (u64, Record<'s, T>)> {
        self.drain().filter_map(move |(hash, words, payloads)| {
            let function = PackedFunction::of(words)?;
            Some((hash, Record { function, shared, payloads }))
        })
    }
}
