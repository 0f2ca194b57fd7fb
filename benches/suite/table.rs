//! What a change costs: reading a document, making the table, writing the document.

use crate::fixture::{function, tenth, test, user, version};
use criterion::{BatchSize, Criterion};
use pointsman::document::Document;
use pointsman::{Alias, RoutingTable};

/// So many functions, each with an alias of two weights and a rule.
fn document(functions: usize) -> Document<()> {
    let mut document = Document::new();
    for index in 0..functions {
        let bob = test("invoke.headers.User exact Bob");
        let release = Alias::to(tenth()).rule(bob, version(2)).sticky_on(user());
        document.insert(function(&format!("function-{index}"), 2, release));
    }
    document
}

pub fn tables(criterion: &mut Criterion) {
    for count in [1, 1_000] {
        let document = document(count);
        let text = document.to_json().expect("it can be written");
        assert_eq!(Document::from_json(&text).as_ref(), Ok(&document));
        assert_eq!(RoutingTable::from(document.clone()).len(), count);
        criterion.bench_function(&format!("table/build/{count}"), |bencher| {
            bencher.iter_batched(|| document.clone(), RoutingTable::from, BatchSize::SmallInput);
        });
        criterion.bench_function(&format!("document/read/{count}"), |bencher| {
            bencher.iter(|| Document::<()>::from_json(&text));
        });
        criterion.bench_function(&format!("document/write/{count}"), |bencher| {
            bencher.iter(|| document.to_json());
        });
    }
}
