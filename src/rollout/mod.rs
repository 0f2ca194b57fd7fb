//! Rollouts: ramp, watch, judge, roll back.

mod count;
mod counts;
#[cfg(feature = "serde")]
mod counts_serde;
mod gate;
mod machine;
mod observation;
mod outcome;
mod percent;
mod plan;
mod ratio;
mod report;
mod span;
mod state;
pub mod statistics;
mod step;
#[cfg(feature = "serde")]
mod stored;
mod traffic;
mod transition;
mod verdict;

pub use self::count::Count;
pub use self::counts::Counts;
pub use self::gate::{Gate, ThresholdError, Thresholds};
pub use self::machine::{Rollout, RolloutError};
pub use self::observation::Observation;
pub use self::outcome::Outcome;
pub use self::plan::{Plan, PlanError};
pub use self::ratio::{Ratio, RatioError};
pub use self::report::{Estimate, Report, ShareTest, TooFew, VersionReport};
pub use self::span::DurationError;
#[cfg(feature = "serde")]
pub(crate) use self::span::Span;
pub use self::state::State;
pub use self::step::{Step, StepError, Wait};
pub use self::traffic::traffic;
pub use self::transition::TransitionError;
pub use self::verdict::{Evidence, Finding, HoldReason, Verdict};
