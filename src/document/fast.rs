//! Reading the crate's own document at one go.
//!
//! Every document that is read here, [`read`](super::read) would read as an equal value. `None` means
//! only that it must be asked: whether anything is wrong, and what and where, is said there alone.
//! So whatever is in doubt may be left to it, at the price of time, as a field's name is that has an
//! escape in it; and no more than one such pass comes before it, so that a text is read twice at most.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::str::FromStr;

use serde::de::DeserializeOwned;
use smol_str::SmolStr;

use super::read::{next_above, payload_left_out};
use super::reader::Reader;
use super::scan::Scanner;
use super::{Document, limits};
use crate::few::Few;
use crate::path::Path;
use crate::sorted::{SortedMap, reserve_one};
use crate::{
    Alias, AliasName, AttributeKey, Condition, Function, FunctionId, RoutingTable, Rule, Split,
    Sticky, Test, Version, Weight,
};

pub(super) fn document<T: DeserializeOwned>(text: &str) -> Option<Document<T>> {
    let mut functions: Vec<(FunctionId, Function<T>)> = Vec::new();
    give_functions(text, |function| functions.push((function.id().clone(), function)))?;
    let count = functions.len();
    let functions: BTreeMap<_, _> = functions.into_iter().collect();
    (functions.len() == count).then_some(Document { functions })
}

pub(super) fn table<T: DeserializeOwned>(text: &str) -> Option<RoutingTable<T>> {
    /// How many bytes of text a function takes that is released by weights and a rule.
    const BYTES: usize = 256;

    RoutingTable::given(text.len() / BYTES, |take| give_functions(text, take))
}

/// Gives the functions away as they come: for nothing, if what comes after is not good.
fn give_functions<T: DeserializeOwned>(
    text: &str,
    mut take: impl FnMut(Function<T>),
) -> Option<()> {
    let mut scanner = Scanner::new(text);
    let mut known = Known::default();
    let (mut format, mut functions) = (None, None);
    scanner.object(|scanner| {
        if scanner.passes_key("pointsman") {
            once(&mut format, scanner.number())
        } else if scanner.passes_key("functions") {
            let functions = &mut functions;
            once(functions, scanner.each(|scanner| scanner.function(&mut known).map(&mut take)))
        } else {
            None
        }
    })?;
    scanner.end()?;
    functions?;
    (format? == "1").then_some(())
}

/// A field, if it does not stand there already.
fn once<V>(field: &mut Option<V>, value: Option<V>) -> Option<()> {
    field.replace(value?).is_none().then_some(())
}

/// What was read last of what most functions have in common.
#[derive(Default)]
struct Known<'a> {
    alias_name: Last<'a, AliasName>,
    key: Last<'a, AttributeKey>,
    test: Last<'a, Test>,
}

/// The text that was read last; and its value, if it was also the one before.
struct Last<'a, V> {
    text: &'a str,
    value: Option<V>,
}

impl<V> Default for Last<'_, V> {
    fn default() -> Self {
        Self { text: "", value: None }
    }
}

impl<'a, V: FromStr + Clone> Last<'a, V> {
    fn read(&mut self, scanner: &mut Scanner<'a>) -> Option<V> {
        scanner.peek();
        if !scanner.passes_string(self.text) {
            let text = scanner.string()?;
            // The limit is on the expression in it: what is hardly longer is left to the other reader.
            (text.len() <= limits::EXPRESSION).then_some(())?;
            if let Cow::Borrowed(text) = text {
                *self = Self { text, value: None };
            }
            return text.parse().ok();
        }
        if self.value.is_none() {
            self.value = self.text.parse().ok();
        }
        self.value.clone()
    }
}

/// What leads to versions, in an alias and in a rule.
#[derive(Default)]
struct SplitFields {
    version: Option<Version>,
    weights: Option<Few<(Version, Weight)>>,
    slices: Option<Vec<(Version, u32)>>,
}

