//! Counts of versions, written as an object whose keys are the versions.

use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::Serializer;

use super::Count;
use crate::Version;
use crate::sorted::repeated;

type Versions = Vec<(Version, Count)>;

pub(super) fn serialize<S: Serializer>(
    versions: &Versions,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(versions.iter().map(|(version, count)| (version, count)))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Versions, D::Error> {
    deserializer.deserialize_map(ByVersion)
}

struct ByVersion;

impl<'de> Visitor<'de> for ByVersion {
    type Value = Versions;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of counts by version")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Versions, A::Error> {
        let mut versions = Versions::new();
        while let Some((version, count)) = map.next_entry()? {
            versions.push((version, count));
        }
        versions.sort_unstable_by_key(|&(version, _)| version);
        match repeated(&versions) {
            Some(version) => Err(A::Error::custom(format_args!("version {version} stands twice"))),
            None => Ok(versions),
        }
    }
}
