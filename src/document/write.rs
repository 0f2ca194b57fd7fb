//! Writing the crate's own document: canonical, so that equal values give equal text.
//!
//! What could not be read again, for it goes over a limit, is not written either.

use alloc::string::{String, ToString};

use serde::Serialize;

use super::fault::{DocumentError, Faults};
use super::json::Json;
use super::node::{Fields, Node};
use super::{Document, limits};
use crate::condition::Node as ConditionNode;
use crate::path::Path;
use crate::{Alias, Condition, Function, Split, Sticky, Version};

pub(super) fn document<T: Serialize>(document: &Document<T>) -> Result<String, DocumentError> {
    let mut writer = Writer::default();
    let at = &Path::ROOT.field("functions");
    let functions = document.functions().enumerate();
    let functions = functions.map(|(index, each)| writer.function(&at.index(index), each).into());
    let functions: Node = functions.collect();
    let fields = [("pointsman".into(), Node::number(1)), ("functions".into(), functions)];
    let text = Node::Object(Fields::from(fields)).to_string();
    writer.faults.finish(Some(text))
}

/// An alias that stands by itself.
pub(super) fn alias(alias: &Alias) -> Result<String, DocumentError> {
    let mut writer = Writer::default();
    let text = Node::Object(writer.alias(&Path::ROOT, alias)).to_string();
    writer.faults.finish(Some(text))
}

#[derive(Default)]
struct Writer {
    faults: Faults,
}

impl Writer {
    fn function<T: Serialize>(&mut self, at: &Path<'_>, function: &Function<T>) -> Fields {
        let mut fields = Fields::new();
        let id = function.id();
        if !id.namespace().is_default() {
            fields.insert("namespace".into(), Node::string(id.namespace()));
        }
        fields.insert("name".into(), Node::string(id.name()));
        if function.revision() != 0 {
            fields.insert("revision".into(), Node::number(function.revision()));
        }
        fields.insert("next_version".into(), Node::number(function.next_version()));
        fields.insert("versions".into(), self.versions(&at.field("versions"), function).into());
        let at = &at.field("aliases");
        let aliases: Fields = function
            .aliases()
            // `$DEFAULT` pointing to `$LATEST` need not be written.
            .filter(|(name, alias)| !name.is_default() || **alias != Alias::to(Version::LATEST))
            .map(|(name, alias)| {
                (name.to_string(), self.alias(&at.field(name.as_str()), alias).into())
            })
            .collect();
        self.faults.limit(at, aliases.len(), limits::ALIASES, "aliases");
        if !aliases.is_empty() {
            fields.insert("aliases".into(), aliases.into());
        }
        fields
    }

    fn versions<T: Serialize>(&mut self, at: &Path<'_>, function: &Function<T>) -> Fields {
        let versions: Fields = function
            .versions()
            .map(|(version, payload)| {
                let version = version.to_string();
                let payload = self.payload(&at.field(&version).field("payload"), payload);
                let fields: Fields =
                    payload.into_iter().map(|payload| ("payload".into(), payload)).collect();
                (version, fields.into())
            })
            .collect();
        self.faults.limit(at, versions.len(), limits::VERSIONS, "versions");
        versions
    }

    /// The payload, unless it is `null`.
    fn payload<T: Serialize>(&mut self, at: &Path<'_>, payload: &T) -> Option<Node> {
        let text = self.faults.check(at, serde_json::to_string(payload))?;
        let json = self.faults.check(at, Json::parse(&text))?;
        let node = Node::of(json, limits::PAYLOAD_NESTING);
        if node.is_none() {
            self.faults.add(at, limits::TooDeep);
        }
        node.filter(|_| text != "null")
    }

    fn alias(&mut self, at: &Path<'_>, alias: &Alias) -> Fields {
        let mut fields = self.split(at, alias.split());
        let at_rules = &at.field("rules");
        self.faults.limit(at_rules, alias.rules().len(), limits::RULES, "rules");
        let rules = alias.rules().iter().enumerate().map(|(index, rule)| {
            let at = &at_rules.index(index);
            let mut fields = self.split(at, rule.split());
            fields.insert("when".into(), self.when(&at.field("when"), rule.condition()));
            fields.into()
        });
        let rules: Node = rules.collect();
        if !alias.rules().is_empty() {
            fields.insert("rules".into(), rules);
        }
        if let Some(sticky) = alias.sticky() {
            fields.insert("sticky".into(), self::sticky(sticky));
        }
        let description = alias.description();
        if !description.is_empty() {
            let at = &at.field("description");
            let count = description.chars().count();
            self.faults.limit(at, count, limits::DESCRIPTION, "characters");
            fields.insert("description".into(), Node::string(description));
        }
        fields
    }

    fn split(&mut self, at: &Path<'_>, split: &Split) -> Fields {
        let mut fields = Fields::new();
        fields.insert("version".into(), Node::string(split.main()));
        let weights = split.additional();
        let weights: Fields = weights
            .map(|(version, weight)| (version.to_string(), Node::number(weight.decimal())))
            .collect();
        if !weights.is_empty() {
            fields.insert("weights".into(), weights.into());
        }
        if !split.is_canonical() {
            let slices = split.slices().map(|slice| {
                [Node::string(slice.version()), Node::number(slice.width())].into_iter().collect()
            });
            let at = &at.field("slices");
            self.faults.limit(at, split.slices().count(), Split::MAX_SLICES, "slices");
            fields.insert("slices".into(), slices.collect());
        }
        fields
    }

    fn when(&mut self, at: &Path<'_>, condition: &Condition) -> Node {
        self.faults.limit(at, condition.test_count(), limits::TESTS, "tests");
        for expression in condition.tests().filter_map(crate::Test::expression) {
            self.faults.limit(at, expression.len(), limits::EXPRESSION, "bytes of an expression");
        }
        self::condition(condition)
    }
}

fn condition(condition: &Condition) -> Node {
    let several = |conditions: &[Condition]| conditions.iter().map(self::condition).collect();
    let (name, node) = match condition.node() {
        ConditionNode::Test(test) => return Node::string(test),
        ConditionNode::All(conditions) => ("all", several(conditions)),
        ConditionNode::Any(conditions) => ("any", several(conditions)),
        ConditionNode::Not(condition) => ("not", self::condition(condition)),
    };
    Node::Object(Fields::from([(name.into(), node)]))
}

fn sticky(sticky: &Sticky) -> Node {
    let keys = match sticky.keys() {
        [key] => Node::string(key),
        keys => keys.iter().map(Node::string).collect(),
    };
    match sticky.salt() {
        Some(salt) => {
            Node::Object(Fields::from([("key".into(), keys), ("salt".into(), Node::string(salt))]))
        }
        None => keys,
    }
}
