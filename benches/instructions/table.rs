//! The table of counts, as it is committed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::Command;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions/table.md");

/// Instructions by case, and what made the program.
pub struct Table {
    toolchain: String,
    cases: BTreeMap<String, f64>,
}

impl Table {
    /// Made by the toolchain at hand.
    pub fn new(cases: impl Iterator<Item = (String, f64)>) -> Self {
        let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
        let output = Command::new(rustc).arg("-vV").output().expect("there is a compiler");
        let text = String::from_utf8(output.stdout).expect("it tells its version");
        let host = text.lines().find_map(|line| line.strip_prefix("host: "));
        let release = text.lines().next().unwrap_or_default();
        let toolchain = format!("{release}, {}", host.unwrap_or_default());
        Self { toolchain, cases: cases.collect() }
    }

    /// Empty if there is none yet.
    pub fn committed() -> Self {
        let text = std::fs::read_to_string(PATH).unwrap_or_default();
        let toolchain = text.lines().find_map(|line| line.strip_prefix("Toolchain: "));
        let case = |line: &str| {
            let (id, count) = line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
            Some((id.to_owned(), count.parse().ok()?))
        };
        Self {
            toolchain: toolchain.unwrap_or("none").trim_end_matches('.').to_owned(),
            cases: text.lines().filter_map(case).collect(),
        }
    }

    pub fn commit(&self) {
        let mut text = String::from(
            "# Instructions per resolve\n\n\
             Counted and written by `cargo bench --bench instructions --all-features -- --write`.\n\n",
        );
        writeln!(text, "Toolchain: {}.\n", self.toolchain).expect("memory");
        text.push_str("| case | instructions |\n|---|---:|\n");
        for (id, count) in &self.cases {
            writeln!(text, "| {id} | {count:.1} |").expect("memory");
        }
        std::fs::write(PATH, text).expect("the table can be written");
    }

    /// This table with what has changed since another.
    pub fn beside(&self, before: &Self) -> String {
        let mut text = format!(
            "Toolchain: {} (committed: {}).\n\n\
             | case | instructions | committed | change |\n|---|---:|---:|---:|\n",
            self.toolchain, before.toolchain
        );
        for (id, count) in &self.cases {
            let (old, change) = match before.cases.get(id) {
                Some(old) => (format!("{old:.1}"), format!("{:+.1} %", (count / old - 1.0) * 1e2)),
                None => ("-".into(), "new".into()),
            };
            writeln!(text, "| {id} | {count:.1} | {old} | {change} |").expect("memory");
        }
        text
    }
}
