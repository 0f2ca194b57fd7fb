//! An alias, packed: its name, its stickiness, its split and its rules.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::index::RuleIndex;
use super::keys::{Key, Keys};
use super::name::PackedName;
use super::packer::Packer;
use super::rules::{CompiledRule, CompiledRules, OtherRules};
use super::split::{CompiledSplit, Target};
use super::words::{Reader, index, long, pack_bytes, pack_sized, two_words, word, write};
use crate::label::Label;
use crate::point::SaltSeed;
use crate::split::Halves;
use crate::{Alias, AliasName, AttributeKey, FunctionId, Point, Share};

/// What requests to an alias are resolved on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompiledAlias<'t> {
    pub(crate) rules: Option<CompiledRules<'t>>,
    pub(crate) split: CompiledSplit<'t>,
    pub(crate) sticky: Option<CompiledSticky<'t>>,
    pub(crate) keys: Keys<'t>,
    /// Whether this is no alias, but a version that was named.
    pub(crate) is_pin: bool,
}

impl CompiledAlias<'_> {
    /// A version that was named.
    pub(super) const fn pin(target: Target) -> Self {
        let split = CompiledSplit::only(target);
        Self { rules: None, split, sticky: None, keys: Keys::NONE, is_pin: true }
    }
}

/// Which keys may hold a user, in order, and what users are dealt by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CompiledSticky<'t> {
    seed: SaltSeed,
    first: Key<'t>,
    others: &'t [u32],
}

impl CompiledSticky<'_> {
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

/// How many words [`AliasHead`] has.
pub(super) const HEAD_WORDS: usize = 13;

/// What most requests need alone of a packed alias. It has so many words always, so that where each
/// of them is need not be found out.
///
/// | words | |
/// |---|---|
/// | 0 to 3 | the head of the name |
/// | 4 | flags, in which is how many keys it is sticky on besides the first |
/// | 5 and 6 | the seed of the salt |
/// | 7 | the first key, as a number of the leaf's |
/// | 8 and 9 | the first point of the second slice, or 0 |
/// | 10 and 11 | the targets of the two |
/// | 12 | where in the rest of the function that of the alias begins |
///
/// The rest of the alias is the number of the rules' index, the tail of the name, the other keys, the
/// split if it has more than two slices, and the rules after how many words they have; of these what
/// there is.
#[derive(Debug, Clone, Copy)]
pub(super) struct AliasHead<'t>(pub(super) &'t [u32; HEAD_WORDS]);

impl AliasHead<'static> {
    /// To `$LATEST` alone. It is found by its name before, so it has none here.
    pub(super) const TO_LATEST: Self =
        Self(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Target::LATEST.0, Target::LATEST.0, 0]);
}

impl<'t> AliasHead<'t> {
    const FLAGS: usize = 4;
    const FIRST_KEY: usize = 7;
    const REST: usize = 12;

    const STICKY: u32 = 0b1;
    const IN_PIECES: u32 = 0b10;
    const LISTED: u32 = 0b100;
    const INDEXED: u32 = 0b1000;
    /// By how many bits the number of the other keys is shifted.
    const OTHER_KEYS: u32 = 8;

    /// Packs an alias: its head to where there is room for it, its rest behind what there is already of
    /// its function, whose rest begins at `rest_from`.
    pub(super) fn pack(
        id: &FunctionId,
        (name, alias): &(AliasName, Alias),
        packer: &mut Packer,
        (head, rest_from): (usize, usize),
        into: &mut Vec<u32>,
    ) {
        let label = Label::new(name.as_str());
        let rest = word(into.len().saturating_sub(rest_from));
        let mut flags = 0;
        if !alias.rules().is_empty() {
            flags |= if RuleIndex::is_worthwhile(alias.rules()) {
                let index = RuleIndex::new(alias.rules(), packer);
                into.push(packer.rule_index(index));
                Self::INDEXED
            } else {
                Self::LISTED
            };
        }
        pack_bytes(label.tail(), into);
        let ([mut low, mut high], mut key) = ([0; 2], 0);
        if let Some(sticky) = alias.sticky() {
            [low, high] = two_words(sticky.seed_on(id, name, &mut packer.salt).raw());
            let mut keys = sticky.keys().iter();
            key = keys.next().map_or(0, |key| packer.shared_key(key));
            flags |= Self::STICKY | word(keys.len()) << Self::OTHER_KEYS;
            into.extend(keys.map(|key| packer.key(key)));
        }
        let halves = alias.split().halves().unwrap_or_else(|| {
            flags |= Self::IN_PIECES;
            CompiledSplit::pack(alias.split(), packer, into);
            let main = alias.split().main();
            Halves { lowest: main, border: 0, highest: main }
        });
        if flags & Self::LISTED != 0 {
            pack_sized(into, |into| {
                for rule in alias.rules() {
                    CompiledRule::pack(rule, packer, into);
                }
            });
        }
        let [a, b, c, d] = PackedName::pack(&label);
        let [first, point, lowest, highest] = CompiledSplit::pack_halves(halves, packer);
        let words = [a, b, c, d, flags, low, high, key, first, point, lowest, highest, rest];
        write::<HEAD_WORDS>(into, head, words);
    }

