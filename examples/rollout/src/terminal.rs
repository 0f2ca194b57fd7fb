//! A release in a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use pointsman::rollout::{Counts, State};

use crate::clock::Clock;
use crate::history::Second;

/// The bar is the share of the new version, and falls back with it.
const STYLE: &str = "{prefix} {bar:30} {wide_msg}";

/// Where there is no terminal to draw in, so many seconds share a line.
const TOGETHER: u64 = 5;

/// Shows seconds as they pass: by a bar in a terminal, and by lines.
#[derive(Debug)]
pub struct Terminal {
    bar: ProgressBar,
    /// What came since the last line.
    counts: Counts,
}

impl Terminal {
    /// A terminal that shows nothing yet.
    ///
    /// # Errors
    ///
    /// If the bar can't be drawn, whatever the terminal.
    pub fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let style = ProgressStyle::with_template(STYLE)?.progress_chars("█▌ ");
        let bar = ProgressBar::new(1_000_000).with_style(style);
        Ok(Self { bar, counts: Counts::default() })
    }

    /// Shows a second that has passed.
    pub fn show(&mut self, second: &Second) {
        self.counts = self.counts.plus(&second.counts);
        let clock = Clock(second.end);
        let said = match (&second.verdict, second.rollout.state()) {
            (Some(verdict), _) => verdict.to_string(),
            (None, State::Succeeded) => "released".to_owned(),
            (None, _) => "rolled back".to_owned(),
        };
        let share = second.split.share(second.rollout.version()).to_string();
        self.bar.set_prefix(format!("{clock:>5} {share:>5}"));
        self.bar.set_message(said.clone());
        self.bar.set_position(second.rollout.weight().millionths().into());
        let turn = second.end.as_secs().is_multiple_of(TOGETHER) && self.bar.is_hidden();
        if turn || second.has_changed_split() {
            let counts = std::mem::take(&mut self.counts).to_string();
            // The bar itself would print nothing where it is hidden.
            self.bar.suspend(|| println!("{clock:>5} {share:>5}  {counts:<47} {said}"));
        }
    }

    /// Leaves the bar behind.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
