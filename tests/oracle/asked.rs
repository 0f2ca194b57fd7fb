//! What resolving asks of a request: nothing that the alias doesn't name, and nothing without need.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use pointsman::{
    AttributeKey, Attributes, Point, Qualifier, Reason, Request, RoutingTable, Version,
};

use crate::generate::{Generator, Numbers};
use crate::naive::{self, Condition};
use crate::{attributes, plain_outcome};

/// Answers as another does, and counts what it is asked.
struct Recording<'a> {
    answers: &'a dyn Attributes,
    asked: RefCell<BTreeMap<AttributeKey, usize>>,
}

impl<'a> Recording<'a> {
    fn new(answers: &'a dyn Attributes) -> Self {
        Self { answers, asked: RefCell::default() }
    }
}

impl Attributes for Recording<'_> {
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        *self.asked.borrow_mut().entry(key.clone()).or_default() += 1;
        self.answers.attribute(key)
    }
}

/// The keys that the alias of this name asks for, in its rules or as sticky.
fn named(function: &naive::Function, alias: &str) -> BTreeSet<AttributeKey> {
    let mut keys = BTreeSet::new();
    let alias = function.aliases.iter().find(|(name, _)| name == alias).map(|(_, alias)| alias);
    if let Some(alias) = alias {
        alias.rules.iter().for_each(|rule| name_keys(&rule.condition, &mut keys));
        let sticky = alias.sticky.iter().flat_map(|sticky| &sticky.keys);
        keys.extend(sticky.map(AttributeKey::from));
    }
    keys
}

fn name_keys(condition: &Condition, keys: &mut BTreeSet<AttributeKey>) {
    match condition {
        Condition::Test(test) => {
            keys.insert((&test.key).into());
        }
        Condition::Not(condition) => name_keys(condition, keys),
        Condition::All(conditions) | Condition::Any(conditions) => {
            for condition in conditions {
                name_keys(condition, keys);
            }
        }
    }
}

#[test]
fn a_request_is_asked_only_for_what_its_alias_names() {
    let mut generator = Generator::new(9, Numbers::Published);
    let mut silent = 0;
    for _ in 0..3_000 {
        let function = generator.function(("prod", "B"));
        let plain = naive::Table { functions: vec![function] };
        let function = &plain.functions[0];
        let table = RoutingTable::from(&plain);
        for _ in 0..20 {
            let request = generator.request(&plain);
            let Ok(qualifier) = Qualifier::parse(&request.qualifier) else { continue };
            let answers = attributes(&request);
            let recording = Recording::new(answers.as_ref());
            let asked = Request::new(&recording, Point::from(request.point));
            let outcome = plain_outcome(table.resolve(&request.function, qualifier, &asked));
            assert_eq!(outcome, plain.resolve(&request));

            let alias = qualifier.alias().unwrap_or_default();
            let named = named(function, alias);
            let asked = recording.asked.into_inner();
            assert!(asked.keys().all(|key| named.contains(key)), "{asked:?} of {function:#?}");
            let rules = function.aliases.iter().find(|(name, _)| name == alias);
            let no_rules = rules.is_none_or(|(_, alias)| alias.rules.is_empty());
            let needless = match outcome {
                Err(_) => true,
                Ok(decision) => match decision.reason {
                    naive::Reason::Pinned => true,
                    naive::Reason::Only => no_rules,
                    _ => false,
                },
            };
            assert!(!needless || asked.is_empty(), "{request:#?} of {function:#?}");
            silent += usize::from(needless);
        }
    }
    assert!(silent > 10_000, "{silent}");
}

/// Whether the type of the attributes is known to the compiler changes nothing.
#[test]
fn attributes_behind_a_pointer_decide_the_same() {
    let mut generator = Generator::new(10, Numbers::Published);
    for _ in 0..1_500 {
        let plain = generator.table();
        let table = RoutingTable::from(&plain);
        for _ in 0..20 {
            let request = generator.request(&plain);
            let Ok(qualifier) = Qualifier::parse(&request.qualifier) else { continue };
            let (function, point) = (request.function.as_str(), Point::from(request.point));
            let boxed = attributes(&request);
            let known = Recording::new(boxed.as_ref());

            let known_type = table.resolve(function, qualifier, &Request::new(&known, point));
            let behind: Request<'_, dyn Attributes> = Request::new(&known, point);
            let due = plain.resolve(&request);
            assert_eq!(plain_outcome(known_type), due);
            assert_eq!(plain_outcome(table.resolve(function, qualifier, &behind)), due);
            let boxed = Request::new(&boxed, point);
            assert_eq!(plain_outcome(table.resolve(function, qualifier, &boxed)), due);
            if let Ok(route) = table.route(function, qualifier) {
                assert_eq!(plain_outcome(Ok(route.resolve(&behind))), due);
            }
        }
    }
}

/// Gives another answer each time.
struct Fickle {
    answers: Vec<Option<&'static str>>,
    asked: Cell<usize>,
}

impl Attributes for Fickle {
    fn attribute(&self, _: &AttributeKey) -> Option<&[u8]> {
        self.asked.set(self.asked.get() + 1);
        self.answers[self.asked.get() % self.answers.len()].map(str::as_bytes)
    }
}

/// Such a request gets some version of the function, whichever.
#[test]
fn a_request_that_contradicts_itself_does_no_harm() {
    let mut generator = Generator::new(11, Numbers::Published);
    let answers = [None, Some("a"), Some(""), Some("5"), Some("Bob"), Some("ab")];
    for _ in 0..1_000 {
        let plain = naive::Table { functions: vec![generator.function(("default", "B"))] };
        let table = RoutingTable::from(&plain);
        let versions: Vec<(Version, u32)> = table
            .versions("B")
            .into_iter()
            .flatten()
            .map(|(version, payload)| (version, *payload))
            .collect();
        for (name, alias) in &plain.functions[0].aliases {
            let qualifier = Qualifier::parse(name).expect("a qualifier");
            for count in 2..=answers.len() {
                let fickle = Fickle { answers: answers[..count].to_vec(), asked: Cell::new(0) };
                let request = Request::new(&fickle, Point::sequence(7));
                let decision = table.resolve("B", qualifier, &request).expect("it exists");
                let of_index = versions[decision.index()];
                assert_eq!((decision.version(), *decision.payload()), of_index);
                assert_ne!(decision.reason(), Reason::Pinned);
                assert!(decision.reason().rule().is_none_or(|rule| rule < alias.rules.len()));
            }
        }
    }
}
