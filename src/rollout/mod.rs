//! Rollouts: ramp, watch, judge, roll back.

mod machine;
mod observation;
mod plan;
mod span;
mod state;
mod step;
#[cfg(feature = "serde")]
mod stored;
mod traffic;
mod transition;
mod verdict;

pub use self::machine::{Rollout, RolloutError};
pub use self::observation::Observation;
pub use self::plan::{Plan, PlanError};
#[cfg(feature = "serde")]
pub(crate) use self::span::Span;
pub use self::span::SpanError;
pub use self::state::State;
pub use self::step::{Step, StepError, Wait};
pub use self::traffic::traffic;
pub use self::transition::TransitionError;
pub use self::verdict::Verdict;
