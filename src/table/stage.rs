//! Functions packed one after the other, before they come into leaves.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::iter;

use super::function::{PackedFunction, pack_function};
use super::leaf::{Record, Shared};
use super::packer::Packer;
use super::tree::Tree;
use crate::label::{Label, Seed};
use crate::{Function, FunctionId};

/// Functions as they come, packed, so that each model can be dropped at once.
#[derive(Debug)]
pub(super) struct Stage<T> {
    packer: Packer,
    /// By the first bits of the hashes of the functions' names, a power of two of them.
    bins: Vec<Bin<T>>,
    /// The name of the last function.
    name: String,
}

/// Functions that are near to each other in the table. They are so few that they are sorted, and
/// their words gathered, within the processor's cache.
#[derive(Debug)]
struct Bin<T> {
    words: Vec<u32>,
    /// The hash of each function's name, and its payloads, in the order of the words.
    functions: Vec<(u64, Arc<[T]>)>,
}

impl<T> Stage<T> {
    /// How many functions come into a bin, if as many come as are announced.
    const PER_BIN: usize = 4096;

    /// How many words a function has that is released by weights and a rule.
    const WORDS: usize = 32;

    /// Where more are announced, bins are fuller: it may be wrong, and all of them are written to.
    const MAX_BINS: usize = 256;

    pub(super) fn of(functions: impl IntoIterator<Item = Function<T>>) -> Self {
        let functions = functions.into_iter();
        let mut stage = Self::new(functions.size_hint().0);
        functions.for_each(|function| stage.add(function));
        stage
    }

    /// For so many functions, as is announced.
    pub(super) fn new(announced: usize) -> Self {
        let bins = announced.div_ceil(Self::PER_BIN).next_power_of_two().min(Self::MAX_BINS);
        let each = announced.checked_div(bins).unwrap_or_default();
        // Nearly no bin gets an eighth more than the others, but half of them get more.
        let each = each.saturating_add(each / 8).min(2 * Self::PER_BIN);
        let bin = || Bin {
            words: Vec::with_capacity(each.saturating_mul(Self::WORDS)),
            functions: Vec::with_capacity(each),
        };
        Self {
            packer: Packer::default(),
            bins: iter::repeat_with(bin).take(bins).collect(),
            name: String::new(),
        }
    }

    pub(super) fn add(&mut self, function: Function<T>) {
        self.name.clear();
        function.id().write_to(&mut self.name);
        let name = Label::new(&self.name);
        let hash = name.hash(Seed::FIRST);
        let bin = bin_of(hash, self.bins.len());
        let Some(bin) = self.bins.get_mut(bin) else { return };
        let payloads = pack_function(function, &name, &mut self.packer, &mut bin.words);
        bin.functions.push((hash, payloads));
    }

    /// The tree of the functions; and a name that stands twice, with which the tree is of no use.
    pub(super) fn into_tree(self) -> (Tree<T>, Option<FunctionId>) {
        let Self { packer, mut bins, .. } = self;
        let shared = packer.finish();
        let len = bins.iter().map(|bin| bin.functions.len()).sum();
        let mut repeated = None;
        let records = bins.iter_mut().flat_map(|bin| {
            let records = bin.records(&shared);
            repeated = repeated.take().or_else(|| repeated_name(&records));
            records
        });
        let tree = Tree::new(len, records);
        // Names that stand twice would crowd a leaf by every seed.
        if repeated.is_none() { (tree.uncrowded(), None) } else { (tree, repeated) }
    }

    /// What becomes of the first function.
    pub(super) fn first<R>(self, make: impl FnOnce(Record<'_, T>) -> R) -> Option<R> {
        let Self { packer, mut bins, .. } = self;
        let shared = packer.finish();
        let (_, record) = bins.iter_mut().flat_map(|bin| bin.records(&shared)).next()?;
        Some(make(record))
    }
}

/// Which of so many bins, a power of two, a hash leads to.
#[expect(clippy::cast_possible_truncation, reason = "an index has no fewer bits")]
fn bin_of(hash: u64, bins: usize) -> usize {
    hash.unbounded_shr(u64::BITS.saturating_sub(bins.trailing_zeros())) as usize
}

impl<T> Bin<T> {
    /// The functions, ascending by the hashes of their names.
    fn records<'s>(&'s mut self, shared: &'s Shared) -> Vec<(u64, Record<'s, T>)> {
        // The walk brings all words into the processor's cache before they are asked for in another order.
        let functions = self.functions.drain(..).zip(PackedFunction::all(&self.words));
        let mut records: Vec<_> = functions
            .map(|((hash, payloads), function)| (hash, Record { function, shared, payloads }))
            .collect();
        records.sort_unstable_by_key(|&(hash, _)| hash);
        records
    }
}

/// A name that stands twice among functions, ascending by hash.
fn repeated_name<T>(records: &[(u64, Record<'_, T>)]) -> Option<FunctionId> {
    let alike = records.chunk_by(|(one, _), (other, _)| one == other);
    alike.filter(|alike| alike.len() > 1).find_map(|alike| {
        let mut names = BTreeSet::new();
        let mut all = alike.iter().map(|(_, record)| record.function.name());
        let name = all.find(|name| !names.insert(name.clone()))?;
        core::str::from_utf8(&name).ok()?.parse().ok()
    })
}
