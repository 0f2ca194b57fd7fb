use http::{HeaderMap, HeaderValue, Request};
use pointsman::{Attributes, RequestAttributes};

use super::{cookie, has, header, query};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// Each kind of source over the same headers.
#[track_caller]
fn both_have(headers: &HeaderMap, name: &str, value: Option<&[u8]>) {
    has(headers, &header(name), value);
    has(
        &RequestAttributes::new(headers, &"/?User=x".parse().expect("a URI")),
        &header(name),
        value,
    );
}

#[test]
fn the_case_of_names_is_ignored_and_the_first_value_counts() {
    let mut headers = HeaderMap::new();
    headers.append("User", HeaderValue::from_static("Bob"));
    headers.append("user", HeaderValue::from_static("Ann"));
    headers.append("X-Empty", HeaderValue::from_static(""));
    headers.append("accept", HeaderValue::from_static("*/*"));
    for name in ["User", "user", "USER", "uSeR"] {
        both_have(&headers, name, Some(b"Bob"));
    }
    both_have(&headers, "Accept", Some(b"*/*"));
    both_have(&headers, "x-empty", Some(b""));
    both_have(&headers, "Host", None);
    let long = "x".repeat(256);
    both_have(&headers, &long, None);
    headers
        .append(long.parse::<http::HeaderName>().expect("a name"), HeaderValue::from_static("1"));
    both_have(&headers, &long.to_uppercase(), Some(b"1"));
}

#[test]
fn values_are_bytes() -> Result {
    let mut headers = HeaderMap::new();
    for value in [&b"\xff\xfe"[..], "Ｂob".as_bytes(), b" a\tb ", &vec![b'x'; 100_000]] {
        headers.insert("User", HeaderValue::from_bytes(value)?);
        both_have(&headers, "User", Some(value));
    }
    Ok(())
}

#[test]
fn a_name_that_no_header_can_have_is_absent() {
    let headers = HeaderMap::from_iter([(http::header::HOST, HeaderValue::from_static("a"))]);
    let long = "é".repeat(128);
    for name in ["a:b", "é", "ｈost", "host:", "(", "\"", "a=b", "%", "a/b", "\u{301}", &long] {
        both_have(&headers, name, None);
    }
}

#[test]
fn a_header_is_no_cookie_and_no_parameter() -> Result {
    let request = Request::get("/?q=1").header("User", "Bob").header("Cookie", "c=1").body(())?;
    let (parts, ()) = request.clone().into_parts();
    for attributes in [RequestAttributes::from(&parts), RequestAttributes::from(&request)] {
        has(&attributes, &header("User"), Some(b"Bob"));
        has(&attributes, &header("Cookie"), Some(b"c=1"));
        has(&attributes, &cookie("c"), Some(b"1"));
        has(&attributes, &query("q"), Some(b"1"));
        for name in ["c", "q"] {
            has(&attributes, &header(name), None);
        }
        for name in ["User", "q", "Cookie"] {
            has(&attributes, &cookie(name), None);
        }
        for name in ["User", "c", "Cookie"] {
            has(&attributes, &query(name), None);
        }
    }
    // Headers alone know no URI.
    has(&parts.headers, &query("q"), None);
    has(&parts.headers, &cookie("c"), Some(b"1"));
    Ok(())
}

#[test]
fn all_are_found_behind_a_pointer() {
    let headers = HeaderMap::from_iter([(http::header::HOST, HeaderValue::from_static("a"))]);
    let behind: &dyn Attributes = &headers;
    assert_eq!(behind.attribute(&header("host")), Some(&b"a"[..]));
}

#[cfg(feature = "serde")]
#[test]
fn a_routing_key_alone_answers_headers() -> Result {
    use pointsman::RoutingKey;

    let request = Request::get("/?User=query")
        .header("User", "header")
        .header("Only-Here", "1")
        .header("Cookie", "User=cookie")
        .body(())?;
    let text = r#"{"User":"key"}"#.to_owned();
    let attributes = RequestAttributes::from(&request).with_routing_key(RoutingKey::parse(&text)?);
    has(&attributes, &header("User"), Some(b"key"));
    has(&attributes, &header("user"), None);
    has(&attributes, &header("Only-Here"), None);
    has(&attributes, &cookie("User"), Some(b"cookie"));
    has(&attributes, &query("User"), Some(b"query"));
    let empty = RequestAttributes::from(&request).with_routing_key(RoutingKey::parse("{}")?);
    has(&empty, &header("User"), None);
    Ok(())
}
