//! What a panic in an embedder's code leaves behind.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pointsman::Function;
use pointsman::live::{Put, Router};

use crate::{function, id, router, served};

thread_local! {
    static IS_FUSED: Cell<bool> = const { Cell::new(false) };
}

/// Panics when it is cloned or compared while the fuse is lit.
#[derive(Debug)]
struct Fused(u64);

fn burn() {
    assert!(!IS_FUSED.get(), "the fuse is lit");
}

impl Clone for Fused {
    fn clone(&self) -> Self {
        burn();
        Self(self.0)
    }
}

impl PartialEq for Fused {
    fn eq(&self, other: &Self) -> bool {
        burn();
        self.0 == other.0
    }
}

/// The change panics; the table and the models stay, and the next change is served.
#[track_caller]
fn survives(change: impl FnOnce(&Router<Fused>)) {
    let router = router([function("A", 0, Fused(0)), function("B", 0, Fused(1))]);
    let mut reader = router.reader();
    drop(reader.load());
    let result = catch_unwind(AssertUnwindSafe(|| change(&router)));
    IS_FUSED.set(false);
    assert!(result.is_err(), "it did not panic");

    assert_eq!(reader.load().generation(), 1);
    assert_eq!(router.functions(), [function("A", 0, Fused(0)), function("B", 0, Fused(1))]);
    assert_eq!(router.put(function("B", 1, Fused(2))), Ok(Put::Updated));
    assert_eq!(served(&reader.load(), "B"), Some(Fused(2)));
    let [served] = router.snapshots()[..] else { panic!("one table") };
    assert_eq!((served.generation, served.requests, served.idle_readers), (2, 0, 1));
}

fn lit<V>(make: impl FnOnce() -> V) -> V {
    IS_FUSED.set(true);
    make()
}

#[test]
fn a_closure_panics() {
    survives(|router| {
        let panics = |function: &mut Function<Fused>| -> Result<(), ()> {
            function.set_latest(Fused(7)).expect("set");
            panic!("as embedders do")
        };
        drop(router.update(&id("B"), panics));
    });
}

#[test]
fn a_payload_panics_when_it_is_cloned() {
    survives(|router| drop(lit(|| router.update(&id("B"), |_| Ok::<_, ()>(())))));
    survives(|router| {
        drop(router.update(&id("B"), |function| lit(|| function.set_latest(Fused(7)))));
    });
    survives(|router| drop(lit(|| router.put(function("B", 1, Fused(7))))));
    survives(|router| drop(lit(|| router.put(function("C", 0, Fused(7))))));
    survives(|router| drop(lit(|| router.replace([function("C", 0, Fused(7))]))));
    survives(|router| drop(lit(|| router.functions())));
    survives(|router| drop(lit(|| router.function(&id("B")))));
}

#[test]
fn a_payload_panics_when_it_is_compared() {
    survives(|router| drop(lit(|| router.put(function("B", 0, Fused(7))))));
    survives(|router| drop(lit(|| router.replace([function("B", 0, Fused(7))]))));
}

#[test]
fn a_document_panics() {
    survives(|router| {
        let panics = std::iter::once_with(|| panic!("as embedders do"));
        drop(router.replace([function("C", 0, Fused(7))].into_iter().chain(panics)));
    });
}
