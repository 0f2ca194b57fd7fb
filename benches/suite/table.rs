//! What a change costs: all functions, or one of them.

use criterion::{BatchSize, Criterion};
use pointsman::{Function, FunctionId, RoutingTable};

use crate::fixture::name;
use crate::released::{Opaque, opaque, released};

/// How many functions; under `--test` few.
pub fn sizes() -> impl Iterator<Item = usize> {
    let trial = std::env::args().any(|option| option == "--test");
    [1, 1_000, 100_000, 1_000_000].into_iter().filter(move |&size| !trial || size <= 1_000)
}

fn table(count: usize) -> RoutingTable<Opaque> {
    let table = RoutingTable::new((0..count).map(|index| opaque(released(index))));
    table.expect("no name stands twice")
}

pub fn build(criterion: &mut Criterion) {
    for count in sizes() {
        let functions = || (0..count).map(released).collect::<Vec<_>>();
        let build = |functions: Vec<Function<()>>| RoutingTable::new(functions);
        assert_eq!(build(functions()).map(|table| table.len()), Ok(count));
        criterion.bench_function(&format!("table/build/{count}"), |bencher| {
            bencher.iter_batched(functions, build, BatchSize::LargeInput);
        });
    }
}

pub fn change(criterion: &mut Criterion) {
    for count in sizes() {
        let (mut made, mut index) = (None, 0);
        let mut next = move || {
            // A prime: it goes through all of them, and not in order.
            index = (index + 7_919) % count;
            index
        };
        let with = format!("table/with/{count}");
        criterion.bench_function(&with, |bencher| {
            let table = made.get_or_insert_with(|| table(count));
            bencher.iter_batched(
                || opaque(released(next())),
                |function| table.with(function),
                BatchSize::LargeInput,
            );
        });
        criterion.bench_function(&format!("table/without/{count}"), |bencher| {
            let table = made.get_or_insert_with(|| table(count));
            assert_eq!(table.without(&id(0)).len(), count - 1);
            bencher.iter_batched(|| id(next()), |id| table.without(&id), BatchSize::LargeInput);
        });
    }
}

fn id(index: usize) -> FunctionId {
    name(index).parse().expect("an id")
}
