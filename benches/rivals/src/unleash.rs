use serde_json::json;
use unleash_types::client_features::ClientFeatures;
use unleash_yggdrasil::{Context, EngineState};

use crate::contestant::{Contestant, LARGE, SMALL};
use crate::scene::Scene;

pub const NAME: &str = "Unleash";

/// A gradual rollout to a tenth, sticky on the user, before it a strategy for the previewer; asked by
/// `is_enabled`.
pub fn engine(scene: &Scene) -> Contestant {
    let engine = EngineState::default();
    let warnings = engine.apply_client_features(features(scene));
    assert!(warnings.is_none(), "Unleash takes the features");
    let nobody = Context::default();
    assert!(scene.functions.iter().all(|name| engine.resolve(name, &nobody, &None).is_some()));

    let visits = scene.visits.iter();
    let contexts = visits.map(|visit| {
        (visit.function, Context { user_id: Some(visit.user.into()), ..Context::default() })
    });
    Contestant::new(NAME, contexts.collect(), move |(name, context)| {
        if engine.is_enabled(name, context, &None) { SMALL } else { LARGE }
    })
}

fn features(scene: &Scene) -> ClientFeatures {
    let feature = |name| {
        let preview = scene.previewer.map(|user| {
            json!({ "name": "default", "constraints": [
                { "contextName": "userId", "operator": "IN", "values": [user] }
            ] })
        });
        let rollout = json!({ "name": "flexibleRollout", "parameters": {
            "rollout": "10", "stickiness": "userId", "groupId": name
        } });
        let strategies: Vec<_> = preview.into_iter().chain([rollout]).collect();
        json!({ "name": name, "enabled": true, "strategies": strategies })
    };
    let features: Vec<_> = scene.functions.iter().copied().map(feature).collect();
    serde_json::from_value(json!({ "version": 2, "features": features })).expect("features")
}
