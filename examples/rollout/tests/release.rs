//! Releases of bad versions and of good ones.

use std::fs;

use clap::Parser;
use pointsman::rollout::{State, Verdict};
use rollout::{History, Options, Release, Summary, draw};

fn options(arguments: &str) -> Options {
    Options::parse_from(["rollout"].into_iter().chain(arguments.split_whitespace()))
}

/// What happened, and what is said of it at the end.
fn release(arguments: &str) -> (History, String) {
    let mut release = Release::new(&options(arguments)).expect("begun");
    let history = release.run(|_| {}).expect("decided");
    let summary = Summary::new(&history, release.aliases().expect("served")).to_string();
    (history, summary)
}

#[test]
fn a_bad_version_is_taken_back() {
    for seed in 1..=5 {
        let (history, summary) = release(&format!("--errors 1% --new-errors 4% --seed {seed}"));
        let end = history.end().expect("an end");
        assert!(matches!(end.rollout.state(), State::RolledBack { .. }), "{summary}");
        assert!(matches!(end.verdict, Some(Verdict::RollBack(_))), "{summary}");
        assert!(summary.ends_with(
            "the alias leads to version 1: it is exactly what stood before the release"
        ));
        let after = history.seconds.iter().filter(|second| second.end > end.end);
        let new: Vec<_> = after.map(|second| second.counts.of(history.new).requests()).collect();
        assert_eq!(new, [0; 30], "all go back at once");
    }
}

#[test]
fn a_good_version_is_released() {
    for seed in 1..=5 {
        let (history, summary) = release(&format!("--good --seed {seed}"));
        let end = history.end().expect("an end");
        assert_eq!(end.rollout.state(), &State::Succeeded, "{summary}");
        assert!(summary.ends_with("the alias leads to version 2"), "{summary}");
        assert!(end.end.as_secs() >= 9 * 60, "no step is skipped");
    }
}

/// The operator used to observe a rollout that had succeeded as it began, which is refused.
#[test]
fn a_plan_of_no_steps_is_carried_out() {
    let (history, summary) = release("--plan AllAtOnce --rate 100");
    assert!(history.seconds.iter().all(|second| second.verdict.is_none()));
    assert_eq!(history.end().expect("an end").rollout.state(), &State::Succeeded, "{summary}");
    assert!(summary.ends_with("the alias leads to version 2"), "{summary}");
}

#[test]
fn the_same_seed_gives_the_same() {
    let arguments = "--plan Canary10Percent5Minutes --rate 100";
    assert_eq!(release(arguments), release(arguments));
    let other = release(&format!("{arguments} --seed 8")).0;
    assert_ne!(release(arguments).0.counts(), other.counts());
}

/// A step that waits for a person is left when the gate has nothing against it.
#[test]
fn a_pause_ends() {
    let plan = "--good --rate 1000 --plan";
    let mut arguments: Vec<_> = plan.split_whitespace().collect();
    arguments.push("10% until approved, then 100%");
    let options = Options::parse_from(["rollout"].into_iter().chain(arguments));
    let history = Release::new(&options).expect("begun").run(|_| {}).expect("decided");
    assert_eq!(history.end().expect("an end").rollout.state(), &State::Succeeded);
}

#[test]
fn every_request_is_counted() {
    let (history, _) = release("--rate 100");
    assert!(history.seconds.iter().all(|second| second.counts.total().requests() == 100));
    assert_eq!(history.counts().unlisted().requests(), 0);
}

/// The picture that is shown is of this code: `cargo run --release -- --svg rollout.svg`.
#[test]
fn the_picture_is_what_is_drawn() {
    let path = std::env::temp_dir().join(format!("rollout-{}.svg", std::process::id()));
    draw(&release("").0, &options(""), &path).expect("drawn");
    let drawn = fs::read_to_string(&path).expect("read");
    fs::remove_file(&path).expect("removed");
    assert_eq!(drawn, include_str!("../rollout.svg"));
    assert!(drawn.contains("rolled back"));
}

#[test]
fn options_that_are_refused() {
    for wrong in ["--errors 101%", "--good --new-errors 2%", "--plan tomorrow", "--rate -1"] {
        let arguments = ["rollout"].into_iter().chain(wrong.split_whitespace());
        assert!(Options::try_parse_from(arguments).is_err(), "{wrong}");
    }
    let error = Release::new(&options("--increase 0.5")).expect_err("refused");
    assert_eq!(error.to_string(), "an increase of 0.5 is not from 1 to 1000");
}
