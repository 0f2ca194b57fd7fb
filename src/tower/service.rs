use alloc::sync::Arc;
use core::fmt;
use core::task::{Context, Poll};

use http::{Request, Response};
use tower_service::Service;

use super::{Policy, ResolveLayer, Respond, ResponseFuture};

/// A service about another, which resolves each request: see the [module](super).
///
/// `S` is the service within; the others are as for [`ResolveLayer`]. It is ready when that service is,
/// and passes its errors on unchanged. A clone clones that service, and shares the rest.
///
/// A request that is refused does not get to the service within, which stays ready for the next.
///
/// ```
/// use http::{Request, Response};
/// use pointsman::Function;
/// use pointsman::live::Router;
/// use pointsman::tower::{Fixed, ResolveLayer};
/// use tower::{Layer, ServiceExt, service_fn};
///
/// let router = Router::new([Function::new("B".parse()?, ())])?;
/// let layer = ResolveLayer::new(router, Fixed::new(&"B".parse()?));
/// let service = layer.layer(service_fn(async |_: Request<()>| {
///     Ok::<_, std::io::Error>(Response::new(String::from("called")))
/// }));
/// let request = Request::get("/?Qualifier=release").body(())?;
/// let response = pollster::block_on(service.oneshot(request))?;
/// assert_eq!((response.status().as_u16(), response.body().as_str()), (404, "unknown alias `release`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Resolve<S, T, P, R> {
    inner: S,
    layer: Arc<ResolveLayer<T, P, R>>,
}

impl<S, T, P, R> Resolve<S, T, P, R> {
    pub(super) fn new(inner: S, layer: Arc<ResolveLayer<T, P, R>>) -> Self {
        Self { inner, layer }
    }
}

impl<S, T, P, R, RequestBody, ResponseBody> Service<Request<RequestBody>> for Resolve<S, T, P, R>
where
    S: Service<Request<RequestBody>, Response = Response<ResponseBody>>,
    T: Clone + Send + Sync + 'static,
    P: Policy,
    R: Respond<ResponseBody>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, ResponseBody>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<RequestBody>) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        match self.layer.resolve(&parts) {
            Ok(decision) => {
                let header =
                    self.layer.version_header().map(|name| (name.clone(), decision.version));
                parts.extensions.insert(decision);
                // No clone is called: only this one has been found ready.
                let future = self.inner.call(Request::from_parts(parts, body));
                ResponseFuture::called(future, header)
            }
            Err(refusal) => ResponseFuture::refused(self.layer.respond().respond(refusal)),
        }
    }
}

impl<S: Clone, T, P, R> Clone for Resolve<S, T, P, R> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), layer: Arc::clone(&self.layer) }
    }
}

impl<S: fmt::Debug, T, P, R> fmt::Debug for Resolve<S, T, P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut service = f.debug_struct("Resolve");
        service.field("inner", &self.inner).field("layer", &self.layer).finish()
    }
}
