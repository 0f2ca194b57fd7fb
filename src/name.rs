use alloc::string::String;
use core::borrow::Borrow;
use core::fmt;
use core::str::FromStr;

use smol_str::SmolStr;
use thiserror::Error;

use crate::Excerpt;

/// What a kind of name is called, how long it may be, and how it must end.
struct Grammar {
    kind: &'static str,
    max: usize,
    ends_alphanumeric: bool,
}

impl Grammar {
    fn check(&self, text: &str) -> Result<(), NameError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let fault = if text.is_empty() {
            NameFault::Empty
        } else if text.len() > self.max {
            NameFault::TooLong(self.max)
        } else if !text.bytes().all(allowed) {
            NameFault::Character
        } else if !text.starts_with(|first: char| first.is_ascii_alphabetic()) {
            NameFault::Start
        } else if self.ends_alphanumeric && text.ends_with(['-', '_']) {
            NameFault::End
        } else {
            return Ok(());
        };
        Err(self.error(text, fault))
    }

    fn error(&self, text: &str, fault: NameFault) -> NameError {
        NameError { kind: self.kind, input: Excerpt::of(text), fault }
    }
}

const FUNCTION: Grammar = Grammar { kind: "function name", max: 60, ends_alphanumeric: true };
const NAMESPACE: Grammar = Grammar { kind: "namespace", max: 60, ends_alphanumeric: true };
const ALIAS: Grammar = Grammar { kind: "alias name", max: 64, ends_alphanumeric: false };

/// Why a text is not a [`FunctionName`], a [`Namespace`], a [`FunctionId`] or an [`AliasName`].
///
/// ```
/// use pointsman::FunctionName;
///
/// let error = "9x".parse::<FunctionName>().unwrap_err();
/// assert_eq!(error.to_string(), "function name `9x` must start with a letter");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{kind} {input} {fault}")]
pub struct NameError {
    kind: &'static str,
    input: Excerpt,
    fault: NameFault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
enum NameFault {
    #[error("is empty")]
    Empty,
    #[error("is longer than {0} bytes")]
    TooLong(usize),
    #[error("may hold only ASCII letters, digits, `-` and `_`")]
    Character,
    #[error("must start with a letter")]
    Start,
    #[error("must end with a letter or a digit")]
    End,
    #[error("must be written `$DEFAULT`")]
    DefaultCase,
    #[error("must not start with `$`: `$DEFAULT` alone does")]
    Dollar,
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        // Equality, order and hash are those of the text, as `Borrow` demands.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// The name as text.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                $check(text)?;
                Ok(Self(text.into()))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = NameError;

            fn try_from(text: &str) -> Result<Self, NameError> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(text: String) -> Result<Self, NameError> {
                $check(&text)?;
                Ok(Self(text.into()))
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }
    };
}

name! {
    /// The name of a function within its [`Namespace`].
    ///
    /// # Syntax
    ///
    /// 1 to 60 bytes of ASCII letters, digits, `-` and `_`; the first a letter, the last a letter
    /// or a digit. (SCF itself asks for at least 2 bytes.)
    ///
    /// # Ordering
    ///
    /// By bytes. Case matters.
    ///
    /// ```
    /// use pointsman::FunctionName;
    ///
    /// let name: FunctionName = "image-resize".parse()?;
    /// assert_eq!(name.as_str(), "image-resize");
    /// assert!("image-".parse::<FunctionName>().is_err());
    /// # Ok::<(), pointsman::NameError>(())
    /// ```
    FunctionName, |text: &str| FUNCTION.check(text)
}

name! {
    /// What functions live in: `default` if none is given.
    ///
    /// # Syntax
    ///
    /// As for a [`FunctionName`].
    ///
    /// # Ordering
    ///
    /// By bytes. Case matters.
    ///
    /// ```
    /// use pointsman::Namespace;
    ///
    /// assert_eq!(Namespace::default().as_str(), "default");
    /// assert_eq!("prod".parse::<Namespace>()?.to_string(), "prod");
    /// # Ok::<(), pointsman::NameError>(())
    /// ```
    Namespace, |text: &str| NAMESPACE.check(text)
}

