//! The rules of an alias, packed, and the first of them that matches.

use alloc::vec::Vec;

use super::condition::CompiledCondition;
use super::index::RuleIndex;
use super::keys::Asked;
use super::packer::Packer;
use super::split::CompiledSplit;
use super::words::Reader;
use crate::{Attributes, Rule};

/// How the first rule that matches is found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CompiledRules<'t> {
    /// By trying them in order.
    Listed(&'t [u32]),
    /// From the values of the attributes.
    Indexed(&'t RuleIndex),
}

/// A rule: its condition, then its split.
#[derive(Debug, Clone, Copy)]
pub(super) struct CompiledRule<'t> {
    pub(super) condition: CompiledCondition<'t>,
    pub(super) split: CompiledSplit<'t>,
}

impl<'t> CompiledRule<'t> {
    pub(super) fn pack(rule: &Rule, packer: &mut Packer, into: &mut Vec<u32>) {
        CompiledCondition::pack(rule.condition(), packer, into);
        CompiledSplit::pack(rule.split(), packer, into);
    }

    #[inline]
    pub(super) fn read(reader: &mut Reader<'t>) -> Self {
        let condition = CompiledCondition::read(reader);
        Self { condition, split: CompiledSplit::read(reader) }
    }
}

impl<'t> CompiledRules<'t> {
    pub(super) const NONE: Self = Self::Listed(&[]);

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Listed([]))
    }

    /// The first rule that matches: its index and its split.
    #[inline]
    pub(crate) fn first_match<A: Attributes + ?Sized>(
        &self,
        asked: &mut Asked<'_, '_, A>,
    ) -> Option<(u32, CompiledSplit<'t>)> {
        match *self {
            Self::Listed(words) => {
                let mut reader = Reader::new(words);
                let mut index = 0_u32;
                while !reader.is_empty() {
                    if CompiledCondition::read(&mut reader).matches(asked) {
                        return Some((index, CompiledSplit::read(&mut reader)));
                    }
                    CompiledSplit::skip(&mut reader);
                    index = index.saturating_add(1);
                }
                None
            }
            Self::Indexed(rules) => rules.first_match(asked),
        }
    }
}
