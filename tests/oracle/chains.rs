//! Tables after long chains of `with` and `without`, against a plain map of functions: the newest,
//! and every older one that is still kept.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use pointsman::{Function, FunctionId, RoutingTable, Version};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::announced::Announced;
use crate::generate::{Generator, Numbers};
use crate::naive::{self, Outcome, Request};
use crate::{Tally, decide};

const NAMESPACES: &[&str] = &["default", "Default", "a", "b", "prod", "default-2"];
const OLD_TABLES: usize = 6;

type Id = (String, String);

/// A name among ever longer ones, so that neighbours differ in length, in one byte, or in namespace
/// alone.
fn id(n: usize) -> Id {
    let namespace = NAMESPACES[n % NAMESPACES.len()];
    let number = n / NAMESPACES.len();
    let name = match number % 3 {
        0 => format!("f{number}"),
        1 => format!("f{number:0>0$}", number % 40 + 1),
        _ => format!("image-resize-and-more_{number}"),
    };
    (namespace.into(), name)
}

fn printed((namespace, name): &Id) -> String {
    if namespace == "default" { name.clone() } else { format!("{namespace}/{name}") }
}

fn function_id((namespace, name): &Id) -> FunctionId {
    format!("{namespace}/{name}").parse().expect("an id")
}

/// Functions by id, each as the oracle's table of it alone.
#[derive(Debug, Clone, Default)]
struct Model(BTreeMap<Id, Rc<naive::Table>>);

impl Model {
    fn resolve(&self, request: &Request) -> Outcome {
        let (namespace, name) =
            request.function.split_once('/').unwrap_or(("default", &request.function));
        match self.0.get(&(namespace.to_owned(), name.to_owned())) {
            Some(alone) => alone.resolve(request),
            None => naive::Table { functions: Vec::new() }.resolve(request),
        }
    }
}

/// A table, and what it must be.
#[derive(Clone)]
struct Kept {
    table: RoutingTable<u32>,
    model: Model,
}

impl Kept {
    #[track_caller]
    fn has_the_count(&self) {
        assert_eq!(self.table.len(), self.model.0.len());
        assert_eq!(self.table.is_empty(), self.model.0.is_empty());
    }

    /// The versions and payloads of a function, or none, by each of its spellings.
    #[track_caller]
    fn has_the_versions(&self, id: &Id) {
        let due = self.model.0.get(id).map(|alone| {
            let mut versions = alone.functions[0].versions.clone();
            versions.sort_unstable();
            versions.into_iter().map(|(version, payload)| (version.into(), payload)).collect()
        });
        for name in [printed(id), format!("{}/{}", id.0, id.1)] {
            let versions = self.table.versions(&name);
            let versions: Option<Vec<(Version, u32)>> = versions
                .map(|versions| versions.map(|(version, payload)| (version, *payload)).collect());
            assert_eq!(versions, due, "{name}");
        }
    }

    #[track_caller]
    fn decides(&self, request: &Request) -> Outcome {
        let due = self.model.resolve(request);
        assert_eq!(decide(&self.table, request), due, "{request:#?}");
        due
    }

    /// All of it, also that what is not in the model is not in the table.
    #[track_caller]
    fn is_whole(&self, universe: usize) {
        self.has_the_count();
        (0..universe).for_each(|n| self.has_the_versions(&id(n)));
    }
}

struct Chain {
    rng: ChaCha8Rng,
    generator: Generator,
    /// How many ids there are to choose from.
    universe: usize,
    newest: Kept,
    old: Vec<Kept>,
    tally: Tally,
}

impl Chain {
    /// From a table of `count` functions, made at once.
    fn new(seed: u64, count: usize) -> Self {
        Self::announced(seed, count, count)
    }

