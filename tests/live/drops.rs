//! When old tables go, and that what is dropped with them is free to ask the router.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use pointsman::live::Router;

use crate::{function, id, router};

/// A router, and the payload of its first table.
fn old() -> (Router<Arc<str>>, Arc<str>) {
    let payload: Arc<str> = "old".into();
    (router([function("B", 0, Arc::clone(&payload))]), payload)
}

/// Serves another payload.
fn change(router: &Router<Arc<str>>) {
    let old = router.update(&id("B"), |function| function.set_latest("new".into()));
    drop(old.expect("updated"));
}

/// Whether some table still has the payload.
fn lives(payload: &Arc<str>) -> bool {
    Arc::strong_count(payload) > 1
}

#[test]
fn a_table_goes_at_once_if_nobody_holds_it() {
    let (router, payload) = old();
    assert!(lives(&payload));
    change(&router);
    assert!(!lives(&payload));
}

#[test]
fn a_table_goes_with_its_last_snapshot() {
    let (router, payload) = old();
    let (first, second) = (router.snapshot(), router.snapshot());
    change(&router);
    drop(first);
    assert!(lives(&payload));
    drop(second);
    assert!(!lives(&payload));
}

#[test]
fn a_snapshot_outlives_its_router() {
    let (router, payload) = old();
    let snapshot = router.snapshot();
    drop(router);
    assert_eq!(crate::served(&snapshot, "B").as_deref(), Some("old"));
    drop(snapshot);
    assert!(!lives(&payload));
}

#[test]
fn a_reader_lets_go_at_its_next_load() {
    let (router, payload) = old();
    let mut reader = router.reader();
    drop(reader.load());
    change(&router);
    assert!(lives(&payload));
    drop(reader.load());
    assert!(!lives(&payload));
}

#[test]
fn a_reader_lets_go_when_it_is_told_to() {
    let (router, payload) = old();
    let mut reader = router.reader();
    drop(reader.load());
    change(&router);
    reader.release();
    assert!(!lives(&payload));
}

#[test]
fn a_reader_lets_go_when_it_goes() {
    let (router, payload) = old();
    let mut reader = router.reader();
    drop(reader.load());
    change(&router);
    drop(reader);
    assert!(!lives(&payload));
}

/// Asks the router for all that is locked, wherever it is dropped.
#[derive(Debug, Clone, PartialEq)]
struct Curious(u64);

static ROUTER: OnceLock<Router<Curious>> = OnceLock::new();

impl Drop for Curious {
    fn drop(&mut self) {
        if let Some(router) = ROUTER.get() {
            assert_eq!(router.function(&id("nobody")), None);
            assert!(!router.snapshots().is_empty());
        }
    }
}

#[test]
fn nothing_is_dropped_under_a_lock() {
    let (tell, told) = channel();
    let thread = thread::spawn(move || {
        let end = tell;
        change_and_refuse();
        drop(end);
    });
    // If it were, that thread would wait for itself.
    assert_eq!(
        told.recv_timeout(Duration::from_secs(60)),
        Err::<(), _>(RecvTimeoutError::Disconnected)
    );
    thread.join().expect("no panic");
}

fn change_and_refuse() {
    let router = ROUTER.get_or_init(|| router([function("B", 0, Curious(0))]));
    drop(router.update(&id("B"), |function| function.set_latest(Curious(1))));
    assert!(router.update(&id("B"), |function| function.if_revision(9).map(drop)).is_err());
    assert!(router.update(&id("B"), |_| Ok::<_, ()>(())).is_ok());
    assert!(router.put(function("B", 9, Curious(9))).is_ok());
    assert!(router.put(function("B", 9, Curious(9))).is_ok());
    assert!(router.put(function("B", 9, Curious(8))).is_err());
    assert!(router.replace([function("B", 9, Curious(8))]).is_err());
    let twice = [function("B", 10, Curious(8)), function("B", 11, Curious(8))];
    assert!(router.replace(twice).is_err());
    let many = |revision| {
        (0..40).map(move |index| {
            function(&format!("f{index}"), if index == 0 { revision } else { 0 }, Curious(0))
        })
    };
    for revision in [0, 0, 1] {
        assert!(router.replace(many(revision)).is_ok());
    }
    assert!(router.remove(&id("f0"), Some(7)).is_err());
    assert!(router.remove(&id("f0"), None).is_ok());
}
