//! Headers that concern one connection and are not passed on.
//!
//! What RFC 9110, section 7.6.1, lists, and whatever `Connection` names. `Trailer` goes through, and
//! so does the wish for trailers in `TE`. A `Content-Length` beside `Transfer-Encoding` counts for
//! nothing and goes, too (RFC 9112, section 6.3), lest it be believed further on. An `Upgrade` is not passed on: the request goes on without,
//! as it does with any server that does not know the protocol.

use axum::http::header::{
    CONNECTION, CONTENT_LENGTH, HeaderName, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
    TRANSFER_ENCODING, UPGRADE,
};
use axum::http::{HeaderMap, HeaderValue};

const HOP_BY_HOP: [HeaderName; 7] = [
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Takes them out of a request.
pub(crate) fn strip_request(headers: &mut HeaderMap) {
    let trailers = elements(headers, &TE).any(|element| element.eq_ignore_ascii_case("trailers"));
    strip(headers);
    if trailers {
        headers.insert(TE, HeaderValue::from_static("trailers"));
        headers.insert(CONNECTION, HeaderValue::from_static("te"));
    }
}

/// Takes them out of a response.
pub(crate) fn strip(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> =
        elements(headers, &CONNECTION).filter_map(|name| name.parse().ok()).collect();
    headers.remove(CONNECTION);
    if headers.contains_key(TRANSFER_ENCODING) {
        headers.remove(CONTENT_LENGTH);
    }
    for name in named.iter().chain(&HOP_BY_HOP) {
        headers.remove(name);
    }
}

/// The elements of a header that is a list.
fn elements<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[track_caller]
    fn assert_stripped(
        given: &[(&'static str, &'static str)],
        left: &[(&'static str, &'static str)],
    ) {
        let mut given = headers(given);
        strip_request(&mut given);
        assert_eq!(given, headers(left));
    }

    #[test]
    fn what_connection_names_goes_whatever_its_case_and_place() {
        let given = [
            ("connection", "close, X-One"),
            ("connection", "x-TWO ,,"),
            ("x-one", "1"),
            ("x-two", "2"),
            ("x-three", "3"),
        ];
        assert_stripped(&given, &[("x-three", "3")]);
    }

    #[test]
    fn what_concerns_one_connection_goes_unnamed() {
        let given = [
            ("keep-alive", "timeout=5"),
            ("proxy-connection", "keep-alive"),
            ("proxy-authorization", "Basic YTpi"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "websocket"),
            ("trailer", "x-sum"),
            ("cookie", "a=b"),
        ];
        assert_stripped(&given, &[("trailer", "x-sum"), ("cookie", "a=b")]);
    }

    #[test]
    fn a_length_stays_but_beside_an_encoding() {
        assert_stripped(&[("content-length", "4")], &[("content-length", "4")]);
        assert_stripped(&[("content-length", "4"), ("transfer-encoding", "chunked")], &[]);
    }

    #[test]
    fn of_te_only_trailers_stay() {
        let left = [("te", "trailers"), ("connection", "te")];
        assert_stripped(&[("te", "gzip;q=0.5, Trailers"), ("connection", "TE")], &left);
        assert_stripped(&[("te", "gzip"), ("connection", "TE")], &[]);
    }

    #[test]
    fn a_connection_that_is_no_text_names_nothing() {
        let mut given = headers(&[("x-one", "1")]);
        given.insert(CONNECTION, HeaderValue::from_bytes(b"x-one\xff").unwrap());
        strip_request(&mut given);
        assert_eq!(given, headers(&[("x-one", "1")]));
    }
}
