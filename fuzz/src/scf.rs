//! SCF's documents.

use pointsman::document::scf::{self, Objection};
use pointsman::{Alias, AliasName, Condition, RoutingTable, Rule, Source, Version};
use serde_json::{Value, json};

use crate::document::tells;
use crate::value::is_short;

/// Whatever text comes in, as one alias and as several.
pub fn read(text: &str) {
    let one = scf::read_alias(text).map_err(|error| tells(&error, text)).ok();
    let several = scf::read_aliases(text).map_err(|error| tells(&error, text)).ok();
    if let Some((name, alias)) = &one {
        let written = written(name, alias);
        assert_eq!(scf::read_alias(&written).as_ref(), Ok(&(name.clone(), alias.clone())));
        assert_eq!(self::written(name, alias), written);
        // One alias is a list of one.
        assert_eq!(several.as_deref(), Some(one.as_slice()));
    }
    let Some(aliases) = several else { return };
    let list = aliases.iter().map(|(name, alias)| (name, alias));
    let written = scf::write_aliases(list).expect("it was read from SCF's form");
    assert_eq!(scf::read_aliases(&written).as_ref(), Ok(&aliases));
    wrapped(text, &aliases);

    for (name, alias) in &aliases {
        objects(name, alias);
        assert_eq!(alias.sticky(), None);
        assert!(alias.rules().iter().all(|rule| is_match(rule.condition())));
    }
    let id = "prod/B".parse().expect("an id");
    let function = scf::function(id, aliases.clone(), |version| version);
    let function = function.expect("no alias stands twice");
    assert!(function.versions().all(|(version, payload)| version == *payload));
    let named = aliases.iter().flat_map(|(_, alias)| alias.named_versions());
    let named = named.map(|(_, version)| version).chain([Version::LATEST]);
    assert!(named.into_iter().all(|version| function.payload(version).is_some()));
    let table = RoutingTable::new([function]).expect("one function");
    assert_eq!(table.len(), 1);
}

/// Exactly to what SCF's text forbids.
fn objects(name: &AliasName, alias: &Alias) {
    let objections = scf::check(name, alias);
    let additional = alias.split().additional().len();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ,.，。".contains(c);
    let fits = |c: char| is_plain(c) || ('\u{4e00}'..='\u{9fff}').contains(&c);
    let length = name.as_str().len();
    let ends = name.as_str().ends_with(|c: char| c.is_ascii_alphanumeric());
    let named = name.is_default() || ((2..=60).contains(&length) && ends);
    for (objection, due) in [
        (Objection::AdditionalVersions(additional), additional > 1),
        (Objection::WeightsAndMatches, additional > 0 && !alias.rules().is_empty()),
        (Objection::ConsoleName, !named),
        (Objection::ConsoleDescription, !alias.description().chars().all(fits)),
    ] {
        assert_eq!(objections.contains(&objection), due, "{objection}");
    }
}

fn written(name: &AliasName, alias: &Alias) -> String {
    scf::write_alias(name, alias).map_err(|error| is_short(&error)).expect("it was read")
}

/// Any alias is written and read again as an equal one, unless it has what SCF has not.
pub(crate) fn writes(name: &AliasName, alias: &Alias) {
    let is_match = |rule: &Rule| {
        let only = rule.condition().tests().next().expect("a condition has one");
        let is_header = only.key().source() == Source::Headers && is_match(rule.condition());
        let is_plain = *rule.condition() == Condition::from(only.clone());
        is_header && is_plain && rule.split().additional().len() == 0
    };
    let due = alias.sticky().is_none() && alias.split().is_canonical();
    match scf::write_alias(name, alias) {
        Ok(text) => assert_eq!(scf::read_alias(&text), Ok((name.clone(), alias.clone()))),
        Err(error) => {
            is_short(&error);
            assert!(!due || !alias.rules().iter().all(is_match), "{error}");
        }
    }
}

/// An envelope changes nothing, if there is none already.
fn wrapped(text: &str, aliases: &[(AliasName, Alias)]) {
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else { return };
    if !fields.contains_key("Response") && !fields.contains_key("Error") {
        let wrapped = json!({ "Response": fields, "RequestId": 1 }).to_string();
        assert_eq!(scf::read_aliases(&wrapped).as_deref(), Ok(aliases));
    }
}

/// What a match of SCF can say.
fn is_match(condition: &Condition) -> bool {
    let mut tests = condition.tests();
    let only = tests.next().filter(|_| tests.next().is_none());
    only.is_some_and(|test| ["exact", "range"].contains(&test.method()))
}
