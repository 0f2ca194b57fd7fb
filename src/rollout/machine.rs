use core::fmt;
use core::time::Duration;

use thiserror::Error;

use super::span::Span;
use super::{Plan, State, Wait};
use crate::{Alias, AliasName, Split, Version, Weight};

/// A release on its way: an alias that is moved to a new version step by step, and can be put back at
/// any time.
///
/// It is a value, and [`Rollout::observe`] a pure function of it: it starts nothing, waits for nothing
/// and reads no clock. A driver tells it what happened and when, serves what [`Rollout::alias`] says,
/// and stores it wherever it likes; what was read again goes on as if nothing had been.
///
/// Only the alias's own split moves. Its rules, stickiness and description stay what they were, and
/// rolling back is one change: to the whole alias that stood before, its layout included.
///
/// ```
/// use core::time::Duration;
///
/// use pointsman::rollout::{Observation, Plan, Rollout, State, Verdict};
/// use pointsman::{Alias, Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let before = Alias::to(v1).sticky_on("invoke.headers.User".parse()?);
/// let plan: Plan = "Linear10PercentEvery1Minute".parse()?;
/// let at = Duration::from_secs;
/// let rollout = Rollout::new("release".parse()?, before.clone(), v2, plan, at(0))?;
/// assert_eq!(rollout.weight(), Weight::from_percent(10)?);
///
/// // A minute later, and nothing is wrong.
/// let rollout = rollout.observe(at(60), Verdict::Continue.into())?;
/// assert_eq!(rollout.alias().split(), &Split::new(v1, [(v2, Weight::from_percent(20)?)])?);
/// let rollout = rollout.observe(at(86), Verdict::Continue.into())?;
/// assert_eq!(rollout.to_string(), "running step 2 of 9 at 20%, 34s left");
///
/// // A person has seen enough.
/// let rollout = rollout.observe(at(87), Observation::RollBack)?;
/// assert_eq!(rollout.alias(), before);
/// let rollout = rollout.observe(at(88), Observation::Restored)?;
/// assert!(rollout.state().is_final());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Serialization
///
/// The alias that stood before has the form that it has in a `document::Document`, within the same
/// limits; the plan is text, and so are durations. Reading is strict: what can't be is refused, such as
/// a position outside the plan. It is for JSON alone, by way of `serde_json`; serde's `flatten` and enums
/// that are `untagged` or tagged inside can't hold it.
///
/// ```json
/// { "alias": "release",
///   "before": { "version": "1", "sticky": "invoke.headers.User" },
///   "version": "2",
///   "plan": "10% more every 1m up to 100%",
///   "state": { "running": { "step": 1, "spent": "26s" } },
///   "seen": "1m26s" }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::stored::Stored"))]
pub struct Rollout {
    pub(super) alias: AliasName,
    pub(super) before: Alias,
    pub(super) version: Version,
    pub(super) plan: Plan,
    pub(super) state: State,
    /// What the clock showed at the last observation.
    #[cfg_attr(feature = "serde", serde(with = "super::span::text"))]
    pub(super) seen: Duration,
}

impl Rollout {
    /// Begins a rollout: the alias and all that it is now, the version that is to have its traffic, by
    /// which plan, and what the clock shows.
    ///
    /// Any clock does that the next observations have too, such as the time since the Unix epoch: see
    /// [`Rollout::observe`]. A plan of no steps has succeeded as it begins.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::rollout::{Plan, Rollout, State};
    /// use pointsman::{Alias, Split, Version};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let rollout =
    ///     Rollout::new("release".parse()?, Alias::to(v1), v2, Plan::ALL_AT_ONCE, Duration::ZERO)?;
    /// assert_eq!((rollout.state(), rollout.split()), (&State::Succeeded, Split::only(v2)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the version has all of the alias's own split already: there is nothing to do, and nothing to
    /// watch.
    pub fn new(
        alias: AliasName,
        before: Alias,
        version: Version,
        plan: Plan,
        now: Duration,
    ) -> Result<Self, RolloutError> {
        if before.split().share(version) == Weight::FULL {
            return Err(RolloutError::NothingToDo { alias, version });
        }
        let state = plan.enter(0, Duration::ZERO);
        Ok(Self { alias, before, version, plan, state, seen: now })
    }

    /// The name of the alias.
    #[must_use]
    pub fn name(&self) -> &AliasName {
        &self.alias
    }

    /// The alias that stood before, and that rolling back puts back.
    #[must_use]
    pub fn before(&self) -> &Alias {
        &self.before
    }

    /// The version that is to have the alias's traffic.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What the clock showed at the last observation.
    #[must_use]
    pub fn seen(&self) -> Duration {
        self.seen
    }

