use super::Thresholds;
use super::gains::{self, Gains};
use crate::rollout::percent::real;
use crate::rollout::statistics::Wager;
use crate::rollout::{Count, Report};
use crate::{Version, Weight};

/// Requests that a look must bring to be settled; fewer wait for the next.
///
/// What is learned of both versions rests on their requests in the same time: of n requests at once
/// it is 1/n less than of all together.
const LEAST: u64 = 10;

/// All that a gate has learned of one version.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Record {
    pub(super) version: Version,
    /// Its share in the step.
    share: Weight,
    /// What has been settled of this step.
    step: Pair,
    /// What has been settled of all steps.
    total: Pair,
    increase: Wager,
    error_rate: Wager,
    more: Wager,
    less: Wager,
    /// How many looks, the last ones, have found enough evidence.
    pub(super) in_a_row: u32,
}

/// Requests of the new version and of all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Pair {
    pub(super) new: Count,
    pub(super) old: Count,
}

impl Pair {
    fn of(report: &Report) -> Self {
        Self { new: report.new_count(), old: report.old_count() }
    }

    /// Whether these counts can be later ones of the same counting.
    fn follows(self, earlier: Self) -> bool {
        self.new.follows(earlier.new) && self.old.follows(earlier.old)
    }

    fn since(self, earlier: Self) -> Self {
        Self { new: self.new.since(earlier.new), old: self.old.since(earlier.old) }
    }

    fn plus(self, other: Self) -> Self {
        Self { new: self.new.plus(other.new), old: self.old.plus(other.old) }
    }

    fn requests(self) -> u64 {
        self.new.requests().saturating_add(self.old.requests())
    }
}

impl Record {
    pub(super) fn new(report: &Report) -> Self {
        Self {
            version: report.new_version(),
            share: report.new_share(),
            step: Pair::default(),
            total: Pair::default(),
            increase: Wager::new(),
            error_rate: Wager::new(),
            more: Wager::new(),
            less: Wager::new(),
            in_a_row: 0,
        }
    }

    /// Settles what a report brings beyond the one before. Whether it brought enough.
    pub(super) fn settle(&mut self, report: &Report, thresholds: &Thresholds) -> bool {
        let now = Pair::of(report);
        if report.new_share() != self.share || !now.follows(self.step) {
            (self.share, self.step) = (report.new_share(), Pair::default());
        }
        let fresh = now.since(self.step);
        if fresh.requests() < LEAST {
            return false;
        }
        (self.step, self.total) = (now, self.total.plus(fresh));
        let Pair { new, old } = fresh;
        // What a burst brings together is a part of it each: then the expectation of a gain is at
        // most 1 still, since a power below 1 bends downwards.
        let burst = f64::from(thresholds.burst());
        let part = |gains: Gains| gains.map(|gain| gain / burst);

        let (times, margin) = (thresholds.increase().as_f64(), thresholds.margin().as_f64());
        let failures = real(new.failures.saturating_add(old.failures));
        self.increase.settle(part(gains::increase(new, old, times, margin)), failures / burst);
        if let Some(most) = thresholds.error_rate() {
            let expected = real(new.requests()) * most.as_f64();
            self.error_rate.settle(part(gains::rate(new, most.as_f64())), expected / burst);
        }
        let expected = self.share.as_fraction();
        let times = thresholds.share().as_f64();
        let [more, less] = gains::share(new.requests(), old.requests(), expected, times);
        let events = real(fresh.requests()) * expected * (1.0 - expected);
        self.more.settle(more, events);
        self.less.settle(less, events);
        true
    }

    /// What was settled of all steps.
    pub(super) fn total(&self) -> Pair {
        self.total
    }

    /// The odds that it fails more often than it may beside the others.
    pub(super) fn increase(&self) -> f64 {
        self.increase.money()
    }

    /// The odds that it fails more often than any version may.
    pub(super) fn error_rate(&self) -> f64 {
        self.error_rate.money()
    }

    /// The odds that it gets another share than it should: half of the money was on either side.
    pub(super) fn mismatch(&self) -> f64 {
        f64::midpoint(self.more.money(), self.less.money())
    }
}
