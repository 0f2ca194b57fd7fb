use pointsman::Function;

use crate::{Entry, EntryError, Keys, Upstream};

/// All functions, as they were at one revision of etcd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The revision.
    pub revision: i64,
    /// What the keys held, by key.
    pub entries: Vec<Entry>,
}

impl Listing {
    /// The functions that the entries hold.
    ///
    /// # Errors
    ///
    /// If an entry holds none.
    pub fn functions(&self, keys: &Keys) -> Result<Vec<Function<Upstream>>, EntryError> {
        self.entries.iter().map(|entry| entry.function(keys)).collect()
    }
}
