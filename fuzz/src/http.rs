//! Cookies and query parameters of the `http` crate's types.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue, Uri};
use pointsman::{AttributeKey, Attributes, RequestAttributes};

use crate::naive_http::{cookies, first, parameters};

/// The first line is a query, each that follows a `Cookie` field. They answer as the plain readers of
/// the crate's own tests have it, for every name that these find and for a few more.
pub fn read(bytes: &[u8]) {
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let query = lines.next().and_then(|line| str::from_utf8(line).ok()).unwrap_or_default();
    let Ok(uri) = format!("/path?{query}").parse::<Uri>() else { return };
    let fields: Vec<Vec<u8>> = lines.map(<[u8]>::to_vec).collect();
    let values = fields.iter().map(|field| HeaderValue::from_bytes(field));
    let Ok(values) = values.collect::<Result<Vec<_>, _>>() else { return };
    let headers: HeaderMap = values.into_iter().map(|value| (COOKIE, value)).collect();
    let attributes = RequestAttributes::new(&headers, &uri);

    // The fragment is no part of the query, and what is no ASCII is.
    let pairs = parameters(uri.query().unwrap_or_default());
    for name in names(&pairs) {
        // An empty name is one only with its `=`.
        if !name.is_empty() {
            assert_eq!(attributes.query(name), first(&pairs, name), "{name:?}");
        }
        if let Ok(key) = AttributeKey::query(name) {
            assert_eq!(attributes.attribute(&key), first(&pairs, name), "{key}");
            assert_eq!(headers.attribute(&key), None);
        }
    }
    let pairs = cookies(&fields);
    for name in names(&pairs) {
        if let Ok(key) = AttributeKey::cookie(name) {
            assert_eq!(attributes.attribute(&key), first(&pairs, name), "{key}");
            assert_eq!(headers.attribute(&key), first(&pairs, name), "{key}");
        }
    }
    let field = AttributeKey::header("cookie").expect("a header");
    assert_eq!(attributes.attribute(&field), fields.first().map(Vec::as_slice));
}

fn names(pairs: &[(Vec<u8>, Vec<u8>)]) -> impl Iterator<Item = &str> {
    let found = pairs.iter().filter_map(|(name, _)| str::from_utf8(name).ok());
    found.chain(["a", "uid", "%61", "a b"])
}
