//! Functions that are given whole.

use pointsman::Function;
use pointsman::live::{Conflict, Put};

use crate::{function, id, refused, router, served};

/// Puts a function where one of revision 5 and payload `b` is served.
#[track_caller]
fn put(offered: Function<&'static str>, expected: Result<Put, &str>) {
    let router = router([function("A", 0, "a"), function("B", 5, "b")]);
    let name = offered.id().to_string();
    match expected {
        Ok(done) => {
            let (before, payload) = (router.functions(), served_payload(&offered));
            let model = offered.clone();
            assert_eq!(router.put(offered), Ok(done));
            let changed = done != Put::Unchanged;
            assert_eq!(router.snapshot().generation(), if changed { 2 } else { 1 });
            assert_eq!(served(&router.snapshot(), &name), Some(payload));
            if changed {
                assert_eq!(router.function(&id(&name)), Some(model));
            } else {
                assert_eq!(router.functions(), before);
            }
        }
        Err(text) => {
            let conflict = refused(&router, |router| router.put(offered));
            assert_eq!(conflict.to_string(), text);
        }
    }
    assert_eq!(served(&router.snapshot(), "A"), Some("a"));
}

fn served_payload(function: &Function<&'static str>) -> &'static str {
    function.payload(pointsman::Version::LATEST).expect("there is always one")
}

#[test]
fn above_is_served_whatever_it_holds() {
    put(function("B", 6, "c"), Ok(Put::Updated));
    put(function("B", 6, "b"), Ok(Put::Updated));
    put(function("B", u64::MAX, "c"), Ok(Put::Updated));
}

#[test]
fn new_is_served_at_any_revision() {
    put(function("C", 0, "c"), Ok(Put::Created));
    put(function("C", 9, "c"), Ok(Put::Created));
    put(function("prod/B", 0, "c"), Ok(Put::Created));
}

#[test]
fn not_above_but_equal_changes_nothing() {
    put(function("B", 5, "b"), Ok(Put::Unchanged));
    put(function("B", 4, "b"), Ok(Put::Unchanged));
    put(function("B", 0, "b"), Ok(Put::Unchanged));
}

#[test]
fn not_above_and_different_is_a_conflict() {
    let text = |offered: u64| {
        format!(
            "function `B` differs from the served one, but its revision {offered} is not above 5"
        )
    };
    put(function("B", 5, "c"), Err(&text(5)));
    put(function("B", 0, "c"), Err(&text(0)));
    // A version more is different, too, and so is a number that is used up.
    let mut published = function("B", 4, "b");
    let version = published.publish().expect("published");
    put(published.clone(), Err(&text(5)));
    published.delete_version(version).expect("deleted");
    put(crate::at(published, 5), Err(&text(5)));
}

#[test]
fn a_conflict_tells_both_revisions() {
    let router = router([function("prod/B", 5, "b")]);
    let conflict: Conflict = refused(&router, |router| router.put(function("prod/B", 3, "c")));
    assert_eq!((conflict.id(), conflict.served(), conflict.offered()), (&id("prod/B"), 5, 3));
}
