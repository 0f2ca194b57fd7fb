use std::fmt;
use std::time::Duration;

use etcd_client::{
    Client, Compare, CompareOp, ConnectOptions, GetOptions, KeyValue, KvClient, ResponseHeader,
    Txn, TxnOp, TxnOpResponse, WatchOptions, WatchStream,
};
use pointsman::document::DocumentError;
use pointsman::{Function, FunctionId};
use thiserror::Error;

use crate::{Entry, EntryError, Keys, Listing, Upstream};

/// The functions in etcd.
///
/// A clone shares the connection. When that is lost, the next call makes another.
///
/// # Writing
///
/// What is written takes the place of an [`Entry`] that was read, and of that alone: etcd compares
/// the revision at which the key was last modified, and writes or doesn't in one transaction. So of
/// two writers who read the same, one wins, and the other is told. The function's own revision must
/// be above that of the one it replaces, since by it gateways tell old from new. Both hold at once:
/// the revision that was compared is that of the value that etcd still has.
#[derive(Clone)]
pub struct Store {
    client: Client,
    keys: Keys,
}

impl Store {
    /// How many keys are asked for at a time.
    const PAGE: i64 = 500;

    /// How large an answer may be: as large as gRPC can send it. The usual 4 MiB would be less than
    /// the changes that a gateway finds that was away for long, and it would never catch up.
    const ANSWER: usize = i32::MAX as usize;

    /// A store at these endpoints. They need not be up yet.
    ///
    /// # Errors
    ///
    /// If there is no endpoint, or one is no URL.
    pub async fn connect(endpoints: &[String], keys: Keys) -> Result<Self, StoreError> {
        let options = ConnectOptions::new()
            .with_connect_timeout(Duration::from_secs(2))
            .with_timeout(Duration::from_secs(5))
            // A connection that died without a word is noticed. More often than every 5 s, etcd
            // takes pings for abuse.
            .with_keep_alive(Duration::from_secs(6), Duration::from_secs(3))
            // A member that lost the others must not feign that nothing changes.
            .with_require_leader(true);
        Ok(Self { client: Client::connect(endpoints, Some(options)).await?, keys })
    }

    /// Where functions lie.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// What etcd holds for a function, if anything.
    ///
    /// # Errors
    ///
    /// If etcd doesn't answer.
    pub async fn read(&self, id: &FunctionId) -> Result<Option<Entry>, StoreError> {
        let response = self.kv().get(self.keys.key(id), None).await?;
        Ok(response.kvs().first().map(Entry::from))
    }

    /// All functions at one revision.
    ///
    /// # Errors
    ///
    /// If etcd doesn't answer, or the revision is compacted before all is read.
    ///
    /// # Cost
    ///
    /// A request for each 500 functions.
    pub async fn list(&self) -> Result<Listing, StoreError> {
        let mut listing = Listing { revision: 0, entries: Vec::new() };
        let mut start = self.keys.prefix().as_bytes().to_vec();
        loop {
            // Revision 0 is the latest; the pages that follow are of the first one's.
            let options = GetOptions::new()
                .with_range(self.keys.end())
                .with_limit(Self::PAGE)
                .with_revision(listing.revision);
            let response = self.kv().get(start, Some(options)).await?;
            if listing.revision == 0 {
                listing.revision = revision(response.header());
            }
            listing.entries.extend(response.kvs().iter().map(Entry::from));
            match response.kvs().last() {
                Some(last) if response.more() => start = [last.key(), &[0]].concat(),
                _ => return Ok(listing),
            }
        }
    }

    /// The revision that etcd is at.
    ///
    /// # Errors
    ///
    /// If etcd doesn't answer.
    pub async fn revision(&self) -> Result<i64, StoreError> {
        let options = GetOptions::new().with_range(self.keys.end()).with_count_only();
        let response = self.kv().get(self.keys.prefix(), Some(options)).await?;
        Ok(revision(response.header()))
    }

    /// Writes a function in place of what was read, or as a new one where nothing was.
    ///
    /// Returns what etcd holds now.
    ///
    /// # Errors
    ///
    /// [`WriteError::Conflict`] if something else is there by now. [`WriteError::Store`] leaves open
    /// whether it was written.
    pub async fn put(
        &self,
        function: &Function<Upstream>,
        read: Option<&Entry>,
    ) -> Result<Entry, WriteError> {
        // What can't be read has no revision; whoever mends it knows what gateways still serve.
        if let Some(Ok(stored)) = read.map(|entry| entry.function(&self.keys))
            && function.revision() <= stored.revision()
        {
            let (stored, given) = (stored.revision(), function.revision());
            return Err(WriteError::NotAbove { stored, given });
        }
        let (key, value) = (self.keys.key(function.id()), Entry::value(function.clone())?);
        let put = TxnOp::put(key.as_str(), value.as_str(), None);
        let modified = self.compare_and(put, &key, read).await?;
        let created = read.map_or(modified, |read| read.created);
        Ok(Entry { key, value: value.into(), created, modified })
    }

