//! Unit tests for routing decisions, without writing Rust: what Envoy's route table check tool is
//! to Envoy.
//!
//! ```sh
//! cargo run --release --example check -- examples/check/table.json < examples/check/cases.jsonl
//! cargo run --release --example check -- examples/check/aliases.scf.json \
//!     --format scf --function B < examples/check/cases.scf.jsonl
//! ```
//!
//! Each line of standard input is a case: a request, and perhaps what is expected of it. Each gets
//! a line on standard output, in order:
//!
//! ```text
//! {"function": "B", "qualifier": "prepub", "headers": {"User": "Bob"}, "expect": "4"}
//! {"version":"4","reason":"rule","rule":0}
//! ```
//!
//! `--help` says what a case may hold. What is not as expected is named on standard error, where
//! the last line counts the cases that expect something: `3 cases, 2 as expected, 1 not`.
//!
//! | exit status | |
//! |---|---|
//! | 0 | everything is as expected |
//! | 1 | something is not |
//! | 2 | the table, a line or the command line can't be read, or an answer can't be written |
//!
//! After a line that can't be read the program stops; the answers before it stand.
//!
//! What a client could send is answered: a name that doesn't parse, or that the table doesn't have,
//! gets `{"error": "…"}`, and a case may expect that. What can only be a slip of the pen, such as an
//! unknown field or an empty list, makes the line one that can't be read.
//!
//! A header's name is compared as HTTP does, a cookie's and a query parameter's byte for byte. Of
//! equal names the first in the line counts, and of a list of values the first.

mod answer;
mod case;
mod expectation;
mod name;
mod options;
mod resolve;
#[path = "../program/stop.rs"]
mod stop;
mod strict;
mod table;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use case::Case;
use options::Options;
use stop::Stop;

fn main() -> ExitCode {
    let args = std::env::args_os().skip(1);
    run(args, io::stdin().lock(), io::stdout().lock(), io::stderr()).into()
}

/// Runs the program and returns its exit status.
pub(crate) fn run(
    args: impl IntoIterator<Item = OsString>,
    cases: impl BufRead,
    answers: impl Write,
    mut notes: impl Write,
) -> u8 {
    let tally = check(args, cases, answers, &mut notes);
    Stop::status(tally.map(|tally| u8::from(tally.as_expected < tally.expecting)), notes)
}

fn check(
    args: impl IntoIterator<Item = OsString>,
    cases: impl BufRead,
    mut answers: impl Write,
    mut notes: impl Write,
) -> Result<Tally, Stop> {
    let mut tally = Tally::default();
    let Some(options) = Options::read(args).map_err(Stop::Usage)? else {
        answers.write_all(options::HELP.as_bytes())?;
        return Ok(tally);
    };
    let table = table::read_table(&options).map_err(Stop::Input)?;
    for (number, line) in (1..).zip(cases.lines()) {
        let unreadable = |what: String| Stop::Input(format!("line {number}: {what}"));
        let line = line.map_err(|error| unreadable(error.to_string()))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let case = Case::read(&line).map_err(unreadable)?;
        let answer = case.answer(&table);
        serde_json::to_writer(&mut answers, &answer).map_err(io::Error::from)?;
        writeln!(answers)?;
        if let Some(expectation) = case.expect {
            let met = expectation.is_met_by(&answer);
            tally.count(met);
            if !met {
                writeln!(notes, "line {number}: expected {expectation}, but got {answer}")?;
            }
        }
    }
    if tally.expecting > 0 {
        writeln!(notes, "{tally}")?;
    }
    Ok(tally)
}

/// How many cases expect something, and how many of them get it.
#[derive(Default)]
struct Tally {
    expecting: u64,
    as_expected: u64,
}

impl Tally {
    fn count(&mut self, met: bool) {
        self.expecting += 1;
        self.as_expected += u64::from(met);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expecting, as_expected } = self;
        write!(f, "{expecting} cases, {as_expected} as expected, {} not", expecting - as_expected)
    }
}
