//! Rollouts as they are written down, and what is refused when they are read.

use std::time::Duration;

use crate::machine::{at, bad, before, v};
use pointsman::rollout::{Observation, Rollout, State};
use serde::Deserialize;

fn begin(plan: &str) -> Rollout {
    let (name, plan) = ("release".parse().expect("a name"), plan.parse().expect("a plan"));
    let now = Duration::new(1_700_000_000, 5);
    Rollout::new(name, before(), v(2), plan, now).expect("something to do")
}

fn json(state: &str) -> String {
    format!(
        r#"{{"alias":"release","before":{{"description":"to everyone","rules":[{{"version":"2","when":"invoke.headers.User exact Bob"}}],"slices":[["3",200000],["1",800000]],"sticky":"invoke.headers.User","version":"1","weights":{{"3":0.2}}}},"version":"2","plan":"10% for 1m, 20% until approved, then 100%","state":{state},"seen":"19675d22h13m20s5ns"}}"#
    )
}

/// The form is part of the interface: what was stored is read by every later release.
#[test]
fn stored_golden() {
    #[track_caller]
    fn is(rollout: &Rollout, state: &str) {
        let json = json(state);
        assert_eq!(serde_json::to_string(rollout).expect("JSON"), json);
        assert_eq!(&serde_json::from_str::<Rollout>(&json).expect("a rollout"), rollout);
        // By whatever way JSON comes.
        assert_eq!(
            &serde_json::from_slice::<Rollout>(json.as_bytes()).expect("a rollout"),
            rollout
        );
        assert_eq!(&serde_json::from_reader::<_, Rollout>(json.as_bytes()).expect("one"), rollout);
        let value = serde_json::to_value(rollout).expect("JSON");
        assert_eq!(&serde_json::from_value::<Rollout>(value).expect("a rollout"), rollout);
    }

    let seen = Duration::new(1_700_000_000, 5);
    let running = begin("10% for 1m, 20% until approved, then 100%");
    is(&running, r#"{"running":{"step":0,"spent":"0s"}}"#);
    let earlier = seen.saturating_sub(at(1));
    let later = running.observe(earlier, Observation::Elapsed).expect("legal");
    let later = later.observe(seen, Observation::Elapsed).expect("legal");
    is(&later, r#"{"running":{"step":0,"spent":"1s"}}"#);
    let paused = later.observe(seen, Observation::Pause).expect("legal");
    is(&paused, r#"{"paused":{"step":0,"spent":"1s"}}"#);
    let back = paused.observe(seen, Observation::RollBack).expect("legal");
    is(&back, r#"{"rolling_back":{"step":0,"reason":"a person asked for it"}}"#);
    let end = back.observe(seen, Observation::Restored).expect("legal");
    is(&end, r#"{"rolled_back":{"step":0,"reason":"a person asked for it"}}"#);
}

#[test]
fn whatever_the_alias_was_is_stored() -> Result<(), serde_json::Error> {
    let stored: serde_json::Value = serde_json::from_str(include_str!("../data/rollout.json"))?;
    let rollout = Rollout::deserialize(&stored)?;
    assert_eq!((rollout.before().rules().len(), rollout.version()), (5, v(12)));
    assert_eq!(serde_json::to_value(&rollout)?, stored);
    Ok(())
}

#[test]
fn the_end_is_stored() {
    let rollout: Rollout = serde_json::from_str(&json(r#""succeeded""#)).expect("a rollout");
    assert_eq!(rollout.state(), &State::Succeeded);
    let bad = begin("10% for 1m, then 100%").observe(at(0), bad()).expect("legal");
    let json = serde_json::to_string(&bad).expect("JSON");
    assert_eq!(serde_json::from_str::<Rollout>(&json).expect("a rollout"), bad);
}

#[track_caller]
fn refuses(json: &str, message: &str) {
    let error = serde_json::from_str::<Rollout>(json).expect_err("no rollout").to_string();
    let place = error.find(" at line ").unwrap_or(error.len());
    assert_eq!(&error[..place], message);
}

#[test]
fn a_position_outside_the_plan_is_refused() {
    let refused = |state: &str, message: &str| refuses(&json(state), message);
    refused(r#"{"running":{"step":2,"spent":"0s"}}"#, "step 2 is not in the plan, which has 2");
    refused(r#"{"rolling_back":{"step":9,"reason":""}}"#, "step 9 is not in the plan, which has 2");
    refused(
        r#"{"running":{"step":0,"spent":"1m1ns"}}"#,
        "step 0 has 1m, so 1m1ns of it can't be spent",
    );
    refused(
        r#"{"paused":{"step":0,"spent":"61s"}}"#,
        "step 0 has 1m, so 1m1s of it can't be spent",
    );
    refused(
        r#"{"running":{"step":1,"spent":"0s"}}"#,
        "step 1 waits for a person, so it can't be running",
    );
    refused(r#"{"paused":{"step":1,"spent":"1ns"}}"#, "step 1 has 0s, so 1ns of it can't be spent");
    // Its time may be up.
    let held = json(r#"{"running":{"step":0,"spent":"60s"}}"#);
    let held: Rollout = serde_json::from_str(&held).expect("a rollout");
    assert_eq!(held.to_string(), "running step 1 of 2 at 10%, its time is up");
}

#[test]
fn what_is_no_rollout_is_refused() {
    let good = json(r#""succeeded""#);
    serde_json::from_str::<Rollout>(&good).expect("a rollout");
    let with = |from: &str, to: &str| {
        assert_eq!(good.matches(from).count(), 1, "{from}");
        good.replace(from, to)
    };
    refuses(&with(r#""version":"2","plan""#, r#""plan""#), "missing field `version`");
    refuses(&with(r#"{"alias""#, r#"{"alias":"release","alias""#), "duplicate field `alias`");
    refuses(
        &with(r#"{"alias""#, r#"{"format":1,"alias""#),
        "unknown field `format`, expected one of `alias`, `before`, `version`, `plan`, `state`, `seen`",
    );
    refuses(
        &with(r#""version":"2","plan""#, r#""version":"0","plan""#),
        "version `0` does not exist: numbers begin with 1",
    );
    refuses(
        &with("19675d22h13m20s5ns", "-1s"),
        "duration `-1s` must be whole numbers with the units d, h, m, s, ms, us, ns, such as `1h30m`",
    );
    refuses(&with("20% until", "5% until"), "step 2: weight 5% is below the 10% before it");
    refuses(
        &with(r#""succeeded""#, r#""resumed""#),
        "unknown variant `resumed`, expected one of `running`, `paused`, `succeeded`, `rolling_back`, `rolled_back`",
    );
    let more = r#"{"running":{"step":0,"spent":"0s","by":"Bob"}}"#;
    refuses(&json(more), "unknown field `by`, expected `step` or `spent`");
}

#[test]
fn the_alias_is_read_as_strictly_as_in_a_document() {
    let good = json(r#""succeeded""#);
    let with = |from: &str, to: &str| good.replace(from, to);
    refuses(
        &with(r#""description":"to everyone""#, r#""wieghts":{},"description":1"#),
        "before.wieghts: unknown field\nbefore.description: expected a string, found a number",
    );
    refuses(
        &with(r#""weights":{"3":0.2}"#, r#""weights":{"3":0.2,"3":0.2}"#),
        "before.weights.3: stands twice",
    );
    refuses(
        &with(r#"["3",200000]"#, r#"["3",200001]"#),
        "before.slices: the slices of version 3 sum to 20.0001%, but its share is 20%",
    );
    refuses(
        &with(r#""weights":{"3":0.2}"#, r#""weights":{"3":1.2}"#),
        "before.weights.3: weight `1.2` must be from 0 to 1",
    );
    // There are two versions in a rollout: it used to be untold which one is at fault.
    refuses(
        &with(r#""version":"1""#, r#""version":"01""#),
        "before.version: version `01` must not have a leading zero",
    );
    refuses(&with(r#""version":"1","#, ""), "before.version: is missing");
    refuses(
        &with("to everyone", &"x".repeat(1_001)),
        "before.description: 1001 characters are more than 1000",
    );
    let all = r#""weights":{"2":1}"#;
    let nothing_to_do = good.replace(r#""slices":[["3",200000],["1",800000]],"#, "");
    refuses(
        &nothing_to_do.replace(r#""weights":{"3":0.2}"#, all),
        "alias `release` leads to version 2 alone already",
    );
}
