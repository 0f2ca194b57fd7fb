use alloc::string::ToString;
use core::time::Duration;

use thiserror::Error;

use super::{Observation, Rollout, State, Verdict, Wait};

/// The reason that is kept where a person asked for it.
const BY_A_PERSON: &str = "a person asked for it";

impl Rollout {
    /// The rollout after an observation, and what the clock showed then.
    ///
    /// See [`Observation`] for what is legal when. Nothing is changed here: the old value can be
    /// dropped, or kept if what follows from it can't be carried out.
    ///
    /// # Time
    ///
    /// A rollout counts how long it has been in its step, from observation to observation. So it
    /// depends on no clock that goes on while nobody looks, and survives a restart at any moment:
    ///
    /// - *No step is skipped.* An observation leaves one step at most, however long nobody looked: a
    ///   driver that comes back after three days finds the next step, not the last.
    /// - *No time is lost.* Where a step's time was up between two observations, the next step began
    ///   then, and not when that was seen: the rhythm stays the plan's, and a step that is seen late is
    ///   served for that much less. Unless all of its time would be gone already: then it begins now.
    /// - *Nothing is left before it is allowed.* A verdict to hold lets time pass up to the end of the
    ///   step and no further; so does a pause. Once a later observation allows it, the next step begins
    ///   now.
    /// - While it is paused no time passes, and a step that waits for a person is left by nothing but
    ///   [`Observation::Resume`].
    /// - A clock that shows less than before counts as no time, and time goes on from what it shows.
    ///
    /// By itself a rollout is thus never ahead of its plan. How soon a change is seen is up to the
    /// driver: it does best to look when [`Rollout::next_change`] says so, and often enough between for
    /// a bad version to be caught. Its clock should be one that is not set while the rollout runs; where
    /// another machine takes over, the difference of their clocks is lost or gained once.
    ///
    /// ```
    /// use core::time::Duration;
    ///
    /// use pointsman::rollout::{HoldReason, Observation, Plan, Rollout, Verdict};
    /// use pointsman::{Alias, Version};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let plan: Plan = "10% for 5m, 50% until approved, then 100%".parse()?;
    /// let at = Duration::from_secs;
    /// let rollout = Rollout::new("release".parse()?, Alias::to(v1), v2, plan, at(0))?;
    ///
    /// let few = HoldReason::TooFew { version: v2, requests: 40, least: 100 };
    /// let held = rollout.observe(at(400), Verdict::Hold(few).into())?;
    /// assert_eq!(held.to_string(), "running step 1 of 2 at 10%, its time is up");
    /// let waiting = held.observe(at(410), Verdict::Continue.into())?;
    /// assert_eq!(waiting.to_string(), "paused in step 2 of 2 at 50%, until approved");
    /// let done = waiting.observe(at(7_000), Observation::Resume)?;
    /// assert_eq!(done.to_string(), "succeeded");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If such an observation can't be made in this state. The rollout is as it was.
    ///
    /// # Cost
    ///
    /// A copy of the alias that stood before.
    pub fn observe(
        &self,
        now: Duration,
        observation: Observation,
    ) -> Result<Self, TransitionError> {
        let passed = now.saturating_sub(self.seen);
        match self.next(passed, observation) {
            Some(state) => Ok(Self { state, seen: now, ..self.clone() }),
            None => Err(TransitionError { state: self.state.clone(), observation }),
        }
    }

    /// The state after an observation, if there may be one.
    fn next(&self, passed: Duration, observation: Observation) -> Option<State> {
        use Observation::{Elapsed, Pause, Restored, Resume, RollBack, Verdict as Judged};
        use State::{Paused, RolledBack, RollingBack, Running};

        Some(match (&self.state, observation) {
            (&Running { step, spent }, Elapsed | Judged(Verdict::Continue)) => {
                self.run(step, spent, passed)
            }
            (&Running { step, spent }, Judged(Verdict::Hold(_))) => {
                Running { step, spent: self.within(step, spent, passed) }
            }
            (&Running { step, spent }, Pause) => {
                Paused { step, spent: self.within(step, spent, passed) }
            }
            (&Paused { step, spent }, Resume) => match self.plan.step(step)?.wait {
                Wait::For(_) => Running { step, spent },
                Wait::Approval => self.plan.enter(step.saturating_add(1), Duration::ZERO),
            },
            (&(Running { step, .. } | Paused { step, .. }), RollBack) => {
                RollingBack { step, reason: BY_A_PERSON.into() }
            }
            (&(Running { step, .. } | Paused { step, .. }), Judged(Verdict::RollBack(finding))) => {
                RollingBack { step, reason: finding.to_string().into() }
            }
            (RollingBack { step, reason }, Restored) => {
                RolledBack { step: *step, reason: reason.clone() }
            }
            // Nobody must get stuck by saying again what is known.
            (Paused { .. }, Elapsed | Judged(_))
            | (RollingBack { .. }, Elapsed | Judged(_) | RollBack) => self.state.clone(),
            _ => return None,
        })
    }

    /// Time passes in a step, and over its end.
    fn run(&self, step: usize, spent: Duration, passed: Duration) -> State {
        let left = self.plan.left(step, spent).unwrap_or(Duration::MAX);
        match passed.checked_sub(left) {
            // Its time was up when it was last seen: what has passed since belongs to no step.
            Some(_) if left.is_zero() => self.plan.enter(step.saturating_add(1), Duration::ZERO),
            Some(beyond) => self.plan.enter(step.saturating_add(1), beyond),
            None => State::Running { step, spent: spent.saturating_add(passed) },
        }
    }

    /// How much of a step's time is spent after more has passed, up to its end.
    fn within(&self, step: usize, spent: Duration, passed: Duration) -> Duration {
        let left = self.plan.left(step, spent).unwrap_or_default();
        spent.saturating_add(passed.min(left))
    }
}

/// Why an observation was refused. The rollout is as it was.
///
/// ```
/// use core::time::Duration;
///
/// use pointsman::rollout::{Observation, Plan, Rollout};
/// use pointsman::{Alias, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let plan = Plan::canary(Weight::from_percent(10)?, Duration::from_secs(60));
/// let rollout = Rollout::new("release".parse()?, Alias::to(v1), v2, plan, Duration::ZERO)?;
/// let error = rollout.observe(Duration::ZERO, Observation::Resume).unwrap_err();
/// assert_eq!(error.to_string(), "`resume` is refused: the rollout is running");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{observation}` is refused: the rollout {}", state.words())]
pub struct TransitionError {
    state: State,
    observation: Observation,
}

impl TransitionError {
    /// The state that it was observed in.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What was observed.
    #[must_use]
    pub fn observation(&self) -> Observation {
        self.observation
    }
}
