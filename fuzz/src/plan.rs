//! Plans of rollouts, and their steps.

use std::collections::BTreeSet;
use std::time::Duration;

use pointsman::rollout::{Plan, Step};

use crate::schedule::{PlainStep, Schedule, time};
use crate::value::parse_text;

/// Steps whose ends are looked at, from the first on.
const LOOKS: usize = 20;

/// It is read exactly if a plain reader reads it, and has the shares that this has, at every border
/// and beside it.
pub fn parse(text: &str) {
    let step = parse_text::<Step>(text);
    assert_eq!(step.map(PlainStep::from), PlainStep::read(text));

    let plan = parse_text::<Plan>(text);
    let due = Schedule::read(text);
    assert_eq!(plan.is_some(), due.is_some());
    let (Some(plan), Some(due)) = (plan, due) else { return };
    has_steps(&plan, &due);
    let mut times: BTreeSet<u128> = [0, Duration::MAX.as_nanos()].into();
    let steps = (0..due.len().min(LOOKS)).chain(due.len().checked_sub(1));
    let ends = steps.filter_map(|index| due.end(index));
    times.extend(ends.flat_map(|end| [end.saturating_sub(1), end, end + 1]));
    times.retain(|nanos| *nanos <= Duration::MAX.as_nanos());
    for nanos in times {
        is_at(&plan, &due, nanos);
    }
    changes(&plan);
}

/// The plan is its steps: what is carried out alike is equal.
fn has_steps(plan: &Plan, due: &Schedule) {
    assert_eq!((plan.len(), plan.is_empty()), (due.len(), due.len() == 0));
    for index in (0..due.len().min(LOOKS)).chain(due.len().saturating_sub(1)..due.len() + 2) {
        assert_eq!(plan.step(index).map(PlainStep::from), due.step(index));
    }
    if due.len() <= LOOKS {
        let steps = (0..due.len()).filter_map(|index| due.step(index));
        assert_eq!(Plan::steps(steps.map(Step::from)).as_ref(), Ok(plan));
    }
}

fn is_at(plan: &Plan, due: &Schedule, nanos: u128) {
    let elapsed = time(nanos);
    assert_eq!(plan.weight_at(elapsed).millionths(), due.weight_at(nanos), "{plan} at {nanos}");
    let next = plan.next_change(elapsed).map(|next| next.as_nanos());
    assert_eq!(next, due.next_change(nanos), "{plan} at {nanos}");
}

/// From change to change the share rises, and nothing changes in between.
fn changes(plan: &Plan) {
    let mut elapsed = Duration::ZERO;
    for _ in 0..LOOKS {
        let share = plan.weight_at(elapsed);
        let Some(next) = plan.next_change(elapsed) else {
            return assert_eq!(plan.weight_at(Duration::MAX), share);
        };
        let before = next.saturating_sub(Duration::from_nanos(1));
        assert!(elapsed <= before && plan.weight_at(next) > share);
        assert_eq!((plan.weight_at(before), plan.next_change(before)), (share, Some(next)));
        elapsed = next;
    }
}
