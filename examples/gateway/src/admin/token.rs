//! The bearer token that the API can demand.

use std::fmt;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use crate::refusal::text;

/// A token. It is not printed.
pub(crate) struct Token(String);

impl Token {
    /// The token that a text holds, but for white space around it; none if there is nothing else.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let token = text.trim();
        (!token.is_empty()).then(|| Self(token.to_owned()))
    }

    /// Whether it is the one that a request brings. How long that takes tells nothing but its length.
    fn is_in(&self, headers: &HeaderMap) -> bool {
        let value = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
        let (scheme, token) = value.and_then(|value| value.split_at_checked(7)).unwrap_or_default();
        scheme.eq_ignore_ascii_case(b"bearer ") && self.0.as_bytes().ct_eq(token).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// Lets a request with the token through.
pub(super) async fn check(
    State(token): State<Arc<Token>>,
    request: Request,
    next: Next,
) -> Response {
    if token.is_in(request.headers()) {
        return next.run(request).await;
    }
    let demand = [(header::WWW_AUTHENTICATE, "Bearer")];
    (demand, text(StatusCode::UNAUTHORIZED, "a bearer token is needed")).into_response()
}