name! {
    /// The name of an alias of a function.
    ///
    /// # Syntax
    ///
    /// `$DEFAULT`, or 1 to 64 bytes of ASCII letters, digits, `-` and `_`, the first a letter.
    ///
    /// # Ordering
    ///
    /// By bytes, so `$DEFAULT` sorts before every other. Case matters.
    ///
    /// ```
    /// use pointsman::AliasName;
    ///
    /// let release: AliasName = "release".parse()?;
    /// assert!(AliasName::default() < release);
    /// assert_eq!(AliasName::default().to_string(), "$DEFAULT");
    /// # Ok::<(), pointsman::NameError>(())
    /// ```
    AliasName, AliasName::check
}

impl Namespace {
    pub(crate) const DEFAULT_TEXT: &str = "default";

    /// What begins the full name of a function in it.
    pub(crate) const DEFAULT_PREFIX: &str = "default/";

    /// Whether this is `default`.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.0 == Self::DEFAULT_TEXT
    }
}

/// `default`.
impl Default for Namespace {
    fn default() -> Self {
        Self(const { SmolStr::new_inline(Self::DEFAULT_TEXT) })
    }
}

impl AliasName {
    pub(crate) const DEFAULT_TEXT: &str = "$DEFAULT";

    pub(crate) const DEFAULT: Self = Self(SmolStr::new_inline(Self::DEFAULT_TEXT));

    pub(crate) fn check(text: &str) -> Result<(), NameError> {
        if text == Self::DEFAULT_TEXT {
            Ok(())
        } else if text.eq_ignore_ascii_case(Self::DEFAULT_TEXT) {
            Err(ALIAS.error(text, NameFault::DefaultCase))
        } else if text.starts_with('$') {
            Err(ALIAS.error(text, NameFault::Dollar))
        } else {
            ALIAS.check(text)
        }
    }

    /// Whether this is `$DEFAULT`.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.0 == Self::DEFAULT_TEXT
    }
}

/// `$DEFAULT`.
impl Default for AliasName {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A function's whole name: its namespace and its name there.
///
/// # Syntax
///
/// `name` or `namespace/name`; the namespace `default` is left out when printed.
///
/// # Ordering
///
/// By namespace, then by name.
///
/// ```
/// use pointsman::FunctionId;
///
/// let id: FunctionId = "prod/image-resize".parse()?;
/// assert_eq!(id.namespace().as_str(), "prod");
/// assert_eq!("default/B".parse::<FunctionId>()?.to_string(), "B");
/// # Ok::<(), pointsman::NameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId {
    namespace: Namespace,
    name: FunctionName,
}

impl FunctionId {
    /// The function of this name in this namespace.
    ///
    /// ```
    /// use pointsman::FunctionId;
    ///
    /// let id = FunctionId::new("prod".parse()?, "B".parse()?);
    /// assert_eq!(id.to_string(), "prod/B");
    /// # Ok::<(), pointsman::NameError>(())
    /// ```
    #[must_use]
    pub fn new(namespace: Namespace, name: FunctionName) -> Self {
        Self { namespace, name }
    }

    /// What is printed. `text` is for it to be written into where it doesn't stand in the id.
    pub(crate) fn printed<'t>(&'t self, text: &'t mut String) -> &'t str {
        let Self { namespace, name } = self;
        if namespace.is_default() {
            return name.as_str();
        }
        text.clear();
        text.extend([namespace.as_str(), "/", name.as_str()]);
        text
    }

    /// The namespace.
    #[must_use]
    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// The name within the namespace.
    #[must_use]
    pub fn name(&self) -> &FunctionName {
        &self.name
    }
}

/// The function of this name in the namespace `default`.
impl From<FunctionName> for FunctionId {
    fn from(name: FunctionName) -> Self {
        Self::new(Namespace::default(), name)
    }
}

impl FromStr for FunctionId {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        match text.split_once('/') {
            Some((namespace, name)) => Ok(Self::new(namespace.parse()?, name.parse()?)),
            None => Ok(text.parse::<FunctionName>()?.into()),
        }
    }
}

impl fmt::Display for FunctionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.namespace.is_default() {
            write!(f, "{}/", self.namespace)?;
        }
        write!(f, "{}", self.name)
    }
}
