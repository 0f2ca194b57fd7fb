//! JSON that is about to be written, canonical by its form.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Display};

use serde_json::Value;

use super::json::Json;
use super::scan::Scanner;

/// A value, its keys sorted by bytes.
///
/// The crate writes its text itself, so that a digest over it depends on nobody's choice of order or
/// of digits.
pub(super) enum Node {
    Object(Fields),
    List(Vec<Node>),
    /// The text of anything else.
    Text(String),
}

pub(super) type Fields = BTreeMap<String, Node>;

impl Node {
    pub(super) fn string(text: impl Display) -> Self {
        Self::Text(Value::String(text.to_string()).to_string())
    }

    pub(super) fn number(number: impl Display) -> Self {
        Self::Text(number.to_string())
    }

    /// The value of a text, if it is nested at most so deep.
    pub(super) fn of(json: Json<'_>, nesting: usize) -> Option<Self> {
        Self::next(&mut Scanner::new(json.text()), nesting)
    }

    /// The value that comes next, in one pass over its text.
    fn next(scanner: &mut Scanner<'_>, nesting: usize) -> Option<Self> {
        let start = *scanner;
        match scanner.peek()? {
            b'{' => {
                let nesting = nesting.checked_sub(1)?;
                let (mut fields, mut is_text) = (Fields::new(), true);
                let read = scanner.entries(Scanner::any_string, |scanner, key| {
                    is_text = key.is_ok();
                    fields.insert(key.ok()?.into_owned(), Self::next(scanner, nesting)?);
                    Some(())
                });
                if !is_text {
                    // A key with an escape that is no character can't be put in order.
                    *scanner = start;
                    return Some(Self::Text(scanner.json()?.text().into()));
                }
                read.map(|()| Self::Object(fields))
            }
            b'[' => {
                let nesting = nesting.checked_sub(1)?;
                scanner.list(|scanner| Self::next(scanner, nesting)).map(Self::List)
            }
            b'"' => {
                let string = scanner.any_string()?;
                Some(string.map_or_else(|written| Self::Text(written.into()), Self::string))
            }
            _ => Some(Self::Text(scanner.json()?.text().into())),
        }
    }
}

impl From<Fields> for Node {
    fn from(fields: Fields) -> Self {
        Self::Object(fields)
    }
}

impl FromIterator<Node> for Node {
    fn from_iter<I: IntoIterator<Item = Node>>(nodes: I) -> Self {
        Self::List(nodes.into_iter().collect())
    }
}

/// The text, in one line.
impl Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let comma = |index| if index == 0 { "" } else { "," };
        match self {
            Self::Object(fields) => {
                f.write_str("{")?;
                for (index, (key, value)) in fields.iter().enumerate() {
                    write!(f, "{}{}:{value}", comma(index), Self::string(key))?;
                }
                f.write_str("}")
            }
            Self::List(list) => {
                f.write_str("[")?;
                for (index, value) in list.iter().enumerate() {
                    write!(f, "{}{value}", comma(index))?;
                }
                f.write_str("]")
            }
            Self::Text(text) => f.write_str(text),
        }
    }
}
