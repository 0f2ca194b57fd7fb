//! Rollouts: ramp, watch, judge, roll back.

mod count;
mod counts;
#[cfg(feature = "serde")]
mod counts_serde;
mod outcome;
#[cfg(target_has_atomic = "64")]
mod recorder;
#[cfg(target_has_atomic = "64")]
mod shard;
#[cfg(target_has_atomic = "64")]
mod tally;

pub use self::count::Count;
pub use self::counts::Counts;
pub use self::outcome::Outcome;
#[cfg(target_has_atomic = "64")]
pub use self::recorder::Recorder;
#[cfg(target_has_atomic = "64")]
pub use self::tally::Tally;
