use core::fmt;

use crate::Weight;
use crate::weight::fmt_percent;

/// A part of an alias's traffic, held exactly in millionths of millionths.
///
/// What moves between two layouts is a whole number of millionths; where everyone is dealt anew it
/// is a product of two shares, which may be finer.
///
/// ```
/// use pointsman::{Mass, Weight};
///
/// let mass = Mass::from(Weight::from_percent(10)?);
/// assert_eq!(mass.trillionths(), 100_000_000_000);
/// assert_eq!(mass.to_string(), "10%");
/// # Ok::<(), pointsman::WeightError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mass(u64);

impl Mass {
    const PER_MILLIONTH: u64 = 1_000_000;

    pub(crate) fn from_millionths(millionths: u64) -> Self {
        Self(millionths.saturating_mul(Self::PER_MILLIONTH))
    }

    /// The mass in trillionths (10⁻¹²) of the whole.
    #[must_use]
    pub const fn trillionths(self) -> u64 {
        self.0
    }

    /// The mass in millionths of the whole: exact unless everyone was dealt anew.
    #[must_use]
    pub fn millionths(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a mass of 100 % is below 2^53")]
        let trillionths = self.0 as f64;
        trillionths / 1e6
    }

    pub(super) const fn from_trillionths(trillionths: u64) -> Self {
        Self(trillionths)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl From<Weight> for Mass {
    fn from(weight: Weight) -> Self {
        Self::from_millionths(weight.millionths().into())
    }
}

impl PartialEq<Weight> for Mass {
    fn eq(&self, weight: &Weight) -> bool {
        *self == Self::from(*weight)
    }
}

/// Percent, exact.
impl fmt::Display for Mass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_percent(self.0, 10, f)
    }
}

impl fmt::Debug for Mass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mass({self})")
    }
}
