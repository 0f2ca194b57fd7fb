//! What a document costs, beside a bare walk over its text.

use std::hint::black_box;

use criterion::{BatchSize, Criterion};
use pointsman::RoutingTable;
use pointsman::document::Document;
use serde::de::IgnoredAny;

use crate::released::released;
use crate::table::sizes;

pub fn documents(criterion: &mut Criterion) {
    // A million is for the program that measures memory and time of the whole.
    for count in sizes().filter(|&size| size < 1_000_000) {
        let mut document = Document::new();
        for index in 0..count {
            document.insert(released(index));
        }
        let text = document.to_json().expect("it can be written");
        assert_eq!(Document::from_json(&text).as_ref(), Ok(&document));
        assert_eq!(RoutingTable::from(document.clone()).len(), count);
        criterion.bench_function(&format!("document/floor walk/{count}"), |bencher| {
            bencher.iter(|| serde_json::from_str::<IgnoredAny>(black_box(&text)));
        });
        criterion.bench_function(&format!("document/read/{count}"), |bencher| {
            bencher.iter(|| Document::<()>::from_json(black_box(&text)));
        });
        criterion.bench_function(&format!("document/table/{count}"), |bencher| {
            bencher.iter_batched(|| document.clone(), RoutingTable::from, BatchSize::LargeInput);
        });
        criterion.bench_function(&format!("document/write/{count}"), |bencher| {
            bencher.iter(|| document.to_json());
        });
    }
}
