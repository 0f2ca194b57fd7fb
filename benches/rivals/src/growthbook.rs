use std::collections::HashMap;

use growthbook_rust::dto::GrowthBookFeature;
use growthbook_rust::growthbook::GrowthBook;
use growthbook_rust::model_public::{GrowthBookAttribute, GrowthBookAttributeValue};
use serde_json::json;

use crate::contestant::{Contestant, LARGE, SMALL};
use crate::scene::Scene;

pub const NAME: &str = "GrowthBook";

/// A percentage rollout to a tenth by the id, before it a rule for the previewer; asked by `check`.
pub fn engine(scene: &Scene) -> Contestant {
    let features = scene.functions.iter();
    let features = features.map(|&name| (name.to_owned(), feature(scene.previewer)));
    let book = GrowthBook {
        forced_variations: None,
        features: features.collect(),
        attributes: None,
        sticky_bucket_service: None,
        saved_groups: HashMap::new(),
    };
    let known = |name: &&str| book.check(name, &None).source != "unknownFeature";
    assert!(scene.functions.iter().all(known));

    let attributes = scene.visits.iter().map(|visit| {
        let id = GrowthBookAttributeValue::String(visit.user.into());
        (visit.function, Some(vec![GrowthBookAttribute::new("id".into(), id)]))
    });
    Contestant::new(NAME, attributes.collect(), move |(name, attributes)| {
        if book.check(name, attributes).on { SMALL } else { LARGE }
    })
}

fn feature(previewer: Option<&str>) -> GrowthBookFeature {
    let preview = previewer.map(|user| json!({ "condition": { "id": user }, "force": true }));
    let rollout =
        json!({ "force": true, "coverage": 0.1, "hashAttribute": "id", "hashVersion": 2 });
    let rules: Vec<_> = preview.into_iter().chain([rollout]).collect();
    serde_json::from_value(json!({ "defaultValue": false, "rules": rules })).expect("a feature")
}
