//! Attributes from the types of the `http` crate.

mod cookie;
mod headers;
mod query;
mod request;

#[cfg(feature = "tower")]
pub(crate) use self::query::parameter;
pub use self::request::RequestAttributes;
