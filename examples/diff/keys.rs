//! Which of recorded keys move.

use std::io::{self, Write};

use pointsman::document::Document;
use pointsman::{AliasDiff, Function, MoveCounts, Replay};

use super::options::Recorded;

/// The alias before and after; `None` if it stays as it is.
pub(super) fn replay<T>(
    recorded: &Recorded,
    old: &Document<T>,
    new: &Document<T>,
) -> Result<Option<Replay>, String> {
    let Recorded { function, alias, attribute, .. } = recorded;
    let functions = [old, new].map(|document| document.function(function));
    let [Some(old), Some(new)] = functions else {
        return Err(format!("function `{function}` is not in both documents"));
    };
    let has_alias = |function: &Function<T>| function.alias(alias.as_str()).is_some();
    if !(has_alias(old) && has_alias(new)) {
        return Err(format!("alias `{alias}` of `{function}` is not in both documents"));
    }
    let diff = old.diff_by(new, |_, _| true);
    let replay = diff.alias(alias.as_str()).and_then(AliasDiff::replay);
    let replay = replay.map(|replay| match attribute {
        Some(attribute) => replay.of(attribute.clone()),
        None => replay,
    });
    if replay.as_ref().is_some_and(|replay| replay.attribute().is_none()) {
        return Err(format!("alias `{alias}` of `{function}` is not sticky: `--of` is missing"));
    }
    Ok(replay)
}

/// Writes a line for each key that moves, or may, and then how many do.
pub(super) fn write(
    recorded: &Recorded,
    replay: &Replay,
    keys: &[u8],
    changes: &mut impl Write,
) -> io::Result<()> {
    let lines = keys.split(|byte| *byte == b'\n');
    let keys: Vec<&[u8]> = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
    // What ends with a line feed has no line behind it.
    let keys = keys.strip_suffix(&[&b""[..]]).unwrap_or(&keys);
    let at = format!("{}.aliases.{}", recorded.function, recorded.alias);
    let mut counts = MoveCounts::default();
    for (key, each) in replay.keys(keys) {
        counts.extend([each]);
        writeln!(changes, "{at}: key `{}` moves {each}", visible(key))?;
    }
    for (each, count) in counts.iter() {
        let moves = if count == 1 { "moves" } else { "move" };
        writeln!(changes, "{at}: {count} of {} keys {moves} {each}", keys.len())?;
    }
    Ok(())
}

/// A key on one line, what can't be seen escaped as it is in the changes.
fn visible(key: &[u8]) -> String {
    let mut text = String::new();
    for chunk in key.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\'' | '"' => text.push(character),
                _ => text.extend(character.escape_debug()),
            }
        }
        text.extend(chunk.invalid().escape_ascii().map(char::from));
    }
    text
}
