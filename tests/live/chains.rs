//! Long chains of changes, beside a plain map.

use std::collections::BTreeMap;

use pointsman::live::{Router, Snapshot};
use pointsman::{Function, FunctionId, RoutingTable, Version};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{at, function, id, router};

type Model = BTreeMap<FunctionId, Function<u64>>;

/// The table has the functions of the model, and no others, with all their payloads.
#[track_caller]
fn agrees(table: &RoutingTable<u64>, model: &Model) {
    assert_eq!(table.len(), model.len());
    for (id, function) in model {
        let versions: Option<Vec<(Version, &u64)>> =
            table.versions(&id.to_string()).map(Iterator::collect);
        assert_eq!(versions, Some(function.versions().collect()));
    }
}

/// One change to both.
fn change(rng: &mut ChaCha8Rng, router: &Router<u64>, model: &mut Model) {
    let id = id(&format!("f{}", rng.random_range(0..60)));
    match rng.random_range(0..8) {
        0 => assert_eq!(router.remove(&id, None).ok(), model.remove(&id)),
        1 => {
            let kept = rng.random_range(0..200);
            model.retain(|_, _| rng.random_range(0..200) < kept);
            replace(router, model);
        }
        // Few of them change, and mostly one.
        2 => {
            for function in model.values_mut().step_by(40) {
                function.publish().expect("published");
            }
            replace(router, model);
        }
        3 | 4 => {
            let updated = router.update(&id, Function::publish).ok();
            let function = model.get_mut(&id);
            assert_eq!(updated, function.map(|function| function.publish().expect("published")));
        }
        _ => {
            let revision = model.get(&id).map_or(0, |function| function.revision() + 1);
            let new = at(function(&id.to_string(), 0, rng.random()), revision);
            router.put(new.clone()).expect("it is above");
            model.insert(id, new);
        }
    }
}

fn replace(router: &Router<u64>, model: &Model) {
    router.replace(model.values().cloned()).expect("nothing is below");
}

#[test]
fn the_router_does_as_a_map_does_and_old_tables_stay() {
    for seed in 0..20 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let (router, mut model) = (router([]), Model::new());
        let mut old: Vec<(Snapshot<u64>, Model)> = Vec::new();
        for step in 0..300 {
            change(&mut rng, &router, &mut model);
            assert!(router.functions().iter().eq(model.values()));
            agrees(&router.snapshot(), &model);
            if step % 30 == 0 {
                old.push((router.snapshot(), model.clone()));
            }
        }
        for (table, model) in &old {
            agrees(table, model);
        }
    }
}
