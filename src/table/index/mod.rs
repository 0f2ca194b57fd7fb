//! Many rules: the first that matches is found without trying each.
//!
//! Most rules ask one attribute for one of a few values, for an integer in a range, for how a value
//! begins or ends, or whether it is there at all. Such rules are found from the value: a few look-ups
//! per attribute, however many rules there are. What can't be found so is tried in order, up to the
//! best that was found.

mod affixes;
mod candidates;
mod stretches;
mod texts;

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use self::affixes::{Affixes, End};
use self::candidates::{Candidate, Candidates, CandidatesBuilder};
use self::stretches::Stretches;
use self::texts::Texts;

use crate::condition::{Guard, Guards, Predicate, thinned};
use crate::table::condition::CompiledCondition;
use crate::table::keys::Asked;
use crate::table::packer::Packer;
use crate::table::split::CompiledSplit;
use crate::table::words::{Reader, index, word};
use crate::{AttributeKey, Attributes, Interval, Rule};

/// No rule.
const NONE: u32 = u32::MAX;

/// The rules of an alias that has many.
#[derive(Debug)]
pub(crate) struct RuleIndex {
    conditions: Packed,
    /// Apart from the conditions, of which most are never read: so they lie close together.
    splits: Packed,
    /// Those tried one by one, ascending.
    tried: Box<[u32]>,
    /// Those found by the value of an attribute.
    found: Box<[KeyIndex]>,
}

impl RuleIndex {
    /// Up to how many values rules are tried one by one, and an attribute's too: finding them is no
    /// faster then.
    const LISTED: usize = 4;

    /// Whether finding these rules is faster than trying them one by one.
    pub(super) fn is_worthwhile(rules: &[Rule]) -> bool {
        let values = rules.iter().map(|rule| rule.condition().values());
        values.fold(0, usize::saturating_add) > Self::LISTED
    }

    pub(super) fn new(rules: &[Rule], packer: &mut Packer) -> Self {
        let conditions = Packed::new(rules, |rule, into| {
            CompiledCondition::pack(rule.condition(), packer, into);
        });
        let splits = Packed::new(rules, |rule, into| {
            CompiledSplit::pack(rule.split(), packer, into);
        });
        let guards: Vec<Option<Guards<'_>>> =
            rules.iter().map(|rule| rule.condition().guards().and_then(thinned)).collect();
        let mut values_by_key: BTreeMap<&AttributeKey, usize> = BTreeMap::new();
        for guard in guards.iter().flatten().flatten() {
            let values = values_by_key.entry(guard.key()).or_default();
            *values = values.saturating_add(guard.values());
        }
        let worthwhile = |guard: &Guard<'_>| {
            values_by_key.get(guard.key()).is_some_and(|&values| values > Self::LISTED)
        };
        let mut tried = Vec::new();
        let mut builders: BTreeMap<&AttributeKey, KeyIndexBuilder<'_>> = BTreeMap::new();
        for (rule, guards) in (0_u32..).zip(&guards) {
            match guards {
                Some(guards) if guards.iter().all(worthwhile) => {
                    for guard in guards {
                        builders.entry(guard.key()).or_default().add(rule, guard);
                    }
                }
                _ => tried.push(rule),
            }
        }
        let found = builders.into_iter().map(|(key, builder)| builder.build(packer.key(key)));
        let found = found.collect();
        Self { conditions, splits, tried: tried.into(), found }
    }

    /// The first rule that matches: its index and its split.
    #[inline]
    pub(super) fn first_match<A: Attributes + ?Sized>(
        &self,
        asked: &mut Asked<'_, '_, A>,
    ) -> Option<(u32, CompiledSplit<'_>)> {
        let mut best = NONE;
        for index in &self.found {
            if let Some(value) = asked.value(index.key) {
                best = index.first_match(value, best, |rule| self.matches(rule, asked));
            }
        }
        let tried = self.tried.iter().copied().take_while(|&rule| rule < best);
        let best = tried.into_iter().find(|&rule| self.matches(rule, asked)).unwrap_or(best);
        self.splits.at(best).map(|mut reader| (best, CompiledSplit::read(&mut reader)))
    }

    fn matches<A: Attributes + ?Sized>(&self, rule: u32, asked: &mut Asked<'_, '_, A>) -> bool {
        let reader = self.conditions.at(rule);
        reader.is_some_and(|mut reader| CompiledCondition::read(&mut reader).matches(asked))
    }
}

