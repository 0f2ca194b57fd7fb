use core::fmt;

use crate::rollout::percent::Percent;
use crate::rollout::statistics::ConfidenceInterval;

/// What was observed of a share, a rate or a difference, and where the true one may lie.
///
/// It is printed in percent: `1.02% (0.83% to 1.25%)`.
///
/// ```
/// use pointsman::rollout::{Count, Counts, Report};
/// use pointsman::{Split, Version};
///
/// let counts = Counts::new([(Version::LATEST, Count { successes: 980, failures: 20 })]);
/// let report = Report::new(&Split::only(Version::LATEST), &counts, Version::LATEST);
/// let rate = report.of(Version::LATEST).expect("a version of the split").error_rate()?;
/// assert_eq!(rate.value, 0.02);
/// assert_eq!(rate.to_string(), "2% (1.3% to 3.07%)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// What was observed.
    pub value: f64,
    /// Where the true one may lie.
    pub interval: ConfidenceInterval,
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", Percent::new(self.value), self.interval)
    }
}