    /// What the alias must be now: from [`State::RollingBack`] on, exactly what stood before.
    ///
    /// What others have changed in the alias since the rollout began is not in it. Who shares an alias
    /// with others makes each change conditional on the revision that was read, by
    /// [`Function::if_revision`](crate::Function::if_revision).
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::rollout::{Plan, Rollout};
    /// use pointsman::{Alias, Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let before = Alias::to(v1).rule("invoke.headers.User exact Bob".parse()?, v2);
    /// let plan = Plan::canary(Weight::from_percent(5)?, Duration::from_secs(60));
    /// let rollout = Rollout::new("release".parse()?, before.clone(), v2, plan, Duration::ZERO)?;
    /// let ramped = Split::new(v1, [(v2, Weight::from_percent(5)?)])?;
    /// assert_eq!(rollout.alias(), before.with_split(ramped));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn alias(&self) -> Alias {
        self.before.clone().with_split(self.split())
    }

    /// What the alias's own split must be now: the one that stood before, [ramped](Split::ramp) to the
    /// share of the step.
    #[must_use]
    pub fn split(&self) -> Split {
        let before = self.before.split();
        match self.state {
            State::Running { step, .. } | State::Paused { step, .. } => {
                before.ramp(self.version, self.plan.weight(step))
            }
            State::Succeeded => Split::only(self.version),
            State::RollingBack { .. } | State::RolledBack { .. } => before.clone(),
        }
    }

    /// The share that the version must have now.
    ///
    /// It is the step's, or what the version had before if that is more.
    #[must_use]
    pub fn weight(&self) -> Weight {
        self.split().share(self.version)
    }

    /// When the step has had its time, by the clock of the observations: not after
    /// [`Rollout::seen`] if a verdict holds it longer. `None` where time alone changes nothing.
    ///
    /// Whoever looks then loses no time; see [`Rollout::observe`].
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::rollout::{Observation, Plan, Rollout};
    /// use pointsman::{Alias, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let at = Duration::from_secs;
    /// let plan = Plan::canary(Weight::from_percent(5)?, at(60));
    /// let rollout = Rollout::new("release".parse()?, Alias::to(v1), v2, plan, at(1_000))?;
    /// assert_eq!(rollout.next_change(), Some(at(1_060)));
    /// assert_eq!(rollout.observe(at(1_001), Observation::Pause)?.next_change(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn next_change(&self) -> Option<Duration> {
        match self.state {
            State::Running { step, spent } => self.seen.checked_add(self.plan.left(step, spent)?),
            _ => None,
        }
    }
}

impl Plan {
    /// The state of a rollout that begins this step, or is behind the last. Time that has passed in it
    /// already counts, unless it would be all that the step has.
    pub(super) fn enter(&self, step: usize, passed: Duration) -> State {
        match self.step(step).map(|step| step.wait) {
            Some(Wait::For(time)) => {
                let spent = if passed < time { passed } else { Duration::ZERO };
                State::Running { step, spent }
            }
            Some(Wait::Approval) => State::Paused { step, spent: Duration::ZERO },
            None => State::Succeeded,
        }
    }

    /// How much of its time a step still has; `None` if it waits for a person.
    pub(super) fn left(&self, step: usize, spent: Duration) -> Option<Duration> {
        match self.step(step)?.wait {
            Wait::For(time) => Some(time.saturating_sub(spent)),
            Wait::Approval => None,
        }
    }
}

/// One line for people. Time that is left is rounded up to whole seconds.
impl fmt::Display for Rollout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (verb, step) = match &self.state {
            State::Running { step, .. } => ("running", step),
            State::Paused { step, .. } => ("paused in", step),
            State::RollingBack { step, .. } => ("rolling back from", step),
            State::RolledBack { step, .. } => ("rolled back from", step),
            State::Succeeded => return f.write_str("succeeded"),
        };
        let (number, count) = (step.saturating_add(1), self.plan.len());
        let share = self.before.split().share(self.version).max(self.plan.weight(*step));
        write!(f, "{verb} step {number} of {count} at {share}")?;
        match &self.state {
            State::Running { step, spent } | State::Paused { step, spent } => {
                match self.plan.left(*step, *spent) {
                    Some(Duration::ZERO) => f.write_str(", its time is up"),
                    Some(left) => write!(f, ", {} left", Span(whole_seconds(left))),
                    None => f.write_str(", until approved"),
                }
            }
            State::RollingBack { reason, .. } | State::RolledBack { reason, .. } => {
                write!(f, ": {reason}")
            }
            State::Succeeded => Ok(()),
        }
    }
}

/// Rounded up.
fn whole_seconds(time: Duration) -> Duration {
    let begun = u64::from(time.subsec_nanos() > 0);
    Duration::from_secs(time.as_secs().saturating_add(begun))
}

/// Why a [`Rollout`] can't begin.
///
/// ```
/// use core::time::Duration;
///
/// use pointsman::rollout::{Plan, Rollout};
/// use pointsman::{Alias, Version};
///
/// let v1 = Version::numbered(1)?;
/// let plan = Plan::ALL_AT_ONCE;
/// let error = Rollout::new("release".parse()?, Alias::to(v1), v1, plan, Duration::ZERO).unwrap_err();
/// assert_eq!(error.to_string(), "alias `release` leads to version 1 alone already");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RolloutError {
    /// The version has all of the alias's own split.
    #[error("alias `{alias}` leads to version {version} alone already")]
    NothingToDo {
        /// The alias.
        alias: AliasName,
        /// The version.
        version: Version,
    },
}
