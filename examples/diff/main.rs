//! What changes when one document takes the place of another: to be seen before it does, in a review
//! or by whoever rolls it out.
//!
//! ```sh
//! cargo run --release --example diff -- examples/diff/old.json examples/diff/new.json
//! cargo run --release --example diff -- examples/diff/old.json examples/diff/new.json \
//!     --keys examples/diff/users.txt --alias B:release
//! git show HEAD:routes.json | cargo run --release --example diff -- - routes.json
//! ```
//!
//! Each change is a line on standard output, its place first, in an order that doesn't change:
//!
//! ```text
//! B.aliases.release: 20% moves from version 1 to version 2
//! B.aliases.prepub.rules[0]: added: `invoke.headers.User exact Ann` to version 3
//! ```
//!
//! With recorded keys, it is told below which of them move, and how many.
//!
//! | exit status | |
//! |---|---|
//! | 0 | nothing changes |
//! | 1 | something does |
//! | 2 | a document, the keys or the command line can't be read, or a line can't be written |

mod keys;
mod options;
mod read;
#[path = "../program/stop.rs"]
mod stop;

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use options::Options;
use stop::Stop;

fn main() -> ExitCode {
    let args = std::env::args_os().skip(1);
    run(args, io::stdin().lock(), io::stdout().lock(), io::stderr()).into()
}

/// Runs the program and returns its exit status.
pub(crate) fn run(
    args: impl IntoIterator<Item = OsString>,
    input: impl Read,
    changes: impl Write,
    notes: impl Write,
) -> u8 {
    Stop::status(diff(args, input, changes).map(u8::from), notes)
}

/// Whether anything changes.
fn diff(
    args: impl IntoIterator<Item = OsString>,
    mut input: impl Read,
    mut changes: impl Write,
) -> Result<bool, Stop> {
    let Some(options) = Options::read(args).map_err(Stop::Usage)? else {
        changes.write_all(options::HELP.as_bytes())?;
        return Ok(false);
    };
    let mut document = |path| read::document(path, &mut input).map_err(Stop::Input);
    let [old, new] = [document(&options.old)?, document(&options.new)?];
    let mut replayed = None;
    if let Some(recorded) = &options.recorded {
        let keys = read::bytes(&recorded.keys, &mut input).map_err(Stop::Input)?;
        let replay = keys::replay(recorded, &old, &new).map_err(Stop::Input)?;
        replayed = replay.map(|replay| (recorded, replay, keys));
    }

    let diff = old.diff(&new);
    if !diff.is_empty() {
        writeln!(changes, "{diff}")?;
    }
    if let Some((recorded, replay, keys)) = replayed {
        keys::write(recorded, &replay, &keys, &mut changes)?;
    }
    changes.flush()?;
    Ok(!diff.is_empty())
}
