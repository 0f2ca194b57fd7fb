//! From how many changes on it is cheaper to make a table anew than to change it one by one.

use std::hint::black_box;
use std::time::Instant;

use pointsman::{Function, RoutingTable};

use crate::middle::Middle;
use crate::released::released;

const ROUNDS: usize = 21;

pub fn print(trial: bool) {
    println!(
        "\n| functions | one by one, µs each | anew, µs each | middle half | ratio | middle half |"
    );
    println!("|---:|---:|---:|---:|---:|---:|");
    for count in if trial { vec![100] } else { vec![100, 1_000, 10_000, 100_000] } {
        let functions: Vec<_> = (0..count).map(released).collect();
        size(&functions, if trial { 1 } else { ROUNDS });
    }
}

fn size(functions: &[Function<()>], rounds: usize) {
    let anew = || RoutingTable::new(functions.iter().cloned()).expect("no name stands twice");
    let (table, count) = (anew(), functions.len() / 20);
    let [mut by_one, mut all] = [Vec::new(), Vec::new()];
    for round in 0..rounds {
        let some = (0..count).map(|index| &functions[(index + round) * 7_919 % functions.len()]);
        let some = some.cloned();
        let took = time(|| some.fold(table.clone(), |table, function| table.with(function)));
        by_one.push(per(took, count));
        all.push(per(time(anew), functions.len()));
    }
    let ratio = Middle::ratio(&by_one, &all);
    let [by_one, all] = [by_one, all].map(Middle::of);
    println!("| {} | {:.2} | {all} | {ratio} |", functions.len(), by_one.median());
}

fn time<V>(make: impl FnOnce() -> V) -> f64 {
    let start = Instant::now();
    let result = black_box(make());
    let took = start.elapsed().as_secs_f64();
    drop(result);
    took
}

fn per(seconds: f64, count: usize) -> f64 {
    seconds * 1e6 / f64::from(u32::try_from(count).expect("few"))
}
