//! What is shown: pleasant where a person looks, plain text where it is piped.

use std::fmt::Display;
use std::io::{self, IsTerminal, StdoutLock, Write};

/// Standard output, and what has been claimed on it.
pub struct Screen {
    out: StdoutLock<'static>,
    colours: bool,
    claims: u32,
    broken: u32,
}

impl Screen {
    /// Colours where standard output is a terminal, unless `NO_COLOR` is set.
    pub fn new() -> Self {
        let out = io::stdout().lock();
        let colours = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { out, colours, claims: 0, broken: 0 }
    }

    fn paint(&self, code: &str, text: impl Display) -> String {
        if self.colours { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }

    pub fn title(&mut self, text: &str) -> io::Result<()> {
        let title = self.paint("1", text);
        writeln!(self.out, "\n{title}\n")
    }

    pub fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    pub fn line(&mut self, text: impl Display) -> io::Result<()> {
        writeln!(self.out, "  {text}")
    }

    /// A share of a million as a bar: no cell for nothing, at least one for a little.
    pub fn bar(&self, millionths: u32) -> String {
        const WIDTH: usize = 30;
        let cells = (0_u32..).step_by(1_000_000 / WIDTH).take(WIDTH);
        let full = cells.filter(|&from| from < millionths).count();
        let (on, off) = if self.colours { ("█", "░") } else { ("#", ".") };
        self.paint("36", on.repeat(full)) + &self.paint("2", off.repeat(WIDTH - full))
    }

    /// States something, and whether it is so.
    pub fn claim(&mut self, what: impl Display, holds: bool) -> io::Result<()> {
        self.claims += 1;
        let mark = if holds {
            self.paint("32", "ok")
        } else {
            self.broken += 1;
            self.paint("1;31", "NOT SO")
        };
        writeln!(self.out, "  {mark}  {what}")
    }

    /// Sums up; true if all that was claimed is so.
    pub fn finish(mut self) -> io::Result<bool> {
        let Self { claims, broken, .. } = self;
        let sum = match broken {
            0 => self.paint("1;32", format_args!("All {claims} claims hold.")),
            _ => self.paint("1;31", format_args!("{broken} of {claims} claims do not hold.")),
        };
        writeln!(self.out, "\n{sum}")?;
        Ok(broken == 0)
    }
}
