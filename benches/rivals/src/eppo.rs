use std::sync::Arc;

use chrono::{DateTime, Utc};
use eppo_core::eval::get_assignment;
use eppo_core::ufc::{AssignmentValue, UniversalFlagConfig, VariationType};
use eppo_core::{Attributes, Configuration, SdkMetadata, Str};
use serde_json::{Map, Value, json};

use crate::contestant::{Contestant, LARGE, SMALL};
use crate::scene::Scene;

pub const NAME: &str = "Eppo";

/// An allocation of nine tenths and one by the key of the subject, before it one for the previewer;
/// asked by `get_assignment`, at a time that was taken before.
pub fn engine(scene: &Scene) -> Contestant {
    let metadata = SdkMetadata { name: "rivals", version: "0" };
    let json = serde_json::to_vec(&flags(scene)).expect("it can be written");
    let flags = UniversalFlagConfig::from_json(metadata, json).expect("flags");
    let configuration = Configuration::from_server_response(flags, None);
    let attributes = Arc::new(Attributes::new());
    let now = DateTime::<Utc>::from_timestamp(1_767_225_600, 0).expect("a time");

    let subjects = scene.visits.iter().map(|visit| (visit.function, Str::new(visit.user)));
    Contestant::new(NAME, subjects.collect(), move |(name, subject)| {
        let boolean = Some(VariationType::Boolean);
        let configuration = Some(&configuration);
        let assignment = get_assignment(configuration, name, subject, &attributes, boolean, now);
        match assignment.expect("no error").expect("it is there").value {
            AssignmentValue::Boolean(true) => SMALL,
            AssignmentValue::Boolean(false) => LARGE,
            _ => unreachable!("a boolean was asked for"),
        }
    })
}

fn flags(scene: &Scene) -> Value {
    let flag = |&name: &&str| {
        let preview = scene.previewer.map(|user| {
            json!({ "key": "preview", "doLog": false,
                "rules": [{ "conditions": [
                    { "attribute": "id", "operator": "ONE_OF", "value": [user] }
                ] }],
                "splits": [{ "variationKey": "small", "shards": [] }] })
        });
        let split = |variation, start, end| {
            json!({ "variationKey": variation, "shards": [
                { "salt": name, "ranges": [{ "start": start, "end": end }] }
            ] })
        };
        let release = json!({ "key": "release", "doLog": false,
            "splits": [split("large", 0, 9_000), split("small", 9_000, 10_000)] });
        let allocations: Vec<_> = preview.into_iter().chain([release]).collect();
        let flag = json!({
            "key": name, "enabled": true, "variationType": "BOOLEAN", "totalShards": 10_000,
            "variations": {
                "large": { "key": "large", "value": false },
                "small": { "key": "small", "value": true },
            },
            "allocations": allocations,
        });
        (name.to_owned(), flag)
    };
    let flags: Map<String, Value> = scene.functions.iter().map(flag).collect();
    json!({ "createdAt": "2026-01-01T00:00:00.000Z", "format": "SERVER",
        "environment": { "name": "production" }, "flags": flags })
}
