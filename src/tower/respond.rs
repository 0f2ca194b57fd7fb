use alloc::string::{String, ToString};

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};

use super::Refusal;

/// How a refused request is answered. `B` is the body of the service's responses.
///
/// Any closure from a [`Refusal`] to a response does so.
///
/// ```
/// use http::Response;
/// use pointsman::tower::{PlainText, Refusal, Respond};
///
/// let response: Response<String> = PlainText.respond(Refusal::NoFunction);
/// assert_eq!((response.status().as_u16(), response.body().as_str()), (404, "the request names no function"));
/// ```
pub trait Respond<B> {
    /// The response to a request that was refused.
    fn respond(&self, refusal: Refusal) -> Response<B>;
}

impl<B, F: Fn(Refusal) -> Response<B>> Respond<B> for F {
    fn respond(&self, refusal: Refusal) -> Response<B> {
        self(refusal)
    }
}

/// The status of the [`Refusal`], and its text as the body.
///
/// The body can be any that is made of a `String`, as `axum::body::Body`, `http_body_util::Full` and
/// `reqwest::Body` can. For others see [`ResolveLayer::with_respond`](super::ResolveLayer::with_respond).
///
/// ```
/// use http::Response;
/// use pointsman::Qualifier;
/// use pointsman::tower::{PlainText, Respond};
///
/// let refusal = Qualifier::parse("a b").unwrap_err().into();
/// let response: Response<String> = PlainText.respond(refusal);
/// assert_eq!(response.status(), 400);
/// assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PlainText;

impl<B: From<String>> Respond<B> for PlainText {
    fn respond(&self, refusal: Refusal) -> Response<B> {
        let mut response = Response::new(B::from(refusal.to_string()));
        *response.status_mut() = refusal.status();
        let text = HeaderValue::from_static("text/plain; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, text);
        response
    }
}
