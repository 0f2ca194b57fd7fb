//! What a request costs.

use std::time::Instant;

use criterion::Criterion;

use crate::cases::{Case, Scale, subjects};

pub fn requests(criterion: &mut Criterion) {
    let trial = std::env::args().any(|option| option == "--test");
    for case in subjects(if trial { Scale::SMALL } else { Scale::FULL }).into_iter().flatten() {
        bench(criterion, case);
    }
}

fn bench(criterion: &mut Criterion, case: Case) {
    let id = case.id.clone();
    // Prepared when it is known to be chosen, and once.
    let (mut case, mut run) = (Some(case), None);
    criterion.bench_function(&id, |bencher| {
        let run = run.get_or_insert_with(|| case.take().expect("it is prepared once").prepare());
        bencher.iter_custom(|count| {
            let count = usize::try_from(count).expect("64 bits");
            let start = Instant::now();
            run(count);
            start.elapsed()
        });
    });
}
