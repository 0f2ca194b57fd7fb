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

/// How many times a second the workers worked, together, and the writer, if there is one.
pub fn rates(turn: Duration, workers: &mut [Batched], writer: Option<&mut Work>) -> [f64; 2] {
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
                    while !stop.load(Ordering::Relaxed) {
                        worker(BATCH);
                        count += f64::from(BATCH);
                    }
                    count / began.elapsed().as_secs_f64()
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
        [worked.sum(), written]
    })
}

/// Works so many times.
pub type Batched = Box<dyn FnMut(u32) + Send>;

/// The loop is compiled with the work in it.
pub fn batched(mut work: impl FnMut() + Send + 'static) -> Batched {
    Box::new(move |count| (0..count).for_each(|_| work()))
}
