//! Changing one function.

use pointsman::live::UpdateError;
use pointsman::{Alias, Function, FunctionError, Version};

use crate::{at, function, id, refused, router, served};

#[test]
fn a_change_is_served_at_once() {
    let router = router([function("A", 0, "a"), function("B", 3, "b")]);
    let before = router.snapshot();
    let old = router.update(&id("B"), |function| function.set_latest("c"));
    assert_eq!(old, Ok("b"));
    assert_eq!(served(&router.snapshot(), "B"), Some("c"));
    assert_eq!(served(&router.snapshot(), "A"), Some("a"));
    assert_eq!(router.snapshot().generation(), before.generation() + 1);
    assert_eq!(router.function(&id("B")).map(|function| function.revision()), Some(4));
    assert_eq!(served(&before, "B"), Some("b"));
}

#[test]
fn every_handle_sees_it() {
    let router = router([function("B", 0, 0)]);
    let (other, mut reader) = (router.clone(), router.reader());
    assert_eq!(served(&reader.load(), "B"), Some(0));
    for step in 1..100 {
        let handle = if step % 2 == 0 { &router } else { &other };
        handle.update(&id("B"), |function| function.set_latest(step)).expect("updated");
        assert_eq!(served(&reader.load(), "B"), Some(step));
        assert_eq!(served(&other.snapshot(), "B"), Some(step));
        assert_eq!(served(&router.reader().load(), "B"), Some(step));
    }
}

#[test]
fn several_operations_are_one_change() {
    let router = router([function("B", 0, "b")]);
    let published = router.update(&id("B"), |function| {
        let version = function.publish()?;
        function.create_alias("release".parse().expect("a name"), Alias::to(version))?;
        Ok::<_, FunctionError>(version)
    });
    assert_eq!(published, Ok(Version::numbered(1).expect("a number")));
    assert_eq!(router.snapshot().generation(), 2);
    assert_eq!(router.function(&id("B")).map(|function| function.revision()), Some(2));
}

#[test]
fn what_the_closure_did_before_it_refused_is_not_served() {
    let router = router([function("B", 0, "b")]);
    let error = refused(&router, |router| {
        router.update(&id("B"), |function| {
            function.set_latest("c")?;
            function.delete_alias("release")
        })
    });
    assert_eq!(error.to_string(), "alias `release` does not exist");
}

#[test]
fn another_revision_than_was_read_is_refused() {
    let router = router([function("B", 4, "b")]);
    let set = |expected: u64| {
        router.update(&id("B"), |function| function.if_revision(expected)?.set_latest("c"))
    };
    for expected in [3, 5] {
        let error = refused(&router, |_| set(expected));
        assert_eq!(error.to_string(), format!("the function is at revision 4, not at {expected}"));
        assert_eq!(error, UpdateError::Refused(FunctionError::Conflict { expected, found: 4 }));
    }
    assert_eq!(set(4), Ok("b"));
}

#[test]
fn a_closure_that_only_reads_makes_no_table() {
    let router = router([function("B", 4, "b")]);
    let read = router.update(&id("B"), |function| Ok::<_, ()>(function.revision()));
    assert_eq!(read, Ok(4));
    assert_eq!(router.snapshot().generation(), 1);
}

#[test]
fn what_can_not_take_its_place_is_refused() {
    let router = router([function("A", 0, "a"), function("B", 4, "b")]);
    let put = |other: Function<&'static str>| {
        let replace = |function: &mut Function<_>| {
            *function = other;
            Ok::<_, FunctionError>(())
        };
        refused(&router, |router| router.update(&id("B"), replace)).to_string()
    };
    assert_eq!(put(function("A", 9, "c")), "function `B` can't be renamed to `A`");
    assert_eq!(put(function("prod/C", 9, "c")), "function `B` can't be renamed to `prod/C`");
    assert_eq!(put(function("B", 3, "c")), "function `B` can't go back from revision 4 to 3");
}

#[test]
fn a_function_that_is_not_there_is_not_asked_for() {
    let router = router([function("B", 0, "b")]);
    let error = refused(&router, |router| {
        router.update(&id("prod/B"), |_| -> Result<(), FunctionError> { panic!("not called") })
    });
    assert_eq!(error, UpdateError::UnknownFunction(id("prod/B")));
    assert_eq!(error.to_string(), "function `prod/B` does not exist");
}

#[test]
fn the_last_revision_is_the_last() {
    let router = router([at(function("B", 0, "b"), u64::MAX)]);
    let error = refused(&router, |router| router.update(&id("B"), Function::publish));
    assert_eq!(error.to_string(), "revisions are used up");
}

/// Whatever the closure fails with: it need not be an error.
#[test]
fn any_refusal_is_handed_back() {
    let router = router([function("B", 0, "b")]);
    let refusal = |_: &mut Function<_>| Err::<(), _>("not on Fridays");
    let error = refused(&router, |router| router.update(&id("B"), refusal));
    assert_eq!(error.to_string(), "not on Fridays");
    let boxed = router.update(&id("B"), |function| {
        function.if_revision(7)?;
        Ok::<_, Box<dyn std::error::Error>>(())
    });
    let text = boxed.map_err(|error| error.to_string());
    assert_eq!(text, Err("the function is at revision 0, not at 7".to_owned()));
}
