use http::StatusCode;
use thiserror::Error;

#[cfg(feature = "serde")]
use crate::RoutingKeyError;
use crate::{Excerpt, QualifierError, Version};

/// Why a request was refused: it leads to no version.
///
/// ```
/// use http::StatusCode;
/// use pointsman::tower::Refusal;
///
/// assert_eq!(Refusal::NoFunction.to_string(), "the request names no function");
/// assert_eq!(Refusal::NoFunction.status(), StatusCode::NOT_FOUND);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The policy finds no function in it.
    #[error("the request names no function")]
    NoFunction,
    /// The table has no function of this name.
    #[error("unknown function {0}")]
    UnknownFunction(Excerpt),
    /// The function has no such version.
    #[error("unknown version {0}")]
    UnknownVersion(Version),
    /// The function has no alias of this name.
    #[error("unknown alias {0}")]
    UnknownAlias(Excerpt),
    /// The qualifier can name neither a version nor an alias.
    #[error(transparent)]
    Qualifier(#[from] QualifierError),
    /// The `RoutingKey` can't be read.
    #[cfg(feature = "serde")]
    #[error(transparent)]
    RoutingKey(#[from] RoutingKeyError),
}

impl Refusal {
    /// *404 Not Found* where something is not there, *400 Bad Request* where something can't be read.
    ///
    /// ```
    /// use pointsman::Qualifier;
    /// use pointsman::tower::Refusal;
    ///
    /// let refusal = Qualifier::parse("01").map_err(Refusal::from).unwrap_err();
    /// assert_eq!(refusal.status(), 400);
    /// ```
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::NoFunction
            | Self::UnknownFunction(_)
            | Self::UnknownVersion(_)
            | Self::UnknownAlias(_) => StatusCode::NOT_FOUND,
            Self::Qualifier(_) => StatusCode::BAD_REQUEST,
            #[cfg(feature = "serde")]
            Self::RoutingKey(_) => StatusCode::BAD_REQUEST,
        }
    }
}
