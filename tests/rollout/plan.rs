//! Plans against a literal walk through time, tick by tick.

use std::time::Duration;

use pointsman::rollout::{Plan, PlanError, Step, Wait};
use pointsman::{Split, Version, Weight};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

fn weight(millionths: u32) -> Weight {
    Weight::from_millionths(millionths).expect("a weight")
}

fn percent(percent: u32) -> Weight {
    Weight::from_percent(percent).expect("a weight")
}

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

/// A share in millionths and how many ticks it is kept; `None` waits for a person, who never comes.
type RawStep = (u32, Option<u64>);

/// The share at each tick, from 0 to `until`: one tick after the other, one step after the other.
fn walk(steps: &[RawStep], until: u64) -> Vec<u32> {
    let mut shares = Vec::new();
    let (mut index, mut ticks_in_step) = (0, 0);
    for _ in 0..=until {
        while index < steps.len() && steps[index].1 == Some(ticks_in_step) {
            (index, ticks_in_step) = (index + 1, 0);
        }
        shares.push(steps.get(index).map_or(1_000_000, |&(share, _)| share));
        ticks_in_step += 1;
    }
    shares
}

/// That the plan is what the walk finds, at each tick and just before and behind it.
fn agrees(plan: &Plan, steps: &[RawStep], tick: Duration) -> Result<(), TestCaseError> {
    let until = steps.iter().filter_map(|&(_, ticks)| ticks).sum::<u64>() + 2;
    let shares = walk(steps, until);
    let nano = Duration::from_nanos(1);
    let mut last = None;
    for (index, &share) in shares.iter().enumerate() {
        let now = tick * u32::try_from(index).expect("few");
        prop_assert_eq!(plan.weight_at(now), weight(share), "at {:?}", now);
        prop_assert_eq!(plan.weight_at(now + nano), weight(share), "behind {:?}", now);
        if let Some(last) = last {
            prop_assert_eq!(plan.weight_at(now.checked_sub(nano).expect("later")), weight(last));
            prop_assert!(last <= share);
        }
        let next = (index..shares.len()).find(|&later| shares[later] != share);
        let next = next.map(|later| tick * u32::try_from(later).expect("few"));
        prop_assert_eq!(plan.next_change(now), next, "after {:?}", now);
        prop_assert_eq!(plan.next_change(now + nano), next);
        let split = plan.split_at(&Split::only(v(1)), v(2), now);
        prop_assert_eq!(split, Split::only(v(1)).ramp(v(2), weight(share)));
        last = Some(share);
    }
    prop_assert_eq!(plan.weight_at(Duration::MAX), weight(*shares.last().expect("some")));
    Ok(())
}

fn raw_steps() -> impl Strategy<Value = Vec<RawStep>> {
    let share = prop_oneof![Just(0), Just(1), Just(500_000), Just(1_000_000), 0..=1_000_000_u32];
    let wait = prop_oneof![4 => (0..6_u64).prop_map(Some), 1 => Just(None)];
    prop::collection::vec((share, wait), 0..8).prop_map(|mut steps| {
        let mut shares: Vec<_> = steps.iter().map(|&(share, _)| share).collect();
        shares.sort_unstable();
        for (step, share) in steps.iter_mut().zip(shares) {
            step.0 = share;
        }
        steps
    })
}

fn steps(raw: &[RawStep], tick: Duration) -> impl Iterator<Item = Step> {
    raw.iter().map(move |&(share, ticks)| match ticks {
        Some(ticks) => Step::lasting(weight(share), tick * u32::try_from(ticks).expect("few")),
        None => Step::until_approved(weight(share)),
    })
}

fn ticks() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Duration::from_secs(1)),
        Just(Duration::from_nanos(3)),
        Just(Duration::new(86_399, 999_999_999)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn steps_are_what_a_walk_through_time_finds(raw in raw_steps(), tick in ticks()) {
        let plan = Plan::steps(steps(&raw, tick)).expect("a plan");
        agrees(&plan, &raw, tick)?;
        // What is never seen is left out, and all else is there.
        let kept: Vec<_> = raw.iter().copied().filter(|&(_, ticks)| ticks != Some(0)).collect();
        prop_assert_eq!(plan.len(), kept.len());
        prop_assert_eq!(plan.is_empty(), kept.is_empty());
        let all = (0..plan.len()).map(|index| plan.step(index).expect("a step"));
        prop_assert!(all.eq(steps(&kept, tick)));
        prop_assert_eq!(plan.step(plan.len()), None);
    }

    #[test]
    fn linear_plans_are_what_a_walk_through_time_finds(
        share in prop_oneof![30_000..=1_000_000_u32, Just(500_000), Just(333_333), Just(333_334)],
        ticks_each in 0..4_u64,
        tick in ticks(),
    ) {
        let every = tick * u32::try_from(ticks_each).expect("few");
        let plan = Plan::linear(weight(share), every).expect("it grows");
        let mut raw = vec![];
        let mut sum = share;
        while sum < 1_000_000 {
            raw.push((sum, Some(ticks_each)));
            sum += share;
        }
        agrees(&plan, &raw, tick)?;
        // Written out step by step, it is the same plan.
        prop_assert_eq!(&plan, &Plan::steps(steps(&raw, tick)).expect("a plan"));
    }
}

