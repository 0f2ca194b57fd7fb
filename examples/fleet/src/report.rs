use std::fmt;
use std::time::Duration;

use crate::{Digest, Figures};

/// What came of a [`Load`](crate::Load).
#[derive(Debug, Clone)]
pub struct Report {
    /// The gateways' digests and that of the store, if all are one; else each.
    pub digests: Result<Digest, Vec<String>>,
    /// How many updates were written.
    pub updates: usize,
    /// In which time.
    pub elapsed: Duration,
    /// From the sending of a put to etcd's answer: mostly etcd's writing to disk.
    pub answered: Figures,
    /// From etcd's answer until a gateway served it, zero if that was before: of every put and gateway.
    pub behind: Figures,
    /// From the sending of a put until a gateway served it: of every put and gateway.
    pub applied: Figures,
    /// The same until the last gateway served it: of every put.
    pub applied_by_all: Figures,
    /// How many requests the gateways answered meanwhile.
    pub requests: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { updates, requests, .. } = self;
        let elapsed = self.elapsed.as_secs_f64();
        writeln!(f, "{updates} updates in {elapsed:.1} s, {requests} requests meanwhile")?;
        writeln!(f, "put to answer:          {}", self.answered)?;
        writeln!(f, "answer to applied:      {}", self.behind)?;
        writeln!(f, "put to applied:         {}", self.applied)?;
        writeln!(f, "put to applied by all:  {}", self.applied_by_all)?;
        match &self.digests {
            Ok(digest) => write!(f, "one digest: {digest}"),
            Err(digests) => write!(f, "digests differ:\n{}", digests.join("\n")),
        }
    }
}
