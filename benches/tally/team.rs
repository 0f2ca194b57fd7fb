//! Two threads that count their requests in one way.

use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

use pointsman::rollout::{Recorder, Tally};

use crate::traffic::{Spread, Traffic};

const THREADS: usize = 2;

/// Counts so many requests, going on where it stopped.
type Run = Box<dyn FnMut(usize) + Send>;

pub struct Team {
    pub name: String,
    /// Whether this is how one is to record.
    pub is_limited: bool,
    threads: [Run; THREADS],
    /// How many requests have been counted.
    counted: Box<dyn Fn() -> u64>,
    /// Nanoseconds for a request, turn by turn.
    pub took: Vec<f64>,
}

impl Team {
    fn new(name: &str, threads: [Run; THREADS], counted: impl Fn() -> u64 + 'static) -> Self {
        let (name, took) = (name.to_owned(), Vec::new());
        Self { name, is_limited: false, threads, counted: Box::new(counted), took }
    }

    fn limited(self) -> Self {
        Self { is_limited: true, ..self }
    }

    /// All threads count so many requests each, at once.
    pub fn turn(&mut self, count: usize) {
        let start = Barrier::new(THREADS);
        let took: f64 = thread::scope(|scope| {
            let threads = self.threads.each_mut().map(|run| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let began = Instant::now();
                    run(count);
                    began.elapsed().as_secs_f64()
                })
            });
            threads.into_iter().map(|thread| thread.join().expect("no panic")).sum()
        });
        let requests = u32::try_from(THREADS * count).expect("few");
        self.took.push(took / f64::from(requests) * 1e9);
    }

    /// Each of so many requests of each thread has been counted.
    pub fn check(&self, each: usize) {
        let all = u64::try_from(THREADS * each).expect("few");
        assert_eq!((self.counted)(), all, "{}", self.name);
    }
}

/// The first is the floor.
pub fn teams() -> Vec<Team> {
    let mut teams = vec![own_lines(), one_counter()];
    for (versions, spread) in [
        (1, Spread::One),
        (2, Spread::One),
        (2, Spread::Skewed),
        (2, Spread::Even),
        (8, Spread::Skewed),
        (8, Spread::Even),
        (64, Spread::Skewed),
        (64, Spread::Even),
    ] {
        teams.push(recorders(versions, spread).limited());
    }
    teams.push(one_shard());
    teams
}

#[derive(Default)]
#[repr(align(128))]
struct Line(AtomicU64);

fn own_lines() -> Team {
    let lines: Arc<[Line; THREADS]> = Arc::default();
    let threads = [0, 1].map(|thread| {
        let lines = Arc::clone(&lines);
        add(move || _ = lines[thread].0.fetch_add(1, Ordering::Relaxed))
    });
    let counted = move || lines.iter().map(|line| line.0.load(Ordering::Relaxed)).sum();
    Team::new("an atomic add, each thread to a line of its own", threads, counted)
}

fn one_counter() -> Team {
    let line: Arc<Line> = Arc::default();
    let threads = [(); THREADS].map(|()| {
        let line = Arc::clone(&line);
        add(move || _ = line.0.fetch_add(1, Ordering::Relaxed))
    });
    let counted = move || line.0.load(Ordering::Relaxed);
    Team::new("an atomic add, both threads to one counter", threads, counted)
}

fn recorders(versions: u64, spread: Spread) -> Team {
    let tally = Tally::new(Traffic::versions(versions), THREADS);
    let threads =
        [0, 1].map(|thread| record(tally.recorder(), Traffic::new(versions, spread, thread)));
    let counted = move || tally.snapshot().total().requests();
    Team::new(&format!("a `Recorder` each, {spread} of {versions}"), threads, counted)
}

/// As where there are more threads than the tally was made for.
fn one_shard() -> Team {
    let tally = Tally::new(Traffic::versions(2), 1);
    let threads =
        [0, 1].map(|thread| record(tally.recorder(), Traffic::new(2, Spread::Skewed, thread)));
    let counted = move || tally.snapshot().total().requests();
    Team::new("two `Recorder`s of a tally for one thread", threads, counted)
}

// Each loop is compiled with its work in it.

fn add(mut add: impl FnMut() + Send + 'static) -> Run {
    let mut traffic = Traffic::new(1, Spread::One, 0);
    Box::new(move |count| {
        for _ in 0..count {
            black_box(traffic.next());
            add();
        }
    })
}

fn record(recorder: Recorder, mut traffic: Traffic) -> Run {
    Box::new(move |count| {
        for _ in 0..count {
            let &(version, outcome) = black_box(traffic.next());
            recorder.record(version, outcome);
        }
    })
}
