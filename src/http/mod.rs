//! Attributes from the types of the `http` crate.

mod cookie;
mod headers;
mod query;
mod request;

pub use self::request::RequestAttributes;
