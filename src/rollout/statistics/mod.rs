//! The statistics that reports and gates rest on.
//!
//! They are computed in floating point by [`libm`](https://docs.rs/libm), so they are the same on
//! every machine. Nothing that routes a request depends on them. No function here panics or gives
//! NaN, whatever it is asked.

mod chi_square;
mod confidence;
mod difference;
mod gamma;
mod interval;
mod normal;
mod wager;

pub use self::chi_square::chi_square_tail;
pub use self::confidence::{Confidence, ConfidenceError};
pub use self::difference::newcombe;
pub use self::interval::{ConfidenceInterval, wilson};
pub use self::normal::two_sided_quantile;
pub(super) use self::wager::{GRID, Wager};
