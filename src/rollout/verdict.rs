//! What is to be done about a rollout, and why.

use core::fmt;

use super::percent::Percent;
use super::{Count, Ratio};
use crate::{Version, Weight};

/// What a [`Gate`](super::Gate) says about a rollout, with its reason.
///
/// It is printed as what is to be done and why: `hold: version 2 has 40 requests in this step, fewer
/// than 100`.
///
/// ```
/// use pointsman::Version;
/// use pointsman::rollout::{HoldReason, Verdict};
///
/// let few = HoldReason::TooFew { version: Version::numbered(2)?, requests: 40, least: 100 };
/// assert_eq!(
///     Verdict::Hold(few).to_string(),
///     "hold: version 2 has 40 requests in this step, fewer than 100",
/// );
/// assert_eq!(Verdict::Continue.to_string(), "continue");
/// # Ok::<(), pointsman::VersionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// Nothing speaks against the next step.
    Continue,
    /// Not enough is known for the next step, or something is odd: the share stays as it is for now.
    Hold(HoldReason),
    /// The new version is worse than is allowed.
    RollBack(Finding),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Continue => f.write_str("continue"),
            Self::Hold(reason) => write!(f, "hold: {reason}"),
            Self::RollBack(finding) => write!(f, "roll back: {finding}"),
        }
    }
}

/// Why a rollout is not to go on for now.
///
/// ```
/// use pointsman::rollout::HoldReason;
/// use pointsman::{Version, Weight};
///
/// let share = HoldReason::Share {
///     version: Version::numbered(2)?,
///     requests: 400,
///     of: 1_000,
///     expected: Weight::from_percent(10)?,
///     evidence: Default::default(),
/// };
/// assert_eq!(
///     share.to_string(),
///     "version 2 got 40% of 1000 requests instead of 10%; evidence 0 to 1, 0 to 1 decides",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[non_exhaustive]
pub enum HoldReason {
    /// The new version has had too few requests in this step.
    TooFew {
        /// The new version.
        version: Version,
        /// Its requests in this step.
        requests: u64,
        /// How many it must have.
        least: u64,
    },
    /// There is evidence against the new version, but not enough of it, or not for long enough.
    Suspicion(Finding),
    /// The new version gets another share of the requests than its split gives it.
    Share {
        /// The new version.
        version: Version,
        /// Its requests in this step.
        requests: u64,
        /// The requests of all versions of the split in this step.
        of: u64,
        /// Its share of the split.
        expected: Weight,
        /// How much speaks for a mismatch.
        evidence: Evidence,
    },
}

impl fmt::Display for HoldReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { version, requests, least } => {
                write!(
                    f,
                    "version {version} has {requests} requests in this step, fewer than {least}"
                )
            }
            Self::Suspicion(finding) => write!(f, "not certain yet: {finding}"),
            Self::Share { version, requests, of, expected, evidence } => {
                let share = Percent::of(*requests, *of);
                write!(
                    f,
                    "version {version} got {share} of {of} requests instead of {expected}; "
                )?;
                evidence.fmt(f)
            }
        }
    }
}

/// What speaks against a new version: what was seen, since its rollout began, and what is allowed.
///
/// ```
/// use pointsman::Version;
/// use pointsman::rollout::{Count, Evidence, Finding, Ratio};
///
/// let finding = Finding::ErrorRate {
///     version: Version::numbered(2)?,
///     new: Count { successes: 900, failures: 100 },
///     most: Ratio::new(0.05)?,
///     evidence: Evidence { odds: 4_500, decisive: 100 },
/// };
/// assert_eq!(
///     finding.to_string(),
///     "version 2 failed 100 of 1000 requests (10%), more often than 5%; \
///      evidence 4500 to 1, 100 to 1 decides",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Finding {
    /// It fails more often than any version may.
    ErrorRate {
        /// The new version.
        version: Version,
        /// Its requests.
        new: Count,
        /// The error rate that is allowed.
        most: Ratio,
        /// How much speaks for a higher one.
        evidence: Evidence,
    },
    /// It fails more often, beside the others, than it may.
    Increase {
        /// The new version.
        version: Version,
        /// Its requests.
        new: Count,
        /// The requests of all others.
        old: Count,
        /// How many times as often as the others it may fail.
        times: Ratio,
        /// The error rate that it may have beyond that.
        margin: Ratio,
        /// How much speaks for a larger increase.
        evidence: Evidence,
    },
}

impl Finding {
    /// How much speaks for it.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        match *self {
            Self::ErrorRate { evidence, .. } | Self::Increase { evidence, .. } => evidence,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ErrorRate { version, new, most, evidence } => {
                write!(f, "version {version} {}, more ", Failed(*new))?;
                write!(f, "often than {}%; ", most.as_percent())?;
                evidence.fmt(f)
            }
            Self::Increase { version, new, old, times, margin, evidence } => {
                write!(f, "version {version} {}, ", Failed(*new))?;
                write!(f, "the others {}: more often than ", Failed(*old))?;
                match (*times, *margin) {
                    (Ratio::ONE, Ratio::ZERO) => f.write_str("they do; ")?,
                    (times, Ratio::ZERO) => write!(f, "{times} times that; ")?,
                    (Ratio::ONE, margin) => write!(f, "that and {}%; ", margin.as_percent())?,
                    (times, margin) => {
                        write!(f, "{times} times that and {}%; ", margin.as_percent())?;
                    }
                }
                evidence.fmt(f)
            }
        }
    }
}

struct Failed(Count);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (failures, requests) = (self.0.failures, self.0.requests());
        let rate = Percent::of(failures, requests);
        write!(f, "failed {failures} of {requests} requests ({rate})")
    }
}

/// How much speaks for a finding, as odds to one.
///
/// Whoever bet on the finding, request by request and at odds that are fair as long as all is well,
/// would have made this of one. If all is well, the odds *ever* come to *n* in at most one rollout
/// of *n*, however often one looks: see [`Gate`](super::Gate).
///
/// ```
/// use pointsman::rollout::Evidence;
///
/// let evidence = Evidence { odds: 12, decisive: 100 };
/// assert_eq!(evidence.to_string(), "evidence 12 to 1, 100 to 1 decides");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Evidence {
    /// The odds to one, rounded down; at most 10¹².
    pub odds: u64,
    /// What they must come to for a decision.
    pub decisive: u64,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "evidence {} to 1, {} to 1 decides", self.odds, self.decisive)
    }
}
