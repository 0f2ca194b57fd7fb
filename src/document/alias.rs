//! An alias by itself, as the crate's own document has it.

use alloc::boxed::Box;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use super::{read, write};
use crate::Alias;

/// The form that it has in a [`Document`](super::Document), within the same limits; for JSON alone.
impl Serialize for Alias {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = write::alias(self).map_err(S::Error::custom)?;
        RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// As strict as a [`Document`](super::Document) is, with every fault and its path. Whether the versions
/// exist is checked by the [`Function`](crate::Function) that takes the alias.
impl<'de> Deserialize<'de> for Alias {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        read::alias(json.get()).map_err(D::Error::custom)
    }
}
