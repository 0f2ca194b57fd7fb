use std::io::ErrorKind;
use std::process::{Command, Stdio};

use etcd_client::Client;
use fleet::{Keys, Store};
use serde_json::Value;
use tempfile::TempDir;

use crate::process::Process;

/// An etcd of one member on loopback, with a directory of its own.
pub struct Etcd {
    process: Process,
    directory: TempDir,
    address: String,
}

impl Etcd {
    pub fn is_installed() -> bool {
        let version = Command::new("etcd").arg("--version").stdout(Stdio::null()).status();
        !version.is_err_and(|error| error.kind() == ErrorKind::NotFound)
    }

    pub fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let (process, address) = Self::run(&directory, "127.0.0.1:0");
        Self { process, directory, address }
    }

    /// `HOST:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// With what data it had, and at the same address.
    pub fn restart(&mut self) {
        self.process.kill();
        (self.process, _) = Self::run(&self.directory, &self.address);
    }

    /// At the same address, but without its data.
    pub fn restart_empty(&mut self) {
        self.process.kill();
        self.directory = tempfile::tempdir().unwrap();
        self.restart();
    }

    pub async fn store(&self) -> Store {
        Store::connect(&[format!("http://{}", self.address)], Keys::default()).await.unwrap()
    }

    /// Past all checks of a store.
    pub async fn raw(&self) -> Client {
        Client::connect([&self.address], None).await.unwrap()
    }

    fn run(directory: &TempDir, address: &str) -> (Process, String) {
        let mut command = Command::new("etcd");
        let client = format!("http://{address}");
        command.arg("--data-dir").arg(directory.path());
        command.args(["--listen-client-urls", &client, "--advertise-client-urls", &client]);
        command.args(["--listen-peer-urls", "http://127.0.0.1:0", "--logger", "zap"]);
        Process::start("etcd", &mut command, |line| {
            let line: Value = serde_json::from_str(line).ok()?;
            let is_up = line["msg"].as_str()?.starts_with("serving client traffic");
            is_up.then(|| line["address"].as_str().map(str::to_owned))?
        })
    }
}
