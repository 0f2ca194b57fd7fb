//! A release under load: no request fails, no user goes back, and a rollback holds at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use pointsman::{Point, Weight};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::process::Gateway;
use crate::upstream::{RELEASE, three_versions};

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

#[tokio::test(flavor = "multi_thread")]
async fn a_ramp_under_load_fails_no_request_and_takes_no_user_back() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let load = Load::start(&gateway, 16).await;
    assert!(load.versions().iter().all(|&version| version == 1));
    let mut revision = 5;
    for percent in [1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99, 100] {
        let share = f64::from(percent) / 100.0;
        let alias = format!(
            r#"{{"version": "1", "weights": {{"2": {share}}}, "sticky": "invoke.headers.User"}}"#
        );
        let answer = gateway.put("release", &format!("\"{revision}\""), &alias).await;
        revision += 1;
        assert_eq!(answer.header("etag"), Some(&*format!("\"{revision}\"")));
        load.rounds(1).await;
        // Version 2 has the top of the interval, so it is known who is there.
        let border = 1_000_000 - u64::from(Weight::from_percent(percent).unwrap().millionths());
        let border = Point::from_ratio(border, 1_000_000).map_or(u64::MAX, Point::get);
        let expected = (0..load.versions().len()).map(|user| {
            let point = Point::sticky("default/B:release", format!("user-{user}"));
            if percent == 100 || point.get() >= border { 2 } else { 1 }
        });
        assert_eq!(load.versions(), expected.collect::<Vec<_>>(), "at {percent} %");
    }
    load.stop().await;
}

#[tokio::test]
async fn a_rollback_holds_for_the_next_request() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    for _ in 0..50 {
        for version in ["2", "1"] {
            let alias = format!(r#"{{"version": "{version}"}}"#);
            assert_eq!(gateway.put("release", "*", &alias).await.status, 200);
            assert_eq!(connection.get("/release/B", &[]).await.version(), version);
            assert_eq!(gateway.get("/release/B", &[]).await.version(), version);
        }
    }
}
