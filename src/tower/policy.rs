use core::any::type_name;
use core::fmt;

use http::request::Parts;

use super::{Invocation, Refusal};
use crate::Attributes;

/// How a request is read: which function it invokes, and all else that is not to be by default.
///
/// [`Fixed`](super::Fixed) serves where one function is bound, [`policy_fn`] where a closure says it.
/// A type of one's own can bring attributes of its own, too:
///
/// ```
/// use http::request::Parts;
/// use pointsman::tower::{Invocation, Policy, Refusal};
/// use pointsman::{AttributeKey, Attributes, RequestAttributes, Source};
///
/// /// Rules may ask for the method as `invoke.headers.:method`, a name that no client can send.
/// struct WithMethod<'a> {
///     request: RequestAttributes<'a>,
///     method: &'a str,
/// }
///
/// impl Attributes for WithMethod<'_> {
///     fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
///         match (key.source(), key.name()) {
///             (Source::Headers, ":method") => Some(self.method.as_bytes()),
///             _ => self.request.attribute(key),
///         }
///     }
/// }
///
/// struct ByHost;
///
/// impl Policy for ByHost {
///     fn invocation<'a>(
///         &'a self,
///         request: &'a Parts,
///     ) -> Result<Invocation<'a, impl Attributes + 'a>, Refusal> {
///         let host = request.headers.get("Host").and_then(|host| host.to_str().ok());
///         let function = host.and_then(|host| host.strip_suffix(".example.com"));
///         let attributes =
///             WithMethod { request: RequestAttributes::from(request), method: request.method.as_str() };
///         Ok(Invocation::new(function.ok_or(Refusal::NoFunction)?, request)
///             .with_attributes(attributes))
///     }
/// }
/// ```
pub trait Policy {
    /// What a request invokes. It is on the request path and should not block.
    ///
    /// # Errors
    ///
    /// If the request is to be refused.
    fn invocation<'a>(
        &'a self,
        request: &'a Parts,
    ) -> Result<Invocation<'a, impl Attributes + 'a>, Refusal>;
}

/// A [`Policy`] of a closure.
///
/// ```
/// use pointsman::tower::{Invocation, policy_fn};
///
/// // The alias is the first label of the host: `prepub.example.com`.
/// let policy = policy_fn(|request| {
///     let host = request.headers.get("Host").and_then(|host| host.to_str().ok());
///     let stage = host.and_then(|host| host.split('.').next());
///     Ok(Invocation::new("image-resize", request).with_qualifier(stage.unwrap_or("release")))
/// });
/// # let _ = policy;
/// ```
pub fn policy_fn<F>(function: F) -> PolicyFn<F>
where
    F: for<'a> Fn(&'a Parts) -> Result<Invocation<'a>, Refusal>,
{
    PolicyFn(function)
}

/// The [`Policy`] that [`policy_fn`] makes.
#[derive(Clone, Copy)]
pub struct PolicyFn<F>(F);

impl<F> Policy for PolicyFn<F>
where
    F: for<'a> Fn(&'a Parts) -> Result<Invocation<'a>, Refusal>,
{
    fn invocation<'a>(
        &'a self,
        request: &'a Parts,
    ) -> Result<Invocation<'a, impl Attributes + 'a>, Refusal> {
        (self.0)(request)
    }
}

impl<F> fmt::Debug for PolicyFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PolicyFn").field(&type_name::<F>()).finish()
    }
}