    /// Removes what was read, and returns the revision at which it went.
    ///
    /// # Errors
    ///
    /// As [`Store::put`].
    pub async fn remove(&self, read: &Entry) -> Result<i64, WriteError> {
        self.compare_and(TxnOp::delete(read.key.as_str(), None), &read.key, Some(read)).await
    }

    /// Changes a function: reads it, and writes what the change makes of it. Where another writer was
    /// first, both are done again.
    ///
    /// # Errors
    ///
    /// If there is no such function, the change refuses, or etcd fails.
    pub async fn update<E>(
        &self,
        id: &FunctionId,
        mut change: impl FnMut(&mut Function<Upstream>) -> Result<(), E>,
    ) -> Result<Entry, UpdateError<E>> {
        loop {
            let entry = self.read(id).await.map_err(WriteError::from)?;
            let entry = entry.ok_or(UpdateError::Unknown)?;
            let mut function = entry.function(&self.keys)?;
            change(&mut function).map_err(UpdateError::Change)?;
            match self.put(&function, Some(&entry)).await {
                Err(WriteError::Conflict { .. }) => {}
                written => return Ok(written?),
            }
        }
    }

    /// The changes from this revision on.
    pub(crate) async fn watch(&self, revision: i64) -> Result<WatchStream, StoreError> {
        let options = WatchOptions::new().with_range(self.keys.end()).with_start_revision(revision);
        let mut client = self.client.watch_client().max_decoding_message_size(Self::ANSWER);
        Ok(client.watch(self.keys.prefix(), Some(options)).await?)
    }

    /// Does this if the key is still as it was read, and returns the revision at which it was done.
    async fn compare_and(
        &self,
        write: TxnOp,
        key: &str,
        read: Option<&Entry>,
    ) -> Result<i64, WriteError> {
        // A key that isn't there counts as modified at 0.
        let expected = read.map_or(0, |read| read.modified);
        let transaction = Txn::new()
            .when([Compare::mod_revision(key, CompareOp::Equal, expected)])
            .and_then([write])
            .or_else([TxnOp::get(key, Some(GetOptions::new().with_keys_only()))]);
        let response = self.kv().txn(transaction).await.map_err(StoreError::from)?;
        if response.succeeded() {
            return Ok(revision(response.header()));
        }
        let found = response.op_responses().into_iter().find_map(|response| match response {
            TxnOpResponse::Get(get) => get.kvs().first().map(KeyValue::mod_revision),
            _ => None,
        });
        Err(WriteError::Conflict { expected, found: found.unwrap_or(0) })
    }

    fn kv(&self) -> KvClient {
        self.client.kv_client().max_decoding_message_size(Self::ANSWER)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("keys", &self.keys).finish_non_exhaustive()
    }
}

fn revision(header: Option<&ResponseHeader>) -> i64 {
    header.map_or(0, ResponseHeader::revision)
}

impl From<&KeyValue> for Entry {
    fn from(pair: &KeyValue) -> Self {
        Self {
            key: String::from_utf8_lossy(pair.key()).into_owned(),
            value: pair.value().to_vec(),
            created: pair.create_revision(),
            modified: pair.mod_revision(),
        }
    }
}

/// Why etcd didn't answer.
#[derive(Debug, Error)]
#[error("etcd: {}", message(.0))]
pub struct StoreError(#[from] etcd_client::Error);

/// In a line: as it is, gRPC's status is printed with all that lies beneath.
fn message(error: &etcd_client::Error) -> String {
    match error {
        etcd_client::Error::GRpcStatus(status) => status.message().to_owned(),
        other => other.to_string(),
    }
}

/// Why a function was not written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// Another writer was first.
    #[error("conflict: read at revision {expected}, but modified at {found}")]
    Conflict {
        /// The revision of etcd at which what was read had been modified; 0 if nothing was there.
        expected: i64,
        /// That at which what is there now was; 0 if nothing is.
        found: i64,
    },
    /// The function's revision is not above that of the one it would replace.
    #[error("revision {given} is not above {stored}")]
    NotAbove {
        /// The revision of the function that is there.
        stored: u64,
        /// That of the one that was given.
        given: u64,
    },
    /// The function is beyond a document's limits.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// No answer from etcd: it may be written or not. Read, to learn which.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a function was not changed.
#[derive(Debug, Error)]
pub enum UpdateError<E> {
    /// There is none of this name.
    #[error("unknown function")]
    Unknown,
    /// What is there is no function.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The change refused.
    #[error("{0}")]
    Change(E),
    /// It was not written.
    #[error(transparent)]
    Write(#[from] WriteError),
}
