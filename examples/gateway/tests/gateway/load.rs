//! Traffic that goes on while something else happens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::process::Gateway;

/// Users who ask for stage `release` all the time.
pub(crate) struct Load {
    state: Arc<State>,
    workers: Vec<JoinHandle<()>>,
}

struct State {
    /// The version that each user got last.
    versions: Vec<AtomicU64>,
    /// How often each worker has asked for all of its users.
    rounds: Vec<AtomicUsize>,
    stop: AtomicBool,
}

const USERS_OF_A_WORKER: usize = 25;

impl Load {
    pub(crate) async fn start(gateway: &Gateway, workers: usize) -> Self {
        let state = State {
            versions: (0..workers * USERS_OF_A_WORKER).map(|_| AtomicU64::new(0)).collect(),
            rounds: (0..workers).map(|_| AtomicUsize::new(0)).collect(),
            stop: AtomicBool::new(false),
        };
        let state = Arc::new(state);
        let mut load = Self { state, workers: Vec::new() };
        for worker in 0..workers {
            let (state, mut connection) = (Arc::clone(&load.state), gateway.connect().await);
            load.workers.push(tokio::spawn(async move {
                while !state.stop.load(Ordering::Relaxed) {
                    for user in 0..USERS_OF_A_WORKER {
                        let user = worker * USERS_OF_A_WORKER + user;
                        let header = format!("User: user-{user}");
                        let answer = connection.get("/release/B", &[&header]).await;
                        assert_eq!(answer.status, 200, "{answer:?}");
                        let version = answer.version().parse().unwrap();
                        let before = state.versions[user].swap(version, Ordering::Relaxed);
                        assert!(before <= version, "user {user} went back");
                    }
                    state.rounds[worker].fetch_add(1, Ordering::Relaxed);
                }
            }));
        }
        load.rounds(1).await;
        load
    }

    /// Waits until everyone has asked so many times more.
    pub(crate) async fn rounds(&self, rounds: usize) {
        let counts = || self.state.rounds.iter().map(|count| count.load(Ordering::Relaxed));
        let before: Vec<_> = counts().collect();
        let waiting = async {
            // The round that was under way does not count.
            while counts().zip(&before).any(|(now, before)| now <= before + rounds) {
                assert!(!self.workers.iter().any(JoinHandle::is_finished), "a request failed");
                sleep(Duration::from_millis(1)).await;
            }
        };
        assert!(timeout(Duration::from_secs(60), waiting).await.is_ok(), "the load stands still");
    }

    /// The version that each user got last.
    pub(crate) fn versions(&self) -> Vec<u64> {
        let versions = self.state.versions.iter();
        versions.map(|version| version.load(Ordering::Relaxed)).collect()
    }

    /// Ends it, and fails if any request has.
    pub(crate) async fn stop(self) {
        self.state.stop.store(true, Ordering::Relaxed);
        for worker in self.workers {
            worker.await.unwrap();
        }
    }
}
