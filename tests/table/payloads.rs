//! A payload lives as long as a table has it, and is dropped once.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use pointsman::{Function, FunctionParts, RoutingTable, Version};
use rand::RngExt;
use rand::seq::IndexedRandom;

use crate::{latest, rng, v};

/// How far a table is grown, a function at a time.
const GROWN: u32 = 20_000;

/// Cannot be cloned, and tells when it is dropped.
#[derive(Debug)]
struct Payload {
    number: u32,
    drops: Rc<Cell<u32>>,
}

impl Drop for Payload {
    fn drop(&mut self) {
        self.drops.set(self.drops.get() + 1);
    }
}

/// Functions of such payloads, and how often each of these was dropped.
#[derive(Default)]
struct Ledger(Vec<Rc<Cell<u32>>>);

impl Ledger {
    fn payload(&mut self) -> Payload {
        let drops = Rc::new(Cell::new(0));
        let number = u32::try_from(self.0.len()).expect("not so many");
        self.0.push(Rc::clone(&drops));
        Payload { number, drops }
    }

    /// A function, and the numbers of its payloads in the order of its versions.
    fn function(&mut self, id: &str, numbered: u64) -> (Function<Payload>, Vec<u32>) {
        let numbers = (1..=numbered).map(v).chain([Version::LATEST]);
        let versions: BTreeMap<_, _> = numbers.map(|version| (version, self.payload())).collect();
        let payloads = versions.values().map(|payload| payload.number).collect();
        let function = Function::from_parts(FunctionParts {
            id: id.parse().expect("an id"),
            versions,
            aliases: BTreeMap::new(),
            next_version: numbered + 1,
            revision: 0,
        });
        (function.expect("the parts fit"), payloads)
    }

    fn drops(&self, payload: u32) -> u32 {
        self.0[usize::try_from(payload).expect("small")].get()
    }

    /// These payloads live, and every other was dropped once.
    #[track_caller]
    fn holds<'a>(&self, live: impl IntoIterator<Item = &'a u32>) {
        let mut due = vec![1; self.0.len()];
        for &payload in live {
            due[usize::try_from(payload).expect("small")] = 0;
        }
        let drops: Vec<_> = self.0.iter().map(|drops| drops.get()).collect();
        assert!(drops == due, "{:?}", drops.iter().zip(&due).position(|(drops, due)| drops != due));
    }
}

type Model = BTreeMap<String, Vec<u32>>;

/// The table has these functions with these payloads, and no more.
#[track_caller]
fn is(table: &RoutingTable<Payload>, model: &Model) {
    assert_eq!(table.len(), model.len());
    for (name, payloads) in model {
        let versions = table.versions(name).into_iter().flatten();
        let found: Vec<_> = versions.map(|(_, payload)| payload.number).collect();
        assert_eq!(&found, payloads, "{name}");
    }
}

fn name(n: u32) -> String {
    if n.is_multiple_of(3) { format!("f{n}") } else { format!("space-{}/f{n}", n % 3) }
}

#[test]
fn what_was_replaced_or_removed_is_dropped_with_the_last_table_that_has_it() {
    for (seed, names) in (0..).zip([1, 2, 7, 64, 65, 129, 600]) {
        let mut rng = rng(100 + seed);
        let mut ledger = Ledger::default();
        let mut table = RoutingTable::default();
        let mut model = Model::new();
        for step in 0..1_500 {
            let name = name(rng.random_range(0..names));
            let shrinking = step / 300 % 2 == 1;
            if rng.random_ratio(if shrinking { 7 } else { 3 }, 10) {
                table = table.without(&name.parse().expect("an id"));
                let gone = model.remove(&name);
                assert!(gone.iter().flatten().all(|&payload| ledger.drops(payload) == 1));
            } else {
                let (function, payloads) = ledger.function(&name, rng.random_range(0..4));
                table = table.with(function);
                let replaced = model.insert(name, payloads);
                assert!(replaced.iter().flatten().all(|&payload| ledger.drops(payload) == 1));
            }
            assert_eq!(table.len(), model.len());
            if names < 10 || step % 50 == 0 {
                ledger.holds(model.values().flatten());
                is(&table, &model);
            }
        }
        drop(table);
        ledger.holds([]);
    }
}

#[test]
fn tables_that_share_drop_only_what_none_of_them_has() {
    for (seed, names) in (0..).zip([1, 3, 64, 300]) {
        let mut rng = rng(200 + seed);
        let mut ledger = Ledger::default();
        let mut tables = vec![(RoutingTable::default(), Model::new())];
        for step in 0..1_500 {
            let name = name(rng.random_range(0..names));
            let (from, model) = tables.choose(&mut rng).expect("there is one");
            let mut model = model.clone();
            let table = if rng.random_ratio(1, 3) {
                model.remove(&name);
                from.without(&name.parse().expect("an id"))
            } else {
                let (function, payloads) = ledger.function(&name, rng.random_range(0..3));
                model.insert(name, payloads);
                from.with(function)
            };
            tables.push((table, model));
            if tables.len() > 12 {
                let dropped = rng.random_range(0..tables.len());
                drop(tables.swap_remove(dropped));
            }
            if names < 10 || step % 25 == 0 {
                ledger.holds(tables.iter().flat_map(|(_, model)| model.values().flatten()));
                for (table, model) in &tables {
                    is(table, model);
                }
            }
        }
        while !tables.is_empty() {
            drop(tables.swap_remove(rng.random_range(0..tables.len())));
            ledger.holds(tables.iter().flat_map(|(_, model)| model.values().flatten()));
        }
    }
}

#[test]
fn a_table_refused_drops_all_that_it_was_given() {
    let mut ledger = Ledger::default();
    for others in [1, 2_000] {
        let ids = (0..others).map(name).chain(["a".into(), "b".into(), "default/a".into()]);
        let functions: Vec<_> = ids.map(|id| ledger.function(&id, 2).0).collect();
        assert!(RoutingTable::new(functions).is_err());
        ledger.holds([]);
    }
}

#[test]
fn grown_from_nothing_and_shrunk_to_nothing() {
    let mut ledger = Ledger::default();
    let mut table = RoutingTable::default();
    for n in 0..GROWN {
        let (function, payloads) = ledger.function(&name(n), 0);
        assert_eq!(payloads, [n]);
        table = table.with(function);
        assert_eq!(table.len(), usize::try_from(n + 1).expect("small"));
        for known in [0, n / 2, n] {
            assert_eq!(latest(&table, &name(known)).map(|payload| payload.number), Some(known));
        }
        assert!(latest(&table, &name(n + 1)).is_none());
    }
    ledger.holds(&(0..GROWN).collect::<Vec<_>>());
    let all: Model = (0..GROWN).map(|n| (name(n), vec![n])).collect();
    is(&table, &all);

    // In another order than that of growing.
    let stride = 7_919;
    let order = (0..GROWN).map(|n| n * stride % GROWN);
    let whole = table.clone();
    for (left, n) in (0..GROWN).rev().zip(order) {
        table = table.without(&name(n).parse().expect("an id"));
        assert_eq!(table.len(), usize::try_from(left).expect("small"));
        assert_eq!(table.is_empty(), left == 0);
        assert!(latest(&table, &name(n)).is_none());
        let other = (n + stride) % GROWN;
        assert_eq!(latest(&table, &name(other)).is_some(), left > 0);
    }
    is(&whole, &all);
    drop(whole);
    ledger.holds([]);
}
