use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use thiserror::Error;

use crate::Excerpt;

/// A version of a function: `$LATEST`, which can change, or the number of an immutable snapshot.
///
/// # Syntax
///
/// `$LATEST`, or a decimal number from 1 to 2⁶³ − 1 without sign or leading zeros.
///
/// # Ordering
///
/// Numbers ascend; `$LATEST` sorts after every number.
///
/// ```
/// use pointsman::Version;
///
/// let version: Version = "42".parse()?;
/// assert_eq!(version.number(), Some(42));
/// assert_eq!(version.to_string(), "42");
/// assert!(version < Version::LATEST);
/// assert!("042".parse::<Version>().is_err());
/// # Ok::<(), pointsman::VersionError>(())
/// ```
// `$LATEST` is the greatest value, so that the derived order is the one above; the niche at zero
// makes `Option<Version>` as small as `Version`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(NonZeroU64);

impl Version {
    /// `$LATEST`, the one version that can be changed. It always exists.
    pub const LATEST: Self = Self(NonZeroU64::MAX);

    /// The greatest number that a version can have: 2⁶³ − 1.
    pub const MAX_NUMBER: u64 = u64::MAX / 2;

    pub(crate) const LATEST_TEXT: &str = "$LATEST";

    /// The version with this number.
    ///
    /// ```
    /// use pointsman::Version;
    ///
    /// assert_eq!(Version::numbered(7)?.to_string(), "7");
    /// assert!(Version::numbered(0).is_err());
    /// # Ok::<(), pointsman::VersionError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the number is 0 or above [`Version::MAX_NUMBER`].
    pub const fn numbered(number: u64) -> Result<Self, VersionError> {
        match NonZeroU64::new(number) {
            Some(niche) if number <= Self::MAX_NUMBER => Ok(Self(niche)),
            Some(_) => Err(VersionError::NumberTooLarge(number)),
            None => Err(VersionError::Zero),
        }
    }

    /// The version that [`Version::raw`] was taken of.
    #[inline]
    pub(crate) const fn from_raw(raw: u64) -> Self {
        match NonZeroU64::new(raw) {
            Some(raw) => Self(raw),
            // That is of none.
            None => Self(NonZeroU64::MIN),
        }
    }

    /// A number that is as unique as the version and in the same order.
    #[inline]
    pub(crate) const fn raw(self) -> u64 {
        self.0.get()
    }

    /// The number, or `None` for `$LATEST`.
    #[must_use]
    pub const fn number(self) -> Option<u64> {
        if self.is_latest() { None } else { Some(self.0.get()) }
    }

    /// Whether this is `$LATEST`.
    #[must_use]
    pub const fn is_latest(self) -> bool {
        self.0.get() == Self::LATEST.0.get()
    }

    /// Reads any text, and says what is wrong with it.
    #[inline(never)]
    fn parse(text: &str) -> Result<Self, VersionError> {
        if text == Self::LATEST_TEXT {
            Ok(Self::LATEST)
        } else if is_digits(text) {
            Self::from_digits(text)
        } else if text.eq_ignore_ascii_case(Self::LATEST_TEXT) {
            Err(VersionError::LatestCase(Excerpt::of(text)))
        } else {
            Err(VersionError::NotANumber(Excerpt::of(text)))
        }
    }

    /// Reads a text of ASCII digits alone.
    pub(crate) fn from_digits(digits: &str) -> Result<Self, VersionError> {
        match digits.as_bytes() {
            [b'0'] => Err(VersionError::Zero),
            [b'0', ..] => Err(VersionError::LeadingZero(Excerpt::of(digits))),
            // What does not fit a `u64` is too large all the more.
            _ => Self::numbered(digits.parse().unwrap_or(u64::MAX))
                .map_err(|_| VersionError::TooLarge(Excerpt::of(digits))),
        }
    }
}

/// Whether the text consists of ASCII digits, at least one.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl FromStr for Version {
    type Err = VersionError;

    #[inline]
    fn from_str(text: &str) -> Result<Self, VersionError> {
        // As nearly all are. Told here, they need no room for an error, and take a quarter of the
        // instructions: a document of a million functions has millions of them.
        if matches!(text.as_bytes(), [b'1'..=b'9', ..])
            && let Some(version) = text.parse().ok().and_then(|number| Self::numbered(number).ok())
        {
            return Ok(version);
        }
        Self::parse(text)
    }
}

impl TryFrom<u64> for Version {
    type Error = VersionError;

    fn try_from(number: u64) -> Result<Self, VersionError> {
        Self::numbered(number)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number() {
            Some(number) => fmt::Display::fmt(&number, f),
            None => f.pad(Self::LATEST_TEXT),
        }
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({self})")
    }
}

/// Why a text or a number is not a [`Version`].
///
/// ```
/// use pointsman::Version;
///
/// let error = "$latest".parse::<Version>().unwrap_err();
/// assert_eq!(error.to_string(), "version `$latest` must be written `$LATEST`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VersionError {
    /// Neither `$LATEST` nor decimal digits.
    #[error("version {0} must be `$LATEST` or a decimal number")]
    NotANumber(Excerpt),
    /// `$LATEST` in other letters, such as `$latest`.
    #[error("version {0} must be written `$LATEST`")]
    LatestCase(Excerpt),
    /// A number such as `01`.
    #[error("version {0} must not have a leading zero")]
    LeadingZero(Excerpt),
    /// Numbers begin with 1.
    #[error("version `0` does not exist: numbers begin with 1")]
    Zero,
    /// A text of a number above [`Version::MAX_NUMBER`].
    #[error("version {0} is above {max}", max = Version::MAX_NUMBER)]
    TooLarge(Excerpt),
    /// A number above [`Version::MAX_NUMBER`].
    #[error("version `{0}` is above {max}", max = Version::MAX_NUMBER)]
    NumberTooLarge(u64),
}
