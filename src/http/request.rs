use http::request::Parts;
use http::{HeaderMap, Request, Uri};

use super::query::Query;
#[cfg(feature = "serde")]
use crate::RoutingKey;
use crate::{AttributeKey, Attributes, Source};

/// What a request of the `http` crate carries: its headers, its cookies, and its query parameters.
///
/// | key | answered by |
/// |---|---|
/// | `invoke.headers.*` | the `RoutingKey` if one was given, byte for byte; else the headers, ASCII case ignored |
/// | `invoke.cookies.*` | the pairs of all `Cookie` fields, as for [`HeaderMap`] |
/// | `invoke.query.*` | the parameters of the URI's query |
///
/// Of several with one name the first counts. Names and values of the query are percent-decoded, to
/// bytes that need not be UTF-8. What is no escape stays as it is (`%`, `%4`, `%zz`), and so does `+`.
/// Parameters stand between `&`, and `;` is none; one without `=` is present and empty.
///
/// # Cost
///
/// It is made without allocating, unless the query holds escapes: then all of it is decoded, which
/// takes its length and two words for each parameter. Asking allocates nothing. A parameter is looked for
/// from the first on, each time, and so is a cookie: at worst all bytes of the query or of the `Cookie`
/// fields are read once for each time that a rule or sticky key asks. A server's limits on them are
/// limits on that, too; the `http` crate's own limit on a URI is 64 KiB.
///
/// ```
/// use http::Request;
/// use pointsman::{AttributeKey, Attributes, RequestAttributes};
///
/// let request = Request::get("/resize?user=B%6Fb&beta")
///     .header("Cookie", "uid=7; theme=dark")
///     .body(())?;
/// let attributes = RequestAttributes::from(&request);
/// let attribute = |key: &str| Ok::<_, pointsman::AttributeKeyError>(attributes.attribute(&key.parse()?));
/// assert_eq!(attribute("invoke.query.user")?, Some(&b"Bob"[..]));
/// assert_eq!(attribute("invoke.query.beta")?, Some(&b""[..]));
/// assert_eq!(attribute("invoke.cookies.uid")?, Some(&b"7"[..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct RequestAttributes<'a> {
    headers: &'a HeaderMap,
    query: Query<'a>,
    #[cfg(feature = "serde")]
    routing_key: Option<RoutingKey<'a>>,
}

impl<'a> RequestAttributes<'a> {
    /// What a request with these headers and this URI carries.
    ///
    /// ```
    /// use http::{HeaderMap, Uri};
    /// use pointsman::RequestAttributes;
    ///
    /// let (headers, uri) = (HeaderMap::new(), Uri::from_static("/?a=%F0%9F%9A%82"));
    /// assert_eq!(RequestAttributes::new(&headers, &uri).query("a"), Some("🚂".as_bytes()));
    /// ```
    #[must_use]
    pub fn new(headers: &'a HeaderMap, uri: &'a Uri) -> Self {
        Self {
            headers,
            query: Query::new(uri.query().unwrap_or_default()),
            #[cfg(feature = "serde")]
            routing_key: None,
        }
    }

    /// The same with a `RoutingKey`, which then alone answers `invoke.headers.*`.
    ///
    /// ```
    /// use http::{HeaderMap, Uri};
    /// use pointsman::{AttributeKey, Attributes, RequestAttributes, RoutingKey};
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.insert("User", "Ann".parse()?);
    /// let uri = Uri::from_static("/");
    /// let attributes = RequestAttributes::new(&headers, &uri)
    ///     .with_routing_key(RoutingKey::parse(r#"{"User": "Bob"}"#)?);
    /// assert_eq!(attributes.attribute(&AttributeKey::header("User")?), Some(&b"Bob"[..]));
    /// assert_eq!(attributes.attribute(&AttributeKey::header("user")?), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn with_routing_key(self, routing_key: RoutingKey<'a>) -> Self {
        Self { routing_key: Some(routing_key), ..self }
    }

    /// The decoded value of the first query parameter of this name.
    ///
    /// ```
    /// use http::Request;
    /// use pointsman::RequestAttributes;
    ///
    /// let request = Request::get("/invoke/B?Qualifier=%24LATEST").body(())?;
    /// assert_eq!(RequestAttributes::from(&request).query("Qualifier"), Some(&b"$LATEST"[..]));
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&[u8]> {
        self.query.get(name)
    }
}

impl<'a> From<&'a Parts> for RequestAttributes<'a> {
    fn from(parts: &'a Parts) -> Self {
        Self::new(&parts.headers, &parts.uri)
    }
}

impl<'a, B> From<&'a Request<B>> for RequestAttributes<'a> {
    fn from(request: &'a Request<B>) -> Self {
        Self::new(request.headers(), request.uri())
    }
}

impl Attributes for RequestAttributes<'_> {
    #[inline]
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        if key.source() == Source::Query {
            return self.query.get(key.name());
        }
        #[cfg(feature = "serde")]
        if let (Source::Headers, Some(routing_key)) = (key.source(), &self.routing_key) {
            return routing_key.attribute(key);
        }
        self.headers.attribute(key)
    }
}
