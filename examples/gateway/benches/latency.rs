//! How much later an answer comes since a version was chosen for the request.
//!
//! ```text
//! cargo bench --bench latency
//! ```
//!
//! The gateway is measured against itself with `--plain`, which does all that it does but choose: the
//! router, its metrics, and the header that tells the version. `wrk` (of Debian's package of that name)
//! asks both by turns, and medians of the ratios are printed. The route is a sticky split of two with a
//! rule before it, in a document of a thousand functions.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use pointsman::document::Document;
use pointsman::{Alias, Function, Split, Weight};

const ROUNDS: usize = 41;
const SECONDS: &str = "1s";
const CONNECTIONS: [&str; 2] = ["1", "32"];
const FUNCTIONS: usize = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo test --benches` only builds it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let directory = tempfile::tempdir()?;
    let routes = directory.path().join("routes.json");
    let upstream = Process::start(Command::new(env!("CARGO_BIN_EXE_upstream")).arg("upstream"))?;
    fs::write(&routes, document(&upstream.url)?)?;
    let gateway = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gateway"));
        command.args(["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]);
        command
    };
    let choosing = Process::start(gateway().arg(routes))?;
    let plain = Process::start(gateway().args(["--plain", &upstream.url]))?;
    let choosing = (&choosing, format!("{}/release/f500/", choosing.url));
    let plain = (&plain, format!("{}/", plain.url));

    println!(
        "{ROUNDS} rounds of {SECONDS} each, medians; times in µs, of a plain proxy and with a choice"
    );
    println!(
        "connections   p50         ratio   p99           ratio   cpu         ratio   requests ratio"
    );
    for connections in CONNECTIONS {
        let mut rounds = Vec::new();
        for round in 0..=ROUNDS {
            // Who goes first has its turn, too.
            let (a, b) = if round % 2 == 0 { (&plain, &choosing) } else { (&choosing, &plain) };
            let (a, b) = (measure(a, connections)?, measure(b, connections)?);
            // The first warms up.
            if round > 0 {
                rounds.push(if round % 2 == 0 { (a, b) } else { (b, a) });
            }
        }
        let both = |field: fn(&Sample) -> f64| {
            let plain = median(rounds.iter().map(|(plain, _)| field(plain)));
            let choosing = median(rounds.iter().map(|(_, choosing)| field(choosing)));
            let ratio = median(rounds.iter().map(|(a, b)| field(b) / field(a)));
            (plain, choosing, ratio)
        };
        let (p50, p99) = (both(|sample| sample.p50), both(|sample| sample.p99));
        let (cpu, rate) = (both(|sample| sample.cpu), both(|sample| sample.rate));
        println!(
            "{connections:>11}  {:4.0} {:4.0}  {:6.3}  {:5.0} {:5.0}  {:6.3}  {:4.1} {:4.1}  {:6.3}  {:15.3}",
            p50.0, p50.1, p50.2, p99.0, p99.1, p99.2, cpu.0, cpu.1, cpu.2, rate.2,
        );
    }
    Ok(())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A thousand functions, each released by a sticky split that a rule goes before.
fn document(upstream: &str) -> Result<String, Box<dyn Error>> {
    let mut document = Document::new();
    for index in 0..FUNCTIONS {
        let mut function = Function::new(format!("f{index}").parse()?, upstream);
        let [v1, v2, v3] = [function.publish()?, function.publish()?, function.publish()?];
        let release = Alias::to(Split::new(v1, [(v2, Weight::from_percent(10)?)])?)
            .rule("invoke.headers.User exact Bob".parse()?, v3)
            .sticky_on("invoke.headers.User".parse()?);
        function.create_alias("release".parse()?, release)?;
        document.insert(function);
    }
    Ok(document.to_json()?)
}

struct Sample {
    /// In microseconds.
    p50: f64,
    p99: f64,
    /// Time of processors that the proxy took for a request, in microseconds: whatever else they did.
    cpu: f64,
    /// Requests a second.
    rate: f64,
}

fn measure((proxy, url): &(&Process, String), connections: &str) -> Result<Sample, Box<dyn Error>> {
    let before = proxy.cpu()?;
    let mut wrk = Command::new("wrk");
    wrk.args(["--latency", "-t1", "-c", connections, "-d", SECONDS, "-H", "User: user-1", url]);
    let output = wrk.output().map_err(|error| format!("wrk, of the package `wrk`: {error}"))?;
    let text = String::from_utf8(output.stdout)?;
    if text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(text.into());
    }
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.trim().strip_prefix(name));
        line.map(str::trim).ok_or_else(|| format!("no `{name}` in:\n{text}"))
    };
    let count = text.lines().find_map(|line| line.split_once(" requests in "));
    let count: f64 = count.ok_or("no count of requests")?.0.trim().parse()?;
    Ok(Sample {
        p50: microseconds(field("50%")?)?,
        p99: microseconds(field("99%")?)?,
        cpu: (proxy.cpu()? - before) / count,
        rate: field("Requests/sec:")?.parse()?,
    })
}

fn microseconds(text: &str) -> Result<f64, Box<dyn Error>> {
    for (unit, factor) in [("us", 1.0), ("ms", 1e3), ("s", 1e6)] {
        if let Some(number) = text.strip_suffix(unit) {
            return Ok(number.parse::<f64>()? * factor);
        }
    }
    Err(format!("`{text}` is no time").into())
}

/// A process that has told its first address.
struct Process {
    child: Child,
    url: String,
    /// Kept, lest it write to nobody.
    _stdout: BufReader<ChildStdout>,
}

impl Process {
    fn start(command: &mut Command) -> Result<Self, Box<dyn Error>> {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut stdout = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut line = String::new();
        stdout.read_line(&mut line)?;
        let url = line.split_whitespace().last().ok_or("no address")?.to_owned();
        Ok(Self { child, url, _stdout: stdout })
    }

    /// The time of processors that it has taken, in microseconds.
    fn cpu(&self) -> Result<f64, Box<dyn Error>> {
        let mut total = 0.0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let schedstat = fs::read_to_string(thread?.path().join("schedstat"))?;
            let nanoseconds = schedstat.split(' ').next().ok_or("no time")?;
            total += nanoseconds.parse::<f64>()? / 1e3;
        }
        Ok(total)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // What has ended already need not be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
