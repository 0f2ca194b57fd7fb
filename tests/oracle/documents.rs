//! Tables that are read from documents.

use pointsman::document::Document;
use pointsman::{Function, RoutingTable};
use serde_json::{Map, Value, json};

use crate::{REQUESTS_TO_A_TABLE, Tally, assert_same_decisions, decide, generate, naive, requests};
use generate::{Generator, Numbers};
use naive::Condition;

#[test]
fn a_table_read_from_a_document_agrees_with_the_oracle() {
    let mut tally = Tally::default();
    let mut generator = Generator::new(4, Numbers::Any);
    for _ in 0..3_000 {
        let plain = generator.table();
        let text = document(&plain).to_string();
        let table = RoutingTable::from(read(&text));
        for _ in 0..REQUESTS_TO_A_TABLE {
            let request = generator.request(&plain);
            let due = plain.resolve(&request);
            assert_eq!(decide(&table, &request), due, "{request:#?} on {text}");
            tally.count(&due);
        }
    }
    tally.demand(150_000, 150);
}

#[test]
fn a_document_written_and_read_decides_the_same() {
    let mut generator = Generator::new(5, Numbers::Published);
    for _ in 0..2_000 {
        let plain = generator.table();
        let requests = requests(&mut generator, &plain);
        let mut document = Document::new();
        for function in &plain.functions {
            document.insert(Function::from(function));
        }
        let again = read(&document.to_json().expect("it can be written"));
        assert_same_decisions(&document.into(), &again.into(), &requests);
    }
}

fn read(text: &str) -> Document<u32> {
    Document::from_json(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn document(table: &naive::Table) -> Value {
    let functions: Vec<_> = table.functions.iter().map(function).collect();
    json!({ "pointsman": 1, "functions": functions })
}

fn function(plain: &naive::Function) -> Value {
    let versions: Map<_, _> = plain
        .versions
        .iter()
        .map(|(version, payload)| (version.to_string(), json!({ "payload": payload })))
        .collect();
    let aliases: Map<_, _> =
        plain.aliases.iter().map(|(name, plain)| (name.clone(), alias(plain))).collect();
    json!({
        "name": plain.name,
        "namespace": plain.namespace,
        "versions": versions,
        "aliases": aliases,
    })
}

fn alias(plain: &naive::Alias) -> Value {
    let mut alias = split(&plain.split);
    alias["rules"] = plain.rules.iter().map(rule).collect();
    if let Some(plain) = &plain.sticky {
        alias["sticky"] = sticky(plain);
    }
    alias
}

fn rule(plain: &naive::Rule) -> Value {
    let mut rule = split(&plain.split);
    rule["when"] = condition(&plain.condition);
    rule
}

fn split(plain: &naive::Split) -> Value {
    let weights: Map<_, _> = plain
        .additional
        .iter()
        .map(|(version, weight)| (version.to_string(), json!(f64::from(*weight) / 1e6)))
        .collect();
    let mut split = json!({ "version": plain.main.to_string(), "weights": weights });
    if let Some(slices) = &plain.slices {
        split["slices"] =
            slices.iter().map(|(version, width)| json!([version.to_string(), width])).collect();
    }
    split
}

fn sticky(plain: &naive::Sticky) -> Value {
    let keys: Vec<_> = plain.keys.iter().map(ToString::to_string).collect();
    let key = if let [key] = keys.as_slice() { json!(key) } else { json!(keys) };
    match &plain.salt {
        Some(salt) => json!({ "key": key, "salt": salt }),
        None => key,
    }
}

fn condition(plain: &Condition) -> Value {
    let each = |plain: &[Condition]| plain.iter().map(condition).collect::<Value>();
    match plain {
        Condition::Test(test) => json!(test.to_string()),
        Condition::Not(plain) => json!({ "not": condition(plain) }),
        Condition::All(plain) => json!({ "all": each(plain) }),
        Condition::Any(plain) => json!({ "any": each(plain) }),
    }
}
