//! SCF's `RoutingKey`.

use std::fmt;

use pointsman::{AttributeKey, Attributes, RoutingKey};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::value::is_short;

/// It is read exactly if a plain reader reads it, and answers as that has it.
pub fn parse(text: &str) {
    let due = entries(text);
    let key = match RoutingKey::parse(text) {
        Ok(key) => key,
        Err(error) => {
            assert_eq!(due, None, "{error}");
            return is_short(&error);
        }
    };
    let due = due.unwrap_or_else(|| panic!("{text:?} is not refused"));
    let owned = key.clone().into_owned();
    assert_eq!(owned, key);
    for (name, value) in &due {
        let Ok(header) = AttributeKey::header(name) else { continue };
        assert_eq!(key.attribute(&header), Some(value.as_bytes()));
        assert_eq!(owned.attribute(&header), Some(value.as_bytes()));
        // Nothing but headers, and byte for byte.
        let cookie = AttributeKey::cookie(name).expect("as good a name");
        assert_eq!(key.attribute(&cookie), None);
        let other = name.to_ascii_uppercase();
        let found = due.iter().find(|(name, _)| *name == other);
        let header = AttributeKey::header(&other).expect("as good a name");
        assert_eq!(key.attribute(&header), found.map(|(_, value)| value.as_bytes()));
    }
}

/// All entries as texts, if all is as it must be.
fn entries(text: &str) -> Option<Vec<(String, String)>> {
    if text.len() > 1024 {
        return None;
    }
    let Entries(raw) = serde_json::from_str(text).ok()?;
    let mut entries: Vec<(String, String)> = Vec::new();
    for (name, value) in raw {
        let value = match value.get().as_bytes() {
            [b'"', ..] => serde_json::from_str(value.get()).ok()?,
            [b'-' | b'0'..=b'9', ..] if !value.get().contains(['.', 'e', 'E']) => {
                value.get().to_owned()
            }
            _ => return None,
        };
        if entries.iter().any(|(other, _)| *other == name) {
            return None;
        }
        entries.push((name, value));
    }
    Some(entries)
}

struct Entries(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}
