use core::str::FromStr;
use core::{fmt, iter};

use thiserror::Error;

use crate::Excerpt;
use crate::version::is_digits;

/// A share of an alias's traffic, in whole millionths.
///
/// Integers keep the shares exact and the same on every machine; a millionth is finer than any ramp
/// needs.
///
/// # Syntax
///
/// As text, percent: digits, if wanted a point and 1 to 4 decimals, then `%`, from `0%` to `100%`.
/// Documents hold the decimal number instead, `0.1` for 10 %; see [`Weight::from_fraction`].
///
/// # Ordering
///
/// By size.
///
/// ```
/// use pointsman::Weight;
///
/// let weight: Weight = "0.5%".parse()?;
/// assert_eq!(weight.millionths(), 5_000);
/// assert_eq!(weight, Weight::from_fraction(0.005)?);
/// assert_eq!(Weight::from_percent(10)?.to_string(), "10%");
/// # Ok::<(), pointsman::WeightError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Weight(u32);

impl Weight {
    /// 0 %: the version stays listed and gets exactly no request.
    pub const ZERO: Self = Self(0);

    /// 100 %, a million millionths: every request.
    pub const FULL: Self = Self(1_000_000);

    /// How near to 0 or 1 a decimal number is taken for it: ten times 0.1 is 0.9999999999999999.
    const TOLERANCE: f64 = 1e-12;

    /// This many millionths.
    ///
    /// ```
    /// use pointsman::Weight;
    ///
    /// assert_eq!(Weight::from_millionths(1)?.to_string(), "0.0001%");
    /// # Ok::<(), pointsman::WeightError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Above 1 000 000.
    pub const fn from_millionths(millionths: u32) -> Result<Self, WeightError> {
        if millionths <= Self::FULL.0 {
            Ok(Self(millionths))
        } else {
            Err(WeightError::Millionths(millionths))
        }
    }

    /// This many whole percent.
    ///
    /// ```
    /// use pointsman::Weight;
    ///
    /// assert_eq!(Weight::from_percent(100)?, Weight::FULL);
    /// assert!(Weight::from_percent(101).is_err());
    /// # Ok::<(), pointsman::WeightError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Above 100.
    pub const fn from_percent(percent: u32) -> Result<Self, WeightError> {
        match Self::from_millionths(percent.saturating_mul(10_000)) {
            Ok(weight) => Ok(weight),
            Err(_) => Err(WeightError::Percent(percent)),
        }
    }

    /// The weight that a decimal number from 0 to 1 stands for.
    ///
    /// Within 10⁻¹² of 0 or 1, either side, it is 0 or 1; else the millionth nearest to the exact
    /// value of the double, a tie to even. The arithmetic is on integers, so the result is the same
    /// everywhere.
    ///
    /// ```
    /// use pointsman::Weight;
    ///
    /// assert_eq!(Weight::from_fraction(0.1)?.millionths(), 100_000);
    /// // 1/128 lies exactly between 7812 and 7813 millionths.
    /// assert_eq!(Weight::from_fraction(0.007_812_5)?.millionths(), 7_812);
    /// assert!(Weight::from_fraction(0.000_000_1).is_err());
    /// # Ok::<(), pointsman::WeightError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the number is not from 0 to 1, or would silently become nothing or everything: if it is
    /// not 0 but rounds to 0, or not 1 but rounds to 1.
    pub fn from_fraction(fraction: f64) -> Result<Self, WeightError> {
        if fraction.abs() <= Self::TOLERANCE {
            return Ok(Self::ZERO);
        }
        if (fraction - 1.0).abs() <= Self::TOLERANCE {
            return Ok(Self::FULL);
        }
        if !(0.0..=1.0).contains(&fraction) {
            return Err(WeightError::OutOfRange(fraction));
        }
        match nearest_millionth(fraction) {
            0 => Err(WeightError::RoundsToNothing(fraction)),
            1_000_000 => Err(WeightError::RoundsToEverything(fraction)),
            millionths => Ok(Self(millionths)),
        }
    }

