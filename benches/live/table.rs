//! What it takes to get at a table and let go of it, in one thread.

use std::hint::black_box;
use std::sync::{Arc, RwLock};
use std::time::Instant;

use arc_swap::ArcSwap;
use arc_swap::cache::Cache;
use pointsman::RoutingTable;
use pointsman::live::Router;

use crate::middle::Middle;
use crate::request::functions;
use crate::threads::{Batched, batched};

const ROUNDS: usize = 151;
const COUNT: u32 = 1 << 16;

pub fn print(trial: bool) {
    let mut ways = ways();
    let (rounds, count) = if trial { (1, 1) } else { (ROUNDS, COUNT) };
    let mut took: Vec<Vec<f64>> = vec![Vec::new(); ways.len()];
    for _ in 0..rounds {
        for ((_, get), took) in ways.iter_mut().zip(&mut took) {
            let start = Instant::now();
            get(count);
            took.push(start.elapsed().as_secs_f64() / f64::from(count) * 1e9);
        }
    }
    println!("\n| a table and back, one thread | ns | middle half | ratio | middle half |");
    println!("|---|---:|---:|---:|---:|");
    for ((name, _), each) in ways.iter().zip(&took) {
        let ratio = Middle::ratio(each, &took[0]);
        println!("| {name} | {} | {ratio} |", Middle::of(each.iter().copied()));
    }
}

fn ways() -> Vec<(&'static str, Batched)> {
    let router = Router::new(functions()).expect("no name stands twice");
    let table = RoutingTable::clone(&router.snapshot());
    let swap = Arc::new(ArcSwap::from_pointee(table.clone()));
    let mut cache = Cache::new(Arc::clone(&swap));
    let (lock, shared) = (RwLock::new(table.clone()), RwLock::new(Arc::new(table)));
    let mut reader = router.reader();
    vec![
        ("`Reader::load`", batched(move || drop(black_box(reader.load())))),
        ("`arc_swap`'s `Cache` alone", batched(move || _ = black_box(cache.load()))),
        ("`ArcSwap::load`", batched(move || drop(black_box(swap.load())))),
        ("`Router::snapshot`", batched(move || drop(black_box(router.snapshot())))),
        ("read `RwLock`", batched(move || drop(black_box(lock.read().expect("no panic"))))),
        (
            "clone `Arc` in an `RwLock`",
            batched(move || drop(black_box(Arc::clone(&shared.read().expect("no panic"))))),
        ),
    ]
}
