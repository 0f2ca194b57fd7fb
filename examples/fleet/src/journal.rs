use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// When the revisions of etcd were served: the latest 65,536 of them.
///
/// Times are the machine's clock, so those of processes on one machine can be compared.
#[derive(Debug, Default)]
pub struct Journal(Mutex<VecDeque<Applied>>);

/// A revision of etcd, and when its change was visible to requests; or when it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The revision.
    pub revision: i64,
    /// Nanoseconds since 1970.
    pub at: u64,
}

impl Journal {
    const CAPACITY: usize = 1 << 16;

    /// Notes that a revision is served, as of now.
    pub fn note(&self, revision: i64) {
        let mut applied = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if applied.len() == Self::CAPACITY {
            applied.pop_front();
        }
        applied.push_back(Applied { revision, at: now() });
    }

    /// What was noted of revisions above this one, in the order in which they were served.
    #[must_use]
    pub fn after(&self, revision: i64) -> Vec<Applied> {
        let applied = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        applied.iter().filter(|applied| applied.revision > revision).copied().collect()
    }
}

/// Nanoseconds since 1970, by the machine's clock.
#[must_use]
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}
