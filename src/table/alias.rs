//! An alias, packed: its name, its stickiness, its split and its rules.

use alloc::vec::Vec;

use super::index::RuleIndex;
use super::keys::{Key, Keys};
use super::packer::Packer;
use super::rules::{CompiledRule, CompiledRules};
use super::split::{CompiledSplit, Target};
use super::words::{Reader, halves, long, pack_sized, word};
use crate::point::SaltSeed;
use crate::{Alias, AliasName, AttributeKey, FunctionId, Point, Share};

/// What requests to an alias are resolved on.
///
/// Packed, it is a word of flags, in which is how many keys it is sticky on; if there are any, the
/// seed and the keys; the split; and if there are rules, these after how many words they have, or the
/// number of their index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompiledAlias<'t> {
    pub(crate) rules: CompiledRules<'t>,
    pub(crate) split: CompiledSplit<'t>,
    pub(crate) sticky: Option<CompiledSticky<'t>>,
    pub(crate) keys: Keys<'t>,
    /// Whether this is no alias, but a version that was named.
    pub(crate) is_pin: bool,
}

/// Which keys may hold a user, in order, and what users are dealt by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompiledSticky<'t> {
    seed: SaltSeed,
    first: Key<'t>,
    others: &'t [u32],
}

impl<'t> CompiledSticky<'t> {
    #[inline]
    fn read(reader: &mut Reader<'t>, count: u32, keys: Keys<'t>) -> Option<Self> {
        let [low, high, first] = reader.words();
        let seed = SaltSeed::from_raw(long([low, high]));
        Some(Self { seed, first: keys.get(first)?, others: reader.take(count.wrapping_sub(1)) })
    }

    /// The point of the first of the keys that the request has, not empty; else the point that it
    /// brought.
    #[expect(clippy::inline_always, reason = "as `Route::resolve`")]
    #[inline(always)]
    pub(crate) fn share<'r>(
        &self,
        point: Point,
        keys: Keys<'_>,
        mut ask: impl FnMut(Key<'_>) -> Option<&'r [u8]>,
    ) -> Share {
        match ask(self.first) {
            Some(value) if !value.is_empty() => {
                Share { point: self.seed.point(value), sticky: true }
            }
            _ if self.others.is_empty() => Share { point, sticky: false },
            _ => share_by_others(self.seed, self.others, (keys.numbers, keys.keys), point, ask),
        }
    }
}

// Its arguments fit registers: else they would be laid into memory for it where it isn't called, too.
#[cold]
fn share_by_others<'r>(
    seed: SaltSeed,
    others: &[u32],
    (numbers, keys): (&[u32], &[AttributeKey]),
    point: Point,
    ask: impl FnMut(Key<'_>) -> Option<&'r [u8]>,
) -> Share {
    let others = others.iter().filter_map(|&key| Keys { numbers, keys }.get(key));
    match others.filter_map(ask).find(|value| !value.is_empty()) {
        Some(value) => Share { point: seed.point(value), sticky: true },
        None => Share { point, sticky: false },
    }
}

const STICKY_KEYS: u32 = 0xff;
const LISTED: u32 = 0x100;
const INDEXED: u32 = 0x200;

impl<'t> CompiledAlias<'t> {
    /// What an alias to `$LATEST` alone is packed into.
    pub(super) const TO_LATEST: [u32; 3] = [0, 0, Target::LATEST.0];

    /// A version that was named.
    #[inline]
    pub(super) const fn pin(target: Target) -> Self {
        let (rules, split) = (CompiledRules::NONE, CompiledSplit::only(target));
        Self { rules, split, sticky: None, keys: Keys::NONE, is_pin: true }
    }

    pub(super) fn pack(
        (id, name, alias): (&FunctionId, &AliasName, &Alias),
        packer: &mut Packer,
        into: &mut Vec<u32>,
    ) {
        let sticky_keys = alias.sticky().map_or(0, |sticky| word(sticky.keys().len()));
        let rules = match alias.rules() {
            [] => 0,
            rules if RuleIndex::is_worthwhile(rules) => INDEXED,
            _ => LISTED,
        };
        into.push(sticky_keys | rules);
        if let Some(sticky) = alias.sticky() {
            let seed = sticky.seed_on(id, name, &mut packer.salt);
            into.extend(halves(seed.raw()));
            into.extend(sticky.keys().iter().map(|key| packer.key(key)));
        }
        CompiledSplit::pack(alias.split(), packer, into);
        match rules {
            LISTED => pack_sized(into, |into| {
                for rule in alias.rules() {
                    CompiledRule::pack(rule, packer, into);
                }
            }),
            INDEXED => {
                let index = RuleIndex::new(alias.rules(), packer);
                into.push(packer.rule_index(index));
            }
            _ => {}
        }
    }

    /// `rule_index` gives the index that the function has under a number of its own.
    #[inline]
    pub(super) fn read(
        words: &'t [u32],
        keys: Keys<'t>,
        rule_index: impl FnOnce(u32) -> Option<&'t RuleIndex>,
    ) -> Self {
        let mut reader = Reader::new(words);
        let flags = reader.word();
        let sticky = match flags & STICKY_KEYS {
            0 => None,
            count => CompiledSticky::read(&mut reader, count, keys),
        };
        let split = CompiledSplit::read(&mut reader);
        let rules = match flags & (LISTED | INDEXED) {
            0 => CompiledRules::NONE,
            LISTED => {
                let words = reader.word();
                CompiledRules::Listed(reader.take(words))
            }
            _ => rule_index(reader.word()).map_or(CompiledRules::NONE, CompiledRules::Indexed),
        };
        Self { rules, split, sticky, keys, is_pin: false }
    }
}
