//! What ends a program early, and its exit status.

use std::fmt;
use std::io::{self, Write};

/// What ends a program early.
pub(crate) enum Stop {
    Usage(String),
    /// What was read, or could not be, and where.
    Input(String),
    Write(io::Error),
}

impl Stop {
    /// The exit status of what was done, or 2 if it was ended early, for a reason that is told.
    pub(crate) fn status(done: Result<u8, Self>, mut notes: impl Write) -> u8 {
        done.unwrap_or_else(|stop| {
            if !stop.is_closed_pipe() {
                // If this fails too, nobody is left to be told.
                drop(writeln!(notes, "{stop}"));
            }
            2
        })
    }

    /// Whether the reader of the output has seen enough, as `head` has after a few lines.
    fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(what) => write!(f, "{what}; see --help"),
            Self::Input(what) => f.write_str(what),
            Self::Write(error) => write!(f, "can't write: {error}"),
        }
    }
}
