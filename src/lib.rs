//! Routes each request to the right *version* of a serverless function.
//!
//! A function has `$LATEST`, which can change, and numbered versions, which cannot. Callers name an
//! *alias*, and the alias points to one version, splits its traffic by weight, or routes by rule.
//! Moving an alias is how a release is ramped up in small steps, watched, and rolled back at once,
//! without touching triggers or gateways.
//!
//! This crate is that model for embedding in a gateway: pure, deterministic, without allocation on the
//! request path. At its core it moves no bytes, knows no HTTP and keeps no state; it answers one
//! question. Features add what stands around that in a gateway.
//!
//! ```
//! use pointsman::{Alias, Function, Point, Qualifier, Request, RoutingTable, Split, Weight};
//!
//! // What operators change. The payload is yours: here an upstream.
//! let mut resize = Function::new("image-resize".parse()?, "http://127.0.0.1:9000");
//! let v1 = resize.publish()?;
//! resize.set_latest("http://127.0.0.1:9001")?;
//! let v2 = resize.publish()?;
//! let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
//! let release = Alias::to(split).sticky_on("invoke.headers.User".parse()?);
//! resize.create_alias("release".parse()?, release)?;
//! let prepub = Alias::to(v1).rule("invoke.headers.User exact Bob".parse()?, v2);
//! resize.create_alias("prepub".parse()?, prepub)?;
//!
//! // What requests are resolved on: immutable, to be shared among threads.
//! let table = RoutingTable::new([resize])?;
//! let headers = [("User", "Bob")];
//! let request = Request::new(&headers, Point::sequence(1));
//! let decision = table.resolve("image-resize", Qualifier::parse("prepub")?, &request)?;
//! assert_eq!(decision.version(), v2);
//! assert_eq!(*decision.payload(), "http://127.0.0.1:9001");
//! assert_eq!(decision.reason().to_string(), "rule 0");
//!
//! // Names looked up once: the route can't fail.
//! let route = table.route("image-resize", Qualifier::parse("release")?)?;
//! assert_eq!(route.resolve(&request).version(), v1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Words
//!
//! | word | meaning | type |
//! |---|---|---|
//! | function | what is invoked; has versions and aliases, lives in a namespace | [`Function`], [`FunctionId`] |
//! | version | `$LATEST`, or an immutable snapshot of it, made by *publish* | [`Version`] |
//! | payload | what the embedder attaches to a version | `T` |
//! | alias | a name that points to versions of its function | [`Alias`], [`AliasName`] |
//! | `$DEFAULT` | the alias that every function has from birth | |
//! | qualifier | what the caller names: nothing, a version or an alias | [`Qualifier`] |
//! | split | how traffic is divided: a partition of the unit interval into slices | [`Split`], [`Slice`] |
//! | weight | a share, in whole millionths | [`Weight`] |
//! | rule | a condition on the request, and the split that it leads to | [`Rule`], [`Condition`] |
//! | point | where a request falls on the unit interval | [`Point`] |
//! | decision | the version chosen, its payload, and the reason | [`Decision`] |
//! | table | the compiled form of all functions | [`RoutingTable`] |
//! | diff | what changes when one takes the place of another | [`TableDiff`], [`FunctionDiff`], [`AliasDiff`], [`RuleDiff`], [`SplitDiff`] |
//! | flow | the traffic that moves from one version to another | [`Flow`], [`Mass`] |
//! | witness | what a request must carry to land on a version | [`Witness`] |
//!
//! # How a request is resolved
//!
//! 1. The function is looked up by namespace and name, else [`ResolveError::UnknownFunction`].
//! 2. The qualifier: a version is itself if it exists, else [`ResolveError::UnknownVersion`]; the
//!    reason is [`Reason::Pinned`]. An alias goes on, else [`ResolveError::UnknownAlias`].
//! 3. The first rule of the alias that matches gives the split ([`Reason::Rule`]), else the alias's
//!    own.
//! 4. If one version has all of the split, that is it ([`Reason::Only`]). Else the point falls to one
//!    of its slices ([`Reason::Share`]): the point of the sticky key if the alias is [`Sticky`] and
//!    the request has a key, else the point that the request brought.
//!
//! Steps 1 and 2 can be done once, by [`RoutingTable::route`]; what is left cannot fail. What each
//! step costs, and how that grows, is told in [`docs::performance`].
//!
//! # What is guaranteed
//!
//! - *The same decision* for the same table and request: on every machine, in every release, whatever
//!   the features. Nothing reads a clock, a thread-local or a generator; there is no floating point
//!   where anything is decided. Golden vectors pin it.
//! - *Exact shares.* A weight is a whole number of millionths, and a slice has exactly its share of
//!   the 2⁶⁴ points; weight 0 has none.
//! - *Monotone ramps.* While a split keeps the same two versions, moving weight moves only the keys
//!   that it must; [`Split::reweight`] does so for any change.
//! - *No panic, no allocation, no lock* on the request path, and no `unsafe` in the crate.
//! - *All or nothing.* An operation or a document that is wrong anywhere changes nothing, and the
//!   error says what and where.
//!
//! # What it is not
//!
//! - No proxy, no client, no service discovery: the payload is yours to use.
//! - No health checks and no retries: what a version does is not known here.
//! - No experiments: points are spread evenly, which is all that a split needs. The feature `rollout`
//!   finds the harm that a version does, and doesn't estimate its gain.
//! - No protection from a client that chooses its own sticky key: see [`Point::sticky`].
//!
//! # Features
//!
//! | feature | default | brings |
//! |---|---|---|
//! | `std` | yes | [`Attributes`] for `HashMap` |
//! | `serde` | yes | serialization of the values, documents, `RoutingKey` |
//! | `rand` | no | `Point::random`, over `rand_core` alone |
//! | `live` | no | `live::Router`, whose table is swapped under traffic |
//! | `rollout` | no | `rollout`: plans, rollouts, counts, reports and verdicts |
//! | `http` | no | [`Attributes`] for `http::HeaderMap`, `RequestAttributes` for requests of the `http` crate |
//! | `tower` | no | `tower::ResolveLayer`, which resolves each request; with it `http` and `live` |
//!
//! Without `std` the crate needs `alloc`. Features add; none changes a decision.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]
#![forbid(unsafe_code)]
// No way to panic and no unchecked arithmetic, on the request path or elsewhere.
#![deny(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::todo,
    clippy::unimplemented,
    clippy::unreachable,
    clippy::unwrap_used
)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod alias;
mod aliases;
mod attribute;
mod bytes;
mod condition;
mod diff;
pub mod docs;
#[cfg(feature = "serde")]
pub mod document;
mod escape;
mod excerpt;
mod few;
#[cfg(any(feature = "serde", feature = "live"))]
mod first;
mod function;
#[cfg(feature = "http")]
mod http;
mod interval;
mod label;
mod lint;
#[cfg(feature = "live")]
pub mod live;
mod name;
mod path;
mod point;
mod qualifier;
mod resolve;
#[cfg(feature = "rollout")]
pub mod rollout;
#[cfg(feature = "serde")]
mod routing_key;
mod rule;
#[cfg(feature = "serde")]
mod serde_impls;
mod sorted;
mod split;
mod sticky;
mod table;
#[cfg(feature = "tower")]
pub mod tower;
mod trial;
mod version;
mod weight;
mod witness;

