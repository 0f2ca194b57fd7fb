//! The payload of a version: where it answers.

use std::fmt;

use axum::http::Uri;
use axum::http::uri::{Authority, InvalidUriParts, Parts, PathAndQuery, Scheme};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Where a version answers: an `http` URL, perhaps with a path that goes before each request's own.
///
/// Reading checks it, so a document with a URL that can't be used is refused with its path.
///
/// ```
/// use gateway::Upstream;
///
/// let upstream: Upstream = "http://127.0.0.1:9001/functions/b".parse()?;
/// assert_eq!(upstream.target("/hello?a=1")?, "http://127.0.0.1:9001/functions/b/hello?a=1");
/// assert!("https://127.0.0.1:9001".parse::<Upstream>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Upstream {
    authority: Authority,
    /// As it was given, without the `/` that ends it.
    base: String,
}

impl Upstream {
    /// The URL of a path, and perhaps a query, below this one.
    ///
    /// # Errors
    ///
    /// If it gets too long to be a URL.
    pub fn target(&self, path_and_query: &str) -> Result<Uri, InvalidUriParts> {
        let path_and_query = match (self.base.as_str(), path_and_query) {
            ("", path) if !path.starts_with('/') => format!("/{path}"),
            (base, path) => format!("{base}{path}"),
        };
        let mut parts = Parts::default();
        parts.scheme = Some(Scheme::HTTP);
        parts.authority = Some(self.authority.clone());
        // A text that is no path leaves none, and then it is the parts that are invalid.
        parts.path_and_query = PathAndQuery::from_maybe_shared(path_and_query.into_bytes()).ok();
        Uri::from_parts(parts)
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}", self.authority, self.base)
    }
}

impl std::str::FromStr for Upstream {
    type Err = UpstreamError;

    fn from_str(text: &str) -> Result<Self, UpstreamError> {
        let uri: Uri = text.parse().map_err(|_| UpstreamError::NoUrl)?;
        if uri.scheme() != Some(&Scheme::HTTP) {
            return Err(UpstreamError::Scheme);
        }
        if uri.query().is_some() {
            return Err(UpstreamError::Query);
        }
        let authority = uri.authority().ok_or(UpstreamError::NoUrl)?;
        if authority.as_str().contains('@') {
            return Err(UpstreamError::Credentials);
        }
        let base = uri.path().trim_end_matches('/').to_owned();
        Ok(Self { authority: authority.clone(), base })
    }
}

impl TryFrom<String> for Upstream {
    type Error = UpstreamError;

    fn try_from(text: String) -> Result<Self, UpstreamError> {
        text.parse()
    }
}

impl From<Upstream> for String {
    fn from(upstream: Upstream) -> Self {
        upstream.to_string()
    }
}

/// Why a text is not an [`Upstream`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UpstreamError {
    /// Not a URL with a host.
    #[error("an upstream is a URL such as `http://127.0.0.1:9001`")]
    NoUrl,
    /// Another scheme than `http`.
    #[error("an upstream's URL begins with `http://`")]
    Scheme,
    /// A query, which no request could go below.
    #[error("an upstream's URL has no query")]
    Query,
    /// A user or a password, which would stand in logs.
    #[error("an upstream's URL holds no credentials")]
    Credentials,
}
