use http::HeaderMap;

use super::cookie::cookie;
use crate::{AttributeKey, Attributes, Source};

/// Headers, ASCII case ignored, and cookies, byte for byte; of several with one name the first counts.
///
/// Values are bytes, as they came. Cookies are those of all `Cookie` fields in their order, pairs
/// between semicolons: white space around name and value does not belong to them, quotes do. A name
/// that no header can have is one that the request doesn't have.
///
/// # Cost
///
/// A header is looked up in the map. A cookie is looked for from the first on, each time: at worst all
/// bytes of the `Cookie` fields are read once. Nothing is prepared, and nothing allocates.
///
/// ```
/// use http::HeaderMap;
/// use http::header::{COOKIE, USER_AGENT};
/// use pointsman::{AttributeKey, Attributes};
///
/// let mut headers = HeaderMap::new();
/// headers.insert(USER_AGENT, "curl".parse()?);
/// headers.insert(COOKIE, r#"uid=7; theme="dark""#.parse()?);
/// let attribute = |key: &str| Ok::<_, pointsman::AttributeKeyError>(headers.attribute(&key.parse()?));
/// assert_eq!(attribute("invoke.headers.User-Agent")?, Some(&b"curl"[..]));
/// assert_eq!(attribute("invoke.cookies.theme")?, Some(&br#""dark""#[..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Attributes for HeaderMap {
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        match key.source() {
            Source::Headers => self.get(key.name()).map(http::HeaderValue::as_bytes),
            Source::Cookies => cookie(self, key.name()),
            Source::Query => None,
        }
    }
}
