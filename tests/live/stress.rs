//! Readers and a writer at once: no reader ever sees a mix of two tables, nor goes back to an older.
//!
//! How the threads take turns is left to the machine; what is asserted holds however they do.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use pointsman::live::Router;
use pointsman::{Function, FunctionId, RoutingTable, Version};

use crate::{at, id, router};

/// Enough that a change of two of them is made on the table that serves, and one of all makes it anew.
const FUNCTIONS: usize = 40;
const PAIR: usize = 2;

const CHANGES: u64 = 3_000;
const READS_AT_LEAST: usize = 100;

/// What every payload of a table says: of which change it is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stamp {
    /// The last change of all functions.
    all: u64,
    /// The last change of the pair, or 0 in the others.
    pair: u64,
}

/// The functions after a change. Each has the stamp in two versions.
fn document(all: u64, pair: u64) -> impl Iterator<Item = Function<Stamp>> {
    (0..FUNCTIONS).map(move |index| {
        let stamp = Stamp { all, pair: if index < PAIR { pair } else { 0 } };
        let mut function = Function::new(name(index), stamp);
        function.publish().expect("published");
        at(function, if index < PAIR { pair } else { all })
    })
}

fn name(index: usize) -> FunctionId {
    id(&format!("f{index}"))
}

/// All that the table says of itself agrees. Each change made one table.
fn check(table: &RoutingTable<Stamp>, generation: u64, names: &[String]) {
    let stamps = |index: usize| {
        let versions: Option<Vec<(Version, &Stamp)>> =
            table.versions(&names[index]).map(Iterator::collect);
        let [(_, published), (_, latest)] = versions.expect("it is there")[..] else {
            panic!("two versions")
        };
        assert_eq!(published, latest);
        *latest
    };
    let first = stamps(0);
    assert_eq!(first.pair + 1, generation);
    assert_eq!(first.all, first.pair / 10 * 10);
    for index in 1..FUNCTIONS {
        let pair = if index < PAIR { first.pair } else { 0 };
        assert_eq!(stamps(index), Stamp { all: first.all, pair });
    }
}

/// Reads until it is told to stop, and once more.
fn read(stop: &AtomicBool, mut load: impl FnMut(&[String]) -> u64) -> usize {
    let names: Vec<_> = (0..FUNCTIONS).map(|index| name(index).to_string()).collect();
    let (mut last, mut reads, mut is_last) = (0, 0, false);
    while !is_last || reads < READS_AT_LEAST {
        is_last = stop.load(Ordering::Acquire);
        let generation = load(&names);
        assert!(last <= generation, "{generation} after {last}");
        (last, reads) = (generation, reads + 1);
    }
    assert_eq!(last, CHANGES + 1, "what was served before the end is seen after it");
    reads
}

/// Tells readers to stop, though the writer panics.
struct Stop<'s>(&'s AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

fn write(router: &Router<Stamp>, stop: &AtomicBool) {
    let _stop = Stop(stop);
    for change in 1..=CHANGES {
        let changes = router.replace(document(change / 10 * 10, change)).expect("all are above");
        assert_eq!(changes.updated.len(), if change % 10 == 0 { FUNCTIONS } else { PAIR });
    }
}

