//! What a driver of rollouts stores, and reads again.

use std::fmt::Debug;

use pointsman::rollout::{Counts, Gate, Rollout, Verdict};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{counts, gate, rollout};

/// Whatever JSON comes in is refused, or is kept as it is and keeps its promises.
pub fn read(text: &str) {
    if let Some(rollout) = keeps::<Rollout>(text) {
        rollout::holds(&rollout);
    }
    if let Some(gate) = keeps::<Gate>(text) {
        gate::holds(gate);
    }
    if let Some(counts) = keeps::<Counts>(text) {
        counts::hold(&counts);
    }
    if let Some(verdict) = keeps::<Verdict>(text) {
        gate::says(verdict);
    }
}

/// The value of the text, if it has one: it is kept, and the same by whatever way JSON comes.
pub(crate) fn keeps<V>(text: &str) -> Option<V>
where
    V: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let value = again(&serde_json::from_str::<V>(text).ok()?);
    let other: Value = serde_json::from_str(text).expect("it was read");
    let other = serde_json::from_value::<V>(other);
    assert_eq!(other.unwrap_or_else(|error| panic!("{error}: {text}")), value);
    Some(value)
}

/// The value that is read of what is written of this one: an equal one, of which the same is written.
pub(crate) fn again<V>(value: &V) -> V
where
    V: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let written = written(value);
    let again: V = serde_json::from_str(&written).unwrap_or_else(|it| panic!("{it}: {written}"));
    assert_eq!(again, *value);
    assert_eq!(self::written(&again), written);
    again
}

pub(crate) fn written(value: &(impl Serialize + Debug)) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| panic!("{error}: {value:?}"))
}
