//! What holds of every value that has a text.

use std::fmt::{Debug, Display};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// An excerpt in an error has 64 bytes, each of them at most `\u{1b}` when it is printed; two of them
/// and the words about them are shorter than this.
const LONGEST_ERROR: usize = 1_000;

/// The value of the text, if it has one. What is printed is read again as an equal value, and printed
/// again alike; an error is short, whatever came in.
pub(crate) fn parse<V>(text: &str) -> Option<V>
where
    V: FromStr<Err: Display> + Display + PartialEq + Hash + Debug,
{
    let value = match text.parse::<V>() {
        Ok(value) => value,
        Err(error) => {
            is_short(&error);
            return None;
        }
    };
    let printed = value.to_string();
    let again = printed.parse::<V>().unwrap_or_else(|error| panic!("{error}: {printed:?}"));
    assert_eq!(again, value);
    assert_eq!(hash(&again), hash(&value));
    assert_eq!(again.to_string(), printed);
    Some(value)
}

/// The same of a value that is serialized as its text.
pub(crate) fn parse_text<V>(text: &str) -> Option<V>
where
    V: FromStr<Err: Display> + Display + PartialEq + Hash + Debug + Serialize + DeserializeOwned,
{
    let value = parse::<V>(text);
    let quoted = serde_json::to_string(text).expect("a text can be written");
    let read = serde_json::from_str::<V>(&quoted);
    assert_eq!(read.ok(), value);
    if let Some(value) = &value {
        let printed = serde_json::to_string(&value.to_string()).expect("a text can be written");
        assert_eq!(serde_json::to_string(value).expect("a value can be written"), printed);
    }
    value
}

/// An error says something, and not too much.
pub(crate) fn is_short(error: &impl Display) {
    let error = error.to_string();
    assert!((1..LONGEST_ERROR).contains(&error.len()), "{} bytes: {error}", error.len());
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
