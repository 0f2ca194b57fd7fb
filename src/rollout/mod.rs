//! Rollouts: ramp, watch, judge, roll back.

mod count;
mod counts;
#[cfg(feature = "serde")]
mod counts_serde;
mod gate;
mod outcome;
mod percent;
mod ratio;
mod report;
pub mod statistics;
mod verdict;

pub use self::count::Count;
pub use self::counts::Counts;
pub use self::gate::{Gate, ThresholdError, Thresholds};
pub use self::outcome::Outcome;
pub use self::ratio::{Ratio, RatioError};
pub use self::report::{Estimate, Report, ShareTest, TooFew, VersionReport};
pub use self::verdict::{Evidence, Finding, HoldReason, Verdict};
