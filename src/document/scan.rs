//! JSON text from front to back, once.
//!
//! `None` always means the same: what comes next is not what was asked for. Whatever is not plain, a
//! string with escapes or a number with an exponent, is read by [`Json`], as the other readers have it.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use serde::de::Deserialize;

use super::json::{Json, Kind};
use crate::sorted::reserve_one;

/// What is left of a text.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'a>(&'a str);

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Nothing but white space is left.
    pub(super) fn end(&mut self) -> Option<()> {
        self.peek().is_none().then_some(())
    }

    /// The first byte of what comes next, white space passed over.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.0.as_bytes().first() {
            Some(b' ' | b'\n' | b'\r' | b'\t') => self.after_space(),
            first => first.copied(),
        }
    }

    // Wherever something is looked at, it would be inlined.
    #[inline(never)]
    fn after_space(&mut self) -> Option<u8> {
        self.0 = self.0.trim_start_matches([' ', '\n', '\r', '\t']);
        self.0.as_bytes().first().copied()
    }

    #[inline]
    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.0 = self.0.get(bytes..)?;
        Some(())
    }

    /// Whether this punctuation comes next; then it is passed over.
    #[inline]
    fn passes(&mut self, punctuation: u8) -> bool {
        self.peek() == Some(punctuation) && self.skip(1).is_some()
    }

    /// This punctuation.
    #[inline]
    pub(super) fn expect(&mut self, punctuation: u8) -> Option<()> {
        self.passes(punctuation).then_some(())
    }

    /// Any value, as it is written.
    pub(super) fn json(&mut self) -> Option<Json<'a>> {
        self.peek()?;
        let json = Json::deserialize(&mut serde_json::Deserializer::from_str(self.0)).ok()?;
        self.skip(json.text().len())?;
        Some(json)
    }

    /// A number, as it is written.
    pub(super) fn number(&mut self) -> Option<&'a str> {
        self.peek()?;
        let bytes = self.0.as_bytes();
        let digits = |from: usize| {
            let digits = bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit());
            digits.count().saturating_add(from)
        };
        let integer = digits(0);
        let end = match bytes.get(integer) {
            Some(b'.') => digits(integer.saturating_add(1)),
            _ => integer,
        };
        // Digits, perhaps a fraction, and no 0 before other digits: the grammar is in no doubt.
        let begins = match bytes.first() {
            Some(b'0') => integer == 1,
            _ => integer != 0,
        };
        let ends = end != integer.saturating_add(1);
        if begins && ends && !matches!(bytes.get(end), Some(b'.' | b'e' | b'E')) {
            let (number, rest) = self.0.split_at_checked(end)?;
            self.0 = rest;
            return Some(number);
        }
        match self.json()?.kind() {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A string, borrowed unless it has escapes.
    #[inline]
    pub(super) fn string(&mut self) -> Option<Cow<'a, str>> {
        match self.plain_string() {
            Some(plain) => Some(Cow::Borrowed(plain)),
            None => self.escaped_string(),
        }
    }

    /// A string that stands there as it is meant.
    fn plain_string(&mut self) -> Option<&'a str> {
        self.peek()?;
        let inner = self.0.strip_prefix('"')?;
        let end = plain(inner.as_bytes());
        (inner.as_bytes().get(end) == Some(&b'"')).then_some(())?;
        self.0 = inner.get(end.saturating_add(1)..)?;
        inner.get(..end)
    }

    #[cold]
    fn escaped_string(&mut self) -> Option<Cow<'a, str>> {
        match self.json()?.kind() {
            Kind::String(text) => text,
            _ => None,
        }
    }

    /// A string; or, if an escape in it stands for no character, how it is written.
    pub(super) fn any_string(&mut self) -> Option<Result<Cow<'a, str>, &'a str>> {
        if let Some(plain) = self.plain_string() {
            return Some(Ok(Cow::Borrowed(plain)));
        }
        let json = self.json()?;
        match json.kind() {
            Kind::String(text) => Some(text.ok_or(json.text())),
            _ => None,
        }
    }

    /// An object, of which `entry` reads each value, being given what `key` has read.
    #[inline]
    pub(super) fn entries<K>(
        &mut self,
        mut key: impl FnMut(&mut Self) -> Option<K>,
        mut entry: impl FnMut(&mut Self, K) -> Option<()>,
    ) -> Option<()> {
        self.object(|scanner| {
            let key = key(scanner)?;
            scanner.expect(b':')?;
            entry(scanner, key)
        })
    }

    /// An object, of which `entry` reads each key and its value.
    #[inline]
    pub(super) fn object(&mut self, mut entry: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        if self.passes(b'}') {
            return Some(());
        }
        loop {
            self.peek();
            entry(self)?;
            if !self.passes(b',') {
                return self.expect(b'}');
            }
        }
    }

    /// Whether this key comes next, without escapes; then it is passed over.
    #[inline]
    pub(super) fn passes_key(&mut self, key: &str) -> bool {
        let Some(rest) = self.after(key) else { return false };
        let Some(rest) = rest.strip_prefix("\":").or_else(|| after_colon(rest)) else {
            return false;
        };
        self.0 = rest;
        true
    }

    /// Whether this string comes next, without escapes; then it is passed over.
    #[inline]
    pub(super) fn passes_string(&mut self, string: &str) -> bool {
        let rest = self.after(string).and_then(|rest| rest.strip_prefix('"'));
        let Some(rest) = rest else { return false };
        self.0 = rest;
        true
    }

    /// What comes after a string that begins so, without escapes.
    #[inline]
    fn after(&self, string: &str) -> Option<&'a str> {
        self.0.strip_prefix('"')?.strip_prefix(string)
    }

    /// A list, of which `entry` reads each value.
    pub(super) fn list<V>(
        &mut self,
        mut entry: impl FnMut(&mut Self) -> Option<V>,
    ) -> Option<Vec<V>> {
        let mut list = Vec::new();
        self.each(|scanner| {
            let entry = entry(scanner)?;
            reserve_one(&mut list);
            list.push(entry);
            Some(())
        })?;
        Some(list)
    }

    /// A list, of which `read` reads each entry.
    pub(super) fn each(&mut self, mut read: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        if self.passes(b']') {
            return Some(());
        }
        loop {
            read(self)?;
            if !self.passes(b',') {
                return self.expect(b']');
            }
        }
    }
}

