//! Plans: how the share of a new version grows.

mod preset;
mod text;
mod time;

use alloc::vec::Vec;
use core::time::Duration;

use thiserror::Error;

use super::{DurationError, Step, StepError, Wait};
use crate::{Excerpt, Weight, WeightError};

/// How the share of a new version grows with time: steps, and after the last of them 100 %.
///
/// A plan is a value: it knows no versions and no clock. [`Rollout`](super::Rollout) carries one out.
///
/// # Borders
///
/// A border belongs to the new step: a step of 5 minutes is over when 5 minutes have passed. A step
/// of no time would be over as it begins, so a plan leaves it out. Times of any length are exact.
///
/// # Syntax
///
/// | text | plan |
/// |---|---|
/// | `100% at once` | [`Plan::ALL_AT_ONCE`] |
/// | `10% for 5m, then 100%` | [`Plan::canary`] |
/// | `10% more every 1m up to 100%` | [`Plan::linear`] |
/// | `1% for 10m, 10% until approved, 50% for 1h, then 100%` | [`Plan::steps`], each a [`Step`] |
///
/// What is carried out alike is equal and printed alike. The names of [`Plan::presets`] are read
/// too.
///
/// ```
/// use core::time::Duration;
///
/// use pointsman::Weight;
/// use pointsman::rollout::Plan;
///
/// let plan: Plan = "10% for 5m, then 100%".parse()?;
/// assert_eq!(plan, "Canary10Percent5Minutes".parse()?);
/// let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
/// assert_eq!(plan.weight_at(minutes(0)), Weight::from_percent(10)?);
/// assert_eq!(plan.next_change(minutes(0)), Some(minutes(5)));
/// assert_eq!(plan.weight_at(minutes(5)), Weight::FULL);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Plan(Shape);

/// One plan has one shape: a linear one has two steps or more, and no step has no time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Shape {
    Steps(Vec<Step>),
    /// Of which there may be a million steps.
    Linear {
        weight: Weight,
        every: Duration,
    },
}

impl Plan {
    /// No steps: 100 % at once.
    pub const ALL_AT_ONCE: Self = Self(Shape::Steps(Vec::new()));

    /// A share for a time, then 100 %.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::Weight;
    /// use pointsman::rollout::Plan;
    ///
    /// let plan = Plan::canary(Weight::from_percent(5)?, Duration::from_secs(3_600));
    /// assert_eq!(plan.to_string(), "5% for 1h, then 100%");
    /// # Ok::<(), pointsman::WeightError>(())
    /// ```
    #[must_use]
    pub fn canary(weight: Weight, time: Duration) -> Self {
        Self::of([Step::lasting(weight, time)])
    }

    /// A share at once, and each time as much again, until it is 100 %; the last one may be smaller.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::Weight;
    /// use pointsman::rollout::Plan;
    ///
    /// let plan = Plan::linear(Weight::from_percent(30)?, Duration::from_secs(60))?;
    /// let shares = [0, 60, 120, 180].map(|secs| plan.weight_at(Duration::from_secs(secs)));
    /// assert_eq!(shares.map(|share| share.to_string()), ["30%", "60%", "90%", "100%"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the share is 0 %, which never grows.
    pub fn linear(weight: Weight, every: Duration) -> Result<Self, PlanError> {
        if weight == Weight::ZERO {
            return Err(PlanError::NoGrowth);
        }
        let linear = Self(Shape::Linear { weight, every });
        Ok(match linear.len() {
            _ if every.is_zero() => Self::ALL_AT_ONCE,
            0 | 1 => Self::of(linear.iter()),
            _ => linear,
        })
    }

    /// Steps one after the other, then 100 %.
    ///
    /// A first step of 0 % is a dark start: the alias lists the version, and no request gets it. A last
    /// one of 100 % is a time in which the new version is watched at work, before the end.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::Weight;
    /// use pointsman::rollout::{Plan, Step};
    ///
    /// let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    /// let plan = Plan::steps([
    ///     Step::lasting(Weight::from_percent(1)?, minutes(10)),
    ///     Step::until_approved(Weight::from_percent(10)?),
    ///     Step::lasting(Weight::FULL, minutes(30)),
    /// ])?;
    /// assert_eq!(plan.to_string(), "1% for 10m, 10% until approved, 100% for 30m, then 100%");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a share is smaller than the one before it.
    pub fn steps(steps: impl IntoIterator<Item = Step>) -> Result<Self, PlanError> {
        let steps: Vec<Step> = steps.into_iter().collect();
        for (index, pair) in steps.windows(2).enumerate() {
            if let [before, step] = *pair
                && step.weight < before.weight
            {
                let (weight, before) = (step.weight, before.weight);
                return Err(PlanError::Falls { index: index.saturating_add(1), weight, before });
            }
        }
        Ok(Self::of(steps))
    }

