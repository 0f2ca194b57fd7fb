//! How a release ended.

use std::fmt;

use pointsman::Alias;

use crate::clock::Clock;
use crate::history::History;

/// How a release ended, as text.
#[derive(Debug)]
pub struct Summary<'h> {
    history: &'h History,
    before: Alias,
    now: Alias,
}

impl<'h> Summary<'h> {
    /// Of this release, with the alias that stood before it, and the one that is served after it.
    #[must_use]
    pub fn new(history: &'h History, [before, now]: [Alias; 2]) -> Self {
        Self { history, before, now }
    }
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { history, before, now } = self;
        if let Some(end) = history.end() {
            writeln!(f, "\nafter {}: {}", Clock(end.end), end.rollout)?;
        }
        writeln!(f, "requests in all: {}", history.counts())?;
        let all = now
            .split()
            .sole()
            .map_or("several versions".to_owned(), |version| format!("version {version}"));
        write!(f, "the alias leads to {all}")?;
        if now == before {
            f.write_str(": it is exactly what stood before the release")?;
        }
        Ok(())
    }
}
