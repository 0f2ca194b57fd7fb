//! The rows put to `model.py`.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

/// Its answers, one a row.
pub fn answers(rows: &[String]) -> Vec<String> {
    let mut python = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent/model.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    let mut stdin = python.stdin.take().expect("piped");
    let rows = rows.join("\n") + "\n";
    // It answers while it is asked: either pipe may be full.
    let asking = thread::spawn(move || stdin.write_all(rows.as_bytes()));
    let output = python.wait_with_output().expect("its output");
    asking.join().expect("no panic").expect("it reads all");
    assert!(output.status.success(), "model.py failed: does it have `xxhash`?");
    String::from_utf8(output.stdout).expect("text").lines().map(String::from).collect()
}
