use core::fmt;

use super::Verdict;

/// What a [`Rollout`](super::Rollout) is told, along with the time.
///
/// | | running | paused | rolling back |
/// |---|---|---|---|
/// | `Elapsed`, or a verdict to continue | time passes, and a step that has had its time is left | | |
/// | a verdict to hold | time passes, and no step is left | | |
/// | a verdict to roll back, `RollBack` | rolling back | rolling back | |
/// | `Pause` | paused | refused | refused |
/// | `Resume` | refused | running: on in the step, or the next one if the plan waited for this | refused |
/// | `Restored` | refused | refused | rolled back |
///
/// Where nothing stands, nothing changes but the time: whoever reports twice gets no error for it. A
/// rollout that has ended refuses everything.
///
/// ```
/// use pointsman::rollout::{Observation, Verdict};
///
/// assert_eq!(Observation::from(Verdict::Continue).to_string(), "continue");
/// assert_eq!(Observation::RollBack.to_string(), "roll back");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Observation {
    /// Nothing but that time has passed: for a rollout that nobody judges.
    Elapsed,
    /// What was judged of the time until now.
    Verdict(Verdict),
    /// A person stops the time.
    Pause,
    /// A person lets it go on.
    Resume,
    /// A person wants it taken back.
    RollBack,
    /// The alias that stood before is served again.
    Restored,
}

impl From<Verdict> for Observation {
    fn from(verdict: Verdict) -> Self {
        Self::Verdict(verdict)
    }
}

impl fmt::Display for Observation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Elapsed => "elapsed",
            Self::Verdict(verdict) => return verdict.fmt(f),
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::RollBack => "roll back",
            Self::Restored => "restored",
        })
    }
}
