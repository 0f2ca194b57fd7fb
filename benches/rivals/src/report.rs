use std::fmt::Write;

use crate::measure::{Outcome, Timing};
use crate::{envoy, eppo, growthbook, launchdarkly, matchit, nginx, pointsman, unleash};

/// Columns, and the crate of each that is one.
const COLUMNS: [(&str, Option<&str>); 8] = [
    (pointsman::NAME, Some("pointsman")),
    (unleash::NAME, Some("unleash-yggdrasil")),
    (launchdarkly::NAME, Some("launchdarkly-server-sdk-evaluation")),
    (eppo::NAME, Some("eppo_core")),
    (growthbook::NAME, Some("growthbook-rust")),
    (nginx::NAME, None),
    (envoy::NAME, None),
    (matchit::NAME, Some("matchit")),
];

/// Nanoseconds for a decision and how often pointsman's that is, as a table of Markdown.
pub fn markdown(outcomes: &[Outcome]) -> String {
    let mut text = String::from("# Rivals\n\n");
    text +=
        "Nanoseconds for a decision, and how many times pointsman's that is: medians over the\n";
    text += "rounds, in each of which all ran. A dash: it doesn't do that.\n\n";
    row(&mut text, "case", &COLUMNS.map(|(name, _)| name.to_owned()));
    row(&mut text, "---", &COLUMNS.map(|_| "---:".to_owned()));
    for outcome in outcomes {
        row(&mut text, outcome.title, &COLUMNS.map(|(name, _)| cell(outcome, name)));
    }
    text +=
        "\n*name beside path* compares two kinds of work: pointsman finds one of 130 functions\n";
    text += "by its name, matchit one of 130 routes by a path, with its parameters. *nginx* and\n";
    text += "*Envoy* are re-creations of their loops.\n\n";
    for (name, package) in COLUMNS {
        if let Some(package) = package {
            let _ = writeln!(text, "- {name}: {package} {}", version(package));
        }
    }
    let rounds: Vec<String> = outcomes.iter().map(|outcome| outcome.rounds.to_string()).collect();
    let _ = writeln!(text, "- compiled by {}", env!("COMPILER"));
    let _ = writeln!(text, "- rounds: {}", rounds.join(", "));
    text
}

fn row<const N: usize>(text: &mut String, head: &str, cells: &[String; N]) {
    let _ = writeln!(text, "| {head} | {} |", cells.join(" | "));
}

fn cell(outcome: &Outcome, name: &str) -> String {
    match outcome.timings.iter().find(|timing| timing.name == name) {
        None => "\u{2013}".into(),
        Some(timing) if name == pointsman::NAME => format!("**{}**", nanos(timing)),
        Some(timing) => format!("{} ({} \u{d7})", nanos(timing), ratio(timing)),
    }
}

pub fn nanos(timing: &Timing) -> String {
    rounded(timing.nanos)
}

pub fn ratio(timing: &Timing) -> String {
    rounded(timing.ratio)
}

/// With a decimal below ten: above it would be noise.
fn rounded(value: f64) -> String {
    if value < 9.95 { format!("{value:.1}") } else { format!("{value:.0}") }
}

/// The version of a package in the lock file.
fn version(package: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let (_, rest) =
        lock.split_once(&format!("name = \"{package}\"\nversion = \"")).expect("locked");
    rest.split_once('"').expect("a version").0
}
