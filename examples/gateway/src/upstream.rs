//! The payload of a version: where it answers.

use std::borrow::Cow;
use std::fmt;

use axum::http::Uri;
use axum::http::uri::{Authority, Parts, PathAndQuery, Scheme};
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
/// assert!(upstream.target("/a/%2e./b").is_err());
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
    /// If the path would lead out of it again by `..`, however that is written; or if the URL gets too
    /// long.
    pub fn target(&self, path_and_query: &str) -> Result<Uri, TargetError> {
        if leads_up(path_and_query.split('?').next().unwrap_or_default()) {
            return Err(TargetError::LeadsUp);
        }
        let path_and_query = match (self.base.as_str(), path_and_query) {
            ("", path) if !path.starts_with('/') => format!("/{path}"),
            (base, path) => format!("{base}{path}"),
        };
        let mut parts = Parts::default();
        parts.scheme = Some(Scheme::HTTP);
        parts.authority = Some(self.authority.clone());
        // A text that is no path leaves none, and then it is the parts that are invalid.
        parts.path_and_query = PathAndQuery::from_maybe_shared(path_and_query.into_bytes()).ok();
        Uri::from_parts(parts).map_err(|_| TargetError::TooLong)
    }
}

/// Whether a segment of a path is `..`, for an upstream that decodes before it splits, too, or that
/// takes what follows a `;` for parameters.
fn leads_up(path: &str) -> bool {
    let mut path = Cow::Borrowed(path);
    if path.contains('%') {
        let lower = path.to_ascii_lowercase().replace("%2e", ".").replace("%3b", ";");
        path = lower.replace("%2f", "/").replace("%5c", "/").into();
    }
    path.split(['/', '\\']).any(|segment| segment.split(';').next() == Some(".."))
}

/// Why there is no URL for a path below an [`Upstream`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TargetError {
    /// It would lead to what is not below.
    #[error("the path leads up by `..`")]
    LeadsUp,
    /// More than a URL may be.
    #[error("the path is too long")]
    TooLong,
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
        let port = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
        if !port.is_empty() && authority.port_u16().is_none() {
            // Where it can't be read, the client would take the usual one.
            return Err(UpstreamError::Port);
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
    /// A port that is none.
    #[error("an upstream's port is a number up to 65535")]
    Port,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_target(base: &str, path: &str, target: Result<&str, TargetError>) {
        let upstream: Upstream = format!("http://host:1{base}").parse().unwrap();
        let found = upstream.target(path).map(|target| target.to_string());
        assert_eq!(found.as_deref(), target.as_ref().copied(), "{base} {path}");
    }

    #[test]
    fn a_path_goes_below() {
        assert_target("", "", Ok("http://host:1/"));
        assert_target("/", "/", Ok("http://host:1/"));
        assert_target("", "?a", Ok("http://host:1/?a"));
        assert_target("/base/", "/a//b%2Fc?d", Ok("http://host:1/base/a//b%2Fc?d"));
        assert_target("/base", "", Ok("http://host:1/base"));
        assert_target("/base", "?a", Ok("http://host:1/base?a"));
    }

    #[test]
    fn a_path_does_not_lead_up() {
        let paths =
            ["/..", "/../a", "/a/../../b", "/%2e%2E/a", "/.%2e", "/a/..%2fb", "/..\\b", "/..%5Cb"];
        let parameters = ["/..;/a", "/a/..;b=c/d", "/..%3B/a"];
        for path in paths.into_iter().chain(parameters) {
            assert_target("/base", path, Err(TargetError::LeadsUp));
        }
        for path in ["/...", "/a..", "/..a/b", "/.", "/%2e", "/a;..", "/?/../a"] {
            assert_target("", path, Ok(&format!("http://host:1{path}")));
        }
    }

    #[test]
    fn a_url_has_an_end() {
        assert_target("/base", &"/a".repeat(40_000), Err(TargetError::TooLong));
    }

    #[test]
    fn what_can_be_no_upstream_is_told_why() {
        for (text, error) in [
            ("", UpstreamError::NoUrl),
            ("/base", UpstreamError::Scheme),
            ("host:1", UpstreamError::Scheme),
            ("https://host", UpstreamError::Scheme),
            ("http://host/?a", UpstreamError::Query),
            ("http://user:password@host", UpstreamError::Credentials),
            ("http://host:65536", UpstreamError::Port),
            ("http://[::1]:99999/base", UpstreamError::Port),
        ] {
            assert_eq!(text.parse::<Upstream>(), Err(error), "{text}");
        }
    }

    #[test]
    fn a_url_is_written_as_it_was_read() {
        for text in ["http://host", "http://host:65535/base", "http://[::1]", "http://[::1]:1"] {
            assert_eq!(text.parse::<Upstream>().unwrap().to_string(), text);
        }
    }
}
