use alloc::boxed::Box;
use core::time::Duration;

/// How far a [`Rollout`](super::Rollout) is.
///
/// ```text
/// Running ⇄ Paused        Running → Succeeded
///     ↘        ↙
///     RollingBack → RolledBack
/// ```
///
/// A rollout begins in the first step of its plan: running, or paused if that waits for a person, or
/// succeeded if there is none. From running and from paused it can be rolled back at any time.
///
/// ```
/// use core::time::Duration;
///
/// use pointsman::rollout::{Plan, Rollout, State};
/// use pointsman::{Alias, Version};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let plan: Plan = "10% until approved, then 100%".parse()?;
/// let rollout = Rollout::new("release".parse()?, Alias::to(v1), v2, plan, Duration::ZERO)?;
/// assert_eq!(rollout.state(), &State::Paused { step: 0, spent: Duration::ZERO });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum State {
    /// Time passes in a step.
    Running {
        /// The index of the step, from 0.
        step: usize,
        /// How much of its time has passed: no more than it has.
        #[cfg_attr(feature = "serde", serde(with = "super::span::text"))]
        spent: Duration,
    },
    /// A step waits for a person, as the plan or a person has asked for.
    Paused {
        /// The index of the step, from 0.
        step: usize,
        /// How much of its time had passed: none if the step itself waits for a person.
        #[cfg_attr(feature = "serde", serde(with = "super::span::text"))]
        spent: Duration,
    },
    /// The new version has all of the alias.
    Succeeded,
    /// The alias that stood before is to be put back.
    RollingBack {
        /// The index of the step in which that was decided, from 0.
        step: usize,
        /// Why.
        reason: Box<str>,
    },
    /// The alias that stood before is served again.
    RolledBack {
        /// The index of the step in which that was decided, from 0.
        step: usize,
        /// Why.
        reason: Box<str>,
    },
}

impl State {
    /// Whether it is an end, which no observation leads out of.
    ///
    /// ```
    /// use pointsman::rollout::State;
    ///
    /// assert!(State::Succeeded.is_final());
    /// ```
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Succeeded | Self::RolledBack { .. })
    }

    /// It in two words.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Running { .. } => "is running",
            Self::Paused { .. } => "is paused",
            Self::Succeeded => "has succeeded",
            Self::RollingBack { .. } => "is rolling back",
            Self::RolledBack { .. } => "was rolled back",
        }
    }
}