#[cfg(all(doctest, feature = "live", feature = "rollout", feature = "serde"))]
#[doc = include_str!("../README.md")]
struct Readme;

pub use crate::alias::{Alias, Place};
pub use crate::attribute::{AttributeKey, AttributeKeyError, Attributes, Source};
pub use crate::condition::{Condition, ConditionError, Test, TestError};
pub use crate::diff::{
    AliasDiff, FunctionDiff, Move, MoveCounts, Replay, RuleDiff, TableDiff, VersionDiff,
};
pub use crate::excerpt::Excerpt;
pub use crate::function::{Function, FunctionError, FunctionParts};
#[cfg(feature = "http")]
pub use crate::http::RequestAttributes;
pub use crate::interval::{Interval, IntervalError};
pub use crate::lint::{Lint, LintReason};
pub use crate::name::{AliasName, FunctionId, FunctionName, NameError, Namespace};
pub use crate::point::{Point, PointError};
pub use crate::qualifier::{Qualifier, QualifierError};
pub use crate::resolve::{Decision, OwnedDecision, Reason, Request, ResolveError, Route, Share};
#[cfg(feature = "serde")]
pub use crate::routing_key::{RoutingKey, RoutingKeyError};
pub use crate::rule::Rule;
pub use crate::split::{Flow, Mass, Slice, SliceError, Split, SplitDiff, SplitError};
pub use crate::sticky::{Sticky, StickyError};
pub use crate::table::{RoutingTable, TableError};
pub use crate::version::{Version, VersionError};
pub use crate::weight::{Weight, WeightError};
pub use crate::witness::{Witness, WitnessError};
