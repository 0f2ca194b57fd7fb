//! Functions packed one after the other, before they come into leaves.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::function;
use super::label::Label;
use super::leaf::Record;
use super::packer::Packer;
use super::tree::hash;
use crate::Function;

/// Functions as they come, packed, so that each model can be dropped at once.
#[derive(Debug)]
pub(super) struct Stage<T> {
    packer: Packer,
    words: Vec<u32>,
    /// The hash of each function's name, where its words begin, and its payloads.
    functions: Vec<(u64, usize, Arc<[T]>)>,
    /// The name of the last one.
    name: String,
}

impl<T> Stage<T> {
    pub(super) fn of(functions: impl IntoIterator<Item = Function<T>>) -> Self {
        let mut stage = Self {
            packer: Packer::default(),
            words: Vec::new(),
            functions: Vec::new(),
            name: String::new(),
        };
        functions.into_iter().for_each(|function| stage.add(function));
        stage
    }

    fn add(&mut self, function: Function<T>) {
        self.name.clear();
        function.id().write_to(&mut self.name);
        // No name is too long.
        let Some(name) = Label::new(&self.name) else { return };
        let start = self.words.len();
        let payloads = function::pack(function, &name, &mut self.packer, &mut self.words);
        self.functions.push((hash(name.as_bytes()), start, payloads));
    }

    /// What becomes of the functions, with the hashes of their names in ascending order.
    pub(super) fn finish<R>(self, make: impl FnOnce(Vec<(u64, Record<'_, T>)>) -> R) -> R {
        let Self { packer, words, functions, .. } = self;
        let shared = &packer.finish();
        let ends = functions.iter().skip(1).map(|&(_, start, _)| start);
        let ends: Vec<_> = ends.chain([words.len()]).collect();
        let functions = functions.into_iter().zip(ends);
        let mut records: Vec<_> = functions
            .map(|((hash, start, payloads), end)| {
                let words = words.get(start..end).unwrap_or_default();
                (hash, Record { words, shared, payloads })
            })
            .collect();
        records.sort_unstable_by_key(|&(hash, _)| hash);
        make(records)
    }
}
