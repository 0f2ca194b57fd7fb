//! The attributes that functions ask for, and what a request answers.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::words::{index, word};
use crate::{AttributeKey, Attributes};

/// Keys, each once, numbered as they come.
#[derive(Debug, Default)]
pub(super) struct KeyPool {
    /// Not by their hashes: whoever writes rules can choose keys that collide.
    numbers: BTreeMap<AttributeKey, u32>,
    keys: Vec<AttributeKey>,
    last: u32,
}

impl KeyPool {
    pub(super) fn number(&mut self, key: &AttributeKey) -> u32 {
        // Most functions ask for what the one before asked for.
        if self.keys.get(index(self.last)) != Some(key) {
            self.last = match self.numbers.get(key) {
                Some(&number) => number,
                None => {
                    let number = word(self.keys.len());
                    self.keys.push(key.clone());
                    self.numbers.insert(key.clone(), number);
                    number
                }
            };
        }
        self.last
    }

    pub(super) fn into_keys(self) -> Vec<AttributeKey> {
        self.keys
    }
}

/// The keys of a function: its own numbers of those that its leaf holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keys<'t> {
    pub(super) numbers: &'t [u32],
    pub(super) keys: &'t [AttributeKey],
}

impl<'t> Keys<'t> {
    pub(super) const NONE: Self = Self { numbers: &[], keys: &[] };

    #[inline]
    pub(super) fn get(self, own: u32) -> Option<Key<'t>> {
        Key::of(self.keys, *self.numbers.get(index(own))?)
    }
}

/// A key, and the leaf's number of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'t> {
    number: u32,
    key: &'t AttributeKey,
}

impl<'t> Key<'t> {
    #[inline]
    pub(super) fn of(keys: &'t [AttributeKey], number: u32) -> Option<Self> {
        keys.get(index(number)).map(|key| Self { number, key })
    }

    /// Whether both are one key of one leaf.
    #[inline]
    pub(crate) fn is(self, other: Key<'_>) -> bool {
        self.number == other.number
    }

    #[inline]
    pub(crate) fn key(self) -> &'t AttributeKey {
        self.key
    }
}

/// What a request answers to the keys of a function, of which it is asked no more often than need be:
/// a rule and the sticky key after it often want the same.
#[derive(Debug)]
pub(crate) struct Asked<'r, 't, A: ?Sized> {
    attributes: &'r A,
    keys: Keys<'t>,
    last: Option<(u32, Option<&'r [u8]>)>,
}

impl<'r, 't, A: Attributes + ?Sized> Asked<'r, 't, A> {
    #[inline]
    pub(crate) fn new(attributes: &'r A, keys: Keys<'t>) -> Self {
        Self { attributes, keys, last: None }
    }

    /// The value of a key, if the request has it.
    #[expect(clippy::inline_always, reason = "as `Route::resolve`")]
    #[inline(always)]
    pub(crate) fn ask(&mut self, key: Key<'_>) -> Option<&'r [u8]> {
        match self.last {
            Some((last, value)) if last == key.number => value,
            _ => {
                let value = self.attributes.attribute(key.key);
                self.last = Some((key.number, value));
                value
            }
        }
    }

    /// The same, by the function's own number of the key.
    #[expect(clippy::inline_always, reason = "as `Route::resolve`")]
    #[inline(always)]
    pub(super) fn value(&mut self, own: u32) -> Option<&'r [u8]> {
        self.ask(self.keys.get(own)?)
    }
}
