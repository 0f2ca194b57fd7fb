//! Every order in which the steps of a few threads can take effect, and every value that a relaxed load
//! may yet return: tried by loom.
//!
//! ```sh
//! RUSTFLAGS='--cfg loom' cargo test --release --features live --lib interleavings
//! ```

use alloc::sync::Arc;
use alloc::vec::Vec;

use loom::sync::atomic::{AtomicU64, Ordering};
use loom::thread;

use super::{Reader, Router, SnapshotUse};
use crate::{Function, FunctionId};

fn id() -> FunctionId {
    "B".parse().expect("valid")
}

fn router() -> Router<u8> {
    Router::new([Function::new(id(), 0)]).expect("one function")
}

fn update(router: &Router<u8>) {
    router.update(&id(), |function| function.set_latest(1)).expect("updated");
}

/// Of one table: its generation, the requests on it, and the idle readers.
fn counts(uses: &[SnapshotUse]) -> Vec<(u64, usize, usize)> {
    uses.iter().map(|each| (each.generation, each.requests, each.idle_readers)).collect()
}

/// Who has had a table as a snapshot finds no older one in a reader.
#[test]
fn a_reader_is_never_behind_a_snapshot() {
    loom::model(|| {
        let router = router();
        let mut reader = router.reader();
        drop(reader.load());
        let writer = thread::spawn({
            let router = router.clone();
            move || update(&router)
        });
        let seen = router.snapshot().generation();
        let loaded = reader.load().generation();
        assert!(loaded >= seen, "{loaded} after {seen}");
        assert!(router.snapshot().generation() >= loaded);
        writer.join().expect("no panic");
        assert_eq!(reader.load().generation(), 2);
    });
}

/// Who hears of a change, by whatever way, finds it, and whoever has found it finds nothing older.
#[test]
fn after_a_change_the_next_load_sees_it() {
    loom::model(|| {
        let router = router();
        let told = Arc::new(AtomicU64::new(1));
        let mut reader = router.reader();
        let writer = thread::spawn({
            let (router, told) = (router.clone(), Arc::clone(&told));
            move || {
                update(&router);
                told.store(router.snapshot().generation(), Ordering::Release);
            }
        });
        let mut newest = 0;
        for _ in 0..2 {
            let told = told.load(Ordering::Acquire);
            let loaded = reader.load().generation();
            assert!(loaded >= told.max(newest));
            newest = loaded;
        }
        writer.join().expect("no panic");
    });
}

/// A request holds a table while a reader, which had cached it, lets go of it: whoever counts
/// meanwhile may take the reader for a request, but never overlooks the request.
#[test]
fn a_request_on_an_old_table_is_never_overlooked() {
    fn when(lets_go: fn(Reader<u8>)) {
        loom::model(move || {
            let router = router();
            let mut reader = router.reader();
            drop(reader.load());
            let request = router.snapshot();
            update(&router);
            let other = thread::spawn(move || lets_go(reader));
            let uses = router.snapshots();
            assert_eq!(uses[0].generation, 1);
            assert!(uses[0].requests > 0, "{:?}", uses[0]);
            other.join().expect("no panic");
            assert_eq!(counts(&router.snapshots()), [(1, 1, 0), (2, 0, 0)]);
            drop(request);
            assert_eq!(counts(&router.snapshots()), [(2, 0, 0)]);
        });
    }
    when(|mut reader| drop(reader.load()));
    when(|mut reader| reader.release());
    when(drop);
}

/// A table that somebody is known to hold is listed, however it came to be held.
#[test]
fn what_is_held_is_listed() {
    loom::model(|| {
        let router = router();
        let held = Arc::new(AtomicU64::new(0));
        let request = thread::spawn({
            let (router, held) = (router.clone(), Arc::clone(&held));
            move || {
                let snapshot = router.snapshot();
                held.store(snapshot.generation(), Ordering::Release);
                snapshot
            }
        });
        let writer = thread::spawn({
            let router = router.clone();
            move || update(&router)
        });
        let held = held.load(Ordering::Acquire);
        let uses = router.snapshots();
        assert!(held == 0 || uses.iter().any(|each| each.generation == held && each.requests > 0));
        let snapshot = request.join().expect("no panic");
        writer.join().expect("no panic");
        let served = (2, usize::from(snapshot.generation() == 2), 0);
        let uses = router.snapshots();
        assert_eq!(counts(&uses).last(), Some(&served));
        assert_eq!(uses.len(), if snapshot.generation() == 2 { 1 } else { 2 });
    });
}

/// Two writers and a reader that comes meanwhile: both changes are served, one after the other, and
/// the reader is in the register.
#[test]
fn no_change_and_no_reader_is_lost() {
    // All would take hours: those with no more than three interruptions.
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let router = router();
        let writers = [(); 2].map(|()| {
            let router = router.clone();
            thread::spawn(move || update(&router))
        });
        let mut reader = router.reader();
        let first = reader.load().generation();
        let second = reader.load().generation();
        assert!(first <= second);
        for writer in writers {
            writer.join().expect("no panic");
        }
        assert_eq!(router.function(&id()).map(|function| function.revision()), Some(2));
        assert_eq!(reader.load().generation(), 3);
        assert_eq!(counts(&router.snapshots()), [(3, 0, 1)]);
    });
}
