//! Writing the crate's own document: canonical, so that equal values give equal text.
//!
//! What could not be read again, for it goes over a limit, is not written either.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::fault::{DocumentError, Faults, Path};
use super::{Document, limits};
use crate::{Alias, Condition, Function, Split, Sticky, Version};

pub(super) fn document<T: Serialize>(document: &Document<T>) -> Result<String, DocumentError> {
    let mut writer = Writer::default();
    let at = &Path::ROOT.field("functions");
    let functions = document.functions().enumerate();
    let functions: Vec<Value> =
        functions.map(|(index, function)| writer.function(&at.index(index), function)).collect();
    let mut value = json!({ "pointsman": 1, "functions": functions });
    // They are sorted already, unless the embedder's build has `serde_json` keep the order.
    value.sort_all_objects();
    writer.faults.finish(Some(value.to_string()))
}

#[derive(Default)]
struct Writer {
    faults: Faults,
}

impl Writer {
    fn function<T: Serialize>(&mut self, at: &Path<'_>, function: &Function<T>) -> Value {
        let mut fields = Map::new();
        let id = function.id();
        if !id.namespace().is_default() {
            fields.insert("namespace".into(), id.namespace().as_str().into());
        }
        fields.insert("name".into(), id.name().as_str().into());
        if function.revision() != 0 {
            fields.insert("revision".into(), function.revision().into());
        }
        fields.insert("next_version".into(), function.next_version().into());
        fields.insert("versions".into(), self.versions(&at.field("versions"), function));
        let at = &at.field("aliases");
        let aliases = function
            .aliases()
            // `$DEFAULT` pointing to `$LATEST` need not be written.
            .filter(|(name, alias)| !name.is_default() || **alias != Alias::to(Version::LATEST));
        let aliases: Map<String, Value> = aliases
            .map(|(name, alias)| {
                (name.to_string(), self.alias(&at.field(name.as_str()), alias).into())
            })
            .collect();
        self.faults.limit(at, aliases.len(), limits::ALIASES, "aliases");
        if !aliases.is_empty() {
            fields.insert("aliases".into(), aliases.into());
        }
        fields.into()
    }

    fn versions<T: Serialize>(&mut self, at: &Path<'_>, function: &Function<T>) -> Value {
        self.faults.limit(at, function.versions().count(), limits::VERSIONS, "versions");
        let versions = function.versions().map(|(version, payload)| {
            let version = version.to_string();
            let at = &at.field(&version);
            let payload = self.faults.check(&at.field("payload"), serde_json::to_value(payload));
            let mut fields = Map::new();
            if let Some(payload) = payload.filter(|payload| !payload.is_null()) {
                fields.insert("payload".into(), payload);
            }
            (version, fields.into())
        });
        Value::Object(versions.collect())
    }

    fn alias(&mut self, at: &Path<'_>, alias: &Alias) -> Map<String, Value> {
        let mut fields = self.split(at, alias.split());
        let at_rules = &at.field("rules");
        self.faults.limit(at_rules, alias.rules().len(), limits::RULES, "rules");
        let rules = alias.rules().iter().enumerate().map(|(index, rule)| {
            let at = &at_rules.index(index);
            let mut fields = self.split(at, rule.split());
            fields.insert("when".into(), self.condition(&at.field("when"), rule.condition()));
            fields
        });
        let rules: Vec<_> = rules.collect();
        if !rules.is_empty() {
            fields.insert("rules".into(), rules.into());
        }
        if let Some(sticky) = alias.sticky() {
            fields.insert("sticky".into(), self::sticky(sticky));
        }
        let description = alias.description();
        if !description.is_empty() {
            let at = &at.field("description");
            let count = description.chars().count();
            self.faults.limit(at, count, limits::DESCRIPTION, "characters");
            fields.insert("description".into(), description.into());
        }
        fields
    }

    fn split(&mut self, at: &Path<'_>, split: &Split) -> Map<String, Value> {
        let mut fields = Map::new();
        fields.insert("version".into(), split.main().to_string().into());
        let weights = split.additional();
        let weights: Map<_, _> =
            weights.map(|(version, weight)| (version.to_string(), json!(weight))).collect();
        if !weights.is_empty() {
            fields.insert("weights".into(), weights.into());
        }
        if !split.is_canonical() {
            let slices: Vec<_> =
                split.slices().map(|slice| json!([slice.version(), slice.width()])).collect();
            self.faults.limit(&at.field("slices"), slices.len(), Split::MAX_SLICES, "slices");
            fields.insert("slices".into(), slices.into());
        }
        fields
    }

    fn condition(&mut self, at: &Path<'_>, condition: &Condition) -> Value {
        self.faults.limit(at, condition.test_count(), limits::TESTS, "tests");
        for expression in condition.tests().filter_map(crate::Test::expression) {
            self.faults.limit(at, expression.len(), limits::EXPRESSION, "bytes of an expression");
        }
        json!(condition)
    }
}

fn sticky(sticky: &Sticky) -> Value {
    let keys = match sticky.keys() {
        [key] => json!(key),
        keys => json!(keys),
    };
    match sticky.salt() {
        Some(salt) => json!({ "key": keys, "salt": salt }),
        None => keys,
    }
}