impl SplitFields {
    fn read(&mut self, scanner: &mut Scanner<'_>) -> Option<()> {
        if scanner.passes_key("version") {
            once(&mut self.version, scanner.text())
        } else if scanner.passes_key("weights") {
            once(&mut self.weights, scanner.weights())
        } else if scanner.passes_key("slices") {
            once(&mut self.slices, scanner.list(Scanner::slice))
        } else {
            None
        }
    }

    // Where it is not inlined the split is copied in pieces, which took a twentieth of all the time.
    #[inline]
    fn split(self) -> Option<Split> {
        let weights = self.weights.unwrap_or_default();
        let split = Split::new(self.version?, weights.iter().copied()).ok()?;
        match self.slices {
            Some(slices) => split.with_slices(slices).ok(),
            None => Some(split),
        }
    }
}

impl<'a> Scanner<'a> {
    fn function<T: DeserializeOwned>(&mut self, known: &mut Known<'a>) -> Option<Function<T>> {
        let (mut namespace, mut name, mut revision) = (None, None, None);
        let (mut next_version, mut versions, mut aliases) = (None, None, None);
        self.object(|scanner| {
            if scanner.passes_key("namespace") {
                once(&mut namespace, scanner.text())
            } else if scanner.passes_key("name") {
                once(&mut name, scanner.text())
            } else if scanner.passes_key("revision") {
                once(&mut revision, scanner.whole())
            } else if scanner.passes_key("next_version") {
                once(&mut next_version, scanner.whole())
            } else if scanner.passes_key("versions") {
                once(&mut versions, scanner.versions())
            } else if scanner.passes_key("aliases") {
                once(&mut aliases, scanner.aliases(known))
            } else {
                None
            }
        })?;
        let id = FunctionId::new(namespace.unwrap_or_default(), name?);
        let (latest, numbered): (T, SortedMap<Version, T>) = versions?;
        let next_version =
            next_version.unwrap_or_else(|| next_above(numbered.iter().map(|(version, _)| version)));
        let aliases = aliases.unwrap_or(SortedMap::EMPTY);
        let revision = revision.unwrap_or_default();
        Function::from_maps(id, (latest, numbered), aliases, next_version, revision).ok()
    }

    /// The payload of `$LATEST`, and the numbered versions.
    fn versions<T: DeserializeOwned>(&mut self) -> Option<(T, SortedMap<Version, T>)> {
        let (mut latest, mut numbered) = (None, Vec::new());
        self.entries(Self::text, |scanner, version: Version| {
            let payload = scanner.payload();
            if version.is_latest() {
                return once(&mut latest, payload);
            }
            // The limit is on all versions, of which `$LATEST` is one.
            (numbered.len() < limits::VERSIONS.saturating_sub(1)).then_some(())?;
            reserve_one(&mut numbered);
            numbered.push((version, payload?));
            Some(())
        })?;
        Some((latest?, SortedMap::of_distinct(numbered)?))
    }

    fn payload<T: DeserializeOwned>(&mut self) -> Option<T> {
        let mut payload = None;
        self.object(|scanner| {
            if scanner.passes_key("payload") { once(&mut payload, scanner.json()) } else { None }
        })?;
        let Some(payload) = payload else {
            return payload_left_out().ok();
        };
        let mut reader = Reader::default();
        let payload = reader.payload(&Path::ROOT, Some(payload))?;
        (reader.faults.total() == 0).then_some(payload)
    }

    fn aliases(&mut self, known: &mut Known<'a>) -> Option<SortedMap<AliasName, Alias>> {
        let mut aliases = Vec::new();
        self.object(|scanner| {
            let name = known.alias_name.read(scanner)?;
            scanner.expect(b':')?;
            (aliases.len() < limits::ALIASES).then_some(())?;
            let alias = (name, scanner.alias(known)?);
            reserve_one(&mut aliases);
            aliases.push(alias);
            Some(())
        })?;
        SortedMap::of_distinct(aliases)
    }

