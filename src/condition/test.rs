use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::slice;
use core::str::FromStr;

use smol_str::SmolStr;
use thiserror::Error;

use crate::{AttributeKey, AttributeKeyError, Attributes, Excerpt, Interval, IntervalError};

/// A single question about one attribute of a request.
///
/// # Syntax
///
/// `KEY METHOD EXPRESSION`: an [`AttributeKey`], one space, a method, one space, and all that
/// follows as the expression.
///
/// | method | expression | true of a value that |
/// |---|---|---|
/// | `exact` | a text, empty too | is the expression, byte for byte |
/// | `range` | an [`Interval`] | is an integer in it |
/// | `in` | texts, split at every comma, taken as written | is one of them |
/// | `prefix` | a text, not empty | begins with it |
/// | `suffix` | a text, not empty | ends with it |
/// | `present` | none, and no space | is there at all |
///
/// SCF knows `exact` and `range`.
///
/// ```
/// use pointsman::Test;
///
/// let test: Test = "invoke.headers.userHash range [0,30)".parse()?;
/// assert_eq!(test.method(), "range");
/// assert_eq!(test.to_string(), "invoke.headers.userHash range [0,29]");
/// assert_eq!(test.evaluate(&[("userhash", "29")]), Some(true));
/// # Ok::<(), pointsman::TestError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Test {
    key: AttributeKey,
    pub(super) predicate: Predicate,
}

/// What a test asks of a value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Predicate {
    Exact(SmolStr),
    Range(Interval),
    In(Box<[SmolStr]>),
    Prefix(SmolStr),
    Suffix(SmolStr),
    Present,
}

impl Predicate {
    #[inline]
    pub(super) fn accepts(&self, value: &[u8]) -> bool {
        match self {
            Self::Exact(text) => text.as_bytes() == value,
            Self::Range(interval) => interval.accepts(value),
            Self::In(texts) => texts.iter().any(|text| text.as_bytes() == value),
            Self::Prefix(text) => value.starts_with(text.as_bytes()),
            Self::Suffix(text) => value.ends_with(text.as_bytes()),
            Self::Present => true,
        }
    }

    /// Reads what follows the key, the space between them cut.
    fn parse(text: &str) -> Result<Self, TestError> {
        let (method, expression) = match text.split_once(' ') {
            Some((method, expression)) => (method, Some(expression)),
            None => (text, None),
        };
        match (method, expression) {
            ("present", None) => Ok(Self::Present),
            ("present", Some(expression)) => Err(TestError::Unwanted(Excerpt::of(expression))),
            ("exact", Some(text)) => Ok(Self::Exact(text.into())),
            ("range", Some(text)) => Ok(Self::Range(text.parse()?)),
            ("in", Some(text)) => Ok(Self::In(text.split(',').map(SmolStr::from).collect())),
            ("prefix" | "suffix", Some("")) => Err(TestError::EmptyAffix(Excerpt::of(method))),
            ("prefix", Some(text)) => Ok(Self::Prefix(text.into())),
            ("suffix", Some(text)) => Ok(Self::Suffix(text.into())),
            ("exact" | "range" | "in" | "prefix" | "suffix", None) => {
                Err(TestError::MissingExpression(Excerpt::of(method)))
            }
            _ => Err(TestError::Method(Excerpt::of(method))),
        }
    }
}

