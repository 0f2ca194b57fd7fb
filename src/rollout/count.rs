//! Requests of one version.

use core::fmt;

use super::Outcome;

/// How many requests ended well, and how many failed.
///
/// Sums stay at [`u64::MAX`], which no count of requests comes to: at a thousand million a second it
/// would take 584 years.
///
/// ```
/// use pointsman::rollout::Count;
///
/// let count = Count { successes: 97, failures: 3 };
/// assert_eq!(count.requests(), 100);
/// assert_eq!(count.to_string(), "3 of 100 failed");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Count {
    /// The requests that ended well.
    pub successes: u64,
    /// The requests that failed.
    pub failures: u64,
}

impl Count {
    /// No request.
    pub const ZERO: Self = Self { successes: 0, failures: 0 };

    /// All requests, whatever their outcome.
    #[must_use]
    pub const fn requests(self) -> u64 {
        self.successes.saturating_add(self.failures)
    }

    /// Whether there is no request.
    #[must_use]
    pub(super) const fn is_zero(&self) -> bool {
        self.requests() == 0
    }

    /// The requests with this outcome.
    ///
    /// ```
    /// use pointsman::rollout::{Count, Outcome};
    ///
    /// assert_eq!(Count { successes: 97, failures: 3 }.of(Outcome::Failure), 3);
    /// ```
    #[must_use]
    pub const fn of(self, outcome: Outcome) -> u64 {
        match outcome {
            Outcome::Success => self.successes,
            Outcome::Failure => self.failures,
        }
    }

    /// These requests and the others together.
    ///
    /// ```
    /// use pointsman::rollout::Count;
    ///
    /// let [one, other] = [(97, 3), (40, 0)].map(|(successes, failures)| Count { successes, failures });
    /// assert_eq!(one.plus(other), Count { successes: 137, failures: 3 });
    /// ```
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            successes: self.successes.saturating_add(other.successes),
            failures: self.failures.saturating_add(other.failures),
        }
    }

    /// The requests that have been counted since an earlier count.
    ///
    /// Where either number is lower than it was, whoever counts was restarted in between, and all that
    /// is counted now came since: what one outcome had been counted before says nothing of the other.
    ///
    /// ```
    /// use pointsman::rollout::Count;
    ///
    /// let counts = [(97, 3), (137, 4), (20, 5)];
    /// let [earlier, later, restarted] =
    ///     counts.map(|(successes, failures)| Count { successes, failures });
    /// assert_eq!(later.since(earlier), Count { successes: 40, failures: 1 });
    /// assert_eq!(restarted.since(earlier), restarted);
    /// ```
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        if !self.follows(earlier) {
            return self;
        }
        Self {
            successes: self.successes.saturating_sub(earlier.successes),
            failures: self.failures.saturating_sub(earlier.failures),
        }
    }

    /// Whether this can be a later count of the same counting.
    pub(super) const fn follows(self, earlier: Self) -> bool {
        self.successes >= earlier.successes && self.failures >= earlier.failures
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} failed", self.failures, self.requests())
    }
}