    fn alias(&mut self, known: &mut Known<'a>) -> Option<Alias> {
        let mut split = SplitFields::default();
        let (mut rules, mut sticky, mut description) = (None, None, None);
        self.object(|scanner| {
            if scanner.passes_key("rules") {
                once(&mut rules, scanner.rules(known))
            } else if scanner.passes_key("sticky") {
                once(&mut sticky, scanner.sticky(known))
            } else if scanner.passes_key("description") {
                once(&mut description, scanner.string())
            } else {
                split.read(scanner)
            }
        })?;
        let description = match description {
            Some(text) if text.chars().count() > limits::DESCRIPTION => return None,
            Some(text) => text.into(),
            None => SmolStr::default(),
        };
        Some(Alias { split: split.split()?, rules: rules.unwrap_or_default(), sticky, description })
    }

    fn weights(&mut self) -> Option<Few<(Version, Weight)>> {
        let mut weights = Few::None;
        self.entries(Self::text, |scanner, version| {
            let number = scanner.number()?;
            let weight = match Weight::of_decimal(number) {
                Some(weight) => weight,
                None => Weight::from_fraction(number.parse().ok()?).ok()?,
            };
            weights.push((version, weight));
            Some(())
        })?;
        Some(weights)
    }

    fn slice(&mut self) -> Option<(Version, u32)> {
        self.expect(b'[')?;
        let version = self.text()?;
        self.expect(b',')?;
        let width = self.whole()?;
        self.expect(b']')?;
        Some((version, u32::try_from(width).ok()?))
    }

    fn rules(&mut self, known: &mut Known<'a>) -> Option<Few<Rule>> {
        let mut rules = Few::None;
        self.each(|scanner| {
            rules.push(scanner.rule(known)?);
            Some(())
        })?;
        (rules.len() <= limits::RULES).then_some(rules)
    }

    fn rule(&mut self, known: &mut Known<'a>) -> Option<Rule> {
        let (mut when, mut split) = (None, SplitFields::default());
        self.object(|scanner| {
            if scanner.passes_key("when") {
                once(&mut when, scanner.condition(known, Condition::MAX_NESTING))
            } else {
                split.read(scanner)
            }
        })?;
        let condition = when.filter(|when| when.test_count() <= limits::TESTS)?;
        Some(Rule::new(condition, split.split()?))
    }

    fn condition(&mut self, known: &mut Known<'a>, nesting: usize) -> Option<Condition> {
        if self.peek() == Some(b'"') {
            return known.test.read(self).map(Condition::from);
        }
        let nesting = nesting.checked_sub(1)?;
        let mut condition = None;
        self.object(|scanner| {
            let read = if scanner.passes_key("all") {
                Condition::all(scanner.list(|each| each.condition(known, nesting))?)
            } else if scanner.passes_key("any") {
                Condition::any(scanner.list(|each| each.condition(known, nesting))?)
            } else if scanner.passes_key("not") {
                Condition::not(scanner.condition(known, nesting)?)
            } else {
                return None;
            };
            once(&mut condition, read.ok())
        })?;
        condition
    }

    fn sticky(&mut self, known: &mut Known<'a>) -> Option<Sticky> {
        if self.peek() != Some(b'{') {
            return self.sticky_keys(known);
        }
        let (mut key, mut salt) = (None, None);
        self.object(|scanner| {
            if scanner.passes_key("key") {
                once(&mut key, scanner.sticky_keys(known))
            } else if scanner.passes_key("salt") {
                once(&mut salt, scanner.string())
            } else {
                None
            }
        })?;
        match salt {
            Some(salt) => key?.salted(&salt).ok(),
            None => key,
        }
    }

    fn sticky_keys(&mut self, known: &mut Known<'a>) -> Option<Sticky> {
        let mut key = |scanner: &mut Self| known.key.read(scanner);
        match self.peek() {
            Some(b'"') => key(self).map(Sticky::on),
            _ => Sticky::first_of(self.list(key)?).ok(),
        }
    }

    /// A string that is the text of a value.
    fn text<V: FromStr>(&mut self) -> Option<V> {
        self.string()?.parse().ok()
    }

    /// A whole number without fraction and exponent.
    fn whole(&mut self) -> Option<u64> {
        self.number()?.parse().ok()
    }
}

#[cfg(test)]
mod tests;
