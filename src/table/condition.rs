//! Conditions, packed.

use alloc::vec::Vec;

use super::keys::Asked;
use super::packer::Packer;
use super::words::{Reader, index, is_packed, pack_bytes, pack_sized, two_words, word};
use crate::condition::{Node, Predicate, decide};
use crate::interval::parse_integer;
use crate::{Attributes, Condition, Test};

/// A condition: its head, how many words the rest has, and the rest.
///
/// | asks | number | rest |
/// |---|---|---|
/// | `present` | the key's | |
/// | `exact`, `prefix`, `suffix` | the key's | the text |
/// | `in` | the key's | for each text what `exact` would be |
/// | `range` | the key's | the bounds |
/// | `not`, `all`, `any` | | the conditions |
#[derive(Debug, Clone, Copy)]
pub(super) struct CompiledCondition<'t> {
    head: Head,
    rest: &'t [u32],
}

/// What is asked, how many bytes of the last word are filling, and a number of 26 bits.
#[derive(Debug, Clone, Copy)]
struct Head(u32);

impl Head {
    fn new(asks: Asks, filling: u32, number: u32) -> Self {
        Self(asks as u32 | (filling << 4) | (number << 6))
    }

    #[inline]
    fn asks(self) -> Asks {
        match self.0 & 0xf {
            0 => Asks::Present,
            1 => Asks::Exact,
            2 => Asks::Prefix,
            3 => Asks::Suffix,
            4 => Asks::In,
            5 => Asks::Range,
            6 => Asks::Not,
            7 => Asks::All,
            _ => Asks::Any,
        }
    }

    #[inline]
    fn filling(self) -> u32 {
        (self.0 >> 4) & 0b11
    }

    #[inline]
    fn number(self) -> u32 {
        self.0 >> 6
    }
}

#[derive(Debug, Clone, Copy)]
enum Asks {
    Present,
    Exact,
    Prefix,
    Suffix,
    In,
    Range,
    Not,
    All,
    Any,
}

impl CompiledCondition<'_> {
    pub(super) fn pack(condition: &Condition, packer: &mut Packer, into: &mut Vec<u32>) {
        let (asks, conditions) = match condition.node() {
            Node::Test(test) => return Self::pack_test(test, packer.key(test.key()), into),
            Node::Not(condition) => (Asks::Not, core::slice::from_ref(&**condition)),
            Node::All(conditions) => (Asks::All, &**conditions),
            Node::Any(conditions) => (Asks::Any, &**conditions),
        };
        pack_node(into, Head::new(asks, 0, 0), |into| {
            for condition in conditions {
                Self::pack(condition, packer, into);
            }
        });
    }

    fn pack_test(test: &Test, key: u32, into: &mut Vec<u32>) {
        match test.predicate() {
            Predicate::Present => pack_node(into, Head::new(Asks::Present, 0, key), |_| {}),
            Predicate::Exact(exact) => pack_text(into, Asks::Exact, exact, key),
            Predicate::Prefix(prefix) => pack_text(into, Asks::Prefix, prefix, key),
            Predicate::Suffix(suffix) => pack_text(into, Asks::Suffix, suffix, key),
            Predicate::In(texts) => pack_node(into, Head::new(Asks::In, 0, key), |into| {
                for each in texts {
                    pack_text(into, Asks::Exact, each, key);
                }
            }),
            Predicate::Range(interval) => {
                pack_node(into, Head::new(Asks::Range, 0, key), |into| {
                    into.extend(two_words(interval.lower().cast_unsigned()));
                    into.extend(two_words(interval.upper().cast_unsigned()));
                });
            }
        }
    }
}

fn pack_text(into: &mut Vec<u32>, asks: Asks, text: &str, key: u32) {
    // How many bytes are missing to a whole word.
    let filling = word(text.len()).wrapping_neg() & 0b11;
    pack_node(into, Head::new(asks, filling, key), |into| pack_bytes(text.as_bytes(), into));
}

fn pack_node(into: &mut Vec<u32>, head: Head, rest: impl FnOnce(&mut Vec<u32>)) {
    into.push(head.0);
    pack_sized(into, rest);
}

