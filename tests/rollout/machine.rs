//! The state machine: what is legal when, and how time counts.

use std::time::Duration;

use pointsman::rollout::{
    Count, Evidence, Finding, HoldReason, Observation, Plan, Ratio, Rollout, State, Verdict,
};
use pointsman::{Alias, Split, Version, Weight};

pub(crate) fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

pub(crate) fn percent(percent: u32) -> Weight {
    Weight::from_percent(percent).expect("a weight")
}

pub(crate) fn at(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

pub(crate) fn hold() -> Observation {
    Verdict::Hold(HoldReason::TooFew { version: v(2), requests: 40, least: 100 }).into()
}

pub(crate) fn bad() -> Observation {
    let new = Count { successes: 900, failures: 100 };
    let (most, evidence) = (Ratio::ZERO, Evidence { odds: 4_500, decisive: 100 });
    Verdict::RollBack(Finding::ErrorRate { version: v(2), new, most, evidence }).into()
}

pub(crate) const GOOD: Observation = Observation::Verdict(Verdict::Continue);

/// An alias that has all that an alias can have.
pub(crate) fn before() -> Alias {
    let split = Split::new(v(1), [(v(3), percent(20))]).expect("a split");
    let split = split.with_slices([(v(3), 200_000), (v(1), 800_000)]).expect("they fit");
    Alias::to(split)
        .rule("invoke.headers.User exact Bob".parse().expect("a test"), v(2))
        .sticky_on("invoke.headers.User".parse().expect("a key"))
        .described("to everyone")
}

fn begin(plan: &str, now: u64) -> Rollout {
    let plan = plan.parse().expect("a plan");
    let name = "release".parse().expect("a name");
    Rollout::new(name, before(), v(2), plan, at(now)).expect("there is something to do")
}

/// What is observed at which second, and the line that is printed then.
#[track_caller]
fn goes(plan: &str, events: &[(u64, Observation, &str)]) -> Rollout {
    let mut rollout = begin(plan, 0);
    for &(now, observation, line) in events {
        rollout = rollout.observe(at(now), observation).expect("it is legal");
        assert_eq!(rollout.to_string(), line, "at {now}");
        assert_eq!(rollout.seen(), at(now));
    }
    rollout
}

use Observation::{Elapsed, Pause, Restored, Resume, RollBack};

#[test]
fn a_release_that_goes_well() {
    let rollout = begin("10% for 1m, 50% for 2m, then 100%", 1_000);
    assert_eq!(rollout.name().as_str(), "release");
    assert_eq!(rollout.version(), v(2));
    assert_eq!(rollout.plan(), &"10% for 1m, 50% for 2m, then 100%".parse().expect("a plan"));
    assert_eq!(rollout.to_string(), "running step 1 of 2 at 10%, 1m left");
    assert_eq!(rollout.next_change(), Some(at(1_060)));
    assert_eq!(rollout.alias(), before().with_split(before().split().ramp(v(2), percent(10))));

    let rollout = rollout.observe(at(1_059), GOOD).expect("legal");
    assert_eq!(rollout.weight(), percent(10));
    let rollout = rollout.observe(at(1_060), GOOD).expect("legal");
    assert_eq!(rollout.weight(), percent(50));
    assert_eq!(rollout.next_change(), Some(at(1_180)));
    let rollout = rollout.observe(at(1_180), GOOD).expect("legal");
    assert_eq!(rollout.state(), &State::Succeeded);
    assert_eq!(rollout.alias(), before().with_split(v(2)));
    assert_eq!(rollout.next_change(), None);
}

#[test]
fn rolling_back_is_one_change_to_what_stood_before() {
    let reason = "version 2 failed 100 of 1000 requests (10%), more often than 0%; \
        evidence 4500 to 1, 100 to 1 decides";
    let rollout = begin("10% for 1m, 50% for 1m, then 100%", 0);
    let rollout = rollout.observe(at(60), GOOD).expect("legal");
    assert_ne!(rollout.alias(), before());
    let rollout = rollout.observe(at(61), bad()).expect("legal");
    assert_eq!(rollout.state(), &State::RollingBack { step: 1, reason: reason.into() });
    assert_eq!(rollout.to_string(), format!("rolling back from step 2 of 2 at 50%: {reason}"));
    assert_eq!((rollout.alias(), rollout.next_change()), (before(), None));

    // Whatever comes before it is known to be served, the first reason stands.
    let mut rollout = rollout;
    for observation in [RollBack, bad(), hold(), GOOD, Elapsed] {
        rollout = rollout.observe(at(62), observation).expect("legal");
        assert_eq!(rollout.state(), &State::RollingBack { step: 1, reason: reason.into() });
    }
    let rollout = rollout.observe(at(63), Restored).expect("legal");
    assert_eq!(rollout.to_string(), format!("rolled back from step 2 of 2 at 50%: {reason}"));
    assert_eq!((rollout.alias(), rollout.next_change()), (before(), None));
    assert!(rollout.state().is_final());
}

#[test]
fn a_person_can_roll_back_from_anywhere_on_the_way() {
    let line = "rolling back from step 1 of 1 at 10%: a person asked for it";
    goes("10% for 1m, then 100%", &[(1, RollBack, line)]);
    goes("10% until approved, then 100%", &[(1, RollBack, line)]);
    let paused = "paused in step 1 of 1 at 10%, 59s left";
    goes("10% for 1m, then 100%", &[(1, Pause, paused), (2, RollBack, line)]);
}

/// Every state and every observation.
#[test]
fn what_cannot_be_is_refused() {
    let running = begin("10% for 1m, then 100%", 0);
    let paused = running.observe(at(1), Pause).expect("legal");
    let waiting = begin("10% until approved, then 100%", 0);
    let done = begin("100% at once", 0);
    let back = running.observe(at(1), RollBack).expect("legal");
    let end = back.observe(at(2), Restored).expect("legal");

    let all = [Elapsed, GOOD, hold(), bad(), Pause, Resume, RollBack, Restored];
    let legal: [(&Rollout, &str, &[Observation]); 6] = [
        (&running, "is running", &[Elapsed, GOOD, hold(), bad(), Pause, RollBack]),
        (&paused, "is paused", &[Elapsed, GOOD, hold(), bad(), Resume, RollBack]),
        (&waiting, "is paused", &[Elapsed, GOOD, hold(), bad(), Resume, RollBack]),
        (&done, "has succeeded", &[]),
        (&back, "is rolling back", &[Elapsed, GOOD, hold(), bad(), RollBack, Restored]),
        (&end, "was rolled back", &[]),
    ];
    for (rollout, words, legal) in legal {
        for observation in all {
            let result = rollout.observe(at(2), observation);
            assert_eq!(result.is_ok(), legal.contains(&observation), "{observation} {words}");
            if let Err(error) = result {
                let message = format!("`{observation}` is refused: the rollout {words}");
                assert_eq!(error.to_string(), message);
                assert_eq!((error.state(), error.observation()), (rollout.state(), observation));
            }
        }
    }
    let error = running.observe(at(1), Resume).expect_err("illegal");
    assert_eq!(error.to_string(), "`resume` is refused: the rollout is running");
    let error = end.observe(at(3), hold()).expect_err("illegal");
    let few = "version 2 has 40 requests in this step, fewer than 100";
    assert_eq!(error.to_string(), format!("`hold: {few}` is refused: the rollout was rolled back"));
}

#[test]
fn whoever_looks_late_keeps_the_rhythm() {
    let plan = "10% for 1m, 20% for 1m, 30% for 1m, then 100%";
    goes(
        plan,
        &[
            (61, Elapsed, "running step 2 of 3 at 20%, 59s left"),
            (179, Elapsed, "running step 3 of 3 at 30%, 1s left"),
            (180, Elapsed, "succeeded"),
        ],
    );
}

#[test]
fn no_step_is_skipped_however_long_nobody_looked() {
    let plan = "10% for 1m, 20% for 1m, 30% until approved, 40% for 1s, then 100%";
    goes(
        plan,
        &[
            // All of the second minute is gone, too: it begins now.
            (120, Elapsed, "running step 2 of 4 at 20%, 1m left"),
            (259_200, GOOD, "paused in step 3 of 4 at 30%, until approved"),
            (999_999, Resume, "running step 4 of 4 at 40%, 1s left"),
            (9_999_999, Elapsed, "succeeded"),
        ],
    );
}

#[test]
fn a_verdict_to_hold_lets_time_pass_up_to_the_border() {
    let plan = "10% for 1m, 20% for 1m, then 100%";
    let rollout = goes(
        plan,
        &[
            (30, hold(), "running step 1 of 2 at 10%, 30s left"),
            (70, hold(), "running step 1 of 2 at 10%, its time is up"),
            (80, hold(), "running step 1 of 2 at 10%, its time is up"),
            // What was held began no step: the next one has all of its time.
            (90, GOOD, "running step 2 of 2 at 20%, 1m left"),
            (149, GOOD, "running step 2 of 2 at 20%, 1s left"),
            // Over the border at the one look that allows it, the rhythm is kept.
            (150, GOOD, "succeeded"),
        ],
    );
    assert_eq!(rollout.seen(), at(150));
    let held = goes(plan, &[(70, hold(), "running step 1 of 2 at 10%, its time is up")]);
    assert_eq!(held.next_change(), Some(at(70)), "it is due");
    assert_eq!(held.weight(), percent(10));
}

#[test]
fn a_pause_stops_the_time() {
    goes(
        "10% for 1m, 20% for 1m, then 100%",
        &[
            (20, Pause, "paused in step 1 of 2 at 10%, 40s left"),
            (500, Elapsed, "paused in step 1 of 2 at 10%, 40s left"),
            (501, GOOD, "paused in step 1 of 2 at 10%, 40s left"),
            (600, Resume, "running step 1 of 2 at 10%, 40s left"),
            (640, Elapsed, "running step 2 of 2 at 20%, 1m left"),
            // No pause leads to another step.
            (999, Pause, "paused in step 2 of 2 at 20%, its time is up"),
            (1_000, Resume, "running step 2 of 2 at 20%, its time is up"),
            (1_000, Elapsed, "succeeded"),
        ],
    );
}

#[test]
fn a_step_that_waits_for_a_person_is_left_by_nothing_else() {
    goes(
        "10% for 1m, 20% until approved, 30% until approved, 40% for 1m, then 100%",
        &[
            (60, GOOD, "paused in step 2 of 4 at 20%, until approved"),
            (900, Elapsed, "paused in step 2 of 4 at 20%, until approved"),
            (901, GOOD, "paused in step 2 of 4 at 20%, until approved"),
            (902, hold(), "paused in step 2 of 4 at 20%, until approved"),
            (903, Resume, "paused in step 3 of 4 at 30%, until approved"),
            (904, Resume, "running step 4 of 4 at 40%, 1m left"),
        ],
    );
}

#[test]
fn a_clock_that_goes_back_counts_as_no_time() {
    goes(
        "10% for 1m, then 100%",
        &[
            (50, Elapsed, "running step 1 of 1 at 10%, 10s left"),
            (5, Elapsed, "running step 1 of 1 at 10%, 10s left"),
            (14, Elapsed, "running step 1 of 1 at 10%, 1s left"),
            (15, Elapsed, "succeeded"),
        ],
    );
}

#[test]
fn times_may_be_as_long_as_can_be() {
    let plan = Plan::canary(percent(10), Duration::MAX);
    let name = "release".parse().expect("a name");
    let rollout = Rollout::new(name, before(), v(2), plan, at(1)).expect("something to do");
    assert_eq!(rollout.next_change(), None, "no clock can show it");
    let rollout = rollout.observe(Duration::MAX, Elapsed).expect("legal");
    let state = State::Running { step: 0, spent: Duration::MAX.saturating_sub(at(1)) };
    assert_eq!(rollout.state(), &state);
    assert_eq!(rollout.to_string(), "running step 1 of 1 at 10%, 1s left");
    let rollout = rollout.observe(at(0), Elapsed).expect("legal");
    let rollout = rollout.observe(Duration::MAX, Elapsed).expect("legal");
    assert_eq!(rollout.state(), &State::Succeeded);
}

#[test]
fn what_is_left_is_rounded_up() {
    let rollout = begin("10% for 1m, then 100%", 0);
    let rollout = rollout.observe(Duration::from_nanos(1), Elapsed).expect("legal");
    assert_eq!(rollout.to_string(), "running step 1 of 1 at 10%, 1m left");
    let rollout = rollout.observe(Duration::new(59, 999_999_999), Elapsed).expect("legal");
    assert_eq!(rollout.to_string(), "running step 1 of 1 at 10%, 1s left");
}

#[test]
fn a_rollout_begins_in_its_first_step() {
    assert_eq!(begin("100% at once", 0).to_string(), "succeeded");
    assert_eq!(begin("100% at once", 0).alias(), before().with_split(v(2)));
    let waiting = begin("0% until approved, then 100%", 0);
    assert_eq!(waiting.to_string(), "paused in step 1 of 1 at 0%, until approved");
    assert_eq!((waiting.next_change(), waiting.weight()), (None, Weight::ZERO));
    let listed = waiting.split().shares().any(|share| share == (v(2), Weight::ZERO));
    assert!(listed, "a dark start");
}

/// The share that a version has already is not taken from it.
#[test]
fn a_rollout_takes_nothing_from_the_version_that_it_is_for() {
    let before = Alias::to(Split::new(v(1), [(v(2), percent(30))]).expect("a split"));
    let plan: Plan = "10% for 1m, 50% for 1m, then 100%".parse().expect("a plan");
    let name = "release".parse().expect("a name");
    let rollout = Rollout::new(name, before.clone(), v(2), plan, at(0)).expect("something to do");
    assert_eq!((rollout.alias(), rollout.weight()), (before, percent(30)));
    assert_eq!(rollout.to_string(), "running step 1 of 2 at 30%, 1m left");
    assert_eq!(rollout.observe(at(60), GOOD).expect("legal").weight(), percent(50));
}

#[test]
fn where_there_is_nothing_to_do_no_rollout_begins() {
    for split in [Split::only(v(2)), Split::new(v(1), [(v(2), Weight::FULL)]).expect("a split")] {
        let name = "release".parse().expect("a name");
        let error = Rollout::new(name, Alias::to(split), v(2), Plan::ALL_AT_ONCE, at(0));
        let message = "alias `release` leads to version 2 alone already";
        assert_eq!(error.expect_err("nothing to do").to_string(), message);
    }
}
