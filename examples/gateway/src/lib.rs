//! A reverse proxy in front of functions: each request goes to the version that pointsman picks.
//!
//! It is made to be read and copied. A request's way is told by these files, in this order:
//!
//! | file | what it does |
//! |---|---|
//! | `serve.rs` | takes connections, and lets them go when the gateway stops |
//! | `hop_by_hop.rs`, `forwarded.rs` | take from the headers what is not to go on, and add what the gateway knows |
//! | `stage.rs`, `invoke.rs` | the two ways to name a function and a qualifier |
//! | `gateway.rs` | asks the router for the version, counts, and tells which version has run |
//! | `proxy.rs` | passes the request on, and the answer back |
//!
//! And a document's way:
//!
//! | file | what it does |
//! |---|---|
//! | `store.rs` | the document on disk, replaced whole |
//! | `watch.rs` | sees that it has changed |
//! | `admin/` | changes it over HTTP |
//! | `routes.rs` | the one way in which it comes to be served |

#![forbid(unsafe_code)]
// Nothing that a client sends may bring the gateway down.
#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod admin;
mod demo;
mod forwarded;
mod gateway;
mod hop_by_hop;
mod invoke;
mod metrics;
mod options;
mod plain;
mod proxy;
mod refusal;
mod routes;
mod run;
mod serve;
mod stage;
mod store;
mod upstream;
mod watch;

pub use crate::demo::upstream;
pub use crate::options::Options;
pub use crate::run::run;
pub use crate::stage::{Stage, StageError};
pub use crate::upstream::{TargetError, Upstream, UpstreamError};