impl<'t> CompiledCondition<'t> {
    #[inline]
    pub(super) fn read(reader: &mut Reader<'t>) -> Self {
        let [head, length] = reader.words();
        Self { head: Head(head), rest: reader.take(length) }
    }

    /// Whether it is true of the request; unknown is not true.
    ///
    /// What most rules ask is inlined, all else is called.
    #[expect(clippy::inline_always, reason = "as `Route::resolve`")]
    #[inline(always)]
    pub(super) fn matches<A: Attributes + ?Sized>(self, asked: &mut Asked<'_, '_, A>) -> bool {
        match self.head.asks() {
            Asks::Exact => {
                asked.value(self.head.number()).is_some_and(|value| self.text().is(value))
            }
            _ => self.evaluate(asked) == Some(true),
        }
    }

    /// As [`Condition::evaluate`], and in the same order.
    #[inline(never)]
    fn evaluate<A: Attributes + ?Sized>(self, asked: &mut Asked<'_, '_, A>) -> Option<bool> {
        match self.head.asks() {
            Asks::Not | Asks::All | Asks::Any => self.combine(asked),
            Asks::Present => Some(asked.value(self.head.number()).is_some()),
            _ => asked.value(self.head.number()).map(|value| self.accepts(value)),
        }
    }

    fn combine<A: Attributes + ?Sized>(self, asked: &mut Asked<'_, '_, A>) -> Option<bool> {
        let mut values = self.parts().map(|condition| condition.evaluate(asked));
        match self.head.asks() {
            Asks::Not => values.next()?.map(|value| !value),
            Asks::All => decide(false, values),
            _ => decide(true, values),
        }
    }

    /// The conditions, or the texts, that it consists of.
    fn parts(self) -> impl Iterator<Item = CompiledCondition<'t>> {
        let mut reader = Reader::new(self.rest);
        core::iter::from_fn(move || (!reader.is_empty()).then(|| Self::read(&mut reader)))
    }

    /// Whether the test is true of a value.
    fn accepts(self, value: &[u8]) -> bool {
        match self.head.asks() {
            Asks::Exact => self.text().is(value),
            Asks::Prefix => self.text().begins(value),
            Asks::Suffix => self.text().ends(value),
            Asks::In => self.parts().any(|text| text.accepts(value)),
            Asks::Range => parse_integer(value).is_some_and(|integer| {
                let mut reader = Reader::new(self.rest);
                let bounds = reader.long().cast_signed()..=reader.long().cast_signed();
                bounds.contains(&integer)
            }),
            Asks::Present | Asks::Not | Asks::All | Asks::Any => true,
        }
    }

    /// The number of the key and the text, if it asks whether the one is the other.
    pub(super) fn exact(self) -> Option<(u32, PackedText<'t>)> {
        let is_exact = matches!(self.head.asks(), Asks::Exact);
        is_exact.then(|| (self.head.number(), self.text()))
    }

    #[inline]
    fn text(self) -> PackedText<'t> {
        let filling = index(self.head.filling());
        let bytes = self.rest.len().saturating_mul(4).saturating_sub(filling);
        PackedText { words: self.rest, bytes }
    }
}

/// A text, packed, and how many bytes it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedText<'t> {
    words: &'t [u32],
    bytes: usize,
}

impl PackedText<'_> {
    #[inline]
    pub(super) fn is(self, value: &[u8]) -> bool {
        value.len() == self.bytes && self.may_be(value) && is_packed(self.words, value)
    }

    /// Most texts that differ do so in their first bytes.
    #[inline]
    fn may_be(self, value: &[u8]) -> bool {
        let first = value.first_chunk().map(|first| u32::from_le_bytes(*first));
        first.is_none() || first.as_ref() == self.words.first()
    }

    fn begins(self, value: &[u8]) -> bool {
        value.get(..self.bytes).is_some_and(|start| is_packed(self.words, start))
    }

    fn ends(self, value: &[u8]) -> bool {
        let start = value.len().checked_sub(self.bytes);
        let end = start.and_then(|start| value.get(start..));
        end.is_some_and(|end| is_packed(self.words, end))
    }
}
