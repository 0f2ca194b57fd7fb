//! Changes of one function, one after the other.

use std::time::{Duration, Instant};

use pointsman::{Function, RoutingTable};

use crate::fixture::name;
use crate::time::{microseconds, middle, time};

/// Changes end after so many, or a tenth of the functions, lest those that go leave a small table; or
/// after so long.
const CHANGES: usize = 1_000;
const ENOUGH: Duration = Duration::from_secs(2);

pub fn with<T>(table: &RoutingTable<T>, make: impl Fn(usize) -> Function<T>) -> String {
    after(table, make, RoutingTable::with, |_| 0)
}

/// Each function only once: the second time there would be nothing to do.
pub fn without<T>(table: &RoutingTable<T>) -> String {
    let id = |index| name(index).parse().expect("an id");
    after(table, id, |table, id| table.without(&id), |changes| changes)
}

/// Each change is made to the table that the last one left.
fn after<T, I>(
    table: &RoutingTable<T>,
    make: impl Fn(usize) -> I,
    change: impl Fn(&RoutingTable<T>, I) -> RoutingTable<T>,
    gone: impl Fn(usize) -> usize,
) -> String {
    let (start, count) = (Instant::now(), table.len());
    let (mut table, mut times) = (table.clone(), Vec::new());
    while times.len() < CHANGES.min(count.div_ceil(10)) && start.elapsed() < ENOUGH {
        // A prime: it goes through all of them, and not in order.
        let input = make((times.len() + 1) * 7_919 % count);
        let (new, took) = time(input, |input| change(&table, input));
        times.push(took);
        // The old one is dropped when the new one has taken its place.
        table = new;
        assert_eq!(table.len(), count - gone(times.len()));
    }
    microseconds(middle(&mut times))
}
