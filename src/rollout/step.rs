use core::fmt;
use core::str::FromStr;
use core::time::Duration;

use thiserror::Error;

use super::span::{DurationError, Span};
use crate::{Excerpt, Weight, WeightError};

/// A step of a [`Plan`](super::Plan): a share of the new version, and how long it is kept.
///
/// # Syntax
///
/// A [`Weight`], then `for` and a duration, or `until approved`. A duration is whole numbers with
/// their units, the larger first: `d` (24 hours), `h`, `m`, `s`, `ms`, `us`, `ns`.
///
/// ```
/// use core::time::Duration;
///
/// use pointsman::Weight;
/// use pointsman::rollout::Step;
///
/// let step: Step = "10% for 1h30m".parse()?;
/// assert_eq!(step, Step::lasting(Weight::from_percent(10)?, Duration::from_secs(90 * 60)));
/// assert_eq!(Step::until_approved(Weight::from_percent(50)?).to_string(), "50% until approved");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Step {
    /// The share of the new version.
    pub weight: Weight,
    /// How long it is kept.
    pub wait: Wait,
}

/// How long a [`Step`] is kept.
///
/// ```
/// use pointsman::Weight;
/// use pointsman::rollout::{Step, Wait};
///
/// assert_eq!(Step::until_approved(Weight::FULL).wait, Wait::Approval);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wait {
    /// For this long.
    For(Duration),
    /// Until a person lets it go on.
    Approval,
}

impl Step {
    /// This share for this long.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::Weight;
    /// use pointsman::rollout::Step;
    ///
    /// let step = Step::lasting(Weight::from_percent(1)?, Duration::from_millis(1_500));
    /// assert_eq!(step.to_string(), "1% for 1s500ms");
    /// # Ok::<(), pointsman::WeightError>(())
    /// ```
    #[must_use]
    pub const fn lasting(weight: Weight, time: Duration) -> Self {
        Self { weight, wait: Wait::For(time) }
    }

    /// This share until a person lets it go on.
    #[must_use]
    pub const fn until_approved(weight: Weight) -> Self {
        Self { weight, wait: Wait::Approval }
    }
}

impl FromStr for Step {
    type Err = StepError;

    fn from_str(text: &str) -> Result<Self, StepError> {
        if let Some(weight) = text.strip_suffix(" until approved") {
            return Ok(Self::until_approved(weight.parse()?));
        }
        let parts = text.split_once(" for ");
        let (weight, time) = parts.ok_or_else(|| StepError::Syntax(Excerpt::of(text)))?;
        let (weight, Span(time)) = (weight.parse()?, time.parse()?);
        Ok(Self::lasting(weight, time))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.wait {
            Wait::For(time) => write!(f, "{} for {}", self.weight, Span(time)),
            Wait::Approval => write!(f, "{} until approved", self.weight),
        }
    }
}

/// Why a text is not a [`Step`].
///
/// ```
/// use pointsman::rollout::Step;
///
/// let error = "10%".parse::<Step>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "step `10%` must be written such as `10% for 5m` or `10% until approved`",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum StepError {
    /// Not written as a step.
    #[error("step {0} must be written such as `10% for 5m` or `10% until approved`")]
    Syntax(Excerpt),
    /// The share is none.
    #[error(transparent)]
    Weight(#[from] WeightError),
    /// The duration is none.
    #[error(transparent)]
    Duration(#[from] DurationError),
}
