//! What may be sent, shared and caught.

use std::error::Error;
use std::fmt::Debug;
use std::panic::{RefUnwindSafe, UnwindSafe};

use pointsman::live::{
    Changes, Conflict, Conflicts, Guard, Put, Reader, RemoveError, ReplaceError, Router, Snapshot,
    SnapshotUse, UpdateError,
};
use pointsman::{Function, FunctionError};

fn free<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + Debug>() {}
fn error<T: Error + Send + Sync + 'static>() {}
fn value<T: Clone + PartialEq>() {}

macro_rules! all {
    ($check:ident: $($type:ty),* $(,)?) => { $($check::<$type>();)* };
}

#[test]
fn everything_can_be_sent_and_shared() {
    all!(free: Changes, Conflict, Conflicts, Guard<'static, ()>, Put, Reader<()>, RemoveError, ReplaceError, Router<()>,
        Snapshot<()>, SnapshotUse, UpdateError<FunctionError>);
    all!(error: Conflict, RemoveError, ReplaceError, UpdateError<FunctionError>);
    all!(value: Changes, Conflict, Conflicts, Put, RemoveError, ReplaceError, SnapshotUse, UpdateError<FunctionError>);
}

/// A payload that can't be cloned is in nobody's way but a writer's, and there can be no such router.
#[test]
fn handles_ask_nothing_of_the_payload() {
    struct NotClone;
    fn cloned<T: Clone>() {}
    cloned::<Router<NotClone>>();
    cloned::<Snapshot<NotClone>>();
}

#[test]
fn they_show_what_is_served_and_not_the_whole_of_it() {
    let router = Router::new([Function::new("B".parse().expect("an id"), ())]).expect("one");
    let mut reader = router.reader();
    assert_eq!(format!("{router:?}"), "Router { generation: 1, functions: 1, .. }");
    assert_eq!(format!("{reader:?}"), "Reader { generation: 0, busy: false, .. }");
    drop(reader.load());
    assert_eq!(format!("{reader:?}"), "Reader { generation: 1, busy: false, .. }");
    let empty = Router::<()>::default();
    assert_eq!(format!("{empty:?}"), "Router { generation: 1, functions: 0, .. }");
}