    /// Writes other numbers over those of the first key and of the rules' index of a packed alias, of
    /// a function in whose rest these are the words from there on.
    pub(super) fn renumber(
        head: &mut [u32; HEAD_WORDS],
        (rests_from, rests): (usize, &mut [u32]),
        mut key: impl FnMut(u32) -> u32,
        mut rule_index: impl FnMut(u32) -> u32,
    ) {
        if head[Self::FLAGS] & Self::STICKY != 0 {
            head[Self::FIRST_KEY] = key(head[Self::FIRST_KEY]);
        }
        if head[Self::FLAGS] & Self::INDEXED != 0 {
            let number = index(head[Self::REST]).checked_sub(rests_from);
            let number = number.and_then(|number| rests.get_mut(number));
            if let Some(number) = number {
                *number = rule_index(*number);
            }
        }
    }

    #[inline]
    pub(super) fn of(words: &'t [u32; HEAD_WORDS]) -> Self {
        Self(words)
    }

    /// Whether it has this name; the rest of the function is needed for the tail.
    #[inline]
    pub(super) fn is_named(self, name: &Label<'_>, rest: impl FnOnce() -> &'t [u32]) -> bool {
        self.name().is(name, || self.tail(rest()))
    }

    /// As [`PackedName::compare`].
    pub(super) fn compare(self, name: &Label<'_>, rest: &[u32]) -> Ordering {
        self.name().compare(name, || self.tail(rest))
    }

    #[inline]
    fn name(self) -> PackedName {
        let [a, b, c, d, ..] = *self.0;
        PackedName::read([a, b, c, d])
    }

    /// The tail of the name, and what comes after it in the rest of the function.
    fn tail(self, rest: &[u32]) -> &[u32] {
        let indexed = usize::from(self.flags() & Self::INDEXED != 0);
        rest.get(index(self.0[Self::REST]).saturating_add(indexed)..).unwrap_or_default()
    }

    #[inline]
    fn flags(self) -> u32 {
        self.0[Self::FLAGS]
    }

    /// The alias, if it has neither rules, nor more than two slices, nor other keys.
    #[inline]
    pub(super) fn plain(self, keys: &'t [AttributeKey]) -> Option<CompiledAlias<'t>> {
        if self.flags() & !Self::STICKY != 0 {
            return None;
        }
        let sticky = match self.flags() & Self::STICKY {
            0 => None,
            _ => Some(self.sticky(keys)?),
        };
        let split = self.split();
        Some(CompiledAlias { rules: None, split, sticky, keys: Keys::NONE, is_pin: false })
    }

    /// The alias.
    pub(super) fn alias(
        self,
        rest: &'t [u32],
        keys: Keys<'t>,
        indexes: &'t [Arc<RuleIndex>],
    ) -> Option<CompiledAlias<'t>> {
        let flags = self.flags();
        let mut rest = Reader::new(rest.get(index(self.0[Self::REST])..)?);
        let rule_index = if flags & Self::INDEXED == 0 { None } else { Some(rest.word()) };
        rest.take(word(self.name().tail_words()));
        let others = rest.take(flags >> Self::OTHER_KEYS);
        let sticky = match flags & Self::STICKY {
            0 => None,
            _ => Some(CompiledSticky { others, ..self.sticky(keys.keys)? }),
        };
        let split = match flags & Self::IN_PIECES {
            0 => self.split(),
            _ => CompiledSplit::read(&mut rest),
        };
        let rules = match (rule_index, flags & Self::LISTED) {
            (Some(number), _) => {
                let rules = OtherRules::Indexed(indexes.get(index(number))?);
                Some(CompiledRules::Others(rules))
            }
            (None, 0) => None,
            (None, _) => {
                let words = rest.word();
                Some(CompiledRules::listed(rest.take(words), keys))
            }
        };
        Some(CompiledAlias { rules, split, sticky, keys, is_pin: false })
    }

    #[inline]
    fn sticky(self, keys: &'t [AttributeKey]) -> Option<CompiledSticky<'t>> {
        let [_, _, _, _, _, low, high, first, ..] = *self.0;
        let seed = SaltSeed::from_raw(long([low, high]));
        Some(CompiledSticky { seed, first: Key::of(keys, first)?, others: &[] })
    }

    /// Of up to two slices.
    #[inline]
    fn split(self) -> CompiledSplit<'t> {
        let [.., low, high, lowest, highest, _] = *self.0;
        CompiledSplit::divided(long([low, high]), Target(lowest), Target(highest))
    }
}
