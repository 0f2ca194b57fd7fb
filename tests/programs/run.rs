//! A run of a program.

use std::ffi::OsString;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, process};

/// What a run has left behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub output: String,
    pub notes: String,
    pub status: u8,
}

impl Outcome {
    pub fn new(output: &str, notes: &str, status: u8) -> Self {
        Self { output: output.into(), notes: notes.into(), status }
    }

    /// What the program leaves behind, which takes its arguments, and writes output and notes.
    pub fn of(
        args: &[&str],
        program: impl FnOnce(Vec<OsString>, &mut Vec<u8>, &mut Vec<u8>) -> u8,
    ) -> Self {
        let (mut output, mut notes) = (Vec::new(), Vec::new());
        let status = program(args.iter().map(OsString::from).collect(), &mut output, &mut notes);
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Self { output: text(output), notes: text(notes), status }
    }
}

/// Lends the path of a file that holds these bytes.
pub fn with_file<V>(bytes: impl AsRef<[u8]>, lend: impl FnOnce(&str) -> V) -> V {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (process, count) = (process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let path = format!("{}/input-{process}-{count}.json", env!("CARGO_TARGET_TMPDIR"));
    fs::write(&path, bytes).expect("the test's folder can be written");
    let value = lend(&path);
    fs::remove_file(&path).expect("it was just written");
    value
}

/// A writer that takes nothing.
pub struct Broken(pub io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
