//! Counting by callgrind.

use std::process::{Child, Command, Stdio};

pub fn has_valgrind() -> bool {
    let version = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// Starts this program anew, with what it is to be given, and counts all that it does.
pub fn start(configure: impl FnOnce(&mut Command)) -> Child {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().expect("a program"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    configure(&mut valgrind);
    valgrind.spawn().expect("valgrind starts")
}

/// Its count, when it has ended.
pub fn collected(child: Child) -> f64 {
    let output = child.wait_with_output().expect("it ends");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    let line = log.lines().find_map(|line| line.split_once("Collected :"));
    let (_, count) = line.expect("callgrind tells its count");
    count.trim().parse().expect("a count")
}