/// What comes after a quote and a colon, with white space between them.
#[cold]
fn after_colon(text: &str) -> Option<&str> {
    let mut scanner = Scanner(text.strip_prefix('"')?);
    scanner.expect(b':')?;
    Some(scanner.0)
}

/// How many bytes come before the first that a string can't hold as it is: a quote, a backslash or a
/// control character.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    const fn all(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    let mut rest = bytes;
    while let Some((word, others)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        // The lowest bit that remains stands at the top of the first byte below.
        let below = |word: u64, byte: u8| word.wrapping_sub(all(byte)) & !word & all(0x80);
        // With one bit changed a quote comes to be just behind the control characters, and what stood
        // there behind it.
        let special = below(word ^ all(0b10), b' ' + 1) | below(word ^ all(b'\\'), 1);
        if special != 0 {
            let before = usize::try_from(special.trailing_zeros() / 8).unwrap_or_default();
            return bytes.len().wrapping_sub(rest.len()).wrapping_add(before);
        }
        rest = others;
    }
    bytes.len().wrapping_sub(rest.len()).wrapping_add(plain_by_bytes(rest))
}

// Nothing but the last bytes of a text comes here. Where that isn't said, documents take a fifteenth
// longer to be read: the code for all other bytes is laid out around this.
#[cold]
#[inline(never)]
fn plain_by_bytes(bytes: &[u8]) -> usize {
    let special = |&byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
    bytes.iter().position(special).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests;
