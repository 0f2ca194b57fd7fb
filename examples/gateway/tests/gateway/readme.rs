//! The lines of the README, run as they stand there.

use std::process::{Command, Stdio};

use crate::process::{Process, command};

const README: &str = include_str!("../../README.md");

/// What is typed, and what is answered.
fn lines() -> Vec<(String, String)> {
    let blocks =
        README.split("```console\n").skip(1).map(|block| block.split("```").next().unwrap());
    let lines = blocks.flat_map(|block| block.strip_prefix("$ ").unwrap().split("\n$ "));
    lines
        .map(|line| {
            let line = line.replace("\\\n", "");
            let (typed, answered) = line.split_once('\n').unwrap_or((&line, ""));
            (typed.to_owned(), answered.trim_end().to_owned())
        })
        .collect()
}

#[test]
fn the_readme_says_what_happens() {
    let demo = Process::start(command().arg("--demo").stderr(Stdio::null()), 3);
    for (typed, answered) in lines() {
        let typed = typed
            .replace("localhost:8080", &demo.address(0).to_string())
            .replace("localhost:8081", &demo.address(1).to_string())
            // Whoever types waits longer.
            .replace("sleep 1", "sleep 3");
        let output =
            Command::new("bash").args(["-c", &typed]).env("DOCUMENT", demo.told(2)).output();
        let output = String::from_utf8(output.unwrap().stdout).unwrap().replace('\r', "");
        assert_eq!(output.trim_end(), answered, "{typed}");
    }
}
