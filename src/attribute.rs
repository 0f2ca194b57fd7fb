use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt;
use core::str::FromStr;

use smol_str::SmolStr;
use thiserror::Error;

use crate::Excerpt;
use crate::bytes::ends;

/// The name of something that a request may carry: a header, a cookie or a query parameter.
///
/// # Syntax
///
/// `invoke.headers.NAME`, `invoke.cookies.NAME` or `invoke.query.NAME`, where NAME is 1 to 256
/// bytes of UTF-8 without white space and control characters; dots belong to it.
///
/// # Ordering
///
/// Headers, cookies, query; then by the bytes of the name. Keys compare byte for byte: whether
/// `User` and `user` find the same value is the affair of the [`Attributes`] that are asked.
///
/// ```
/// use pointsman::{AttributeKey, Source};
///
/// let key: AttributeKey = "invoke.headers.User".parse()?;
/// assert_eq!((key.source(), key.name()), (Source::Headers, "User"));
/// assert_eq!(key, AttributeKey::header("User")?);
/// # Ok::<(), pointsman::AttributeKeyError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeKey {
    source: Source,
    name: SmolStr,
}

/// Where a request carries an attribute.
///
/// ```
/// use pointsman::{AttributeKey, Source};
///
/// assert_eq!(AttributeKey::cookie("uid")?.source(), Source::Cookies);
/// # Ok::<(), pointsman::AttributeKeyError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Source {
    /// `invoke.headers`: the headers, or the `RoutingKey` of a request that brings one.
    Headers,
    /// `invoke.cookies`.
    Cookies,
    /// `invoke.query`.
    Query,
}

impl Source {
    const ALL: [Self; 3] = [Self::Headers, Self::Cookies, Self::Query];

    const fn prefix(self) -> &'static str {
        match self {
            Self::Headers => "invoke.headers.",
            Self::Cookies => "invoke.cookies.",
            Self::Query => "invoke.query.",
        }
    }
}

impl AttributeKey {
    /// How long a name can be, in bytes.
    pub const MAX_NAME: usize = 256;

    fn new(source: Source, name: &str) -> Result<Self, AttributeKeyError> {
        if name.is_empty() {
            Err(AttributeKeyError::Empty(source.prefix()))
        } else if name.len() > Self::MAX_NAME {
            Err(AttributeKeyError::TooLong(Excerpt::of(name)))
        // What is graphic ASCII, as nearly every name, need not be read by characters.
        } else if !name.bytes().all(|byte| byte.is_ascii_graphic())
            && name.contains(|c: char| c.is_whitespace() || c.is_control())
        {
            Err(AttributeKeyError::Blank(Excerpt::of(name)))
        } else {
            Ok(Self { source, name: name.into() })
        }
    }

    /// The header of this name: `invoke.headers.NAME`.
    ///
    /// ```
    /// use pointsman::AttributeKey;
    ///
    /// assert_eq!(AttributeKey::header("a")?.to_string(), "invoke.headers.a");
    /// # Ok::<(), pointsman::AttributeKeyError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the name is not as the syntax above has it.
    pub fn header(name: &str) -> Result<Self, AttributeKeyError> {
        Self::new(Source::Headers, name)
    }

    /// The cookie of this name: `invoke.cookies.NAME`.
    ///
    /// ```
    /// use pointsman::AttributeKey;
    ///
    /// assert_eq!(AttributeKey::cookie("a")?.to_string(), "invoke.cookies.a");
    /// # Ok::<(), pointsman::AttributeKeyError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the name is not as the syntax above has it.
    pub fn cookie(name: &str) -> Result<Self, AttributeKeyError> {
        Self::new(Source::Cookies, name)
    }

    /// The query parameter of this name: `invoke.query.NAME`.
    ///
    /// ```
    /// use pointsman::AttributeKey;
    ///
    /// assert_eq!(AttributeKey::query("a")?.to_string(), "invoke.query.a");
    /// # Ok::<(), pointsman::AttributeKeyError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the name is not as the syntax above has it.
    pub fn query(name: &str) -> Result<Self, AttributeKeyError> {
        Self::new(Source::Query, name)
    }

    /// Where the attribute is carried.
    #[must_use]
    pub fn source(&self) -> Source {
        self.source
    }

    /// The name there.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl FromStr for AttributeKey {
    type Err = AttributeKeyError;

    fn from_str(text: &str) -> Result<Self, AttributeKeyError> {
        Source::ALL
            .into_iter()
            .find_map(|source| Some((source, text.strip_prefix(source.prefix())?)))
            .ok_or_else(|| AttributeKeyError::Source(Excerpt::of(text)))
            .and_then(|(source, name)| Self::new(source, name))
    }
}

impl fmt::Display for AttributeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.source.prefix(), self.name)
    }
}

impl fmt::Debug for AttributeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AttributeKey({self})")
    }
}

/// Why a text is not an [`AttributeKey`].
///
/// ```
/// use pointsman::AttributeKey;
///
/// let error = AttributeKey::header("a b").unwrap_err();
/// assert_eq!(error.to_string(), "attribute name `a b` must not hold white space or control characters");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AttributeKeyError {
    /// It begins with none of the three sources.
    #[error("key {0} must begin with `invoke.headers.`, `invoke.cookies.` or `invoke.query.`")]
    Source(Excerpt),
    /// No name follows the source.
    #[error("key `{0}` lacks a name")]
    Empty(&'static str),
    /// The name is above [`AttributeKey::MAX_NAME`].
    #[error("attribute name {0} is longer than {max} bytes", max = AttributeKey::MAX_NAME)]
    TooLong(Excerpt),
    /// The name holds white space or a control character.
    #[error("attribute name {0} must not hold white space or control characters")]
    Blank(Excerpt),
}

