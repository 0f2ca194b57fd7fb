//! Taking the time.

use std::hint::black_box;
use std::time::Instant;

/// The median of so many rounds, in seconds. What is put in and what comes out are neither made nor
/// dropped in that time.
pub fn median<I, O>(rounds: usize, mut make: impl FnMut() -> I, run: impl FnMut(I) -> O) -> f64 {
    let mut run = run;
    let mut times: Vec<f64> = (0..rounds).map(|_| time(make(), &mut run).1).collect();
    middle(&mut times)
}

pub fn time<I, O>(input: I, run: impl FnOnce(I) -> O) -> (O, f64) {
    let start = Instant::now();
    let output = black_box(run(black_box(input)));
    (output, start.elapsed().as_secs_f64())
}

pub fn middle(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

pub fn milliseconds(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1e3)
}

pub fn microseconds(seconds: f64) -> String {
    format!("{:.2} µs", seconds * 1e6)
}
