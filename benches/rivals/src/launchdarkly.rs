use std::collections::HashMap;

use launchdarkly_server_sdk_evaluation::{Context, ContextBuilder, Flag, Segment, Store, evaluate};
use serde_json::json;

use crate::contestant::{Contestant, LARGE, SMALL};
use crate::scene::Scene;

pub const NAME: &str = "LaunchDarkly";

/// A percentage rollout by the key of the context, before it a rule for the previewer; asked by
/// `evaluate`. One flag is at hand; many are looked up in a `HashMap`, for the crate has no look-up.
pub fn engine(scene: &Scene) -> Contestant {
    let flags = scene.functions.iter().map(|&name| (name, flag(name, scene.previewer)));
    let mut flags: HashMap<&str, Flag> = flags.collect();
    if let [name] = scene.functions[..] {
        let flag = flags.remove(name).expect("it is there");
        let contexts = scene.visits.iter().map(|visit| context(visit.user)).collect();
        Contestant::new(NAME, contexts, move |context| decide(&flag, context))
    } else {
        let contexts = scene.visits.iter().map(|visit| (visit.function, context(visit.user)));
        Contestant::new(NAME, contexts.collect(), move |(name, context)| {
            decide(&flags[name], context)
        })
    }
}

#[inline]
fn decide(flag: &Flag, context: &Context) -> usize {
    let detail = evaluate(&Nothing, flag, context, None);
    usize::try_from(detail.variation_index.expect("a variation")).expect("an index")
}

/// What flags may ask for: these ask for nothing.
struct Nothing;

impl Store for Nothing {
    fn flag(&self, _: &str) -> Option<Flag> {
        None
    }

    fn segment(&self, _: &str) -> Option<Segment> {
        None
    }
}

fn context(user: &str) -> Context {
    ContextBuilder::new(user).build().expect("a context")
}

fn flag(name: &str, previewer: Option<&str>) -> Flag {
    let rules = previewer.map(|user| {
        json!({ "id": "preview", "variation": SMALL, "trackEvents": false, "clauses": [
            { "contextKind": "user", "attribute": "key", "op": "in", "values": [user] }
        ] })
    });
    let rollout = json!({ "contextKind": "user", "variations": [
        { "variation": LARGE, "weight": 90_000 }, { "variation": SMALL, "weight": 10_000 }
    ] });
    let flag = json!({
        "key": name, "salt": name, "on": true, "variations": [false, true], "offVariation": LARGE,
        "targets": [], "prerequisites": [], "rules": Vec::from_iter(rules),
        "fallthrough": { "rollout": rollout },
    });
    serde_json::from_value(flag).expect("a flag")
}
