//! The rules of an alias, so that the first that matches is found without trying each.
//!
//! Most rules ask one attribute for one of a few values, or for an integer in a range. Such rules are
//! found from the value: one look-up per attribute, however many there are. What can't be found so
//! is tried in order, up to the best that was found.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::compile::CompiledSplit;
use crate::condition::{Guard, Guards};
use crate::interval::parse_integer;
use crate::{AttributeKey, Attributes, Condition, Interval};

/// From how many tests of one attribute on their rules are found by its value: below, trying each is
/// as fast.
const WORTHWHILE: usize = 4;

#[derive(Debug)]
pub(crate) struct CompiledRule {
    pub(crate) condition: Condition,
    pub(crate) split: CompiledSplit,
}

#[derive(Debug)]
pub(crate) struct CompiledRules {
    /// In their order.
    rules: Box<[CompiledRule]>,
    /// Those tried one by one, ascending.
    tried: Box<[usize]>,
    /// Those found by the value of an attribute.
    found: Box<[KeyIndex]>,
}

impl CompiledRules {
    pub(crate) fn new(rules: impl IntoIterator<Item = CompiledRule>) -> Self {
        let rules: Box<[_]> = rules.into_iter().collect();
        let guards = rules.iter().map(|rule| rule.condition.guards());
        let guards: Vec<Option<Guards<'_>>> = guards.collect();

        let mut count_by_key: BTreeMap<&AttributeKey, usize> = BTreeMap::new();
        for guard in guards.iter().flatten().flatten() {
            let count = count_by_key.entry(guard.key()).or_default();
            *count = count.saturating_add(1);
        }
        let worthwhile = |guard: &Guard<'_>| {
            count_by_key.get(guard.key()).is_some_and(|&count| count >= WORTHWHILE)
        };
        let mut tried = Vec::new();
        let mut builders: BTreeMap<&AttributeKey, KeyIndexBuilder<'_>> = BTreeMap::new();
        for (rule, guards) in guards.iter().enumerate() {
            match guards {
                Some(guards) if guards.iter().all(worthwhile) => {
                    for guard in guards {
                        builders.entry(guard.key()).or_default().add(rule, guard);
                    }
                }
                _ => tried.push(rule),
            }
        }
        let found = builders.into_iter().map(|(key, builder)| builder.build(key)).collect();
        drop(guards);
        Self { rules, tried: tried.into(), found }
    }

    /// The first rule that matches, and its index.
    #[inline]
    pub(crate) fn first_match<A: Attributes + ?Sized>(
        &self,
        attributes: &A,
    ) -> Option<(usize, &CompiledRule)> {
        let matches = |rule: usize| {
            self.rules.get(rule).is_some_and(|rule| rule.condition.matches(attributes))
        };
        let mut best = usize::MAX;
        for index in &self.found {
            if let Some(value) = attributes.attribute(&index.key) {
                best = best.min(index.first_match(value, best, matches));
            }
        }
        let tried = self.tried.iter().copied().take_while(|&rule| rule < best);
        let best = tried.into_iter().find(|&rule| matches(rule)).unwrap_or(best);
        self.rules.get(best).map(|rule| (best, rule))
    }
}

/// The rules that one attribute's value leads to.
#[derive(Debug)]
struct KeyIndex {
    key: AttributeKey,
    /// Ascending; those that the value alone makes match are the last of theirs.
    by_text: HashMap<Box<[u8]>, Box<[Candidate]>, FixedState>,
    /// Where a stretch of integers begins, and the first rule that takes all of it.
    by_integer: Box<[(i64, usize)]>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    rule: usize,
    /// Whether the value alone makes it match.
    sure: bool,
}

impl KeyIndex {
    /// The first of the rules below `limit` that matches, or `usize::MAX`.
    #[inline]
    fn first_match(&self, value: &[u8], limit: usize, matches: impl Fn(usize) -> bool) -> usize {
        let by_integer = if self.by_integer.is_empty() {
            usize::MAX
        } else {
            parse_integer(value).map_or(usize::MAX, |integer| self.integer(integer))
        };
        let limit = limit.min(by_integer);
        let candidates = self.by_text.get(value).map_or(&[][..], |candidates| candidates);
        let below = candidates.iter().take_while(|candidate| candidate.rule < limit);
        let by_text = below.into_iter().find(|each| each.sure || matches(each.rule));
        by_text.map_or(by_integer, |candidate| candidate.rule)
    }

    fn integer(&self, integer: i64) -> usize {
        let after = self.by_integer.partition_point(|&(start, _)| start <= integer);
        let stretch = after.checked_sub(1).and_then(|index| self.by_integer.get(index));
        stretch.map_or(usize::MAX, |&(_, rule)| rule)
    }
}

#[derive(Default)]
struct KeyIndexBuilder<'a> {
    by_text: BTreeMap<&'a str, Vec<Candidate>>,
    ranges: Vec<(Interval, usize)>,
}

impl<'a> KeyIndexBuilder<'a> {
    /// Rules come in ascending order.
    fn add(&mut self, rule: usize, guard: &Guard<'a>) {
        match guard.range() {
            Some(interval) => self.ranges.push((interval, rule)),
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

    fn build(self, key: &AttributeKey) -> KeyIndex {
        let by_text = self.by_text.into_iter();
        let by_text = by_text.map(|(text, candidates)| (text.as_bytes().into(), candidates.into()));
        KeyIndex {
            key: key.clone(),
            by_text: by_text.collect(),
            by_integer: first_rules(&self.ranges),
        }
    }
}

/// The stretches of integers between all bounds, each with the first rule that has an interval which
/// holds it.
fn first_rules(ranges: &[(Interval, usize)]) -> Box<[(i64, usize)]> {
    // A rule may have several intervals, so each is told by its place in the list, too.
    let mut bounds: BTreeMap<i64, (Vec<_>, Vec<_>)> = BTreeMap::new();
    for (place, &(interval, rule)) in ranges.iter().enumerate() {
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
        (start, open.first().map_or(usize::MAX, |&(rule, _)| rule))
    });
    stretches.collect()
}