#[test]
fn no_reader_sees_a_mix() {
    let (router, stop) = (router(document(0, 0)), AtomicBool::new(false));
    thread::scope(|scope| {
        for _ in 0..2 {
            let (mut reader, stop) = (router.reader(), &stop);
            scope.spawn(move || {
                read(stop, |names| {
                    let table = reader.load();
                    check(&table, table.generation(), names);
                    table.generation()
                })
            });
        }
        scope.spawn(|| {
            read(&stop, |names| {
                let table = router.snapshot();
                check(&table, table.generation(), names);
                table.generation()
            })
        });
        // One that has both: neither is older than what the other gave before.
        scope.spawn(|| {
            let mut reader = router.reader();
            read(&stop, |names| {
                let (snapshot, table) = (router.snapshot(), reader.load());
                assert!(snapshot.generation() <= table.generation());
                check(&table, table.generation(), names);
                assert!(table.generation() <= router.snapshot().generation());
                table.generation()
            })
        });
        // One that lets go after each request.
        scope.spawn(|| {
            let mut reader = router.reader();
            read(&stop, |names| {
                let table = reader.load();
                let generation = table.generation();
                check(&table, generation, names);
                drop(table);
                reader.release();
                generation
            })
        });
        // Who holds what is asked all the while: only what is held is listed, and nothing twice.
        scope.spawn(|| {
            while !stop.load(Ordering::Acquire) {
                let uses = router.snapshots();
                assert!(uses.is_sorted_by(|one, next| one.generation < next.generation));
                let old = &uses[..uses.len() - 1];
                assert!(old.iter().all(|each| each.requests + each.idle_readers > 0));
            }
        });
        write(&router, &stop);
    });
    let [served] = router.snapshots()[..] else { panic!("one table") };
    assert_eq!((served.generation, served.requests, served.idle_readers), (CHANGES + 1, 0, 0));
}

/// Writers of many threads: each change is made on the one before, and none is lost.
#[test]
fn no_change_is_lost() {
    const EACH: u64 = 500;
    let router = router([Function::new(id("A"), 0_u64), Function::new(id("B"), 0)]);
    thread::scope(|scope| {
        for writer in 0..4 {
            let (router, name) = (router.clone(), id(if writer % 2 == 0 { "A" } else { "B" }));
            scope.spawn(move || {
                for _ in 0..EACH {
                    let next = |function: &mut Function<u64>| {
                        let now = *function.payload(Version::LATEST).expect("there is one");
                        function.set_latest(now + 1)
                    };
                    router.update(&name, next).expect("updated");
                }
            });
        }
    });
    let table = router.snapshot();
    assert_eq!(table.generation(), 4 * EACH + 1);
    for name in ["A", "B"] {
        assert_eq!(crate::served(&table, name), Some(2 * EACH));
    }
}

/// Whoever learns of a change, in whatever way, finds it served.
#[test]
fn after_a_change_the_next_load_sees_it() {
    let router = router([Function::new(id("B"), 0_u64)]);
    let (tell, told) = channel();
    let mut reader = router.reader();
    let other = router.clone();
    let listener = thread::spawn(move || {
        for payload in told {
            let found = crate::served(&reader.load(), "B");
            assert!(found >= Some(payload), "{found:?} after {payload}");
            let found = crate::served(&other.snapshot(), "B");
            assert!(found >= Some(payload), "{found:?} after {payload}");
        }
    });
    for payload in 1..=2_000 {
        router.update(&id("B"), |function| function.set_latest(payload)).expect("updated");
        tell.send(payload).expect("someone listens");
    }
    drop(tell);
    listener.join().expect("no panic");
}

/// Readers let go of a table while a request holds it, and somebody counts: the request is there all
/// the while, though a reader less caches the table.
#[test]
fn a_request_is_never_missed() {
    let router = router([Function::new(id("B"), 0_u64)]);
    for payload in 0..500 {
        let mut readers = [(); 6].map(|()| router.reader());
        for reader in &mut readers {
            drop(reader.load());
        }
        let request = router.snapshot();
        router.update(&id("B"), |function| function.set_latest(payload)).expect("updated");
        thread::scope(|scope| {
            scope.spawn(|| {
                for (index, mut reader) in readers.into_iter().enumerate() {
                    match index % 3 {
                        0 => drop(reader.load()),
                        1 => reader.release(),
                        _ => drop(reader),
                    }
                }
            });
            loop {
                let old = router.snapshots()[0];
                assert_eq!(old.generation, request.generation());
                assert!(old.requests > 0, "{old:?}");
                if old.idle_readers == 0 {
                    break;
                }
            }
        });
    }
}