    /// The same, announced as another number of functions.
    fn announced(seed: u64, count: usize, announced: usize) -> Self {
        let mut generator = Generator::new(seed, Numbers::Published);
        let model = (0..count).map(|n| (id(n), Rc::new(alone(&mut generator, &id(n)))));
        let model = Model(model.collect());
        let functions = model.0.values().map(|alone| Function::from(&alone.functions[0]));
        let table = RoutingTable::new(Announced(announced, functions));
        let table = table.expect("the ids are distinct");
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            generator,
            universe: count + count / 2 + 6,
            newest: Kept { table, model },
            old: Vec::new(),
            tally: Tally::default(),
        }
    }

    fn any(&mut self) -> Id {
        id(self.rng.random_range(0..self.universe))
    }

    /// A function that the newest table has, if it has any.
    fn known(&mut self) -> Id {
        let start = self.any();
        let functions = &self.newest.model.0;
        let known = functions.range(&start..).next().or_else(|| functions.iter().next());
        known.map_or(start, |(id, _)| id.clone())
    }

    fn with(&mut self, id: &Id, alone: Rc<naive::Table>) {
        let function = Function::from(&alone.functions[0]);
        assert_eq!(function.id(), &function_id(id));
        self.newest.table = self.newest.table.with(function);
        self.newest.model.0.insert(id.clone(), alone);
    }

    fn without(&mut self, id: &Id) {
        self.newest.table = self.newest.table.without(&function_id(id));
        self.newest.model.0.remove(id);
    }

    /// Changes one function, and tells which.
    fn step(&mut self, shrinking: bool) -> Id {
        let roll = self.rng.random_range(0..20);
        let id = if roll % 2 == 0 { self.known() } else { self.any() };
        let present = self.newest.model.0.get(&id).cloned();
        match (roll, present) {
            // The same function again.
            (0 | 1, Some(alone)) => self.with(&id, alone),
            // New, or in place of another; or what an older table has at this id.
            (0..4, _) => {
                let old = self.old.choose(&mut self.rng);
                let alone = old.and_then(|old| old.model.0.get(&id).cloned());
                let alone = alone.unwrap_or_else(|| Rc::new(alone_of(self, &id)));
                self.with(&id, alone);
            }
            (4..8, _) => {
                let alone = Rc::new(alone_of(self, &id));
                self.with(&id, alone);
            }
            (8..12, _) => self.without(&id),
            _ if shrinking => self.without(&id),
            _ => {
                let alone = Rc::new(alone_of(self, &id));
                self.with(&id, alone);
            }
        }
        id
    }

    /// Asks the newest table, and sometimes an old one, for this function.
    fn ask(&mut self, id: &Id) {
        let old = if self.rng.random_ratio(1, 4) { self.old.choose(&mut self.rng) } else { None };
        for kept in [Some(&self.newest), old].into_iter().flatten() {
            kept.has_the_versions(id);
            let nobody = naive::Table { functions: Vec::new() };
            let alone = kept.model.0.get(id).map_or(&nobody, |alone| alone);
            for _ in 0..2 {
                let request = self.generator.request(alone);
                self.tally.count(&kept.decides(&request));
                // By the name of one that may be absent.
                let request = Request { function: printed(id), ..request };
                self.tally.count(&kept.decides(&request));
            }
        }
    }

    fn run(&mut self, steps: usize) {
        for step in 0..steps {
            let id = self.step(step * 5 / steps % 2 == 1);
            self.newest.has_the_count();
            self.ask(&id);
            let other = self.any();
            self.ask(&other);
            let every = (self.universe / 4).max(1);
            if step % every == 0 {
                self.newest.is_whole(self.universe);
            }
            if self.rng.random_ratio(1, 25) {
                self.turn();
            }
        }
        self.newest.is_whole(self.universe);
        // Whichever goes first takes nothing from the others.
        while let Some(kept) = self.old.pop() {
            kept.is_whole(self.universe);
            let gone = self.rng.random_range(0..=self.old.len());
            if gone < self.old.len() {
                self.old.swap_remove(gone);
            }
        }
        self.newest.is_whole(self.universe);
    }

    /// Keeps the newest table, drops an old one, or goes on from an old one.
    fn turn(&mut self) {
        match self.rng.random_range(0..4) {
            0 if !self.old.is_empty() => {
                let back = self.rng.random_range(0..self.old.len());
                let back = self.old[back].clone();
                self.old.push(std::mem::replace(&mut self.newest, back));
            }
            _ => self.old.push(self.newest.clone()),
        }
        if self.old.len() > OLD_TABLES {
            let gone = self.rng.random_range(0..self.old.len());
            self.old.swap_remove(gone);
        }
    }
}

fn alone(generator: &mut Generator, (namespace, name): &Id) -> naive::Table {
    naive::Table { functions: vec![generator.function((namespace, name))] }
}

fn alone_of(chain: &mut Chain, id: &Id) -> naive::Table {
    alone(&mut chain.generator, id)
}

#[test]
fn the_ids_are_distinct() {
    let ids: BTreeSet<_> = (0..50_000).map(id).collect();
    assert_eq!(ids.len(), 50_000);
    assert!(ids.iter().all(|id| function_id(id).to_string() == printed(id)));
}

#[test]
fn chains_from_tables_of_few_functions() {
    for (seed, count) in (0..).zip([0, 1, 2, 7]) {
        let mut chain = Chain::new(300 + seed, count);
        chain.run(2_500);
        chain.tally.demand(20_000, 20);
    }
}

#[test]
fn chains_from_tables_of_some_dozens_of_functions() {
    for (seed, count) in (0..).zip([31, 33, 63, 64, 65, 127, 128, 129]) {
        let mut chain = Chain::new(400 + seed, count);
        chain.run(1_500);
        chain.tally.demand(12_000, 20);
    }
}

#[test]
fn chains_from_tables_of_thousands_of_functions() {
    for (seed, count, steps) in [(501, 1_000, 2_000), (502, 5_000, 1_500), (503, 20_000, 150)] {
        let mut chain = Chain::new(seed, count);
        chain.run(steps);
    }
}

/// Each function is asked for once at the least.
#[test]
fn tables_of_functions_that_are_announced_as_others() {
    for (seed, announced) in (0..).zip([0, 1_025, 30_000, 1_000_000]) {
        let mut chain = Chain::announced(700 + seed, 6_000, announced);
        let ids: Vec<Id> = chain.newest.model.0.keys().cloned().collect();
        for id in &ids {
            chain.ask(id);
        }
        chain.newest.is_whole(chain.universe);
        chain.tally.demand(24_000, 20);
    }
}

/// One function at a time to the last, in any order, and back again.
#[test]
fn chains_that_empty_a_table_and_fill_it_again() {
    for (seed, count) in (0..).zip([1, 2, 3, 8, 64, 65, 130, 700]) {
        let mut chain = Chain::new(600 + seed, count);
        let whole = chain.newest.clone();
        while !chain.newest.model.0.is_empty() {
            let id = chain.known();
            chain.without(&id);
            chain.newest.has_the_count();
            chain.ask(&id);
        }
        chain.newest.is_whole(chain.universe);
        let mut left: Vec<Id> = whole.model.0.keys().cloned().collect();
        while !left.is_empty() {
            let id = left.swap_remove(chain.rng.random_range(0..left.len()));
            let alone = Rc::clone(&whole.model.0[&id]);
            chain.with(&id, alone);
            chain.newest.has_the_count();
            chain.ask(&id);
        }
        chain.newest.is_whole(chain.universe);
        whole.is_whole(chain.universe);
    }
}
