//! A fleet of gateways that share their routes through etcd.
//!
//! Each function lies under a key of its own, as a document of that one function, so that an event of
//! etcd is a whole change. Writers compare and swap; gateways list, then watch. What holds while a
//! change comes to all gateways, and what doesn't, is told in the `docs::fleet` of the crate.
//!
//! | layer | does | waits for |
//! |---|---|---|
//! | [`Keys`], [`Entry`] | what lies where, and what is in it | nothing |
//! | [`Replica`] | keeps a router in step with what it is told | nothing |
//! | [`Store`] | reads, lists, writes | etcd |
//! | [`Follower`] | tells a replica what etcd says, for ever | etcd |
//! | [`Gateway`] | answers over HTTP | nothing |
//!
//! [`Load`] and [`Client`] are for whoever wants to see it work.

mod client;
mod digest;
mod entry;
mod figures;
mod follow;
mod gateway;
mod journal;
mod keys;
mod listing;
mod load;
mod options;
mod replica;
mod report;
mod status;
mod store;

pub use crate::client::{Client, ClientError};
pub use crate::digest::Digest;
pub use crate::entry::{Entry, EntryError};
pub use crate::figures::Figures;
pub use crate::follow::Follower;
pub use crate::gateway::{Decisions, Gateway, Stand};
pub use crate::journal::{Applied, Journal, now};
pub use crate::keys::{KeyError, Keys};
pub use crate::listing::Listing;
pub use crate::load::Load;
pub use crate::options::Options;
pub use crate::replica::{Refusal, Replica};
pub use crate::report::Report;
pub use crate::status::Status;
pub use crate::store::{Store, StoreError, UpdateError, WriteError};

/// The payload of a version: where it answers.
pub type Upstream = String;