#[test]
fn a_linear_plan_of_a_million_steps_takes_no_room_and_no_time() {
    let plan = Plan::linear(weight(1), Duration::from_secs(1)).expect("it grows");
    assert_eq!(plan.len(), 999_999);
    for second in 0..=1_000_001_u32 {
        let now = Duration::from_secs(second.into());
        assert_eq!(plan.weight_at(now), weight((second + 1).min(1_000_000)));
        let next = now + Duration::from_secs(1);
        assert_eq!(plan.next_change(now), (second < 999_999).then_some(next));
    }
    let last = Step::lasting(weight(999_999), Duration::from_secs(1));
    assert_eq!((plan.step(999_998), plan.step(999_999)), (Some(last), None));
    assert_eq!((plan.step(u32::MAX as usize), plan.step(usize::MAX)), (None, None));
}

#[test]
fn times_may_be_as_long_as_can_be() {
    let for_ever = Plan::canary(percent(10), Duration::MAX);
    let just_before = Duration::MAX.saturating_sub(Duration::from_nanos(1));
    assert_eq!(for_ever.weight_at(just_before), percent(10));
    assert_eq!(for_ever.next_change(just_before), Some(Duration::MAX));
    assert_eq!(for_ever.weight_at(Duration::MAX), Weight::FULL);
    assert_eq!(for_ever.next_change(Duration::MAX), None);

    // What no clock can show is not announced.
    let twice =
        [Step::lasting(percent(10), Duration::MAX), Step::lasting(percent(20), Duration::MAX)];
    let twice = Plan::steps(twice).expect("a plan");
    assert_eq!(twice.next_change(Duration::ZERO), Some(Duration::MAX));
    assert_eq!(twice.weight_at(Duration::MAX), percent(20));
    assert_eq!(twice.next_change(Duration::MAX), None);

    let linear = Plan::linear(percent(10), Duration::MAX).expect("it grows");
    assert_eq!(linear.weight_at(just_before), percent(10));
    assert_eq!(linear.weight_at(Duration::MAX), percent(20));
    assert_eq!(linear.next_change(Duration::MAX), None);

    let often = Plan::linear(weight(1), Duration::from_nanos(1)).expect("it grows");
    assert_eq!(often.weight_at(Duration::MAX), Weight::FULL);
    assert_eq!(
        often.next_change(Duration::from_nanos(999_998)),
        Some(Duration::from_nanos(999_999))
    );
}

#[test]
fn a_border_belongs_to_the_new_step() {
    let plan = Plan::canary(percent(10), Duration::from_secs(300));
    assert_eq!(plan.weight_at(Duration::new(299, 999_999_999)), percent(10));
    assert_eq!(plan.weight_at(Duration::new(300, 0)), Weight::FULL);
}

#[test]
fn a_share_that_stays_is_no_change() {
    let minute = Duration::from_secs(60);
    let steps = [10, 10, 100].map(|share| Step::lasting(percent(share), minute));
    let plan = Plan::steps(steps).expect("a plan");
    assert_eq!(plan.next_change(Duration::ZERO), Some(2 * minute));
    assert_eq!(plan.next_change(2 * minute), None);
}

#[test]
fn without_steps_all_is_done_at_once() {
    let linear = |share, every| Plan::linear(share, every).expect("it grows");
    for plan in [
        Plan::ALL_AT_ONCE,
        Plan::canary(percent(10), Duration::ZERO),
        linear(percent(10), Duration::ZERO),
        linear(Weight::FULL, Duration::MAX),
        Plan::steps([]).expect("a plan"),
    ] {
        assert_eq!(plan, Plan::ALL_AT_ONCE);
        assert_eq!((plan.len(), plan.is_empty(), plan.step(0)), (0, true, None));
        assert_eq!(plan.weight_at(Duration::ZERO), Weight::FULL);
        assert_eq!(plan.next_change(Duration::ZERO), None);
    }
}

#[test]
fn a_plan_may_begin_in_the_dark() {
    let plan = Plan::canary(Weight::ZERO, Duration::from_secs(60));
    let split = plan.split_at(&Split::only(v(1)), v(2), Duration::ZERO);
    assert_eq!(split, Split::new(v(1), [(v(2), Weight::ZERO)]).expect("a split"));
    assert_eq!(plan.step(0).map(|step| step.wait), Some(Wait::For(Duration::from_secs(60))));
}

#[test]
fn what_falls_or_never_grows_is_refused() {
    let minute = Duration::from_secs(60);
    // Even where the step before would never be seen. The text counts from 1, as that of a rollout does.
    let falling = [Step::lasting(percent(30), Duration::ZERO), Step::until_approved(percent(20))];
    let error = Plan::steps(falling).expect_err("it falls");
    assert_eq!(error, PlanError::Falls { index: 1, weight: percent(20), before: percent(30) });
    assert_eq!(error.to_string(), "step 2: weight 20% is below the 30% before it");

    let error = Plan::linear(Weight::ZERO, minute).expect_err("it never grows");
    assert_eq!(error, PlanError::NoGrowth);
    assert_eq!(error.to_string(), "a linear plan of 0% never grows");
    assert_eq!(Plan::linear(Weight::ZERO, Duration::ZERO), Err(PlanError::NoGrowth));
}
