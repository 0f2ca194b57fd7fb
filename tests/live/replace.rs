//! Whole documents.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pointsman::FunctionId;
use pointsman::live::{Conflicts, ReplaceError};

use crate::{function, id, refused, router, served};

fn ids(names: &[&str]) -> Vec<FunctionId> {
    names.iter().map(|name| id(name)).collect()
}

#[test]
fn each_function_is_judged_and_the_rest_goes() {
    let router = router([
        function("equal", 5, "b"),
        function("lower", 5, "b"),
        function("gone", 5, "b"),
        function("above", 5, "b"),
    ]);
    let changes = router
        .replace([
            function("new", 0, "n"),
            function("above", 6, "c"),
            function("lower", 4, "b"),
            function("also-new", 0, "n"),
            function("equal", 5, "b"),
        ])
        .expect("replaced");
    assert_eq!(changes.created, ids(&["also-new", "new"]));
    assert_eq!(changes.updated, ids(&["above"]));
    assert_eq!(changes.removed, ids(&["gone"]));
    assert_eq!((changes.len(), changes.is_empty()), (4, false));

    let after = router.snapshot();
    assert_eq!((after.generation(), after.len()), (2, 5));
    let payloads = ["above", "also-new", "equal", "gone", "lower", "new"]
        .map(|name| served(&after, name).unwrap_or("none"));
    assert_eq!(payloads, ["c", "n", "b", "none", "b", "n"]);
    // What is unchanged keeps the revision that it had.
    assert_eq!(router.function(&id("lower")).map(|function| function.revision()), Some(5));
}

#[test]
fn what_changes_nothing_makes_no_table() {
    let router = router([function("A", 3, "a"), function("B", 5, "b")]);
    let changes = router.replace([function("B", 5, "b"), function("A", 2, "a")]);
    assert_eq!(changes.map(|changes| changes.is_empty()), Ok(true));
    assert_eq!(router.snapshot().generation(), 1);
}

#[test]
fn nothing_is_a_document_too() {
    let router = router([function("A", 3, "a"), function("B", 5, "b")]);
    let changes = router.replace([]).expect("replaced");
    assert_eq!(changes.removed, ids(&["A", "B"]));
    assert!(router.snapshot().is_empty());
}

/// One of many is changed on the table that serves, many make a new one.
#[test]
fn few_and_many_changes_are_alike() {
    let document = |changed: usize, revision: u64| {
        (0..100_usize).map(move |index| {
            let changed = index < changed;
            function(&format!("f{index}"), if changed { revision } else { 0 }, changed)
        })
    };
    for changed in [1, 2, 5, 6, 7, 50, 100] {
        let router = router(document(0, 0));
        let changes = router.replace(document(changed, 1)).expect("replaced");
        assert_eq!((changes.len(), changes.updated.len()), (changed, changed));
        let table = router.snapshot();
        assert_eq!((table.generation(), table.len()), (2, 100));
        for index in 0..100 {
            assert_eq!(served(&table, &format!("f{index}")), Some(index < changed));
        }
    }
}

/// Counts how often it is cloned, and its copies with it.
#[derive(Debug)]
struct Counted(u64, Arc<AtomicUsize>);

impl Clone for Counted {
    fn clone(&self) -> Self {
        self.1.fetch_add(1, Ordering::Relaxed);
        Self(self.0, Arc::clone(&self.1))
    }
}

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

#[test]
fn while_fewer_than_one_in_sixteen_change_no_other_is_copied() {
    let clones = Arc::new(AtomicUsize::new(0));
    let document = |changed: usize, revision: u64| {
        let clones = Arc::clone(&clones);
        (0..96_usize).map(move |index| {
            let revision = if index < changed { revision } else { 0 };
            function(&format!("f{index}"), revision, Counted(revision, Arc::clone(&clones)))
        })
    };
    for (changed, is_made_anew) in [(1, false), (5, false), (6, true), (96, true)] {
        let router = router(document(0, 0));
        let before = clones.load(Ordering::Relaxed);
        router.replace(document(changed, 1)).expect("replaced");
        let copied = clones.load(Ordering::Relaxed) - before;
        assert_eq!(copied, if is_made_anew { 96 } else { changed });
    }
}

#[test]
fn a_name_that_stands_twice_is_refused() {
    let router = router([function("B", 5, "b")]);
    let twice = [function("A", 0, "a"), function("default/A", 1, "b")];
    let error = refused(&router, |router| router.replace(twice));
    assert_eq!(error, ReplaceError::Duplicate(id("A")));
    assert_eq!(error.to_string(), "function `A` stands twice");
}

/// All conflicts are told, and what is no conflict is not served either.
#[test]
fn one_conflict_stands_against_all() {
    let router = router([function("A", 1, "a"), function("B", 5, "b"), function("C", 5, "c")]);
    let offered = [
        function("C", 4, "other"),
        function("A", 2, "other"),
        function("new", 0, "n"),
        function("B", 5, "other"),
    ];
    let error = refused(&router, |router| router.replace(offered));
    assert_eq!(
        error.to_string(),
        "function `B` differs from the served one, but its revision 5 is not above 5\n\
         function `C` differs from the served one, but its revision 4 is not above 5",
    );
}

#[test]
fn of_many_conflicts_the_rest_is_counted() {
    let document = |payload: &'static str| {
        (0..Conflicts::MAX + 30).map(move |index| function(&format!("f{index:03}"), 0, payload))
    };
    let router = router(document("a"));
    let ReplaceError::Conflicts(conflicts) =
        refused(&router, |router| router.replace(document("b")))
    else {
        panic!("no name stands twice")
    };
    assert_eq!((conflicts.first().len(), conflicts.total()), (Conflicts::MAX, 130));
    let told: Vec<_> = conflicts.first().iter().map(|conflict| conflict.id().to_string()).collect();
    assert!(told.is_sorted());
    let text = conflicts.to_string();
    assert_eq!(text.lines().count(), 101);
    assert!(text.ends_with(" is not above 0\nand 30 more"));
}

#[cfg(feature = "serde")]
#[test]
fn a_document_is_functions() {
    use pointsman::document::Document;

    let mut document = Document::new();
    document.insert(pointsman::Function::new(id("B"), "b"));
    let router = router(document.clone());
    document.update(&id("B"), |function| function.set_latest("c"));
    let changes = router.replace(document).expect("replaced");
    assert_eq!(changes.updated, ids(&["B"]));
    assert_eq!(served(&router.snapshot(), "B"), Some("c"));
}
