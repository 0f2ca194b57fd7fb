//! Many rules: the first that matches is found without trying each.
//!
//! Most rules ask one attribute for one of a few values, or for an integer in a range. Such rules are
//! found from the value: one look-up per attribute, however many there are. What can't be found so
//! is tried in order, up to the best that was found.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::keys::Asked;
use super::packer::Packer;
use super::rules::CompiledRule;
use super::split::CompiledSplit;
use super::words::{Reader, index, word};
use crate::condition::{Guard, Guards};
use crate::interval::parse_integer;
use crate::{AttributeKey, Attributes, Interval, Rule, Test};

/// No rule.
const NONE: u32 = u32::MAX;

/// The rules of an alias that has many.
#[derive(Debug)]
pub(crate) struct RuleIndex {
    /// The rules, packed, and where each begins.
    words: Box<[u32]>,
    starts: Box<[u32]>,
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
        let values = rules.iter().flat_map(|rule| rule.condition().tests()).map(Test::values);
        values.fold(0, usize::saturating_add) > Self::LISTED
    }

    pub(super) fn new(rules: &[Rule], packer: &mut Packer) -> Self {
        let (mut words, mut starts) = (Vec::new(), Vec::new());
        for rule in rules {
            starts.push(word(words.len()));
            CompiledRule::pack(rule, packer, &mut words);
        }
        let guards: Vec<Option<Guards<'_>>> =
            rules.iter().map(|rule| rule.condition().guards()).collect();
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
        Self { words: words.into(), starts: starts.into(), tried: tried.into(), found }
    }

    /// The first rule that matches: its index and its split.
    #[inline(never)]
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
        self.rule(best).map(|rule| (best, rule.split))
    }

    #[inline]
    fn rule(&self, rule: u32) -> Option<CompiledRule<'_>> {
        let start = self.starts.get(index(rule))?;
        self.words.get(index(*start)..).map(|words| CompiledRule::read(&mut Reader::new(words)))
    }

    fn matches<A: Attributes + ?Sized>(&self, rule: u32, asked: &mut Asked<'_, '_, A>) -> bool {
        self.rule(rule).is_some_and(|rule| rule.condition.matches(asked))
    }
}

/// The rules that one attribute's value leads to.
#[derive(Debug)]
struct KeyIndex {
    key: u32,
    by_text: HashMap<Box<[u8]>, Candidates, FixedState>,
    by_integer: Stretches,
}

impl KeyIndex {
    /// The first of the rules below `best` that matches, else `best`.
    #[inline]
    fn first_match(&self, value: &[u8], best: u32, matches: impl FnMut(u32) -> bool) -> u32 {
        let best = best.min(self.by_integer.first_rule(value));
        match self.by_text.get(value) {
            Some(candidates) => candidates.first_match(best, matches),
            None => best,
        }
    }
}

/// The rules that one value leads to, ascending; one that the value alone makes match is the last.
#[derive(Debug)]
struct Candidates {
    first: Candidate,
    more: Box<[Candidate]>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    rule: u32,
    /// Whether the value alone makes it match.
    sure: bool,
}

impl Candidates {
    /// The first below `best` that matches, else `best`.
    #[inline]
    fn first_match(&self, best: u32, mut matches: impl FnMut(u32) -> bool) -> u32 {
        let all = core::iter::once(&self.first).chain(&self.more);
        let mut below = all.take_while(|candidate| candidate.rule < best);
        let first = below.find(|candidate| candidate.sure || matches(candidate.rule));
        first.map_or(best, |candidate| candidate.rule)
    }
}

/// The integers, cut wherever an interval of a rule begins or has ended.
#[derive(Debug, Default)]
struct Stretches {
    /// Where each stretch begins, ascending.
    starts: Box<[i64]>,
    /// The first rule that takes all of it.
    rules: Box<[u32]>,
}

impl Stretches {
    fn new(intervals: &[(Interval, u32)]) -> Self {
        // A rule may have several intervals, so each is told by its place in the list, too.
        let mut bounds: BTreeMap<i64, (Vec<_>, Vec<_>)> = BTreeMap::new();
        for (place, &(interval, rule)) in intervals.iter().enumerate() {
            bounds.entry(interval.lower()).or_default().0.push((rule, place));
            if let Some(after) = interval.upper().checked_add(1) {
                bounds.entry(after).or_default().1.push((rule, place));
            }
        }
        let mut open = BTreeSet::new();
        let stretches = bounds.into_iter().map(|(start, (begun, ended))| {
            open.extend(begun);
            for interval in ended {
                open.remove(&interval);
            }
            (start, open.first().map_or(NONE, |&(rule, _)| rule))
        });
        let (starts, rules): (Vec<_>, Vec<_>) = stretches.unzip();
        Self { starts: starts.into(), rules: rules.into() }
    }

    /// The first rule that takes the integer that the value is, if it is one.
    #[inline]
    fn first_rule(&self, value: &[u8]) -> u32 {
        if self.starts.is_empty() {
            return NONE;
        }
        let Some(integer) = parse_integer(value) else { return NONE };
        let begun = self.starts.partition_point(|&start| start <= integer);
        let stretch = begun.checked_sub(1).and_then(|stretch| self.rules.get(stretch));
        stretch.copied().unwrap_or(NONE)
    }
}

#[derive(Default)]
struct KeyIndexBuilder<'a> {
    by_text: BTreeMap<&'a str, Vec<Candidate>>,
    intervals: Vec<(Interval, u32)>,
}

impl<'a> KeyIndexBuilder<'a> {
    /// Rules come in ascending order.
    fn add(&mut self, rule: u32, guard: &Guard<'a>) {
        match guard.range() {
            Some(interval) => self.intervals.push((interval, rule)),
            None => {
                for text in guard.texts() {
                    let candidates = self.by_text.entry(text).or_default();
                    // Nothing gets past one that matches for sure.
                    if !candidates.last().is_some_and(|last| last.sure) {
                        candidates.push(Candidate { rule, sure: guard.sure });
                    }
                }
            }
        }
    }

    fn build(self, key: u32) -> KeyIndex {
        let by_text = self.by_text.into_iter().filter_map(|(text, candidates)| {
            let (&first, more) = candidates.split_first()?;
            Some((text.as_bytes().into(), Candidates { first, more: more.into() }))
        });
        KeyIndex { key, by_text: by_text.collect(), by_integer: Stretches::new(&self.intervals) }
    }
}
