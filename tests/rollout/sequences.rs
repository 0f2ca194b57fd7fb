//! The state machine against random sequences of events, and against a literal walk through time.

use std::time::Duration;

use pointsman::rollout::{Observation, Plan, Rollout, State, Step, Wait};
use pointsman::{Split, Weight};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use crate::machine::{GOOD, at, bad, before, hold, percent, v};

use Observation::{Elapsed, Pause, Restored, Resume, RollBack};

fn begin(plan: Plan, now: Duration) -> Rollout {
    let name = "release".parse().expect("a name");
    Rollout::new(name, before(), v(2), plan, now).expect("there is something to do")
}

fn plan() -> impl Strategy<Value = Plan> {
    let secs = prop_oneof![4 => 1..5_u64, 1 => Just(u64::MAX)];
    let wait =
        prop_oneof![4 => secs.prop_map(|secs| Wait::For(at(secs))), 1 => Just(Wait::Approval)];
    let steps = prop::collection::vec((0..=100_u32, wait), 0..7);
    let steps = steps.prop_map(|mut steps| {
        let mut shares: Vec<_> = steps.iter().map(|&(share, _)| share).collect();
        shares.sort_unstable();
        for (step, share) in steps.iter_mut().zip(shares) {
            step.0 = share;
        }
        let steps = steps.into_iter().map(|(share, wait)| Step { weight: percent(share), wait });
        Plan::steps(steps).expect("a plan")
    });
    let linear = (10..=100_u32, 1..5_u64);
    let linear = linear.prop_map(|(share, secs)| Plan::linear(percent(share), at(secs)));
    prop_oneof![steps, linear.prop_map(|plan| plan.expect("it grows"))]
}

fn observation() -> impl Strategy<Value = Observation> {
    prop_oneof![
        6 => Just(Elapsed),
        6 => Just(GOOD),
        3 => Just(hold()),
        1 => Just(bad()),
        2 => Just(Pause),
        4 => Just(Resume),
        1 => Just(RollBack),
        1 => Just(Restored),
    ]
}

/// An observation, and how much the clock has gone on or back by then, in quarters of a second.
fn events() -> impl Strategy<Value = Vec<(i64, Observation)>> {
    let quarters =
        prop_oneof![6 => 0..8_i64, 2 => 0..80_i64, 1 => -40..0_i64, 1 => Just(1_000_000)];
    prop::collection::vec((quarters, observation()), 0..60)
}

fn step_of(state: &State) -> Option<usize> {
    match state {
        State::Running { step, .. } | State::Paused { step, .. } => Some(*step),
        _ => None,
    }
}

/// A rollout is stored and read again.
#[cfg(feature = "serde")]
fn stored(rollout: &Rollout) -> Rollout {
    let json = serde_json::to_string(rollout).expect("JSON");
    let read = serde_json::from_str(&json).expect("a rollout");
    assert_eq!(serde_json::to_string(&read).expect("JSON"), json);
    read
}

