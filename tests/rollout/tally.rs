//! Counting while requests are served: what one thread sees, and what it costs.

use std::sync::Barrier;
use std::thread;

use allocation_counter::measure;
use pointsman::Version;
use pointsman::rollout::{Count, Counts, Outcome, Recorder, Tally};

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

#[test]
fn versions_are_a_set() {
    let tally = Tally::new([v(2), Version::LATEST, v(1), v(2)], 3);
    assert_eq!(tally.versions(), [v(1), v(2), Version::LATEST]);
    let zeros = tally.versions().iter().map(|&version| (version, Count::ZERO));
    assert_eq!(tally.snapshot(), Counts::new(zeros));
}

/// From lists that fit on one line of counters to such that need many: no two counters are one.
#[test]
fn each_version_and_outcome_is_counted_apart() {
    for versions in [0, 1, 2, 6, 7, 8, 15, 16, 100] {
        for threads in [0, 1, 2, 5] {
            let tally = Tally::new((1..=versions).map(v), threads);
            // More recorders than threads.
            for recorders in 1..=7 {
                let recorder = tally.recorder();
                for version in 1..=versions {
                    (0..version).for_each(|_| recorder.record(v(version), Outcome::Success));
                    (0..3).for_each(|_| recorder.record(v(version), Outcome::Failure));
                }
                recorder.record(v(versions + 1), Outcome::Success);
                recorder.record(Version::LATEST, Outcome::Failure);
                let expected = (1..=versions).map(|version| {
                    (v(version), Count { successes: recorders * version, failures: recorders * 3 })
                });
                let unlisted = Count { successes: recorders, failures: recorders };
                assert_eq!(tally.snapshot(), Counts::new(expected).with_unlisted(unlisted));
            }
        }
    }
}

#[test]
fn what_came_since() {
    let tally = Tally::new([v(1), v(2)], 1);
    let recorder = tally.recorder();
    recorder.record(v(1), Outcome::Success);
    let earlier = tally.snapshot();
    recorder.record(v(2), Outcome::Failure);
    let since = tally.snapshot().since(&earlier);
    assert_eq!(since.to_string(), "1: 0 of 0 failed, 2: 1 of 1 failed");
}

#[test]
fn clones_and_recorders_are_of_one_tally() {
    let tally = Tally::new([v(1)], 2);
    let recorder = tally.clone().recorder();
    recorder.record(v(1), Outcome::Success);
    tally.clone().recorder().record(v(1), Outcome::Success);
    assert_eq!(tally.snapshot().of(v(1)).successes, 2);
    drop(tally);
    recorder.record(v(1), Outcome::Success);
}

#[test]
fn recording_allocates_nothing() {
    let tally = Tally::new([v(1), v(2)], 1);
    let recorder = tally.recorder();
    let allocations = measure(|| {
        recorder.record(v(2), Outcome::Failure);
        recorder.record(v(3), Outcome::Success);
    });
    assert_eq!((allocations.count_total, tally.snapshot().total().requests()), (0, 2));
}

#[test]
fn shown() {
    let tally = Tally::new([v(1)], 1);
    assert_eq!(
        format!("{tally:?} {:?}", tally.recorder()),
        "Tally(Counts { versions: [(Version(1), Count { successes: 0, failures: 0 })], \
         unlisted: Count { successes: 0, failures: 0 } }) Recorder { versions: [Version(1)], .. }"
    );
}

#[test]
fn threads_take_and_share_them() {
    fn is_shared<V: Send + Sync + 'static>() {}
    is_shared::<Tally>();
    is_shared::<Recorder>();

    let tally = Tally::new([v(1)], 1);
    let recorder = tally.recorder();
    let start = Barrier::new(3);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                // In many turns, so that they meet on a machine that has other things to do.
                for _ in 0..100 {
                    start.wait();
                    (0..20_000).for_each(|_| recorder.record(v(1), Outcome::Success));
                }
            });
        }
    });
    assert_eq!(tally.snapshot().of(v(1)).successes, 6_000_000);
}
