//! Threads that work beside each other for a while.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Does its work once more.
pub type Work = Box<dyn FnMut() + Send>;

/// So many times is worked between two looks at the time.
const BATCH: u32 = 256;

/// A thousand times a second.
const TICK: Duration = Duration::from_millis(1);

/// What threads did in a turn, in times a second.
pub struct Rates {
    /// All workers together, in the time that they had processors.
    pub worked: f64,
    /// The same by the clock.
    pub worked_by_clock: f64,
    pub written: f64,
}

/// Lets the workers work beside each other, and the writer, if there is one.
pub fn rates(turn: Duration, workers: &mut [Batched], writer: Option<&mut Work>) -> Rates {
    let stop = AtomicBool::new(false);
    let start = Barrier::new(workers.len() + 1);
    thread::scope(|scope| {
        let (start, stop) = (&start, &stop);
        let workers: Vec<_> = workers
            .iter_mut()
            .map(|worker| {
                scope.spawn(move || {
                    start.wait();
                    let (began, mut count) = (Instant::now(), 0.0);
                    let processor = processor_time(began);
                    while !stop.load(Ordering::Relaxed) {
                        worker(BATCH);
                        count += f64::from(BATCH);
                    }
                    let processor = processor_time(began).saturating_sub(processor);
                    [processor, began.elapsed()].map(|time| count / time.as_secs_f64())
                })
            })
            .collect();
        start.wait();
        let (began, mut count) = (Instant::now(), 0);
        match writer {
            None => thread::sleep(turn),
            Some(writer) => {
                while began.elapsed() < turn {
                    count += 1;
                    writer();
                    thread::sleep((TICK * count).saturating_sub(began.elapsed()));
                }
            }
        }
        let written = f64::from(count) / began.elapsed().as_secs_f64();
        stop.store(true, Ordering::Relaxed);
        let worked = workers.into_iter().map(|worker| worker.join().expect("no panic"));
        let sum = |[one, by_clock]: [f64; 2], [more, more_by_clock]: [f64; 2]| {
            [one + more, by_clock + more_by_clock]
        };
        let [worked, worked_by_clock] = worked.fold([0.0; 2], sum);
        Rates { worked, worked_by_clock, written }
    })
}

/// How long the thread has had a processor, where the system tells it, as Linux does; else how long it
/// is since the program began.
fn processor_time(began: Instant) -> Duration {
    // Brings the count up to date.
    thread::yield_now();
    let counts = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = counts.and_then(|counts| counts.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| began.elapsed(), Duration::from_nanos)
}

/// Works so many times.
pub type Batched = Box<dyn FnMut(u32) + Send>;

/// The loop is compiled with the work in it.
pub fn batched(mut work: impl FnMut() + Send + 'static) -> Batched {
    Box::new(move |count| (0..count).for_each(|_| work()))
}
