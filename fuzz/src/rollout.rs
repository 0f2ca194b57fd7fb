//! What is true of every rollout, and of every observation.

use std::time::Duration;

use pointsman::rollout::{
    Count, Evidence, Finding, HoldReason, Observation, Ratio, Rollout, State, Verdict, Wait,
};
use pointsman::{Split, Version};

use crate::value::is_short;

/// Of the rollout as it is, and of whatever may be observed next, at any time.
pub(crate) fn holds(rollout: &Rollout) {
    stands(rollout);
    let seen = rollout.seen();
    let next = rollout.next_change().unwrap_or(seen);
    let nanosecond = Duration::from_nanos(1);
    let times = [Duration::ZERO, seen, next.saturating_sub(nanosecond), next, Duration::MAX];
    for observation in observations() {
        for now in times {
            follows(rollout, now, observation);
        }
    }
}

/// The rollout after an observation, if that is legal: then it has left one step at most, and a share
/// falls by rolling back alone.
pub(crate) fn follows(rollout: &Rollout, now: Duration, observed: Observation) -> Option<Rollout> {
    let next = rollout.observe(now, observed);
    assert_eq!(next.is_ok(), is_legal(rollout.state(), observed));
    let next = match next {
        Ok(next) => next,
        Err(error) => {
            assert_eq!((error.state(), error.observation()), (rollout.state(), observed));
            is_short(&error);
            return None;
        }
    };
    stands(&next);
    assert!(!rollout.state().is_final());
    assert_eq!(next.seen(), now);
    match (step(rollout), step(&next)) {
        (Some(before), Some(after)) => assert!(after == before || after == before + 1),
        (Some(before), None) => {
            assert!(!matches!(next.state(), State::Succeeded) || before + 1 == next.plan().len());
        }
        (None, after) => assert_eq!(after, None),
    }
    let waits = step(rollout).and_then(|step| rollout.plan().step(step));
    if waits.is_some_and(|step| step.wait == Wait::Approval) && next.state() != rollout.state() {
        let by = matches!(observed, Observation::Resume | Observation::RollBack);
        assert!(by || matches!(observed, Observation::Verdict(Verdict::RollBack(_))));
    }
    if !is_back(&next) {
        assert!(next.weight() >= rollout.weight());
        let diff = rollout.split().diff(&next.split());
        assert!(diff.flows().iter().all(|flow| flow.to == rollout.version()));
    }
    Some(next)
}

/// The alias is what its step says and nothing else of it, or what stood before.
fn stands(rollout: &Rollout) {
    let (alias, before, version) = (rollout.alias(), rollout.before(), rollout.version());
    assert_eq!(alias.clone().with_split(version), before.clone().with_split(version));
    assert_eq!((alias.split(), rollout.weight()), (&rollout.split(), alias.split().share(version)));
    match step(rollout) {
        Some(step) => {
            let step = rollout.plan().step(step).expect("a step of the plan");
            assert_eq!(rollout.weight(), step.weight.max(before.split().share(version)));
        }
        None if is_back(rollout) => assert_eq!(alias, *before),
        None => assert_eq!(alias.split(), &Split::only(version)),
    }
    let next = rollout.next_change();
    assert!(next.is_none() || matches!(rollout.state(), State::Running { .. }));
    assert!(next.is_none_or(|next| next >= rollout.seen()));
    assert!(!rollout.to_string().is_empty());
}

fn step(rollout: &Rollout) -> Option<usize> {
    match *rollout.state() {
        State::Running { step, .. } | State::Paused { step, .. } => Some(step),
        _ => None,
    }
}

fn is_back(rollout: &Rollout) -> bool {
    matches!(rollout.state(), State::RollingBack { .. } | State::RolledBack { .. })
}

/// As the table of [`Observation`] has it.
fn is_legal(state: &State, observed: Observation) -> bool {
    match (state, observed) {
        (State::Running { .. }, it) => !matches!(it, Observation::Resume | Observation::Restored),
        (State::Paused { .. }, it) => !matches!(it, Observation::Pause | Observation::Restored),
        (State::RollingBack { .. }, it) => !matches!(it, Observation::Pause | Observation::Resume),
        (State::Succeeded | State::RolledBack { .. }, _) => false,
    }
}

/// One of each kind.
fn observations() -> [Observation; 8] {
    let version = Version::LATEST;
    let few = HoldReason::TooFew { version, requests: 0, least: 1 };
    let finding = Finding::ErrorRate {
        version,
        new: Count::ZERO,
        most: Ratio::ZERO,
        evidence: Evidence::default(),
    };
    [
        Observation::Elapsed,
        Verdict::Continue.into(),
        Verdict::Hold(few).into(),
        Verdict::RollBack(finding).into(),
        Observation::Pause,
        Observation::Resume,
        Observation::RollBack,
        Observation::Restored,
    ]
}