/// What a request carries: where rules and sticky keys find their values.
///
/// An embedder implements one function over whatever it has at hand. What must be decoded (a query
/// string, say) is decoded when the adapter is made: `attribute` is on the request path and should
/// neither allocate nor block. Method, path, client address and the like come in as headers that the
/// embedder sets, after it has stripped the client's own.
///
/// Ready are:
///
/// | type | answers | names |
/// |---|---|---|
/// | slices, arrays and `Vec`s of pairs | headers | ASCII case ignored, the first of equal names counts |
/// | `BTreeMap`, `HashMap` (feature `std`) | headers | byte for byte |
/// | `RoutingKey` (feature `serde`) | headers | byte for byte |
/// | `http::HeaderMap` (feature `http`) | headers, cookies | headers: ASCII case ignored; the first of equal names counts |
/// | `RequestAttributes` (feature `http`) | headers, cookies, query | the same |
/// | `()` | nothing | |
///
/// ```
/// use pointsman::{AttributeKey, Attributes, Source};
///
/// struct Call<'a> {
///     user: &'a str,
/// }
///
/// impl Attributes for Call<'_> {
///     fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
///         match (key.source(), key.name()) {
///             (Source::Headers, "User") => Some(self.user.as_bytes()),
///             _ => None,
///         }
///     }
/// }
///
/// let key = AttributeKey::header("User")?;
/// assert_eq!(Call { user: "Bob" }.attribute(&key), Some(&b"Bob"[..]));
/// assert_eq!([("user", "Bob")].attribute(&key), Some(&b"Bob"[..]));
/// # Ok::<(), pointsman::AttributeKeyError>(())
/// ```
pub trait Attributes {
    /// The value of an attribute, if the request has it. Values are bytes and need not be UTF-8.
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]>;
}

impl<A: Attributes + ?Sized> Attributes for &A {
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        (**self).attribute(key)
    }
}

impl<T: Attributes + ?Sized> Attributes for Box<T> {
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        (**self).attribute(key)
    }
}

/// No attributes.
impl Attributes for () {
    #[inline]
    fn attribute(&self, _: &AttributeKey) -> Option<&[u8]> {
        None
    }
}

/// The name to look for, if the key asks for a header.
#[inline]
fn header(key: &AttributeKey) -> Option<&str> {
    match key.source {
        Source::Headers => Some(&key.name),
        Source::Cookies | Source::Query => None,
    }
}

/// Whether two names of headers are the same but for the case of ASCII letters.
///
/// Of the names that are as long as the one sought, most differ in more than case, which their first
/// and last four bytes tell at once. The one sought is mostly written alike.
#[inline]
fn is_same_header(name: &[u8], wanted: &[u8]) -> bool {
    if name.len() != wanted.len() {
        return false;
    }
    let (Some(ends), Some(wanted_ends)) = (ends(name), ends(wanted)) else {
        return is_same_but_for_case(name, wanted);
    };
    let first = u32::from_ne_bytes(*ends.0) ^ u32::from_ne_bytes(*wanted_ends.0);
    let last = u32::from_ne_bytes(*ends.1) ^ u32::from_ne_bytes(*wanted_ends.1);
    match first | last {
        0 if name.len() <= 8 => true,
        differing if differing & !CASE != 0 => false,
        _ => is_same_but_for_case(name, wanted),
    }
}

/// The bit that tells the case of an ASCII letter, in each of four bytes.
const CASE: u32 = 0x2020_2020;

#[inline(never)]
fn is_same_but_for_case(name: &[u8], wanted: &[u8]) -> bool {
    name.eq_ignore_ascii_case(wanted)
}

/// Headers: ASCII case ignored, the first of equal names counts.
impl<K: AsRef<[u8]>, V: AsRef<[u8]>> Attributes for [(K, V)] {
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        let wanted = header(key)?.as_bytes();
        let found = self.iter().find(|(name, _)| is_same_header(name.as_ref(), wanted));
        found.map(|(_, value)| value.as_ref())
    }
}

/// Headers, as for a slice.
impl<K: AsRef<[u8]>, V: AsRef<[u8]>, const N: usize> Attributes for [(K, V); N] {
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        self.as_slice().attribute(key)
    }
}

/// Headers, as for a slice.
impl<K: AsRef<[u8]>, V: AsRef<[u8]>> Attributes for Vec<(K, V)> {
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        self.as_slice().attribute(key)
    }
}

/// Headers, byte for byte.
impl<K: Borrow<str> + Ord, V: AsRef<[u8]>> Attributes for BTreeMap<K, V> {
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        self.get(header(key)?).map(AsRef::as_ref)
    }
}

/// Headers, byte for byte.
#[cfg(feature = "std")]
impl<K, V, S> Attributes for std::collections::HashMap<K, V, S>
where
    K: Borrow<str> + Eq + core::hash::Hash,
    V: AsRef<[u8]>,
    S: core::hash::BuildHasher,
{
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        self.get(header(key)?).map(AsRef::as_ref)
    }
}
