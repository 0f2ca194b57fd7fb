use super::{Estimate, Report, TooFew};
use crate::rollout::Count;
use crate::rollout::percent::real;
use crate::rollout::statistics::{Confidence, wilson};
use crate::{Version, Weight};

/// What a [`Report`] says of one version.
///
/// ```
/// use pointsman::rollout::{Count, Counts, Report};
/// use pointsman::{Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
/// let counts = Counts::new([
///     (v1, Count { successes: 896, failures: 4 }),
///     (v2, Count { successes: 97, failures: 3 }),
/// ]);
/// let report = Report::new(&split, &counts, v2);
/// let new = report.of(v2).expect("a version of the split");
/// assert_eq!(new.expected(), Weight::from_percent(10)?);
/// assert_eq!(new.requests(), 100);
/// assert_eq!(new.observed_share()?.to_string(), "10% (8.29% to 12%)");
/// assert_eq!(new.error_rate()?.to_string(), "3% (1.03% to 8.45%)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VersionReport {
    pub(super) version: Version,
    pub(super) expected: Weight,
    pub(super) count: Count,
    /// The requests of all versions of the split.
    pub(super) of: u64,
    pub(super) confidence: Confidence,
}

impl VersionReport {
    /// The version.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Its share of the split.
    #[must_use]
    pub fn expected(&self) -> Weight {
        self.expected
    }

    /// Its requests, by outcome.
    #[must_use]
    pub fn count(&self) -> Count {
        self.count
    }

    /// All its requests.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.count.requests()
    }

    /// Its share of the requests that the versions of the split got, with Wilson's interval.
    ///
    /// # Errors
    ///
    /// If all of them got fewer than [`Report::LEAST`].
    pub fn observed_share(&self) -> Result<Estimate, TooFew> {
        proportion(self.requests(), self.of, self.confidence)
    }

    /// How many of its requests fail, with Wilson's interval.
    ///
    /// # Errors
    ///
    /// If it got fewer than [`Report::LEAST`].
    pub fn error_rate(&self) -> Result<Estimate, TooFew> {
        proportion(self.count.failures, self.requests(), self.confidence)
    }
}

pub(super) fn proportion(hits: u64, of: u64, confidence: Confidence) -> Result<Estimate, TooFew> {
    TooFew::check(of, Report::LEAST)?;
    let interval = wilson(hits, of, confidence);
    interval
        .map(|interval| Estimate { value: real(hits) / real(of), interval })
        .ok_or(TooFew { requests: of, least: Report::LEAST })
}
