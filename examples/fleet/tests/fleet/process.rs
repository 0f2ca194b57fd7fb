use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// A process that is killed at the end, and whose words are shown if the test fails.
#[derive(Debug)]
pub struct Process {
    child: Child,
    name: &'static str,
    said: Arc<Mutex<Vec<String>>>,
}

impl Process {
    /// Starts it, and waits until it has said where it answers: the first line of either output that
    /// holds an address.
    pub fn start(
        name: &'static str,
        command: &mut Command,
        address: impl Fn(&str) -> Option<String> + Clone + Send + 'static,
    ) -> (Self, String) {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{name}: {error}"));
        let said = Arc::default();
        let (sender, receiver) = mpsc::channel();
        let tell = move |line: &str| {
            if let Some(address) = address(line) {
                // Only the first is waited for.
                let _ = sender.send(address);
            }
        };
        listen(child.stdout.take(), Arc::clone(&said), tell.clone());
        listen(child.stderr.take(), Arc::clone(&said), tell);
        let process = Self { child, name, said };
        let address = receiver.recv_timeout(Duration::from_secs(30));
        (process, address.unwrap_or_else(|_| panic!("{name} does not say where it answers")))
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        // Both fail only if it is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(
    output: Option<impl Read + Send + 'static>,
    said: Arc<Mutex<Vec<String>>>,
    each: impl Fn(&str) + Send + 'static,
) {
    let lines = output.into_iter().flat_map(|output| BufReader::new(output).lines());
    thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            each(&line);
            said.lock().unwrap().push(line);
        }
    });
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            let is_told = |line: &&String| !line.contains(r#""level":"info""#);
            for line in self.said.lock().unwrap().iter().filter(is_told) {
                eprintln!("{}: {line}", self.name);
            }
        }
    }
}
