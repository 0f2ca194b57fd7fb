use alloc::borrow::Cow;
use alloc::vec::Vec;

use thiserror::Error;

use crate::document::{Json, Kind};
use crate::{AttributeKey, Attributes, Excerpt, Source};

/// SCF's invoke parameter `RoutingKey`: a JSON object whose entries answer `invoke.headers.*`, byte
/// for byte.
///
/// Where a request brings one, it alone answers `invoke.headers.*`.
///
/// # Syntax
///
/// A JSON object of at most [`RoutingKey::MAX`] bytes of text. Strings are taken as they are, a number
/// without fraction or exponent as it is written.
///
/// ```
/// use pointsman::{Condition, RoutingKey};
///
/// let key = RoutingKey::parse(r#"{"User": "Bob", "userHash": 30}"#)?;
/// let condition: Condition = "invoke.headers.userHash range [0,30]".parse()?;
/// assert!(condition.matches(&key));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Cost
///
/// Parsing allocates; what has no escapes is borrowed. An attribute is looked for from the first
/// entry on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoutingKey<'a> {
    entries: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> RoutingKey<'a> {
    /// How long the text may be, in bytes.
    pub const MAX: usize = 1024;

    /// Reads a routing key.
    ///
    /// # Errors
    ///
    /// If the text is too long or not a JSON object, a value is neither a string nor a whole number,
    /// or a key stands twice.
    pub fn parse(text: &'a str) -> Result<Self, RoutingKeyError> {
        if text.len() > Self::MAX {
            return Err(RoutingKeyError::TooLong(text.len()));
        }
        let no_object = || RoutingKeyError::NoObject(Excerpt::of(text));
        let Kind::Object(object) = Json::parse(text).map_err(|_| no_object())?.kind() else {
            return Err(no_object());
        };
        let mut entries: Vec<(Cow<'a, str>, Cow<'a, str>)> = Vec::with_capacity(object.len());
        for (key, value) in object {
            if entries.iter().any(|(other, _)| *other == key) {
                return Err(RoutingKeyError::Twice(Excerpt::of(&key)));
            }
            let value = match value.kind() {
                Kind::String(Some(text)) => text,
                Kind::Number(number) if !number.contains(['.', 'e', 'E']) => number.into(),
                _ => return Err(RoutingKeyError::Value(Excerpt::of(&key))),
            };
            entries.push((key, value));
        }
        Ok(Self { entries })
    }

    /// The same, free of the text that it was read from: for a text that had to be decoded.
    ///
    /// ```
    /// use pointsman::RoutingKey;
    ///
    /// let text = String::from(r#"{"User": "Bob"}"#);
    /// let key: RoutingKey<'static> = RoutingKey::parse(&text)?.into_owned();
    /// drop(text);
    /// assert_eq!(key, RoutingKey::parse(r#"{"User": "Bob"}"#)?);
    /// # Ok::<(), pointsman::RoutingKeyError>(())
    /// ```
    #[must_use]
    pub fn into_owned(self) -> RoutingKey<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let entries = self.entries.into_iter().map(|(key, value)| (owned(key), owned(value)));
        RoutingKey { entries: entries.collect() }
    }
}

impl Attributes for RoutingKey<'_> {
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        if key.source() != Source::Headers {
            return None;
        }
        let found = self.entries.iter().find(|(name, _)| name == key.name());
        found.map(|(_, value)| value.as_bytes())
    }
}

/// Why a text is not a [`RoutingKey`].
///
/// ```
/// use pointsman::RoutingKey;
///
/// let error = RoutingKey::parse("[]").unwrap_err();
/// assert_eq!(error.to_string(), "routing key `[]` is not a JSON object");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RoutingKeyError {
    /// Longer than [`RoutingKey::MAX`].
    #[error("routing key of {0} bytes is longer than {max}", max = RoutingKey::MAX)]
    TooLong(usize),
    /// Not a JSON object.
    #[error("routing key {0} is not a JSON object")]
    NoObject(Excerpt),
    /// A value that is neither a string nor a whole number.
    #[error("the value of {0} in the routing key must be a string or a whole number")]
    Value(Excerpt),
    /// A key that stands twice.
    #[error("{0} stands twice in the routing key")]
    Twice(Excerpt),
}
