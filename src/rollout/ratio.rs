use core::fmt;

use thiserror::Error;

/// A number from 0 to 1,000 in whole millionths: an error rate, or how many times as often.
///
/// Millionths keep thresholds comparable and the same on every machine. As text and in documents it
/// is the decimal number.
///
/// # Ordering
///
/// By size.
///
/// ```
/// use pointsman::rollout::Ratio;
///
/// let ratio = Ratio::new(1.5)?;
/// assert_eq!(ratio.millionths(), 1_500_000);
/// assert_eq!(ratio.to_string(), "1.5");
/// # Ok::<(), pointsman::rollout::RatioError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ratio(u32);

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The whole, or just as often.
    pub const ONE: Self = Self(Self::MILLION);

    /// The largest: 1,000.
    pub const MAX: Self = Self(1_000 * Self::MILLION);

    const MILLION: u32 = 1_000_000;

    /// The millionth nearest to this number.
    ///
    /// ```
    /// use pointsman::rollout::Ratio;
    ///
    /// assert_eq!(Ratio::new(1.0)?, Ratio::ONE);
    /// assert_eq!(Ratio::new(-0.1).unwrap_err().to_string(), "-0.1 is not from 0 to 1000");
    /// # Ok::<(), pointsman::rollout::RatioError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Below 0, above 1,000, not a number; or not 0, but nearer to 0 than to a millionth.
    pub fn new(number: f64) -> Result<Self, RatioError> {
        if !(0.0..=1_000.0).contains(&number) {
            return Err(RatioError::OutOfRange(number));
        }
        let millionths = libm::round(number * f64::from(Self::MILLION));
        if millionths < 1.0 && number > 0.0 {
            return Err(RatioError::RoundsToNothing(number));
        }
        #[expect(clippy::cast_possible_truncation, reason = "from 0 to 10^9, as was checked")]
        #[expect(clippy::cast_sign_loss, reason = "from 0 to 10^9, as was checked")]
        Ok(Self(millionths as u32))
    }

    /// A constant of the crate's own, at most 1,000.
    pub(super) const fn from_millionths(millionths: u32) -> Self {
        Self(millionths)
    }

    /// The number in millionths.
    #[must_use]
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// The nearest double, which [`Ratio::new`] reads back.
    ///
    /// ```
    /// use pointsman::rollout::Ratio;
    ///
    /// assert_eq!(Ratio::new(0.05)?.as_f64(), 0.05);
    /// # Ok::<(), pointsman::rollout::RatioError>(())
    /// ```
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / f64::from(Self::MILLION)
    }

    /// The number in percent, with as few digits as need be when it is printed.
    pub(super) fn as_percent(self) -> f64 {
        f64::from(self.0) / 1e4
    }
}

/// The decimal number, exact.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_f64().fmt(f)
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ratio({self})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Ratio {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Ratio {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(f64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Why a number is no [`Ratio`].
///
/// ```
/// use pointsman::rollout::Ratio;
///
/// let error = Ratio::new(1e-7).unwrap_err();
/// assert_eq!(error.to_string(), "0.0000001 is not 0, but rounds to 0 millionths");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum RatioError {
    /// Not a number from 0 to 1,000.
    #[error("{0} is not from 0 to 1000")]
    OutOfRange(f64),
    /// Not 0, but nearer to 0 than to a millionth.
    #[error("{0} is not 0, but rounds to 0 millionths")]
    RoundsToNothing(f64),
}
