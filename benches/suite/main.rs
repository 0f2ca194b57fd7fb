//! What a request costs, and what a change costs: `cargo bench --all-features`, or with a part of a
//! name behind `--` only what has it.
//!
//! Each bench asserts its results before it measures them.

mod fixture;
mod floor;
mod resolve;
mod table;

use criterion::{criterion_group, criterion_main};

criterion_group!(
    benches,
    floor::floors,
    resolve::splits,
    resolve::rules,
    resolve::names,
    table::tables
);
criterion_main!(benches);
