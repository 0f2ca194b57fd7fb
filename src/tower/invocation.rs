use alloc::borrow::Cow;

use http::request::Parts;

use super::Refusal;
use super::draw::draw;
#[cfg(feature = "serde")]
use crate::RoutingKey;
use crate::http::parameter;
use crate::{
    Attributes, Decision, Excerpt, Point, Qualifier, Request, RequestAttributes, ResolveError,
    RoutingTable,
};

/// What a request invokes: a function, a version or alias of it, the point, and the attributes that
/// rules and sticky keys ask for.
///
/// A [`Policy`](super::Policy) makes it of a request; it can be resolved without a layer, too.
///
/// ```
/// use http::Request;
/// use pointsman::tower::Invocation;
/// use pointsman::{Function, RoutingTable};
///
/// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
/// let (request, ()) = Request::get("/?Qualifier=%24LATEST").body(())?.into_parts();
/// let decision = Invocation::new("B", &request).resolve(&table)?;
/// assert!(decision.version().is_latest());
///
/// let error = Invocation::new("B", &request).with_qualifier("release").resolve(&table).unwrap_err();
/// assert_eq!(error.to_string(), "unknown alias `release`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Invocation<'a, A = RequestAttributes<'a>> {
    request: &'a Parts,
    function: Cow<'a, str>,
    qualifier: Option<Cow<'a, str>>,
    point: Option<Point>,
    attributes: A,
}

impl<'a> Invocation<'a> {
    /// This function, `name` or `namespace/name`, with all else by default:
    ///
    /// - the version or alias that the query parameter `Qualifier` names (AWS), or if there is none,
    ///   `qualifier` (SCF), or if there is none either, `$DEFAULT`: so callers can choose any version,
    ///   `$LATEST` too;
    /// - a point drawn at random: from the keys that the standard library makes for its hash maps, which
    ///   takes no lock, and nobody can foresee it;
    /// - the attributes of the request: its headers, cookies and query.
    ///
    /// ```
    /// use http::Request;
    /// use pointsman::tower::Invocation;
    /// use pointsman::{Function, RoutingTable, Version};
    ///
    /// let mut function = Function::new("B".parse()?, ());
    /// let v1 = function.publish()?;
    /// let table = RoutingTable::new([function])?;
    /// for (uri, version) in [("/", Version::LATEST), ("/?Qualifier=1", v1), ("/?qualifier=1", v1)] {
    ///     let (request, ()) = Request::get(uri).body(())?.into_parts();
    ///     assert_eq!(Invocation::new("B", &request).resolve(&table)?.version(), version);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(function: impl Into<Cow<'a, str>>, request: &'a Parts) -> Self {
        Self {
            request,
            function: function.into(),
            qualifier: None,
            point: None,
            attributes: request.into(),
        }
    }

    /// The same with a `RoutingKey`, which then alone answers `invoke.headers.*`.
    ///
    /// ```
    /// use http::Request;
    /// use pointsman::tower::{Invocation, Refusal, policy_fn};
    /// use pointsman::RoutingKey;
    ///
    /// let policy = policy_fn(|request| {
    ///     let invocation = Invocation::new("B", request);
    ///     let Some(text) = request.headers.get("RoutingKey") else { return Ok(invocation) };
    ///     let text = text.to_str().unwrap_or_default();
    ///     Ok(invocation.with_routing_key(RoutingKey::parse(text)?))
    /// });
    /// # let _ = policy;
    /// ```
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn with_routing_key(self, routing_key: RoutingKey<'a>) -> Self {
        Self { attributes: self.attributes.with_routing_key(routing_key), ..self }
    }
}

impl<'a, A> Invocation<'a, A> {
    /// The same with the version or alias of this text, whatever the query names. It is read, as by
    /// [`Qualifier::parse`], when the invocation is resolved.
    ///
    /// ```
    /// use http::Request;
    /// use pointsman::tower::Invocation;
    /// use pointsman::{Function, RoutingTable};
    ///
    /// let table = RoutingTable::new([Function::new("B".parse()?, ())])?;
    /// let (request, ()) = Request::get("/?Qualifier=release").body(())?.into_parts();
    /// let invocation = Invocation::new("B", &request).with_qualifier("$LATEST");
    /// assert!(invocation.resolve(&table).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_qualifier(self, qualifier: impl Into<Cow<'a, str>>) -> Self {
        Self { qualifier: Some(qualifier.into()), ..self }
    }

    /// The same with this point in place of a random draw: from a counter, say, for the most even
    /// spread.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU64, Ordering};
    ///
    /// use pointsman::Point;
    /// use pointsman::tower::{Invocation, policy_fn};
    ///
    /// let count = AtomicU64::new(0);
    /// let policy = policy_fn(|request| {
    ///     let point = Point::sequence(count.fetch_add(1, Ordering::Relaxed));
    ///     Ok(Invocation::new("B", request).with_point(point))
    /// });
    /// # let _ = policy;
    /// ```
    #[must_use]
    pub fn with_point(self, point: Point) -> Self {
        Self { point: Some(point), ..self }
    }

    /// The same with these attributes in place of the request's. The qualifier by default is still the
    /// one in the query.
    ///
    /// ```
    /// use http::Request;
    /// use pointsman::tower::Invocation;
    ///
    /// let (request, ()) = Request::new(()).into_parts();
    /// let invocation = Invocation::new("B", &request).with_attributes([("User", "Bob")]);
    /// # let _ = invocation;
    /// ```
    #[must_use]
    pub fn with_attributes<B: Attributes>(self, attributes: B) -> Invocation<'a, B> {
        let Self { request, function, qualifier, point, attributes: _ } = self;
        Invocation { request, function, qualifier, point, attributes }
    }

    /// The version that is invoked: what the layer does, for those who have none.
    ///
    /// ```
    /// use http::Request;
    /// use pointsman::tower::{Invocation, Refusal};
    /// use pointsman::{Function, RoutingTable};
    ///
    /// let table = RoutingTable::new([Function::new("B".parse()?, "upstream")])?;
    /// let (request, ()) = Request::new(()).into_parts();
    /// assert_eq!(*Invocation::new("B", &request).resolve(&table)?.payload(), "upstream");
    /// let refusal = Invocation::new("C", &request).resolve(&table).unwrap_err();
    /// assert!(matches!(refusal, Refusal::UnknownFunction(_)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the qualifier can't be read, or there is no such function, version or alias.
    pub fn resolve<'t, T>(&self, table: &'t RoutingTable<T>) -> Result<Decision<'t, T>, Refusal>
    where
        A: Attributes,
    {
        let text = match &self.qualifier {
            Some(text) => Cow::Borrowed(text.as_ref()),
            None => self.queried_qualifier(),
        };
        let qualifier = Qualifier::parse(&text)?;
        let request = Request::new(&self.attributes, self.point.unwrap_or_else(draw));
        let decision = table.resolve(&self.function, qualifier, &request);
        decision.map_err(|error| match error {
            ResolveError::UnknownFunction => Refusal::UnknownFunction(Excerpt::of(&self.function)),
            ResolveError::UnknownVersion(version) => Refusal::UnknownVersion(version),
            ResolveError::UnknownAlias => Refusal::UnknownAlias(Excerpt::of(&text)),
        })
    }

    fn queried_qualifier(&self) -> Cow<'a, str> {
        let query = self.request.uri.query().unwrap_or_default();
        let named = parameter(query, "Qualifier").or_else(|| parameter(query, "qualifier"));
        named.unwrap_or_default()
    }
}