#[cfg(not(feature = "serde"))]
fn stored(rollout: &Rollout) -> Rollout {
    rollout.clone()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_happens_the_promises_hold(plan in plan(), events in events()) {
        let mut now: i64 = 1_000;
        let clock = |quarters: i64| Duration::from_millis(250 * u64::try_from(quarters).expect("positive"));
        let mut rollout = begin(plan.clone(), clock(now));
        for (quarters, observation) in events {
            now = (now + quarters).max(0);
            let next = match stored(&rollout).observe(clock(now), observation) {
                Ok(next) => next,
                Err(error) => {
                    prop_assert_eq!(error.state(), rollout.state());
                    prop_assert_eq!(Err(error), rollout.observe(clock(now), observation));
                    continue;
                }
            };
            // Stored and read, it is what it was.
            prop_assert_eq!(&rollout, &stored(&rollout));
            prop_assert_eq!(&next, &rollout.observe(clock(now), observation).expect("legal"));
            prop_assert!(!rollout.state().is_final());

            match (step_of(rollout.state()), next.state()) {
                // No step is skipped, and none is entered twice.
                (Some(step), State::Running { step: then, .. } | State::Paused { step: then, .. }) => {
                    prop_assert!(*then == step || *then == step + 1);
                }
                (Some(step), State::Succeeded) => prop_assert_eq!(step + 1, plan.len()),
                (Some(step), State::RollingBack { step: then, .. }) => prop_assert_eq!(*then, step),
                (Some(_), State::RolledBack { .. }) => prop_assert!(false, "not yet rolling back"),
                (None, state) => {
                    let back = matches!(state, State::RollingBack { .. } | State::RolledBack { .. });
                    prop_assert!(back);
                }
            }
            // What waits for a person is left by a person alone.
            let waits = step_of(rollout.state()).and_then(|step| plan.step(step));
            if waits.is_some_and(|step| step.wait == Wait::Approval) && next.state() != rollout.state() {
                prop_assert!(matches!(observation, Resume | RollBack) || observation == bad());
            }
            // Weights fall by rolling back alone, and that is to exactly what stood before.
            if matches!(next.state(), State::RollingBack { .. } | State::RolledBack { .. }) {
                prop_assert_eq!(next.alias(), before());
            } else {
                prop_assert!(next.weight() >= rollout.weight());
                let diff = rollout.split().diff(&next.split());
                prop_assert!(diff.flows().iter().all(|flow| flow.to == v(2)));
                prop_assert_eq!(next.alias().with_split(v(1)), before().with_split(v(1)));
            }
            if next.state() == &State::Succeeded {
                prop_assert_eq!(next.split(), Split::only(v(2)));
            }
            rollout = next;
        }
        ends(rollout.clone())?;
        ends_back(&rollout)?;
    }

    /// Looking as often as one likes, but at least once in a step, the shares are those of the plan.
    #[test]
    fn seen_often_enough_it_is_the_plan_to_the_second(
        share in 5..=100_u32,
        secs in 1..9_u64,
        looks in prop::collection::vec(0..=1_000_u64, 1..80),
    ) {
        let plan = Plan::linear(percent(share), at(secs)).expect("it grows");
        let mut rollout = begin(plan.clone(), at(77));
        let mut elapsed = Duration::ZERO;
        for look in looks {
            if rollout.state().is_final() {
                break;
            }
            elapsed += Duration::from_millis(look * secs);
            rollout = rollout.observe(at(77) + elapsed, Elapsed).expect("legal");
            prop_assert_eq!(rollout.weight(), plan.weight_at(elapsed));
            let next = plan.next_change(elapsed).map(|next| at(77) + next);
            prop_assert_eq!(rollout.next_change(), next);
        }
    }

    /// Against a model that knows nothing but ticks, with something observed at every one.
    #[test]
    fn at_every_tick_it_is_where_a_walk_through_time_is(
        plan in plan(),
        observations in prop::collection::vec(observation(), 0..60),
    ) {
        let waits: Vec<Option<u64>> = (0..plan.len())
            .map(|index| match plan.step(index).expect("a step").wait {
                Wait::For(time) => Some(time.as_secs()),
                Wait::Approval => None,
            })
            .collect();
        let mut rollout = begin(plan.clone(), at(0));
        let mut model = Model { step: 0, ticks: 0, paused: false };
        for (second, observation) in (1..).zip(observations) {
            if model.step == waits.len() || observation == Restored {
                break;
            }
            let legal = model.tick(&waits, observation);
            let observed = rollout.observe(at(second), observation);
            prop_assert_eq!(legal, observed.is_ok(), "{} at {}", observation, second);
            match observed {
                Ok(next) => rollout = next,
                // Time that was seen in vain passes for the model alone: let it pass here, too.
                Err(_) => {
                    model.tick(&waits, hold());
                    rollout = rollout.observe(at(second), hold()).expect("legal");
                }
            }
            if matches!(rollout.state(), State::RollingBack { .. }) {
                break;
            }
            let weight = plan.step(model.step).map_or(Weight::FULL, |step| step.weight);
            prop_assert_eq!(rollout.split(), before().split().ramp(v(2), weight));
            let expected = match waits.get(model.step) {
                None => State::Succeeded,
                Some(None) => State::Paused { step: model.step, spent: at(0) },
                Some(_) if model.paused => State::Paused { step: model.step, spent: at(model.ticks) },
                Some(_) => State::Running { step: model.step, spent: at(model.ticks) },
            };
            prop_assert_eq!(rollout.state(), &expected);
        }
    }
}

/// A rollout as ticks: which step, how many ticks of it have passed, and whether a person stopped it.
struct Model {
    step: usize,
    ticks: u64,
    paused: bool,
}

impl Model {
    /// A tick, and what is observed at its end; whether that is legal.
    fn tick(&mut self, waits: &[Option<u64>], observation: Observation) -> bool {
        let wait = waits[self.step];
        let stands_still = self.paused || wait.is_none();
        match observation {
            Pause if stands_still => return false,
            Resume if !stands_still => return false,
            Resume if wait.is_none() => {
                *self = Self { step: self.step + 1, ticks: 0, paused: false }
            }
            Resume => self.paused = false,
            _ if stands_still => {}
            _ => {
                let had_its_time = wait == Some(self.ticks);
                if !had_its_time {
                    self.ticks += 1;
                }
                let may_leave = observation == Elapsed || observation == GOOD;
                if may_leave && (had_its_time || wait == Some(self.ticks)) {
                    *self = Self { step: self.step + 1, ticks: 0, paused: false };
                }
                self.paused = observation == Pause;
            }
        }
        true
    }
}

/// From every state some sequence leads to an end: time and approval, if it is not rolling back.
fn ends(mut rollout: Rollout) -> Result<(), TestCaseError> {
    let most = 2 * rollout.plan().len() + 2;
    for _ in 0..=most {
        let (now, observation) = match rollout.state() {
            State::Running { .. } => (rollout.next_change().unwrap_or(Duration::MAX), GOOD),
            State::Paused { .. } => (rollout.seen(), Resume),
            State::RollingBack { .. } => (rollout.seen(), Restored),
            State::Succeeded | State::RolledBack { .. } => return Ok(()),
        };
        // A clock that has come to its end is set back, and goes on.
        if now == Duration::MAX {
            rollout = rollout.observe(Duration::ZERO, GOOD).expect("legal");
        }
        rollout = rollout.observe(now, observation).expect("legal");
    }
    prop_assert!(false, "stuck: {}", rollout);
    Ok(())
}

fn ends_back(rollout: &Rollout) -> Result<(), TestCaseError> {
    if rollout.state().is_final() {
        return Ok(());
    }
    let now = rollout.seen();
    let restored = rollout.observe(now, RollBack).and_then(|back| back.observe(now, Restored));
    let restored = restored.expect("both are legal").alias();
    prop_assert_eq!(restored, before());
    Ok(())
}