    /// The weight in millionths, 0 to 1 000 000.
    #[must_use]
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// The weight as the nearest double from 0 to 1, which [`Weight::from_fraction`] reads back.
    ///
    /// ```
    /// use pointsman::Weight;
    ///
    /// assert_eq!(Weight::from_percent(10)?.as_fraction(), 0.1);
    /// # Ok::<(), pointsman::WeightError>(())
    /// ```
    #[must_use]
    pub fn as_fraction(self) -> f64 {
        f64::from(self.0) / f64::from(Self::FULL.0)
    }

    /// The weight as a decimal number with as few digits as need be.
    #[cfg(feature = "serde")]
    pub(crate) fn decimal(self) -> alloc::string::String {
        match self {
            Self::FULL => "1".into(),
            Self::ZERO => "0".into(),
            Self(millionths) => {
                alloc::format!("0.{}", alloc::format!("{millionths:06}").trim_end_matches('0'))
            }
        }
    }

    /// The weight that a number such as `0.05` stands for, the same as [`Self::from_fraction`] of the double
    /// that is nearest to it: it takes a quarter of the instructions, and nearly every weight of a document
    /// is such a number. `None` for any other text.
    #[cfg(feature = "serde")]
    pub(crate) fn of_decimal(text: &str) -> Option<Self> {
        let decimals = text.strip_prefix("0.")?;
        let zeros = 6_usize.checked_sub(decimals.len())?;
        is_digits(decimals).then_some(Self(number_of(decimals.bytes(), zeros)))
    }

    /// What is left of 100 %.
    ///
    /// ```
    /// use pointsman::Weight;
    ///
    /// assert_eq!(Weight::from_percent(10)?.complement(), Weight::from_percent(90)?);
    /// # Ok::<(), pointsman::WeightError>(())
    /// ```
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(Self::FULL.0.saturating_sub(self.0))
    }

    /// The millionths that `larger` has above `smaller`, or 0.
    pub(crate) const fn excess(larger: Self, smaller: Self) -> u32 {
        larger.0.saturating_sub(smaller.0)
    }
}

/// The integer nearest to `fraction` · 10⁶, a tie to even, for a fraction between 10⁻¹² and 1.
fn nearest_millionth(fraction: f64) -> u32 {
    // The double is `mantissa` / 2^`shift`; below 1 and above 10⁻¹² the shift is from 53 to 92, so
    // that mantissa · 10⁶ (under 2⁷³) and the remainder have room in 128 bits.
    let bits = fraction.to_bits();
    let exponent = bits >> 52;
    let mantissa = (bits & ((1 << 52) - 1)) | (1 << 52);
    let shift = 1_075_u64.saturating_sub(exponent);
    let product = u128::from(mantissa).saturating_mul(1_000_000);
    let quotient = product >> shift;
    let remainder = product ^ (quotient << shift);
    let half = 1_u128 << shift.saturating_sub(1);
    let up = remainder > half || (remainder == half && quotient & 1 == 1);
    u32::try_from(quotient.saturating_add(u128::from(up))).unwrap_or(u32::MAX)
}

impl TryFrom<f64> for Weight {
    type Error = WeightError;

    fn try_from(fraction: f64) -> Result<Self, WeightError> {
        Self::from_fraction(fraction)
    }
}

impl FromStr for Weight {
    type Err = WeightError;

    fn from_str(text: &str) -> Result<Self, WeightError> {
        parse_percent(text).ok_or_else(|| WeightError::Syntax(Excerpt::of(text)))?
    }
}

