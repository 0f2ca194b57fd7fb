//! Rules found by an integer.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::NONE;
use crate::Interval;
use crate::interval::parse_integer;

/// The integers, cut wherever an interval of a rule begins or has ended.
#[derive(Debug, Default)]
pub(super) struct Stretches {
    /// Where each stretch begins, ascending.
    starts: Box<[i64]>,
    /// The first rule that takes all of it.
    rules: Box<[u32]>,
}

impl Stretches {
    pub(super) fn new(intervals: &[(Interval, u32)]) -> Self {
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
    pub(super) fn first_rule(&self, value: &[u8]) -> u32 {
        if self.starts.is_empty() {
            return NONE;
        }
        let Some(integer) = parse_integer(value) else { return NONE };
        let begun = self.starts.partition_point(|&start| start <= integer);
        let stretch = begun.checked_sub(1).and_then(|stretch| self.rules.get(stretch));
        stretch.copied().unwrap_or(NONE)
    }
}
