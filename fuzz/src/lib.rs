//! The laws that fuzzing asserts: one module or type for each target, which is a few lines in
//! `fuzz_targets`. A law that doesn't hold panics.
//!
//! Texts come to the parsers as they are. Functions, requests and operations are made of the bytes by
//! `arbitrary`, in the plain types of the naive oracle of the crate's own tests, and from those in the
//! crate's.
#![forbid(unsafe_code)]

mod accident;
#[path = "../../tests/diff/applied.rs"]
mod applied;
mod chain;
mod change;
pub mod condition;
mod counting;
mod counts;
#[path = "../../tests/oracle/decide.rs"]
mod decide;
pub mod document;
mod gate;
mod generate;
mod grammar;
pub mod http;
pub mod interval;
#[path = "../../tests/oracle/model.rs"]
mod model;
#[path = "../../tests/oracle/naive.rs"]
mod naive;
#[path = "../../tests/http/naive.rs"]
mod naive_http;
pub mod names;
mod operations;
pub mod plan;
pub mod qualifier;
mod release;
mod resolving;
mod rollout;
mod round_trip;
pub mod routing_key;
pub mod scf;
mod schedule;
mod split_pair;
pub mod stored;
mod value;
mod watch;
pub mod weight;
mod witnesses;

pub use crate::chain::Chain;
pub use crate::change::Change;
pub use crate::counting::Counting;
pub use crate::operations::Operations;
pub use crate::release::Release;
pub use crate::resolving::Resolving;
pub use crate::round_trip::RoundTrip;
pub use crate::split_pair::SplitPair;
pub use crate::watch::Watch;
pub use crate::witnesses::Witnesses;
