//! A fleet of gateways that share their routes through etcd.
mod client;
mod digest;
mod entry;
mod figures;
mod follow;
mod gateway;
mod journal;
mod keys;
mod load;
mod options;
mod replica;
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
pub use crate::load::{Load, Report};
pub use crate::options::Options;
pub use crate::replica::{Refusal, Replica};
pub use crate::status::Status;
pub use crate::store::{Listing, Store, StoreError, UpdateError, WriteError};

/// The payload of a version: where it answers.
pub type Upstream = String;
