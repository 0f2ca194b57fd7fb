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
