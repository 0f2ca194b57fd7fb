//! The rules of an alias, packed, and the first of them that matches.

use alloc::vec::Vec;

use super::condition::{CompiledCondition, PackedText};
use super::index::RuleIndex;
use super::keys::{Asked, Key, Keys};
use super::packer::Packer;
use super::split::CompiledSplit;
use super::words::Reader;
use crate::{Attributes, Rule};

/// The rules of an alias.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CompiledRules<'t> {
    /// There is but one, which asks for one value.
    Exact(ExactRule<'t>),
    Others(OtherRules<'t>),
}

/// How the first rule that matches is found, if there are several, or one that asks for more.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OtherRules<'t> {
    /// By trying them in order.
    Listed(&'t [u32]),
    /// From the values of the attributes.
    Indexed(&'t RuleIndex),
}

/// A rule that matches if an attribute has one value.
///
/// It is nearly every alias's only one. Read when the route is bound, it costs a third less than
/// where it is read at every request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExactRule<'t> {
    key: Key<'t>,
    text: PackedText<'t>,
    pub(crate) split: CompiledSplit<'t>,
}

impl<'t> ExactRule<'t> {
    #[inline]
    pub(crate) fn key(&self) -> Key<'t> {
        self.key
    }

    /// Whether this is the value that it asks for.
    #[inline]
    pub(crate) fn matches(&self, value: Option<&[u8]>) -> bool {
        value.is_some_and(|value| self.text.is(value))
    }
}

/// A rule: its condition, then its split.
#[derive(Debug, Clone, Copy)]
pub(super) struct CompiledRule<'t> {
    condition: CompiledCondition<'t>,
    split: CompiledSplit<'t>,
}

impl<'t> CompiledRule<'t> {
    pub(super) fn pack(rule: &Rule, packer: &mut Packer, into: &mut Vec<u32>) {
        CompiledCondition::pack(rule.condition(), packer, into);
        CompiledSplit::pack(rule.split(), packer, into);
    }

    fn read(reader: &mut Reader<'t>) -> Self {
        let condition = CompiledCondition::read(reader);
        Self { condition, split: CompiledSplit::read(reader) }
    }
}

impl<'t> CompiledRules<'t> {
    /// The rules that these words are.
    pub(super) fn listed(words: &'t [u32], keys: Keys<'t>) -> Self {
        let mut reader = Reader::new(words);
        let rule = CompiledRule::read(&mut reader);
        let exact = rule.condition.exact().filter(|_| reader.is_empty());
        let exact = exact.and_then(|(key, text)| {
            Some(ExactRule { key: keys.get(key)?, text, split: rule.split })
        });
        exact.map_or(Self::Others(OtherRules::Listed(words)), Self::Exact)
    }
}

impl<'t> OtherRules<'t> {
    /// The first rule that matches: its index and its split.
    #[inline]
    pub(crate) fn first_match<A: Attributes + ?Sized>(
        &self,
        asked: &mut Asked<'_, '_, A>,
    ) -> Option<(u32, CompiledSplit<'t>)> {
        match self {
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
