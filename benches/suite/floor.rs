//! What the work would cost at the least: the hash, the search and the draw without a library around
//! them. Measured in the same run as the rest, so that ratios can be read off.

use std::hint::black_box;

use criterion::Criterion;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use rand::SeedableRng;
use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;
use rand::rngs::SmallRng;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::fixture::{REQUESTS, requests, users};

/// Nine tenths of the points, and any seed.
const CUT: u64 = u64::MAX / 10 * 9;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

pub fn floors(criterion: &mut Criterion) {
    let users = users();
    let mut index = 0;
    criterion.bench_function("floor/sticky", |bencher| {
        bencher.iter(|| {
            index += 1;
            xxh3_64_with_seed(black_box(users[index % REQUESTS].as_bytes()), SEED) < CUT
        });
    });

    let requests = requests();
    criterion.bench_function("floor/find+sticky", |bencher| {
        bencher.iter(|| {
            index += 1;
            let headers = black_box(&requests[index % REQUESTS]);
            let user = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("User"));
            user.is_some_and(|(_, user)| xxh3_64_with_seed(user.as_bytes(), SEED) < CUT)
        });
    });

    for count in [1, 1_000] {
        let names: Vec<String> = (0..count).map(|index| format!("function-{index:04}")).collect();
        let entries = names.iter().map(|name| (Box::from(name.as_str()), name.len()));
        let map: HashMap<Box<str>, usize, FixedState> = entries.collect();
        assert!(names.iter().all(|name| map.contains_key(name.as_str())));
        criterion.bench_function(&format!("floor/map/{count}"), |bencher| {
            bencher.iter(|| {
                index += 1;
                map.get(black_box(names[index % names.len()].as_str())).copied()
            });
        });
    }

    let weights = WeightedIndex::new([900_000_u32, 100_000]).expect("two weights");
    let mut rng = SmallRng::seed_from_u64(42);
    criterion.bench_function("floor/draw", |bencher| bencher.iter(|| weights.sample(&mut rng)));
}
