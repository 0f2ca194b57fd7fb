//! Getting at a table allocates nothing.

use allocation_counter::measure;

use crate::{function, id, router, served};

#[test]
fn loads_and_snapshots_allocate_nothing() {
    let router = router([function("B", 0, 0)]);
    let mut reader = router.reader();
    // What a thread is given for its first load is allocated once.
    drop((reader.load(), router.snapshot()));
    for step in 1..10 {
        router.update(&id("B"), |function| function.set_latest(step)).expect("updated");
        let mut found = [None; 3];
        let allocations = measure(|| {
            found[0] = served(&reader.load(), "B");
            found[1] = served(&reader.load(), "B");
            found[2] = served(&router.snapshot(), "B");
            reader.release();
        });
        assert_eq!((allocations.count_total, found), (0, [Some(step); 3]));
    }
}

/// The memory of as many as are alive together at most twice is kept, and not of all that ever were.
#[test]
fn readers_and_tables_that_have_gone_leave_no_memory() {
    let router = router([function("B", 0, 0)]);
    let come_and_go = || {
        drop(router.reader().load());
        router.update(&id("B"), |function| function.set_latest(0)).expect("updated");
    };
    (0..20).for_each(|_| come_and_go());
    let left = measure(|| (0..1_000).for_each(|_| come_and_go())).bytes_current;
    assert!(left < 10_000, "{left} bytes are left");
}