/// `None` where the text is not written as a percentage at all.
fn parse_percent(text: &str) -> Option<Result<Weight, WeightError>> {
    let number = text.strip_suffix('%')?;
    let (whole, decimals) = match number.split_once('.') {
        Some((whole, decimals)) if (1..=4).contains(&decimals.len()) => (whole, decimals),
        Some(_) => return None,
        None => (number, ""),
    };
    if !is_digits(whole) || !(decimals.is_empty() || is_digits(decimals)) {
        return None;
    }
    let zeros = 4_usize.saturating_sub(decimals.len());
    let millionths = number_of(whole.bytes().chain(decimals.bytes()), zeros);
    Some(Weight::from_millionths(millionths).map_err(|_| WeightError::Above(Excerpt::of(text))))
}

/// The number of which these are the digits, and so many zeros behind them.
fn number_of(digits: impl Iterator<Item = u8>, zeros: usize) -> u32 {
    digits.chain(iter::repeat_n(b'0', zeros)).fold(0, |number: u32, digit| {
        number.saturating_mul(10).saturating_add(u32::from(digit.saturating_sub(b'0')))
    })
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_percent(u64::from(self.0), 4, f)
    }
}

impl fmt::Debug for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Weight({self})")
    }
}

/// Writes `value` / 10^`decimals` percent without trailing zeros.
pub(crate) fn fmt_percent(value: u64, decimals: u32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let unit = 10_u64.saturating_pow(decimals);
    let whole = value.checked_div(unit).unwrap_or_default();
    let mut rest = value.checked_rem(unit).unwrap_or_default();
    let mut width = usize::try_from(decimals).unwrap_or_default();
    if rest == 0 {
        return write!(f, "{whole}%");
    }
    while rest.is_multiple_of(10) {
        rest /= 10;
        width = width.saturating_sub(1);
    }
    write!(f, "{whole}.{rest:0width$}%")
}

/// Why a number or a text is not a [`Weight`].
///
/// ```
/// use pointsman::Weight;
///
/// let error = Weight::from_fraction(1.5).unwrap_err();
/// assert_eq!(error.to_string(), "weight `1.5` must be from 0 to 1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum WeightError {
    /// Millionths above 1 000 000.
    #[error("weight of {0} millionths is above 1000000")]
    Millionths(u32),
    /// Percent above 100.
    #[error("weight `{0}%` is above 100%")]
    Percent(u32),
    /// A percentage above 100 %.
    #[error("weight {0} is above 100%")]
    Above(Excerpt),
    /// Not written as a percentage.
    #[error("weight {0} must be a percentage with at most 4 decimals, such as `10%` or `0.5%`")]
    Syntax(Excerpt),
    /// A decimal number below 0 or above 1, or none at all.
    #[error("weight `{0:?}` must be from 0 to 1")]
    OutOfRange(f64),
    /// A decimal number that is not 0 but would become 0.
    #[error("weight `{0:?}` is below half a millionth and would be rounded to 0")]
    RoundsToNothing(f64),
    /// A decimal number that is not 1 but would become 1.
    #[error("weight `{0:?}` is within half a millionth of 1 and would be rounded to 1")]
    RoundsToEverything(f64),
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::Weight;

    #[test]
    fn decimals_are_the_doubles_nearest_to_them() {
        for millionths in 0..1_000_000 {
            let padded = alloc::format!("0.{millionths:06}");
            for text in [&*padded, padded.trim_end_matches('0')] {
                let weight =
                    text.parse().ok().and_then(|double| Weight::from_fraction(double).ok());
                assert_eq!(weight.map(Weight::millionths), Some(millionths));
                let decimal = Weight::of_decimal(text);
                assert!(decimal == weight || text == "0.", "{text}");
            }
        }
    }

    #[test]
    fn no_other_text_is_a_decimal() {
        for text in
            ["", "0", "0.", "1", "1.0", "0.1234567", "0.0000000", "00.1", "-0.1", "0.1e1", "0.+1"]
        {
            assert_eq!(Weight::of_decimal(text), None, "{text}");
        }
    }
}
