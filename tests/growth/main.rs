//! A text twice as long takes twice the work: no text makes a parser superlinear. Instructions are
//! counted, by valgrind, so no clock is asked: `cargo test --test growth --all-features -- --ignored`.
#![cfg(all(feature = "serde", feature = "http"))]

#[path = "../../benches/instructions/callgrind.rs"]
mod callgrind;
mod functions;
mod payloads;
mod routes;
mod rules;
mod scf;
mod values;

use std::fmt::Write;
use std::process::Child;

use pointsman::RoutingTable;
use pointsman::document::Document;
use serde_json::Value;

use crate::callgrind::{collected, has_valgrind};

/// The case that a process under valgrind runs, and how large.
const CASE: &str = "POINTSMAN_CASE";

/// Bytes of a text, few enough that most cases stay within the limits of a document.
const SIZES: [usize; 3] = [12_000, 24_000, 48_000];

/// Of texts that double, what the second doubling costs more than the first: 2 if it is linear, 4 if
/// it grows with the square. A logarithm adds a little.
const MOST: f64 = 2.5;

/// How many instructions a process more or less takes for reasons of its own.
const NOISE: f64 = 60_000.0;

/// A text of about so many bytes, and what reads it.
type Case = (&'static str, fn(usize) -> String, fn(&str));

#[test]
#[ignore = "it needs valgrind and takes minutes"]
fn reading_grows_as_the_text_does() {
    assert!(has_valgrind(), "there is no valgrind");
    let mut worst = Vec::new();
    for (name, _, _) in cases() {
        // All at once: a count does not depend on what else the machine does.
        let counts = SIZES.map(|size| start(name, size)).map(collected);
        let (first, second) = (counts[1] - counts[0], counts[2] - counts[1]);
        let (growth, each) = (second / first, second / 24_000.0);
        println!("{name:40} {growth:5.2} {each:9.0} instructions a byte");
        if growth > MOST && second - 2.0 * first > NOISE {
            worst.push((name, growth));
        }
    }
    assert_eq!(worst, [], "these grow faster");
}

/// What [`reading_grows_as_the_text_does`] counts.
#[test]
#[ignore = "it is run by the other"]
fn one_case() {
    let Some(case) = std::env::var(CASE).ok() else { return };
    let (name, size) = case.rsplit_once(' ').expect("a name and a size");
    let size = size.parse().expect("a size");
    let (_, text, read) = cases().into_iter().find(|case| case.0 == name).expect("a case");
    read(&text(size));
}

fn start(name: &str, size: usize) -> Child {
    callgrind::start(|program| {
        program.args(["--exact", "one_case", "--ignored"]).env(CASE, format!("{name} {size}"));
    })
}

/// `part` of 0, 1, 2, … with commas between, until there are so many bytes.
fn list(size: usize, part: impl Fn(usize) -> String) -> String {
    let mut list = part(0);
    for number in 1.. {
        if list.len() >= size {
            break;
        }
        write!(list, ",{}", part(number)).expect("a string takes all");
    }
    list
}

/// The same from the last to the first.
fn falling(size: usize, part: impl Fn(usize) -> String) -> String {
    let last = list(size, &part).matches("},").count();
    list(size, |number| part(last.saturating_sub(number)))
}

/// A document of one function, whose `versions` and `aliases` these are the inner parts of.
fn function(versions: &str, aliases: &str) -> String {
    format!(
        r#"{{"pointsman":1,"functions":[{{"name":"B","versions":{{"$LATEST":{{}}{versions}}},"aliases":{{{aliases}}}}}]}}"#
    )
}

/// With the versions 1 and 2, and this as the rest of the alias `a` to 1.
fn alias(rest: &str) -> String {
    function(r#","1":{},"2":{}"#, &format!(r#""a":{{"version":"1"{rest}}}"#))
}

fn document(text: &str) {
    if let Ok(document) = Document::<Value>::from_json(text) {
        let written = document.to_json().expect("what was read can be written");
        drop(RoutingTable::from(document));
        drop(RoutingTable::<Value>::from_json(text).expect("a document of it could be read"));
        assert!(!written.is_empty());
    }
}

fn wrong(text: &str) {
    let error = Document::<Value>::from_json(text).expect_err("it is wrong");
    assert!(!error.to_string().is_empty());
    assert!(RoutingTable::<Value>::from_json(text).is_err());
}

fn cases() -> Vec<Case> {
    [
        values::cases(),
        functions::cases(),
        routes::cases(),
        rules::cases(),
        payloads::cases(),
        scf::cases(),
    ]
    .concat()
}
