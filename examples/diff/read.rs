//! What is read, from files or from standard input. Of what is wrong each line names the file.

use std::fmt;
use std::fs;
use std::io::Read;

use pointsman::document::Document;
use serde_json::Value;

use super::options::Input;

/// Reads a document, whatever its payloads.
pub(super) fn document(from: &Input, input: &mut impl Read) -> Result<Document<Value>, String> {
    let text = String::from_utf8(bytes(from, input)?);
    let text = text.map_err(|error| faults(from, &error.utf8_error()))?;
    Document::from_json(&text).map_err(|error| faults(from, &error))
}

/// Reads all that there is.
pub(super) fn bytes(from: &Input, input: &mut impl Read) -> Result<Vec<u8>, String> {
    let bytes = match from {
        Input::File(path) => fs::read(path),
        Input::Standard => {
            let mut bytes = Vec::new();
            input.read_to_end(&mut bytes).map(|_| bytes)
        }
    };
    bytes.map_err(|error| faults(from, &error))
}

fn faults(from: &Input, error: &dyn fmt::Display) -> String {
    let faults = error.to_string();
    let faults = faults.lines().map(|fault| format!("{from}: {fault}"));
    faults.collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Standard => f.write_str("standard input"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}
