use core::fmt;

use super::Confidence;
use crate::rollout::percent::{Percent, real};

/// From where to where a share, a rate or a difference of two may lie.
///
/// It is printed in percent: `1.4% to 3.24%`.
///
/// ```
/// use pointsman::rollout::statistics::{Confidence, wilson};
///
/// let interval = wilson(20, 1_000, Confidence::default()).expect("requests");
/// assert_eq!(interval.to_string(), "1.3% to 3.07%");
/// assert!(interval.contains(0.02));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfidenceInterval {
    low: f64,
    high: f64,
}

impl ConfidenceInterval {
    pub(super) const fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// Its lower end.
    #[must_use]
    pub const fn low(&self) -> f64 {
        self.low
    }

    /// Its upper end.
    #[must_use]
    pub const fn high(&self) -> f64 {
        self.high
    }

    /// Whether a number lies in it, its ends included.
    #[must_use]
    pub fn contains(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

impl fmt::Display for ConfidenceInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", Percent::new(self.low), Percent::new(self.high))
    }
}

/// Wilson's score interval for a proportion of which `hits` of `trials` were seen: the proportions
/// that a test of the same confidence would not refuse. More hits than trials count as all of them.
///
/// It holds to its level well even for few trials and for proportions near 0, where the textbook
/// interval `p ± z √(p(1−p)/n)` fails. `None` where there are no trials.
///
/// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927;
/// recommended by L. D. Brown, T. T. Cai, A. `DasGupta`, Interval estimation for a binomial
/// proportion, 2001.
///
/// ```
/// use pointsman::rollout::statistics::{Confidence, wilson};
///
/// let interval = wilson(0, 29, Confidence::default()).expect("trials");
/// assert_eq!(interval.low(), 0.0);
/// assert!((interval.high() - 0.1170).abs() < 5e-5);
/// assert_eq!(wilson(0, 0, Confidence::default()), None);
/// ```
#[must_use]
pub fn wilson(hits: u64, trials: u64, confidence: Confidence) -> Option<ConfidenceInterval> {
    if trials == 0 {
        return None;
    }
    let hits = hits.min(trials);
    let low = lower_bound(hits, trials, confidence);
    // From the other side, so that a rate near 1 is as exact as one near 0.
    let high = 1.0 - lower_bound(trials.saturating_sub(hits), trials, confidence);
    // Where the interval is nothing but the proportion, rounding must not turn it round.
    let seen = real(hits) / real(trials);
    Some(ConfidenceInterval::new(low.min(seen), high.max(seen)))
}

fn lower_bound(hits: u64, trials: u64, confidence: Confidence) -> f64 {
    if hits == 0 {
        return 0.0;
    }
    let (n, x, z) = (real(trials), real(hits), confidence.quantile());
    let half = z * z / 2.0;
    let spread = z * libm::sqrt(half / 2.0 + x * (1.0 - x / n));
    // The root (x + half − spread) / (n + 2 half), turned so that near numbers are not subtracted.
    x / n * (x / (x + half + spread))
}
