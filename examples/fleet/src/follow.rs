use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use etcd_client::{EventType, WatchResponse, WatchStream};
use thiserror::Error;
use tokio::sync::watch;

use crate::{Entry, Journal, Replica, Status, Store, StoreError};

/// Keeps a [`Replica`] in step with etcd, for ever.
///
/// 1. All functions are listed at one revision of etcd.
/// 2. Changes are watched from the next revision on, and served one by one.
/// 3. When the connection is lost, watching goes on from where it was, as soon as etcd is back.
///    Between attempts it waits, from 50 ms up to 2 s, and not all gateways alike, so that a fleet
///    doesn't come back all at once.
/// 4. When etcd has compacted what was not yet told, all is listed again; what is no longer there goes.
///
/// Meanwhile the last table keeps serving: while etcd is down, nothing changes. Should etcd come back
/// at a lower revision, with its data lost, that is reported and nothing is taken from it.
#[derive(Debug)]
pub struct Follower {
    store: Store,
    replica: Replica,
    status: watch::Sender<Status>,
    journal: Arc<Journal>,
}

impl Follower {
    /// Follows this store, with nothing served yet.
    #[must_use]
    pub fn new(store: Store) -> Self {
        let replica = Replica::new(store.keys().clone());
        let status = watch::Sender::new(Status::default());
        Self { store, replica, status, journal: Arc::default() }
    }

    /// What is served.
    #[must_use]
    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// How far it has come, now and later.
    #[must_use]
    pub fn status(&self) -> watch::Receiver<Status> {
        self.status.subscribe()
    }

    /// When it came there.
    #[must_use]
    pub fn journal(&self) -> Arc<Journal> {
        Arc::clone(&self.journal)
    }

    /// Follows, until it is dropped.
    pub async fn run(mut self) -> Infallible {
        loop {
            // Jitter at most doubles a pause.
            let mut pauses = ExponentialBuilder::default()
                .with_min_delay(Duration::from_millis(50))
                .with_max_delay(Duration::from_secs(1))
                .with_jitter()
                .without_max_times()
                .build();
            // A watch that began is a reason for hope: pauses are short again.
            loop {
                let watches = self.status.borrow().watches;
                let Err(error) = self.follow().await;
                self.status.send_modify(|status| {
                    status.connected = false;
                    status.error = Some(error.to_string());
                });
                tokio::time::sleep(pauses.next().unwrap_or_default()).await;
                if self.status.borrow().watches > watches {
                    break;
                }
            }
        }
    }

    /// Follows until the connection is lost.
    async fn follow(&mut self) -> Result<Infallible, FollowError> {
        let mut stood = self.status.borrow().revision;
        // An etcd that is behind what was served has lost its data, or is another. A watch from there on
        // would wait in silence.
        let found = self.store.revision().await?;
        if let Some(stood) = stood.filter(|&stood| found < stood) {
            return Err(FollowError::Back { stood, found });
        }
        loop {
            let revision = match stood {
                Some(revision) => revision,
                None => self.list().await?,
            };
            let watch = self.store.watch(revision.saturating_add(1)).await?;
            self.status.send_modify(|status| {
                status.connected = true;
                status.watches += 1;
            });
            self.watch(watch).await?;
            stood = None;
        }
    }

    async fn list(&mut self) -> Result<i64, FollowError> {
        let listing = self.store.list().await?;
        self.replica.reconcile(&listing);
        self.journal.note(listing.revision);
        self.served(listing.revision);
        self.status.send_modify(|status| status.listings += 1);
        Ok(listing.revision)
    }

    /// Serves changes until they are no longer to be had, since etcd has compacted them.
    async fn watch(&mut self, mut watch: WatchStream) -> Result<(), FollowError> {
        while let Some(response) = watch.message().await? {
            if response.compact_revision() > 0 {
                return Ok(());
            }
            if response.canceled() {
                return Err(FollowError::Canceled(response.cancel_reason().to_owned()));
            }
            self.serve(&response);
        }
        Err(FollowError::Ended)
    }

    fn serve(&mut self, response: &WatchResponse) {
        let mut last = None;
        for (event, pair) in response.events().iter().filter_map(|event| Some((event, event.kv()?)))
        {
            let entry = Entry::from(pair);
            match event.event_type() {
                EventType::Put => self.replica.put(&entry),
                EventType::Delete => self.replica.remove(&entry.key),
            }
            self.journal.note(entry.modified);
            last = Some(entry.modified);
        }
        // All events of a revision come in one response, so it is whole by now.
        if let Some(revision) = last {
            self.served(revision);
        }
    }

    fn served(&self, revision: i64) {
        self.status.send_modify(|status| {
            status.revision = Some(revision);
            status.functions = self.replica.len();
            status.refused.clone_from(self.replica.refused());
        });
    }
}

/// Why following ended for now.
#[derive(Debug, Error)]
enum FollowError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("etcd is at revision {found}, behind {stood}, which was served: has it lost its data?")]
    Back { stood: i64, found: i64 },
    #[error("etcd canceled the watch: {0}")]
    Canceled(String),
    #[error("etcd ended the watch")]
    Ended,
}

impl From<etcd_client::Error> for FollowError {
    fn from(error: etcd_client::Error) -> Self {
        Self::Store(error.into())
    }
}
