//! A layer for [tower]: each request is resolved before the service sees it.
//!
//! [`ResolveLayer`] puts a [`Resolve`] about a service. It reads from the request what is invoked,
//! resolves that on the table that a [`Router`](crate::live::Router) serves, and puts the
//! [`OwnedDecision`](crate::OwnedDecision) into the request's extensions: the version, a clone of its
//! payload, and the reason. A request that leads to no version is refused and never gets to the service.
//!
//! ```
//! use std::convert::Infallible;
//!
//! use http::{Request, Response};
//! use pointsman::live::Router;
//! use pointsman::tower::{Fixed, ResolveLayer, X_AMZ_EXECUTED_VERSION};
//! use pointsman::{Function, OwnedDecision};
//! use tower::{ServiceBuilder, ServiceExt, service_fn};
//!
//! let resize = Function::new("image-resize".parse()?, "http://127.0.0.1:9000");
//! let router = Router::new([resize])?;
//!
//! let layer = ResolveLayer::new(router, Fixed::new(&"image-resize".parse()?))
//!     .with_version_header(X_AMZ_EXECUTED_VERSION);
//! let service = ServiceBuilder::new().layer(layer).service_fn(async |request: Request<()>| {
//!     let decision = request.extensions().get::<OwnedDecision<&str>>().expect("the layer put it");
//!     Ok::<_, Infallible>(Response::new(String::from(decision.payload)))
//! });
//!
//! let response = pollster::block_on(service.oneshot(Request::new(())))?;
//! assert_eq!(response.body(), "http://127.0.0.1:9000");
//! assert_eq!(response.headers()["x-amz-executed-version"], "$LATEST");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is yours to say
//!
//! | what | by | default |
//! |---|---|---|
//! | the function | a [`Policy`]: [`Fixed`], or a closure by [`policy_fn`], or your own | none: it must be said |
//! | the version or alias | [`Invocation::with_qualifier`], [`Fixed::with_qualifier`] | the query parameter `Qualifier` (AWS), else `qualifier` (SCF), else `$DEFAULT` |
//! | the point | [`Invocation::with_point`] | a random draw |
//! | the attributes | [`Invocation::with_attributes`] | headers, cookies and query: [`RequestAttributes`](crate::RequestAttributes) |
//! | SCF's `RoutingKey` | `Invocation::with_routing_key` | none |
//! | what a refused request is answered | [`ResolveLayer::with_respond`] | [`PlainText`]: the refusal's status, and a line that says why |
//! | a header of responses that names the version | [`ResolveLayer::with_version_header`] | none |
//!
//! # Counting
//!
//! The layer counts nothing and logs nothing: a service under it has all that labels need, and knows
//! how the request ended besides. The name of a [`Reason`](crate::Reason) is one of four; never make a
//! label of a sticky key or of anything else that callers choose.
//!
//! ```
//! use std::collections::BTreeMap;
//! use std::convert::Infallible;
//! use std::sync::Mutex;
//!
//! use http::{Request, Response};
//! use pointsman::live::Router;
//! use pointsman::tower::{Fixed, ResolveLayer};
//! use pointsman::{Function, OwnedDecision};
//! use tower::{ServiceBuilder, ServiceExt};
//!
//! let router = Router::new([Function::new("B".parse()?, ())])?;
//! let counts = Mutex::new(BTreeMap::new());
//! let service = ServiceBuilder::new()
//!     .layer(ResolveLayer::new(router, Fixed::new(&"B".parse()?)))
//!     .service_fn(async |request: Request<()>| {
//!         if let Some(decision) = request.extensions().get::<OwnedDecision<()>>() {
//!             let labels = ("B", "$DEFAULT", decision.version, decision.reason.name());
//!             *counts.lock().unwrap().entry(labels).or_insert(0) += 1;
//!         }
//!         Ok::<_, Infallible>(Response::new(String::new()))
//!     });
//! pollster::block_on(service.oneshot(Request::new(())))?;
//! let labels = ("B", "$DEFAULT", pointsman::Version::LATEST, "only");
//! assert_eq!(*counts.lock().unwrap(), BTreeMap::from([(labels, 1)]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Cost
//!
//! A request takes a [`Snapshot`](crate::live::Snapshot) and lets go of it before the service is called,
//! so an idle connection holds no table, and a long answer no old one. A
//! [`Reader`](crate::live::Reader) would read cheaper, but servers clone services for each connection,
//! some for each request, and each clone would cache a table of its own.
//!
//! Besides what a policy, the payload's clone and the decoding of a query allocate, memory is allocated
//! where the decision is put into the extensions and the version into a header. Futures are not boxed.
//!
//! [tower]: https://docs.rs/tower

mod draw;
mod fixed;
mod future;
mod invocation;
mod layer;
mod policy;
mod refusal;
mod respond;
mod service;

pub use self::fixed::Fixed;
pub use self::future::ResponseFuture;
pub use self::invocation::Invocation;
pub use self::layer::{ResolveLayer, X_AMZ_EXECUTED_VERSION};
pub use self::policy::{Policy, PolicyFn, policy_fn};
pub use self::refusal::Refusal;
pub use self::respond::{PlainText, Respond};
pub use self::service::Resolve;
