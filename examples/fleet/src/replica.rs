use std::collections::{BTreeMap, BTreeSet};

use pointsman::FunctionId;
use pointsman::live::{Conflict, Put, Router};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Entry, EntryError, Keys, Listing, Upstream};

/// What a gateway serves of what etcd holds.
///
/// It is told what etcd says, in the order of etcd's revisions, and keeps a [`Router`] in step. It
/// asks nobody and waits for nothing.
///
/// - Each change swaps one function. What is not changed is not touched.
/// - What is refused changes nothing: the last good function keeps serving, and the reason is kept
///   until the key is written well or removed.
/// - A key's revision of creation tells a function that was deleted and created again from the one
///   before. So its own revision may begin at 0, even if the deletion was missed.
///
/// ```
/// use fleet::{Entry, Keys, Replica};
/// use pointsman::Function;
///
/// let mut replica = Replica::new(Keys::default());
/// let function = Function::new("B".parse()?, "http://127.0.0.1:9000".to_owned());
/// let value = Entry::value(function)?.into_bytes();
/// let key = "/pointsman/functions/default/B".to_owned();
/// replica.put(&Entry { key: key.clone(), value, created: 7, modified: 7 });
/// replica.put(&Entry { key: key.clone(), value: b"{".to_vec(), created: 7, modified: 8 });
/// assert_eq!(replica.router().snapshot().len(), 1);
/// assert_eq!(replica.refused()[&key].revision, 8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Replica {
    keys: Keys,
    router: Router<Upstream>,
    served: BTreeMap<FunctionId, Origin>,
    refused: BTreeMap<String, Refusal>,
}

/// Where a function that is served comes from.
#[derive(Debug, Clone, Copy)]
struct Origin {
    created: i64,
    modified: i64,
}

/// What a key holds and is not served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The revision of etcd at which it was written.
    pub revision: i64,
    /// Why it was refused.
    pub reason: String,
}

impl Replica {
    /// Nothing yet, of what lies under these keys.
    #[must_use]
    pub fn new(keys: Keys) -> Self {
        let router = Router::default();
        Self { keys, router, served: BTreeMap::new(), refused: BTreeMap::new() }
    }

    /// What serves requests. A clone of it stays in step.
    #[must_use]
    pub fn router(&self) -> &Router<Upstream> {
        &self.router
    }

    /// What is not served, by key.
    #[must_use]
    pub fn refused(&self) -> &BTreeMap<String, Refusal> {
        &self.refused
    }

    /// How many functions are served.
    #[must_use]
    pub fn len(&self) -> usize {
        self.served.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.served.is_empty()
    }

    /// A key was written.
    pub fn put(&mut self, entry: &Entry) {
        match self.serve(entry) {
            Ok(()) => {
                self.refused.remove(&entry.key);
            }
            Err(reason) => {
                let refusal = Refusal { revision: entry.modified, reason: reason.to_string() };
                self.refused.insert(entry.key.clone(), refusal);
            }
        }
    }

    /// A key was removed.
    pub fn remove(&mut self, key: &str) {
        self.refused.remove(key);
        if let Ok(id) = self.keys.id(key) {
            self.withdraw(&id);
        }
    }

    /// All that etcd holds, after changes that were not told one by one: what is not in it was removed.
    pub fn reconcile(&mut self, listing: &Listing) {
        let held: BTreeSet<&str> = listing.entries.iter().map(|entry| entry.key.as_str()).collect();
        let served = self.served.keys().map(|id| self.keys.key(id));
        let gone: Vec<String> = served
            .chain(self.refused.keys().cloned())
            .filter(|key| !held.contains(key.as_str()))
            .collect();
        for key in gone {
            self.remove(&key);
        }
        for entry in &listing.entries {
            self.put(entry);
        }
    }

    fn serve(&mut self, entry: &Entry) -> Result<(), Refused> {
        let id = self.keys.id(&entry.key).map_err(EntryError::from)?;
        match self.served.get(&id) {
            Some(origin) if origin.modified == entry.modified => return Ok(()),
            // What is served was deleted, even if what came after can't be served.
            Some(origin) if origin.created != entry.created => self.withdraw(&id),
            _ => {}
        }
        let function = entry.function(&self.keys)?;
        let revision = function.revision();
        if self.router.put(function)? == Put::Unchanged {
            // The same content at another revision: digests would differ.
            let served = self.router.function(&id).map_or(revision, |served| served.revision());
            if served != revision {
                return Err(Refused::Back { served, revision });
            }
        }
        let Entry { created, modified, .. } = *entry;
        self.served.insert(id, Origin { created, modified });
        Ok(())
    }

    fn withdraw(&mut self, id: &FunctionId) {
        if self.served.remove(id).is_some() {
            // This replica alone writes to the router, so it has what was put there.
            let removed = self.router.remove(id, None);
            debug_assert!(removed.is_ok(), "{removed:?}");
        }
    }
}

/// Why an entry is not served.
#[derive(Debug, Error)]
enum Refused {
    #[error(transparent)]
    Entry(#[from] EntryError),
    #[error(transparent)]
    Conflict(#[from] Conflict),
    #[error("revision {revision} is not above {served}, which is served")]
    Back { served: u64, revision: u64 },
}

#[cfg(test)]
mod tests;