/// A part of each rule, packed, and where each begins.
#[derive(Debug)]
struct Packed {
    words: Box<[u32]>,
    starts: Box<[u32]>,
}

impl Packed {
    fn new(rules: &[Rule], mut pack: impl FnMut(&Rule, &mut Vec<u32>)) -> Self {
        let (mut words, mut starts) = (Vec::new(), Vec::with_capacity(rules.len()));
        for rule in rules {
            starts.push(word(words.len()));
            pack(rule, &mut words);
        }
        Self { words: words.into(), starts: starts.into() }
    }

    /// That of a rule, and of those after it.
    #[inline]
    fn at(&self, rule: u32) -> Option<Reader<'_>> {
        let start = self.starts.get(index(rule))?;
        self.words.get(index(*start)..).map(Reader::new)
    }
}

/// The rules that one attribute's value leads to.
#[derive(Debug)]
struct KeyIndex {
    key: u32,
    by_text: Texts,
    by_integer: Stretches,
    by_start: Affixes,
    by_end: Affixes,
    by_presence: Candidates,
}

impl KeyIndex {
    /// The first of the rules below `best` that matches, else `best`.
    #[inline]
    fn first_match(&self, value: &[u8], best: u32, mut matches: impl FnMut(u32) -> bool) -> u32 {
        let mut best = best.min(self.by_integer.first_rule(value));
        if !self.by_text.is_empty()
            && let Some(candidates) = self.by_text.get(value)
        {
            best = candidates.first_match(best, &mut matches);
        }
        if !self.by_start.is_empty() {
            best = self.by_start.first_match(value, best, &mut matches);
        }
        if !self.by_end.is_empty() {
            best = self.by_end.first_match(value, best, &mut matches);
        }
        self.by_presence.first_match(best, &mut matches)
    }
}

#[derive(Default)]
struct KeyIndexBuilder<'a> {
    by_text: BTreeMap<&'a str, CandidatesBuilder>,
    intervals: Vec<(Interval, u32)>,
    by_start: BTreeMap<&'a str, CandidatesBuilder>,
    by_end: BTreeMap<&'a str, CandidatesBuilder>,
    by_presence: CandidatesBuilder,
}

impl<'a> KeyIndexBuilder<'a> {
    /// Rules come in ascending order.
    fn add(&mut self, rule: u32, guard: &Guard<'a>) {
        let candidate = Candidate { rule, sure: guard.sure };
        match guard.predicate() {
            Predicate::Range(interval) => self.intervals.push((*interval, rule)),
            Predicate::Exact(text) => self.by_text.entry(text).or_default().push(candidate),
            Predicate::In(texts) => {
                for text in texts {
                    self.by_text.entry(text).or_default().push(candidate);
                }
            }
            Predicate::Prefix(text) => self.by_start.entry(text).or_default().push(candidate),
            Predicate::Suffix(text) => self.by_end.entry(text).or_default().push(candidate),
            Predicate::Present => self.by_presence.push(candidate),
        }
    }

    fn build(self, key: u32) -> KeyIndex {
        KeyIndex {
            key,
            by_text: Texts::new(self.by_text),
            by_integer: Stretches::new(&self.intervals),
            by_start: Affixes::new(End::Start, self.by_start),
            by_end: Affixes::new(End::End, self.by_end),
            by_presence: self.by_presence.build(),
        }
    }
}
