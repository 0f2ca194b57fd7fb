//! Plans as text: what people write, presets among it.

use std::time::Duration;

use pointsman::Weight;
use pointsman::rollout::{Plan, Step};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

fn percent(percent: u32) -> Weight {
    Weight::from_percent(percent).expect("a weight")
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

/// As `CodeDeploy` describes them: what is shifted at once, and what after how many minutes.
#[test]
fn presets_are_those_of_codedeploy() {
    let tenth = percent(10);
    let canary = |after| vec![(0, 10), (after, 100)];
    let linear = |every| (0..10).map(|n: u32| (u64::from(n) * every, 10 * n + 10)).collect();
    let presets: [(&str, Vec<(u64, u32)>); 9] = [
        ("AllAtOnce", vec![(0, 100)]),
        ("Canary10Percent5Minutes", canary(5)),
        ("Canary10Percent10Minutes", canary(10)),
        ("Canary10Percent15Minutes", canary(15)),
        ("Canary10Percent30Minutes", canary(30)),
        ("Linear10PercentEvery1Minute", linear(1)),
        ("Linear10PercentEvery2Minutes", linear(2)),
        ("Linear10PercentEvery3Minutes", linear(3)),
        ("Linear10PercentEvery10Minutes", linear(10)),
    ];
    assert!(Plan::presets().map(|(name, _)| name).eq(presets.iter().map(|&(name, _)| name)));
    for (name, changes) in presets {
        let plan: Plan = name.parse().expect(name);
        assert_eq!(format!("CodeDeployDefault.Lambda{name}").parse(), Ok(plan.clone()));
        assert!(Plan::presets().any(|preset| preset == (name, plan.clone())));
        let mut now = Some(Duration::ZERO);
        for (after, share) in changes {
            assert_eq!(now, Some(minutes(after)), "{name}");
            assert_eq!(plan.weight_at(minutes(after)), percent(share), "{name}");
            now = plan.next_change(minutes(after));
        }
        assert_eq!(now, None, "{name}");
    }
    assert_eq!("Canary10Percent5Minutes".parse(), Ok(Plan::canary(tenth, minutes(5))));
}

#[track_caller]
fn reads(text: &str, plan: &Plan, canonical: &str) {
    assert_eq!(text.parse().as_ref(), Ok(plan));
    assert_eq!(plan.to_string(), canonical);
    assert_eq!(canonical.parse().as_ref(), Ok(plan));
}

#[test]
fn plans_are_read_and_printed() {
    let same = |text, plan: &Plan| reads(text, plan, text);
    let linear = |share, every| Plan::linear(percent(share), every).expect("it grows");
    same("100% at once", &Plan::ALL_AT_ONCE);
    same("10% for 5m, then 100%", &Plan::canary(percent(10), minutes(5)));
    same("10% more every 1m up to 100%", &linear(10, minutes(1)));
    let steps = [
        Step::lasting(Weight::ZERO, Duration::from_millis(250)),
        Step::lasting("0.5%".parse().expect("a weight"), minutes(90)),
        Step::until_approved(percent(50)),
        Step::lasting(Weight::FULL, Duration::new(3_600, 1)),
    ];
    let steps = Plan::steps(steps).expect("a plan");
    same("0% for 250ms, 0.5% for 1h30m, 50% until approved, 100% for 1h1ns, then 100%", &steps);

    reads(
        "10.0% for 300s, then 100%",
        &Plan::canary(percent(10), minutes(5)),
        "10% for 5m, then 100%",
    );
    reads("AllAtOnce", &Plan::ALL_AT_ONCE, "100% at once");
    reads("5% for 0s, then 100%", &Plan::ALL_AT_ONCE, "100% at once");
    reads("60% more every 1m up to 100%", &linear(60, minutes(1)), "60% for 1m, then 100%");
    reads(
        "30% for 1m, 60% for 1m, 90% for 1m, then 100%",
        &linear(30, minutes(1)),
        "30% more every 1m up to 100%",
    );
}

#[test]
fn what_is_no_plan_is_refused() {
    #[track_caller]
    fn refuses(text: &str, message: &str) {
        assert_eq!(text.parse::<Plan>().expect_err("no plan").to_string(), message);
    }

    let unknown = "must be written such as `10% for 5m, then 100%`, or be one of AllAtOnce, \
        Canary10Percent5Minutes, Canary10Percent10Minutes, Canary10Percent15Minutes, \
        Canary10Percent30Minutes, Linear10PercentEvery1Minute, Linear10PercentEvery2Minutes, \
        Linear10PercentEvery3Minutes, Linear10PercentEvery10Minutes";
    for text in [
        "",
        "Canary20Percent5Minutes",
        "allatonce",
        " AllAtOnce",
        "CodeDeployDefault.AllAtOnce",
        "CodeDeployDefault.Lambda",
        "10% for 5m",
        "100%",
        "10% for 5m, then 99%",
        "then 100%",
        "10% more every 1m",
        "10% more every 1m, then 100",
    ] {
        refuses(text, &format!("plan `{text}` {unknown}"));
    }
    refuses(
        "10%, then 100%",
        "step `10%` must be written such as `10% for 5m` or `10% until approved`",
    );
    refuses(", then 100%", "step `` must be written such as `10% for 5m` or `10% until approved`");
    refuses(
        "10% for 5m,5% for 5m, then 100%",
        "duration `5m,5% for 5m` must be whole numbers with the units d, h, m, s, ms, us, ns, such as `1h30m`",
    );
    refuses(
        "10 until approved, then 100%",
        "weight `10` must be a percentage with at most 4 decimals, such as `10%` or `0.5%`",
    );
    refuses("101% for 5m, then 100%", "weight `101%` is above 100%");
    refuses(
        "10% for 20000000000000000000s, then 100%",
        "duration `20000000000000000000s` must be below 2^64 seconds",
    );
    refuses("20% for 5m, 10% for 5m, then 100%", "step 2: weight 10% is below the 20% before it");
    refuses("0% more every 5m up to 100%", "a linear plan of 0% never grows");
    refuses(
        "1% more every 5 m up to 100%",
        "duration `5 m` must be whole numbers with the units d, h, m, s, ms, us, ns, such as `1h30m`",
    );
    refuses(
        "x more every 5m up to 100%",
        "weight `x` must be a percentage with at most 4 decimals, such as `10%` or `0.5%`",
    );
}

fn step() -> impl Strategy<Value = Step> {
    let weight =
        (0..=1_000_000_u32).prop_map(|share| Weight::from_millionths(share).expect("a weight"));
    let time =
        (any::<u64>(), 0..1_000_000_000_u32).prop_map(|(secs, nanos)| Duration::new(secs, nanos));
    (weight, prop::option::of(time)).prop_map(|(weight, time)| {
        time.map_or(Step::until_approved(weight), |time| Step::lasting(weight, time))
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_printed_is_read_again(mut steps in prop::collection::vec(step(), 0..6)) {
        steps.sort_unstable_by_key(|step| step.weight);
        for step in &steps {
            prop_assert_eq!(step.to_string().parse(), Ok(*step));
        }
        let plan = Plan::steps(steps).expect("a plan");
        prop_assert_eq!(plan.to_string().parse(), Ok(plan.clone()));
        #[cfg(feature = "serde")]
        {
            let json = serde_json::to_string(&plan).expect("JSON");
            prop_assert_eq!(&json, &format!("\"{plan}\""));
            prop_assert_eq!(serde_json::from_str::<Plan>(&json).expect("a plan"), plan);
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_plan_is_stored_as_its_text() {
    let plan: Plan = serde_json::from_str("\"Canary10Percent5Minutes\"").expect("a preset");
    assert_eq!(serde_json::to_string(&plan).expect("JSON"), "\"10% for 5m, then 100%\"");
    let error =
        serde_json::from_str::<Plan>("\"0% more every 5m up to 100%\"").expect_err("no plan");
    assert_eq!(error.to_string(), "a linear plan of 0% never grows at line 1 column 29");
    let error = serde_json::from_str::<Plan>("[]").expect_err("no plan");
    assert!(error.to_string().starts_with("invalid type: sequence, expected a plan"), "{error}");
}
