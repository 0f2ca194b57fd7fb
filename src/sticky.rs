use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;

use thiserror::Error;

use crate::few::Few;
use crate::point::SaltSeed;
use crate::{AliasName, AttributeKey, FunctionId};

/// What makes an alias keep a user on a version: the attributes that may hold the key, and the salt.
///
/// The first of the attributes that the request has, not empty, gives the point
/// [`Point::sticky(salt, value)`](crate::Point::sticky); if there is none, the point that the request
/// brought counts. A missing key is never "bucket 0".
///
/// # Salt
///
/// 0 to 256 bytes of text, the empty one too. Without a salt of its own an alias has
/// `NAMESPACE/FUNCTION:ALIAS`, so that those first in one alias are not those first in another; two
/// aliases with one salt share their cohorts on purpose. Within one alias the newest version lies on
/// top of the interval, so that the same users are first in every release, until the salt is
/// changed. Changing the salt or the keys, or renaming function or alias without writing the old
/// salt down, deals everyone anew.
///
/// ```
/// use pointsman::{AttributeKey, Sticky};
///
/// let sticky = Sticky::first_of([AttributeKey::cookie("uid")?, AttributeKey::header("User")?])?
///     .salted("spring-sale")?;
/// assert_eq!(sticky.salt(), Some("spring-sale"));
/// assert_eq!(sticky.keys().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sticky {
    keys: Few<AttributeKey>,
    salt: Option<Box<str>>,
}

impl Sticky {
    /// How many keys there may be.
    pub const MAX_KEYS: usize = 8;

    /// How long a salt may be, in bytes.
    pub const MAX_SALT: usize = 256;

    /// Sticky on one attribute.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Sticky};
    ///
    /// assert_eq!(Sticky::on(AttributeKey::header("User")?).keys().len(), 1);
    /// # Ok::<(), pointsman::AttributeKeyError>(())
    /// ```
    #[must_use]
    pub fn on(key: AttributeKey) -> Self {
        Self { keys: Few::One(key), salt: None }
    }

    /// Sticky on the first of these attributes that a request has, not empty.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Sticky};
    ///
    /// let keys = [AttributeKey::cookie("uid")?, AttributeKey::header("User")?];
    /// assert_eq!(Sticky::first_of(keys.clone())?.keys(), keys);
    /// assert!(Sticky::first_of([]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no key, or more than [`Sticky::MAX_KEYS`].
    pub fn first_of(keys: impl IntoIterator<Item = AttributeKey>) -> Result<Self, StickyError> {
        let keys: Few<_> = keys.into_iter().collect();
        Self::check_count(keys.len())?;
        Ok(Self { keys, salt: None })
    }

    pub(crate) fn check_count(keys: usize) -> Result<(), StickyError> {
        match keys {
            0 => Err(StickyError::NoKey),
            1..=Self::MAX_KEYS => Ok(()),
            count => Err(StickyError::TooManyKeys(count)),
        }
    }

    /// The same, with a salt of its own.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Sticky};
    ///
    /// let sticky = Sticky::on(AttributeKey::header("User")?).salted("spring-sale")?;
    /// assert_eq!(sticky.salt(), Some("spring-sale"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the salt is longer than [`Sticky::MAX_SALT`].
    pub fn salted(self, salt: &str) -> Result<Self, StickyError> {
        Self::check_salt(salt)?;
        Ok(Self { salt: Some(salt.into()), ..self })
    }

    pub(crate) fn check_salt(salt: &str) -> Result<(), StickyError> {
        match salt.len() {
            0..=Self::MAX_SALT => Ok(()),
            length => Err(StickyError::SaltTooLong(length)),
        }
    }

    /// The attributes that may hold the key, in order.
    #[must_use]
    pub fn keys(&self) -> &[AttributeKey] {
        &self.keys
    }

    /// The salt that was given.
    #[must_use]
    pub fn salt(&self) -> Option<&str> {
        self.salt.as_deref()
    }

    /// The salt in force on this alias: its own, or `NAMESPACE/FUNCTION:ALIAS`.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Sticky};
    ///
    /// let sticky = Sticky::on(AttributeKey::header("User")?);
    /// assert_eq!(sticky.salt_on(&"B".parse()?, &"release".parse()?), "default/B:release");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn salt_on(&self, function: &FunctionId, alias: &AliasName) -> Cow<'_, str> {
        match self.salt() {
            Some(salt) => Cow::Borrowed(salt),
            None => {
                let mut salt = String::new();
                default_salt(function, alias, &mut salt);
                Cow::Owned(salt)
            }
        }
    }

    /// The seed of the salt in force on this alias. `text` is for the salt to be written into.
    pub(crate) fn seed_on(
        &self,
        function: &FunctionId,
        alias: &AliasName,
        text: &mut String,
    ) -> SaltSeed {
        if let Some(salt) = self.salt() {
            return SaltSeed::of(salt.as_bytes());
        }
        text.clear();
        default_salt(function, alias, text);
        SaltSeed::of(text.as_bytes())
    }
}

/// Writes `NAMESPACE/FUNCTION:ALIAS`.
fn default_salt(function: &FunctionId, alias: &AliasName, into: &mut String) {
    let (namespace, name) = (function.namespace().as_str(), function.name().as_str());
    into.extend([namespace, "/", name, ":", alias.as_str()]);
}

/// Why keys and a salt don't make a [`Sticky`].
///
/// ```
/// use pointsman::Sticky;
///
/// let error = Sticky::first_of([]).unwrap_err();
/// assert_eq!(error.to_string(), "a sticky alias needs at least one key");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StickyError {
    /// No key.
    #[error("a sticky alias needs at least one key")]
    NoKey,
    /// More than [`Sticky::MAX_KEYS`].
    #[error("{0} sticky keys are more than {max}", max = Sticky::MAX_KEYS)]
    TooManyKeys(usize),
    /// Longer than [`Sticky::MAX_SALT`].
    #[error("a salt of {0} bytes is longer than {max}", max = Sticky::MAX_SALT)]
    SaltTooLong(usize),
}
