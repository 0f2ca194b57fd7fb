//! Threads that record, while another takes snapshots. How they take turns is left to the machine; what
//! is asserted holds however they do.

use std::sync::atomic::{AtomicU64, Ordering, fence};
use std::thread;

use pointsman::Version;
use pointsman::rollout::{Count, Counts, Outcome, Tally};

/// More than shards, so that some of them share one.
const THREADS: usize = 5;
const SHARDS: usize = 2;

const REQUESTS: u64 = 1_000_000;
const SNAPSHOTS_AT_LEAST: usize = 100;

/// What a thread says of its requests: how many it has begun to record, and how many it has recorded.
#[derive(Default)]
struct Progress {
    begun: AtomicU64,
    done: AtomicU64,
}

/// The last is not listed.
const VERSIONS: [u64; 4] = [1, 2, 3, 9];

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

/// The version of a thread's request of this number, and its outcome: each its own part of all.
fn request(number: u64) -> (usize, Outcome) {
    let version = match number % 100 {
        0 => 3,
        1..10 => 2,
        10..30 => 1,
        _ => 0,
    };
    (version, Outcome::failed_if(number.is_multiple_of(7)))
}

/// What there is after so many requests of a thread.
fn counted(requests: u64) -> [Count; 4] {
    let mut counts = [Count::ZERO; 4];
    for (version, outcome) in (0..requests).map(request) {
        match outcome {
            Outcome::Success => counts[version].successes += 1,
            Outcome::Failure => counts[version].failures += 1,
        }
    }
    counts
}

fn cells(counts: &Counts) -> [u64; 8] {
    let [one, two, three, _] = VERSIONS.map(|version| counts.of(v(version)));
    let each = [one, two, three, counts.unlisted()];
    let cells: Vec<u64> = each.iter().flat_map(|count| [count.successes, count.failures]).collect();
    cells.try_into().expect("eight")
}

fn all(progress: &[Progress], of: impl Fn(&Progress) -> &AtomicU64) -> u64 {
    progress.iter().map(|each| of(each).load(Ordering::Acquire)).sum()
}

#[test]
fn a_snapshot_lies_between_what_was_done_before_and_what_was_begun_after() {
    let tally = Tally::new([v(1), v(2), v(3)], SHARDS);
    let progress: [Progress; THREADS] = Default::default();
    thread::scope(|scope| {
        for progress in &progress {
            let recorder = tally.recorder();
            scope.spawn(move || {
                for number in 0..REQUESTS {
                    let (version, outcome) = request(number);
                    // Whoever has seen what is recorded sees behind a fence that it was begun.
                    progress.begun.store(number + 1, Ordering::Relaxed);
                    fence(Ordering::SeqCst);
                    recorder.record(v(VERSIONS[version]), outcome);
                    progress.done.store(number + 1, Ordering::Release);
                }
            });
        }
        let (mut last, mut snapshots, mut is_last) = ([0; 8], 0, false);
        while !is_last || snapshots < SNAPSHOTS_AT_LEAST {
            let done = all(&progress, |each| &each.done);
            is_last = done == REQUESTS * THREADS as u64;
            let counts = tally.snapshot();
            fence(Ordering::SeqCst);
            let begun = all(&progress, |each| &each.begun);
            let total = counts.total().requests();
            assert!((done..=begun).contains(&total), "{total} is not from {done} to {begun}");
            let now = cells(&counts);
            assert!(last.iter().zip(&now).all(|(last, now)| last <= now), "{now:?} after {last:?}");
            (last, snapshots) = (now, snapshots + 1);
        }
    });
    let each = counted(REQUESTS).map(|count| Count {
        successes: count.successes * THREADS as u64,
        failures: count.failures * THREADS as u64,
    });
    let [one, two, three, unlisted] = each;
    let expected = Counts::new([(v(1), one), (v(2), two), (v(3), three)]).with_unlisted(unlisted);
    assert_eq!(tally.snapshot(), expected, "exact after all were joined");
}
