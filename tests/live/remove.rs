//! Functions that go.

use pointsman::live::{Put, RemoveError};

use crate::{function, id, refused, router, served};

#[test]
fn a_function_goes() {
    for expected in [None, Some(5)] {
        let router = router([function("A", 0, "a"), function("B", 5, "b")]);
        let before = router.snapshot();
        assert_eq!(router.remove(&id("B"), expected), Ok(function("B", 5, "b")));
        let after = router.snapshot();
        assert_eq!((after.generation(), after.len()), (2, 1));
        assert_eq!((served(&after, "A"), served(&after, "B")), (Some("a"), None));
        assert_eq!(served(&before, "B"), Some("b"));
        assert_eq!(router.functions(), [function("A", 0, "a")]);
    }
}

#[test]
fn another_revision_or_name_is_refused() {
    let router = router([function("B", 5, "b")]);
    for expected in [0, 4, 6] {
        let error = refused(&router, |router| router.remove(&id("B"), Some(expected)));
        assert_eq!(error.to_string(), format!("function `B` is at revision 5, not at {expected}"));
    }
    for expected in [None, Some(5)] {
        let error = refused(&router, |router| router.remove(&id("prod/B"), expected));
        assert_eq!(error, RemoveError::UnknownFunction(id("prod/B")));
        assert_eq!(error.to_string(), "function `prod/B` does not exist");
    }
}

#[test]
fn what_comes_back_is_new() {
    let router = router([function("B", 5, "b")]);
    router.remove(&id("B"), None).expect("removed");
    assert_eq!(router.put(function("B", 1, "c")), Ok(Put::Created));
    assert_eq!(served(&router.snapshot(), "B"), Some("c"));
}
