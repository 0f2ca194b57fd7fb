use core::fmt;

use thiserror::Error;

use crate::label::Label;
use crate::version::is_digits;
use crate::{AliasName, NameError, Version, VersionError};

/// What a caller names beside the function: a version or an alias.
///
/// It borrows its text; parsing allocates nothing. Where a request brings no qualifier at all, the
/// reading is the caller's to choose: of SCF's two invoke calls one takes `$LATEST`
/// ([`Qualifier::LATEST`]), the other `$DEFAULT` ([`Qualifier::DEFAULT`]).
///
/// # Syntax
///
/// | text | reading |
/// |---|---|
/// | empty, or `$DEFAULT` | the alias `$DEFAULT` |
/// | `$LATEST` | the version `$LATEST` |
/// | digits alone | the version of this number, written as for [`Version`] |
/// | anything else | an alias, written as for [`AliasName`] |
///
/// The readings are disjoint, since an alias starts with a letter.
///
/// # Ordering
///
/// Versions in their order, then aliases by bytes.
///
/// ```
/// use pointsman::{Qualifier, Version};
///
/// assert_eq!(Qualifier::parse("")?, Qualifier::DEFAULT);
/// assert_eq!(Qualifier::parse("7")?, Version::numbered(7)?.into());
/// assert_eq!(Qualifier::parse("release")?.alias(), Some("release"));
/// assert!(Qualifier::parse("$latest").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Qualifier<'a>(Reading<'a>);

/// A qualifier, read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reading<'a> {
    Version(Version),
    Alias(Label<'a>),
}

impl<'a> Qualifier<'a> {
    /// The alias `$DEFAULT`.
    pub const DEFAULT: Self = Self(Reading::Alias(Label::new(AliasName::DEFAULT_TEXT)));

    /// The version `$LATEST`.
    pub const LATEST: Self = Self(Reading::Version(Version::LATEST));

    /// Reads a qualifier.
    ///
    /// ```
    /// use pointsman::{Qualifier, Version};
    ///
    /// assert_eq!(Qualifier::parse("$LATEST")?.version(), Some(Version::LATEST));
    /// assert_eq!(Qualifier::parse("prepub")?.alias(), Some("prepub"));
    /// # Ok::<(), pointsman::QualifierError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the text is neither a version nor a possible name of an alias.
    pub fn parse(text: &'a str) -> Result<Self, QualifierError> {
        if text.is_empty() {
            Ok(Self::DEFAULT)
        } else if is_digits(text) {
            Ok(Self(Reading::Version(Version::from_digits(text)?)))
        } else if text.eq_ignore_ascii_case(Version::LATEST_TEXT) {
            Ok(Self(Reading::Version(text.parse()?)))
        } else {
            AliasName::check(text)?;
            Ok(Self(Reading::Alias(Label::new(text))))
        }
    }

    /// The version, if it names one.
    #[must_use]
    pub fn version(self) -> Option<Version> {
        match self.0 {
            Reading::Version(version) => Some(version),
            Reading::Alias(_) => None,
        }
    }

    /// The alias, if it names one.
    #[must_use]
    pub fn alias(self) -> Option<&'a str> {
        match self.0 {
            Reading::Version(_) => None,
            Reading::Alias(name) => Some(name.text()),
        }
    }

    #[inline]
    pub(crate) fn reading(&self) -> &Reading<'a> {
        &self.0
    }
}

/// [`Qualifier::DEFAULT`], the reading of the empty text.
impl Default for Qualifier<'_> {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl From<Version> for Qualifier<'_> {
    fn from(version: Version) -> Self {
        Self(Reading::Version(version))
    }
}

impl<'a> From<&'a AliasName> for Qualifier<'a> {
    fn from(name: &'a AliasName) -> Self {
        Self(Reading::Alias(Label::new(name.as_str())))
    }
}

impl<'a> TryFrom<&'a str> for Qualifier<'a> {
    type Error = QualifierError;

    fn try_from(text: &'a str) -> Result<Self, QualifierError> {
        Self::parse(text)
    }
}

impl fmt::Display for Qualifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reading::Version(version) => fmt::Display::fmt(&version, f),
            Reading::Alias(name) => f.pad(name.text()),
        }
    }
}

impl fmt::Debug for Qualifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Qualifier({self})")
    }
}

/// Why a text is not a [`Qualifier`].
///
/// ```
/// use pointsman::Qualifier;
///
/// let error = Qualifier::parse("01").unwrap_err();
/// assert_eq!(error.to_string(), "version `01` must not have a leading zero");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QualifierError {
    /// It reads as a version, but is none.
    #[error(transparent)]
    Version(#[from] VersionError),
    /// It reads as an alias, but can't be the name of one.
    #[error(transparent)]
    Alias(#[from] NameError),
}
