//! Rollouts: ramp, watch, judge, roll back.

mod count;
mod counts;
#[cfg(feature = "serde")]
mod counts_serde;
mod outcome;

pub use self::count::Count;
pub use self::counts::Counts;
pub use self::outcome::Outcome;
