//! The programs, each in a process of its own, which ends with the test.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::client::{Answer, Connection};

/// A process, which is ended when this is dropped.
pub(crate) struct Process {
    child: Child,
    /// What it has told: addresses, and the like.
    told: Vec<String>,
}

impl Process {
    /// Starts a program, and waits until it has told so many lines.
    pub(crate) fn start(command: &mut Command, lines: usize) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        let told =
            output.take(lines).map(|line| line.unwrap().split_once(' ').unwrap().1.to_owned());
        let told = told.collect();
        Self { child, told }
    }

    /// An upstream of the demo.
    pub(crate) fn upstream(name: &str) -> Self {
        Self::start(Command::new(env!("CARGO_BIN_EXE_upstream")).arg(name), 1)
    }

    pub(crate) fn told(&self, line: usize) -> &str {
        &self.told[line]
    }

    /// An address that it is bound to.
    pub(crate) fn address(&self, line: usize) -> SocketAddr {
        self.told(line).strip_prefix("http://").unwrap().parse().unwrap()
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A gateway with a document of its own.
pub(crate) struct Gateway {
    pub(crate) process: Process,
    pub(crate) directory: TempDir,
    pub(crate) document: PathBuf,
}

/// The gateway's program, on ports that the system chooses.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gateway"));
    command.args(["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]);
    command
}

impl Gateway {
    pub(crate) fn start(document: impl AsRef<[u8]>) -> Self {
        Self::start_with(document, &[])
    }

    pub(crate) fn start_with(document: impl AsRef<[u8]>, options: &[&str]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("routes.json");
        fs::write(&path, document).unwrap();
        Self::start_at(directory, path, options)
    }

    /// Starts it with a document in a directory that is kept as long as the gateway.
    pub(crate) fn start_at(directory: TempDir, document: PathBuf, options: &[&str]) -> Self {
        let log = fs::File::create(directory.path().join("log")).unwrap();
        let mut command = command();
        let process = Process::start(command.args(options).arg(&document).stderr(log), 2);
        let log = fs::read_to_string(directory.path().join("log")).unwrap();
        assert_eq!(process.told.len(), 2, "{log}");
        Self { process, directory, document }
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection::open(self.process.address(0)).await
    }

    pub(crate) async fn get(&self, path: &str, headers: &[&str]) -> Answer {
        self.connect().await.get(path, headers).await
    }

    pub(crate) async fn invoke(&self, path: &str, headers: &[&str]) -> Answer {
        self.connect().await.ask("POST", path, headers, "body").await
    }

    pub(crate) async fn connect_admin(&self) -> Connection {
        Connection::open(self.process.address(1)).await
    }

    pub(crate) async fn admin(&self, path: &str) -> Answer {
        self.connect_admin().await.get(path, &[]).await
    }

    /// Replaces an alias of function B.
    pub(crate) async fn put(&self, alias: &str, revision: &str, body: &str) -> Answer {
        let (path, revision) =
            (format!("/functions/B/aliases/{alias}"), format!("If-Match: {revision}"));
        self.connect_admin().await.ask("PUT", &path, &[&revision], body).await
    }

    /// Waits until something is so.
    pub(crate) async fn wait_for(&self, what: &str, is: impl AsyncFn() -> bool) {
        let waiting = async {
            while !is().await {
                sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(timeout(Duration::from_secs(10), waiting).await.is_ok(), "not in time: {what}");
    }

    /// Waits until `GET /health` says so.
    pub(crate) async fn wait_for_health(&self, what: &str, is: impl Fn(&str) -> bool) {
        self.wait_for(what, async || is(self.admin("/health").await.text())).await;
    }

    pub(crate) async fn wait_for_fault(&self, fault: &str) {
        self.wait_for_health(fault, |health| health.contains(fault)).await;
    }

    pub(crate) async fn wait_for_no_fault(&self) {
        self.wait_for_health("no fault", |health| health.contains(r#""fault":null"#)).await;
    }

    /// What was counted in the line of the metrics that begins so.
    pub(crate) async fn count(&self, series: &str) -> u64 {
        let metrics = self.admin("/metrics").await;
        let mut lines = metrics.text().lines();
        let line = lines.find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        line.map_or(0, |count| count.parse().unwrap())
    }
}