impl Test {
    /// True of a value that is the text, byte for byte.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Test};
    ///
    /// let test = Test::exact(AttributeKey::header("a")?, "Bob");
    /// assert_eq!(test.evaluate(&[("a", "Bob")]), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn exact(key: AttributeKey, text: &str) -> Self {
        Self { key, predicate: Predicate::Exact(text.into()) }
    }

    /// True of a value that is an integer in the interval.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Interval, Test};
    ///
    /// let test = Test::range(AttributeKey::header("a")?, Interval::closed(0, 29)?);
    /// assert_eq!(test.evaluate(&[("a", "29")]), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn range(key: AttributeKey, interval: Interval) -> Self {
        Self { key, predicate: Predicate::Range(interval) }
    }

    /// True of a value that is one of the texts.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Test};
    ///
    /// let test = Test::one_of(AttributeKey::header("a")?, ["Ann", "Bob"])?;
    /// assert_eq!(test.evaluate(&[("a", "Bob")]), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no text, or one holds a comma: neither can be written down.
    pub fn one_of<'a>(
        key: AttributeKey,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, TestError> {
        let texts: Vec<&str> = texts.into_iter().collect();
        if texts.is_empty() {
            return Err(TestError::NoText);
        }
        if let Some(text) = texts.iter().find(|text| text.contains(',')) {
            return Err(TestError::Comma(Excerpt::of(text)));
        }
        Ok(Self { key, predicate: Predicate::In(texts.into_iter().map(SmolStr::from).collect()) })
    }

    /// True of a value that begins with the text.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Test};
    ///
    /// let test = Test::prefix(AttributeKey::header("a")?, "Bo")?;
    /// assert_eq!(test.evaluate(&[("a", "Bob")]), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the text is empty.
    pub fn prefix(key: AttributeKey, text: &str) -> Result<Self, TestError> {
        if text.is_empty() {
            return Err(TestError::EmptyAffix(Excerpt::of("prefix")));
        }
        Ok(Self { key, predicate: Predicate::Prefix(text.into()) })
    }

    /// True of a value that ends with the text.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Test};
    ///
    /// let test = Test::suffix(AttributeKey::header("a")?, "ob")?;
    /// assert_eq!(test.evaluate(&[("a", "Bob")]), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the text is empty.
    pub fn suffix(key: AttributeKey, text: &str) -> Result<Self, TestError> {
        if text.is_empty() {
            return Err(TestError::EmptyAffix(Excerpt::of("suffix")));
        }
        Ok(Self { key, predicate: Predicate::Suffix(text.into()) })
    }

    /// True if the request has the attribute, else false: never unknown.
    ///
    /// ```
    /// use pointsman::{AttributeKey, Test};
    ///
    /// let test = Test::present(AttributeKey::header("a")?);
    /// assert_eq!(test.evaluate(&[("a", "")]), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn present(key: AttributeKey) -> Self {
        Self { key, predicate: Predicate::Present }
    }

    /// The attribute asked for.
    #[must_use]
    pub fn key(&self) -> &AttributeKey {
        &self.key
    }

    /// The method: `exact`, `range`, `in`, `prefix`, `suffix` or `present`.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self.predicate {
            Predicate::Exact(_) => "exact",
            Predicate::Range(_) => "range",
            Predicate::In(_) => "in",
            Predicate::Prefix(_) => "prefix",
            Predicate::Suffix(_) => "suffix",
            Predicate::Present => "present",
        }
    }

    /// The expression as it is printed; `present` has none.
    ///
    /// ```
    /// use pointsman::Test;
    ///
    /// let test: Test = "invoke.headers.n range (0,30)".parse()?;
    /// assert_eq!(test.expression().as_deref(), Some("[1,29]"));
    /// # Ok::<(), pointsman::TestError>(())
    /// ```
    #[must_use]
    pub fn expression(&self) -> Option<Cow<'_, str>> {
        match &self.predicate {
            Predicate::Exact(text) | Predicate::Prefix(text) | Predicate::Suffix(text) => {
                Some(Cow::Borrowed(text))
            }
            Predicate::Range(interval) => Some(Cow::Owned(alloc::format!("{interval}"))),
            Predicate::In(texts) => Some(Cow::Owned(texts.join(","))),
            Predicate::Present => None,
        }
    }

    pub(crate) fn predicate(&self) -> &Predicate {
        &self.predicate
    }

    /// How many values it compares with.
    pub(crate) fn values(&self) -> usize {
        match &self.predicate {
            Predicate::In(texts) => texts.len(),
            _ => 1,
        }
    }

    /// The texts of the expression, where each byte counts; a range has none.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let texts = match &self.predicate {
            Predicate::Exact(text) | Predicate::Prefix(text) | Predicate::Suffix(text) => {
                slice::from_ref(text)
            }
            Predicate::In(texts) => texts,
            Predicate::Range(_) | Predicate::Present => &[],
        };
        texts.iter().map(SmolStr::as_str)
    }

    /// Whether the test is true of a request, or `None` if that is unknown, since the attribute is
    /// missing.
    ///
    /// ```
    /// use pointsman::Test;
    ///
    /// let test: Test = "invoke.headers.User exact Bob".parse()?;
    /// assert_eq!(test.evaluate(&[("User", "Ann")]), Some(false));
    /// assert_eq!(test.evaluate(&()), None);
    /// # Ok::<(), pointsman::TestError>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn evaluate<A: Attributes + ?Sized>(&self, attributes: &A) -> Option<bool> {
        match attributes.attribute(&self.key) {
            Some(value) => Some(self.predicate.accepts(value)),
            None if matches!(self.predicate, Predicate::Present) => Some(false),
            None => None,
        }
    }
}

impl FromStr for Test {
    type Err = TestError;

    fn from_str(text: &str) -> Result<Self, TestError> {
        let (key, rest) =
            text.split_once(' ').ok_or_else(|| TestError::Syntax(Excerpt::of(text)))?;
        Ok(Self { key: key.parse()?, predicate: Predicate::parse(rest)? })
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.key, self.method())?;
        self.expression().map_or(Ok(()), |expression| write!(f, " {expression}"))
    }
}

impl fmt::Debug for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Test({self})")
    }
}

/// Why a text is not a [`Test`].
///
/// ```
/// use pointsman::Test;
///
/// let error = "invoke.headers.User is Bob".parse::<Test>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "method `is` must be one of `exact`, `range`, `in`, `prefix`, `suffix`, `present`",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TestError {
    /// Not of the form `KEY METHOD EXPRESSION`.
    #[error("condition {0} must be written `KEY METHOD EXPRESSION`")]
    Syntax(Excerpt),
    /// The key is none.
    #[error(transparent)]
    Key(#[from] AttributeKeyError),
    /// The method is none.
    #[error("method {0} must be one of `exact`, `range`, `in`, `prefix`, `suffix`, `present`")]
    Method(Excerpt),
    /// No space after the method, and so no expression, not even an empty one.
    #[error("method {0} must be followed by a space and an expression")]
    MissingExpression(Excerpt),
    /// An expression, or a space, after `present`.
    #[error("method `present` takes no expression, but {0} follows")]
    Unwanted(Excerpt),
    /// A `prefix` or `suffix` that every value has.
    #[error("method {0} needs an expression that is not empty")]
    EmptyAffix(Excerpt),
    /// The expression of a `range` is none.
    #[error(transparent)]
    Interval(#[from] IntervalError),
    /// `in` without a text.
    #[error("method `in` needs at least one text")]
    NoText,
    /// A text of `in` that would read as two.
    #[error("text {0} of method `in` must not hold a comma")]
    Comma(Excerpt),
}
