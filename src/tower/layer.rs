use alloc::sync::Arc;
use core::fmt;

use http::HeaderName;
use http::request::Parts;
use tower_layer::Layer;

use super::{PlainText, Policy, Refusal, Resolve};
use crate::OwnedDecision;
use crate::live::Router;

/// The header in which AWS Lambda tells the version that was executed.
pub const X_AMZ_EXECUTED_VERSION: HeaderName = HeaderName::from_static("x-amz-executed-version");

/// A layer whose services resolve each request: see the [module](super).
///
/// `T` is the payload of versions, `P` the [`Policy`] that reads requests, and `R` the
/// [`Respond`](super::Respond) that answers those that are refused.
///
/// ```
/// use pointsman::Function;
/// use pointsman::live::Router;
/// use pointsman::tower::{Invocation, Refusal, ResolveLayer, policy_fn};
///
/// let router = Router::new([Function::new("B".parse()?, "http://127.0.0.1:9000")])?;
/// let layer = ResolveLayer::new(router, policy_fn(|request| {
///     let function = request.uri.path().strip_prefix("/invoke/").ok_or(Refusal::NoFunction)?;
///     Ok(Invocation::new(function, request))
/// }));
/// # let _ = layer;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ResolveLayer<T, P, R = PlainText> {
    router: Router<T>,
    policy: P,
    respond: R,
    version_header: Option<HeaderName>,
}

impl<T, P> ResolveLayer<T, P> {
    /// Requests are read by the policy, and resolved on the table that the router serves then.
    #[must_use]
    pub fn new(router: Router<T>, policy: P) -> Self {
        Self { router, policy, respond: PlainText, version_header: None }
    }
}

impl<T, P, R> ResolveLayer<T, P, R> {
    /// The same, and responses of the service name the version in this header, in place of any of that
    /// name that they have: see [`X_AMZ_EXECUTED_VERSION`].
    ///
    /// ```
    /// use http::HeaderName;
    /// use pointsman::live::Router;
    /// use pointsman::tower::{Fixed, ResolveLayer};
    ///
    /// let layer = ResolveLayer::new(Router::<()>::default(), Fixed::new(&"B".parse()?))
    ///     .with_version_header(HeaderName::from_static("x-version"));
    /// # let _ = layer;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_version_header(self, name: HeaderName) -> Self {
        Self { version_header: Some(name), ..self }
    }

    /// The same, and requests that are refused are answered so: by a closure from a [`Refusal`] to a
    /// response.
    ///
    /// ```
    /// use http::Response;
    /// use pointsman::live::Router;
    /// use pointsman::tower::{Fixed, Refusal, ResolveLayer};
    ///
    /// let layer = ResolveLayer::new(Router::<()>::default(), Fixed::new(&"B".parse()?))
    ///     .with_respond(|refusal: Refusal| {
    ///         let mut response = Response::new(format!("{{\"status\":{}}}", refusal.status().as_u16()));
    ///         *response.status_mut() = refusal.status();
    ///         response
    ///     });
    /// # let _ = layer;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_respond<Q>(self, respond: Q) -> ResolveLayer<T, P, Q> {
        let Self { router, policy, respond: _, version_header } = self;
        ResolveLayer { router, policy, respond, version_header }
    }

    pub(super) fn version_header(&self) -> Option<&HeaderName> {
        self.version_header.as_ref()
    }

    pub(super) fn respond(&self) -> &R {
        &self.respond
    }

    /// The decision for a request. The table is let go of at once.
    pub(super) fn resolve(&self, request: &Parts) -> Result<OwnedDecision<T>, Refusal>
    where
        T: Clone,
        P: Policy,
    {
        let invocation = self.policy.invocation(request)?;
        invocation.resolve(&self.router.snapshot()).map(crate::Decision::into_owned)
    }
}

impl<S, T: Clone, P: Clone, R: Clone> Layer<S> for ResolveLayer<T, P, R> {
    type Service = Resolve<S, T, P, R>;

    fn layer(&self, inner: S) -> Self::Service {
        Resolve::new(inner, Arc::new(self.clone()))
    }
}

impl<T, P, R> fmt::Debug for ResolveLayer<T, P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut layer = f.debug_struct("ResolveLayer");
        layer.field("router", &self.router).field("version_header", &self.version_header);
        layer.finish_non_exhaustive()
    }
}
