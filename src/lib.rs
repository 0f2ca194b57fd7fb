//! Routes each request to the right version of a function.
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
mod attribute;
mod condition;
#[cfg(feature = "serde")]
pub mod document;
mod excerpt;
mod function;
mod interval;
mod lint;
mod name;
mod point;
mod qualifier;
mod resolve;
#[cfg(feature = "serde")]
mod routing_key;
mod rule;
#[cfg(feature = "serde")]
mod serde_impls;
mod split;
mod sticky;
mod table;
mod version;
mod weight;

pub use crate::alias::{Alias, Place};
pub use crate::attribute::{AttributeKey, AttributeKeyError, Attributes, Source};
pub use crate::condition::{Condition, ConditionError, Test, TestError};
pub use crate::excerpt::Excerpt;
pub use crate::function::{Function, FunctionError};
pub use crate::interval::{Interval, IntervalError};
pub use crate::lint::{Lint, LintReason};
pub use crate::name::{AliasName, FunctionId, FunctionName, NameError, Namespace};
pub use crate::point::{Point, PointError};
pub use crate::qualifier::{Qualifier, QualifierError};
pub use crate::resolve::{Decision, OwnedDecision, Reason, Request, ResolveError, Route, Share};
#[cfg(feature = "serde")]
pub use crate::routing_key::{RoutingKey, RoutingKeyError};
pub use crate::rule::Rule;
pub use crate::split::{Diff, Flow, Mass, Slice, SliceError, Split, SplitError};
pub use crate::sticky::{Sticky, StickyError};
pub use crate::table::{RoutingTable, TableError};
pub use crate::version::{Version, VersionError};
pub use crate::weight::{Weight, WeightError};
