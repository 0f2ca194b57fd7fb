//! The gateway over real sockets: each test starts the program, and talks to it as clients do.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod admin;
mod client;
mod connections;
mod documents;
mod headers;
mod load;
mod malformed;
mod process;
mod ramp;
mod readme;
mod routing;
mod streaming;
mod under_way;
mod unreachable;
mod upstream;
