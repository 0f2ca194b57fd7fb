//! Time and memory.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A time is taken over so long at the least: the system counts what a thread gets of the processor
/// by some milliseconds.
const LONG: Duration = Duration::from_millis(60);

/// How often at the most.
const ROUNDS: u32 = 200;

/// The time that this thread has had of the processor, which others' work doesn't add to; where the
/// system doesn't tell, the time that has passed.
fn clock(start: Instant) -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|number| number.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// The mean time of some rounds in seconds. What is put in and what comes out are neither made nor
/// dropped in that time.
pub fn mean<I, O>(trial: bool, mut make: impl FnMut() -> I, mut run: impl FnMut(I) -> O) -> f64 {
    let (start, mut total, mut rounds) = (Instant::now(), Duration::ZERO, 0);
    while rounds == 0 || (!trial && total < LONG && rounds < ROUNDS) {
        let input = make();
        let begin = clock(start);
        let output = black_box(run(black_box(input)));
        total += clock(start).saturating_sub(begin);
        drop(output);
        rounds += 1;
    }
    total.as_secs_f64() / f64::from(rounds)
}

/// The same of what takes less than the clock can tell.
pub fn mean_of_many<O>(trial: bool, mut run: impl FnMut() -> O) -> f64 {
    let mut runs = 1_u32;
    loop {
        let time = mean(
            true,
            || (),
            |()| {
                for _ in 0..runs {
                    black_box(run());
                }
            },
        );
        if trial || time >= LONG.as_secs_f64() || runs >= 1 << 22 {
            return time / f64::from(runs);
        }
        runs *= 4;
    }
}

/// The bytes that are still held of those asked for, and all that were asked for.
pub fn memory<O>(run: impl FnOnce() -> O) -> (f64, f64) {
    let mut output = None;
    let info = allocation_counter::measure(|| output = Some(run()));
    drop(output);
    #[expect(clippy::cast_precision_loss, reason = "none has 2^53 bytes")]
    let bytes = (info.bytes_current as f64, info.bytes_total as f64);
    bytes
}
