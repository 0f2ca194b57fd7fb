//! An alias by itself, as the crate's own document has it.

use alloc::boxed::Box;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use super::{read, write};
use crate::Alias;
use crate::path::Path;

/// The form that it has in a [`Document`](super::Document), within the same limits; for JSON alone, by
/// way of `serde_json`.
impl Serialize for Alias {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = write::alias(self).map_err(S::Error::custom)?;
        RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// As strict as a [`Document`](super::Document) is, with every fault and its path. Whether the versions
/// exist is checked by the [`Function`](crate::Function) that takes the alias.
///
/// It can't be read by way of serde's `flatten`, nor in an enum that is `untagged` or tagged inside, since
/// they keep no text.
impl<'de> Deserialize<'de> for Alias {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_at(&Path::ROOT, deserializer)
    }
}

/// An alias as the field of something that is no document, by the paths of its faults too.
#[cfg(feature = "rollout")]
pub(crate) fn deserialize_field<'de, D: Deserializer<'de>>(
    name: &str,
    deserializer: D,
) -> Result<Alias, D::Error> {
    deserialize_at(&Path::ROOT.field(name), deserializer)
}

fn deserialize_at<'de, D: Deserializer<'de>>(
    at: &Path<'_>,
    deserializer: D,
) -> Result<Alias, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    read::alias(at, json.get()).map_err(D::Error::custom)
}
