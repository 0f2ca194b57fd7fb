//! What a request costs, and what a change costs: `cargo bench --bench suite --all-features`, or with
//! a part of an id behind `--` only what has it: a subject (`bound/`, `rules/`, `names/`, `many/`,
//! `table/`, `document/`, `diff/`, `witness/`) with its floors, or one case.
//!
//! Each bench asserts its results before it measures them. Ratios are better read from
//! `--bench ratios`, which measures a case and its floor in turns.

#[path = "../cases/mod.rs"]
#[expect(dead_code, reason = "criterion compares with the last run, not with limits")]
mod cases;
mod diff;
mod document;
#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../fixture/released.rs"]
mod released;
mod resolve;
mod table;

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

/// Short, for there are many: the whole should be run, not only kept.
fn short() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
        .sample_size(40)
}

criterion_group!(name = requests; config = short(); targets = resolve::requests);
criterion_group!(
    name = changes;
    config = short().sample_size(10);
    targets = table::build, table::change, document::documents, diff::diffs, diff::witnesses
);
criterion_main!(requests, changes);