    /// The plan of steps whose weights don't fall.
    fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        let steps = steps.into_iter().filter(|step| step.wait != Wait::For(Duration::ZERO));
        let steps: Vec<Step> = steps.collect();
        if let [Step { weight, wait: Wait::For(every) }, _, ..] = *steps {
            let linear = Self(Shape::Linear { weight, every });
            if linear.iter().eq(steps.iter().copied()) {
                return linear;
            }
        }
        Self(Shape::Steps(steps))
    }

    /// How many steps it has, those of no time left out.
    ///
    /// ```
    /// use pointsman::rollout::Plan;
    ///
    /// assert_eq!(Plan::ALL_AT_ONCE.len(), 0);
    /// assert_eq!("Linear10PercentEvery1Minute".parse::<Plan>()?.len(), 9);
    /// # Ok::<(), pointsman::rollout::PlanError>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Shape::Steps(steps) => steps.len(),
            // As many as stay below 100 %.
            Shape::Linear { weight, .. } => {
                let below = Weight::FULL.millionths().saturating_sub(1);
                let count = below.checked_div(weight.millionths()).unwrap_or_default();
                usize::try_from(count).unwrap_or(usize::MAX)
            }
        }
    }

    /// Whether it has no steps: 100 % at once.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The step of this index, from 0; `None` behind the last, where the share is 100 %.
    ///
    /// ```
    /// use pointsman::rollout::{Plan, Step};
    ///
    /// let plan: Plan = "Linear10PercentEvery1Minute".parse()?;
    /// assert_eq!(plan.step(8), Some("90% for 1m".parse::<Step>()?));
    /// assert_eq!(plan.step(9), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn step(&self, index: usize) -> Option<Step> {
        match &self.0 {
            Shape::Steps(steps) => steps.get(index).copied(),
            &Shape::Linear { weight, every } => {
                let count = u32::try_from(index).ok()?.checked_add(1)?;
                let share = weight.millionths().checked_mul(count)?;
                let weight = Weight::from_millionths(share).ok()?;
                Some(Step::lasting(weight, every)).filter(|step| step.weight < Weight::FULL)
            }
        }
    }

    fn iter(&self) -> impl Iterator<Item = Step> {
        (0..self.len()).filter_map(|index| self.step(index))
    }

    /// The share of the new version in the step of this index, or behind the last.
    pub(super) fn weight(&self, index: usize) -> Weight {
        self.step(index).map_or(Weight::FULL, |step| step.weight)
    }
}

/// Why steps or a text are not a [`Plan`].
///
/// ```
/// use pointsman::rollout::Plan;
///
/// let error = "10% for 5m, 5% for 5m, then 100%".parse::<Plan>().unwrap_err();
/// assert_eq!(error.to_string(), "step 2: weight 5% is below the 10% before it");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A share is smaller than the one before it.
    ///
    /// It is printed with the number of the step, from 1, as a [`Rollout`](super::Rollout) is.
    #[error(
        "step {number}: weight {weight} is below the {before} before it",
        number = .index.saturating_add(1)
    )]
    Falls {
        /// The index of the step, from 0.
        index: usize,
        /// Its share.
        weight: Weight,
        /// The share of the step before it.
        before: Weight,
    },
    /// A linear plan that would never get anywhere.
    #[error("a linear plan of 0% never grows")]
    NoGrowth,
    /// Not written as a plan, and the name of none.
    #[error(
        "plan {0} must be written such as `10% for 5m, then 100%`, or be one of {names}",
        names = preset::names()
    )]
    Syntax(Excerpt),
    /// A step is none.
    #[error(transparent)]
    Step(#[from] StepError),
    /// The share of a linear plan is none.
    #[error(transparent)]
    Weight(#[from] WeightError),
    /// The duration of a linear plan is none.
    #[error(transparent)]
    Duration(#[from] DurationError),
}
