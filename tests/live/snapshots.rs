//! Who holds which table.

use pointsman::live::Router;

use crate::{function, id, router};

fn change(router: &Router<u64>) {
    let change = router.update(&id("B"), |function| function.set_latest(0));
    change.expect("updated");
}

/// The tables that are held: generation, requests, idle readers.
#[track_caller]
fn held<const N: usize>(router: &Router<u64>, expected: [(u64, usize, usize); N]) {
    let found: Vec<_> = router
        .snapshots()
        .iter()
        .map(|each| (each.generation, each.requests, each.idle_readers))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_served_table_is_there_though_nobody_holds_it() {
    let router = router([function("B", 0, 0)]);
    held(&router, [(1, 0, 0)]);
    change(&router);
    held(&router, [(2, 0, 0)]);
    // A reader that has loaded nothing caches nothing.
    let _reader = router.reader();
    held(&router, [(2, 0, 0)]);
}

#[test]
fn snapshots_are_requests() {
    let router = router([function("B", 0, 0)]);
    let [first, second] = [router.snapshot(), router.snapshot()];
    held(&router, [(1, 2, 0)]);
    let clone = first.clone();
    held(&router, [(1, 3, 0)]);
    change(&router);
    let third = router.snapshot();
    held(&router, [(1, 3, 0), (2, 1, 0)]);
    change(&router);
    held(&router, [(1, 3, 0), (2, 1, 0), (3, 0, 0)]);
    drop(third);
    held(&router, [(1, 3, 0), (3, 0, 0)]);
    drop((first, second));
    held(&router, [(1, 1, 0), (3, 0, 0)]);
    drop(clone);
    held(&router, [(3, 0, 0)]);
}

#[test]
fn idle_readers_are_told_apart() {
    let router = router([function("B", 0, 0)]);
    let [mut busy, mut idle] = [router.reader(), router.reader()];
    drop(idle.load());
    let guard = busy.load();
    held(&router, [(1, 1, 1)]);
    drop(guard);
    held(&router, [(1, 0, 2)]);
    // On the same table again.
    let guard = busy.load();
    held(&router, [(1, 1, 1)]);
    change(&router);
    held(&router, [(1, 1, 1), (2, 0, 0)]);
    drop(guard);
    held(&router, [(1, 0, 2), (2, 0, 0)]);
    // At its next load a reader takes the served table up.
    let guard = idle.load();
    assert_eq!(guard.generation(), 2);
    held(&router, [(1, 0, 1), (2, 1, 0)]);
    drop(guard);
    held(&router, [(1, 0, 1), (2, 0, 1)]);
    busy.release();
    held(&router, [(2, 0, 1)]);
    busy.release();
    drop(idle);
    held(&router, [(2, 0, 0)]);
    assert_eq!(busy.load().generation(), 2);
    held(&router, [(2, 0, 1)]);
}

/// Of a thread that is in the middle of a request, seen from another.
#[test]
fn readers_of_other_threads_count() {
    use std::sync::mpsc::channel;

    let router = router([function("B", 0, 0)]);
    let ((tell, told), (go, wait)) = (channel(), channel());
    let mut reader = router.reader();
    let thread = std::thread::spawn(move || {
        let guard = reader.load();
        tell.send(()).expect("someone listens");
        wait.recv().expect("someone tells");
        drop(guard);
        tell.send(()).expect("someone listens");
        wait.recv().expect("someone tells");
    });
    told.recv().expect("someone tells");
    change(&router);
    held(&router, [(1, 1, 0), (2, 0, 0)]);
    go.send(()).expect("someone listens");
    told.recv().expect("someone tells");
    held(&router, [(1, 0, 1), (2, 0, 0)]);
    go.send(()).expect("someone listens");
    thread.join().expect("no panic");
    held(&router, [(2, 0, 0)]);
}

#[test]
fn many_come_and_go() {
    let router = router([function("B", 0, 0)]);
    let mut kept = Vec::new();
    for round in 0..1_000 {
        let mut reader = router.reader();
        drop(reader.load());
        if round % 10 == 0 {
            kept.push((reader, router.snapshot()));
        }
        change(&router);
    }
    let uses = router.snapshots();
    assert_eq!(uses.len(), 101);
    assert!(uses.iter().take(100).all(|each| (each.requests, each.idle_readers) == (1, 1)));
    assert!(uses.iter().is_sorted_by_key(|each| each.generation));
    kept.clear();
    held(&router, [(1_001, 0, 0)]);
}

/// Whatever a reader forgets: its next load sets it right.
#[test]
fn a_forgotten_guard_is_a_request_until_the_next_load() {
    let router = router([function("B", 0, 0)]);
    let mut reader = router.reader();
    std::mem::forget(reader.load());
    held(&router, [(1, 1, 0)]);
    assert_eq!(format!("{reader:?}"), "Reader { generation: 1, busy: true, .. }");
    drop(reader.load());
    held(&router, [(1, 0, 1)]);
}

#[test]
fn a_reader_that_is_released_caches_nothing() {
    let router = router([function("B", 0, 0)]);
    let mut reader = router.reader();
    drop(reader.load());
    held(&router, [(1, 0, 1)]);
    reader.release();
    held(&router, [(1, 0, 0)]);
}
