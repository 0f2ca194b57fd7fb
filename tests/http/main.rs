//! Attributes from the `http` crate's types: which headers, cookies and query parameters a request has.
#![cfg(feature = "http")]

mod cookies;
mod cost;
mod headers;
mod naive;
mod query;

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue, Uri};
use pointsman::{AttributeKey, Attributes};
use proptest::test_runner::{Config, FileFailurePersistence};

fn header(name: &str) -> AttributeKey {
    AttributeKey::header(name).expect("a header")
}

fn cookie(name: &str) -> AttributeKey {
    AttributeKey::cookie(name).expect("a cookie")
}

fn query(name: &str) -> AttributeKey {
    AttributeKey::query(name).expect("a parameter")
}

/// A request's `Cookie` fields, in this order.
fn with_cookies<F: AsRef<[u8]>>(fields: impl IntoIterator<Item = F>) -> HeaderMap {
    let fields = fields.into_iter();
    fields
        .map(|field| (COOKIE, HeaderValue::from_bytes(field.as_ref()).expect("a header's value")))
        .collect()
}

fn uri(query: &str) -> Uri {
    format!("/path?{query}").parse().expect("a URI")
}

/// A value as a failed assertion shows it.
fn shown(value: Option<&[u8]>) -> Option<String> {
    value.map(|value| value.escape_ascii().to_string())
}

#[track_caller]
fn has(attributes: &impl Attributes, key: &AttributeKey, value: Option<&[u8]>) {
    assert_eq!(shown(attributes.attribute(key)), shown(value), "{key}");
}

fn config() -> Config {
    Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..Config::default()
    }
}
