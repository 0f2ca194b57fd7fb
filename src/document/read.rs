//! Reading the crate's own document: strict, every fault at once.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fault::DocumentError;
use super::json::{Json, Kind};
use super::reader::{Fields, Reader};
use super::{Document, limits};
use crate::path::Path;
use crate::split::{Layout, check_sum};
use crate::{
    Alias, AliasName, AttributeKey, Condition, Function, FunctionId, FunctionParts, Namespace,
    Rule, Split, SplitError, Sticky, Test, Version, Weight,
};

pub(super) fn document<T: DeserializeOwned>(text: &str) -> Result<Document<T>, DocumentError> {
    let mut reader = Reader::default();
    let json = reader.parse(text);
    let document = json.and_then(|json| reader.document(json));
    reader.faults.finish(document)
}

/// An alias that stands by itself: which versions exist isn't known.
pub(super) fn alias(at: &Path<'_>, text: &str) -> Result<Alias, DocumentError> {
    let mut reader = Reader::default();
    let json = reader.parse(text);
    let alias = json.and_then(|json| reader.alias(at, json, None));
    reader.faults.finish(alias)
}

impl Reader {
    fn document<T: DeserializeOwned>(&mut self, json: Json<'_>) -> Option<Document<T>> {
        let at = &Path::ROOT;
        let mut fields = self.fields(at, json)?;
        let format = self.required(at, &mut fields, "pointsman")?;
        if format.text() != "1" {
            // What another format means can't be judged.
            self.faults.add(&at.field("pointsman"), "must be 1, the one format there is");
            return None;
        }
        self.only_known(at, &mut fields, &["functions"]);
        let functions = self.required(at, &mut fields, "functions")?;
        let at = &at.field("functions");
        let mut document = Document::new();
        let mut indices: BTreeMap<FunctionId, usize> = BTreeMap::new();
        for (index, json) in self.list(at, functions)?.into_iter().enumerate() {
            let at = &at.index(index);
            let (id, function) = self.function(at, json);
            let Some(id) = id else { continue };
            if let Some(first) = indices.get(&id) {
                self.faults.add(
                    &at.field("name"),
                    format_args!("function `{id}` stands at functions[{first}] already"),
                );
            } else {
                indices.insert(id, index);
                function.and_then(|function| document.insert(function));
            }
        }
        Some(document)
    }

    /// The function and, even where something else is wrong with it, its id.
    fn function<T: DeserializeOwned>(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
    ) -> (Option<FunctionId>, Option<Function<T>>) {
        let before = self.faults.total();
        let known = ["namespace", "name", "revision", "next_version", "versions", "aliases"];
        let Some(mut fields) = self.known_fields(at, json, &known) else {
            return (None, None);
        };
        let name = self.required(at, &mut fields, "name");
        let name = name.and_then(|json| self.text(&at.field("name"), json));
        let namespace = match fields.take("namespace") {
            Some(json) => self.text(&at.field("namespace"), json),
            None => Some(Namespace::default()),
        };
        let id = namespace.zip(name).map(|(namespace, name)| FunctionId::new(namespace, name));
        let revision = match fields.take("revision") {
            Some(json) => self.whole(&at.field("revision"), json),
            None => Some(0),
        };
        let versions = self
            .required(at, &mut fields, "versions")
            .and_then(|json| self.versions(&at.field("versions"), json));
        let existing = versions.as_ref().map(|versions| &versions.existing);
        let next_version = fields.take("next_version");
        let next_version = self.next_version(&at.field("next_version"), next_version, existing);
        let aliases = match fields.take("aliases") {
            Some(json) => self.aliases(&at.field("aliases"), json, existing),
            None => Some(BTreeMap::new()),
        };
        let parts = || {
            Some(FunctionParts {
                id: id.clone()?,
                versions: versions?.payloads,
                aliases: aliases?,
                next_version: next_version?,
                revision: revision?,
            })
        };
        // What the constructor would refuse has been noted, each where it stands. Should it find more,
        // the function must not get lost.
        let parts = parts().filter(|_| self.faults.total() == before);
        let function = parts.and_then(|parts| self.faults.check(at, Function::from_parts(parts)));
        (id, function)
    }

    fn versions<T: DeserializeOwned>(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
    ) -> Option<Versions<T>> {
        let entries = self.entries(at, json)?;
        self.faults.limit(at, entries.len(), limits::VERSIONS, "versions");
        let mut versions = Versions { existing: BTreeSet::new(), payloads: BTreeMap::new() };
        for (text, json) in entries {
            let at = &at.field(&text);
            let version = self.faults.check(at, text.parse::<Version>());
            let payload = self.version(at, json);
            let Some(version) = version else { continue };
            versions.existing.insert(version);
            versions.payloads.extend(payload.map(|payload| (version, payload)));
        }
        if versions.existing.insert(Version::LATEST) {
            self.faults.add(&at.field(Version::LATEST_TEXT), "is missing");
        }
        Some(versions)
    }

    fn version<T: DeserializeOwned>(&mut self, at: &Path<'_>, json: Json<'_>) -> Option<T> {
        let mut fields = self.known_fields(at, json, &["payload"])?;
        self.payload(&at.field("payload"), fields.take("payload"))
    }

    /// The payload of a version; one that is left out is `null`.
    pub(super) fn payload<T: DeserializeOwned>(
        &mut self,
        at: &Path<'_>,
        payload: Option<Json<'_>>,
    ) -> Option<T> {
        let read = match payload {
            Some(json) => serde_json::from_str(json.text()),
            None => payload_left_out(),
        };
        match read {
            Ok(value) => {
                if let Some(json) = payload {
                    self.distinct_keys(at, json);
                }
                Some(value)
            }
            // A place within the payload's text would be taken for one in the document's.
            Err(error) => {
                let (line, column) = (error.line(), error.column());
                let error = alloc::format!("{error}");
                let place = alloc::format!(" at line {line} column {column}");
                let reason = error.strip_suffix(&place).unwrap_or(&error);
                match payload {
                    Some(_) => self.faults.add(at, reason),
                    None => self.faults.add(at, format_args!("is missing: {reason}")),
                }
                None
            }
        }
    }

    /// The number of the next version: given, or one above the highest.
    fn next_version(
        &mut self,
        at: &Path<'_>,
        given: Option<Json<'_>>,
        existing: Option<&BTreeSet<Version>>,
    ) -> Option<u64> {
        let least = existing.map(next_above);
        let Some(given) = given else {
            return least;
        };
        let given = self.whole(at, given)?;
        if given < least.unwrap_or(1) {
            self.faults
                .add(at, format_args!("{given} must be above every version number, and above 0"));
        } else if given > Version::MAX_NUMBER.saturating_add(1) {
            self.faults.add(at, format_args!("{given} is above 2^63"));
        }
        Some(given)
    }

    fn aliases(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
        existing: Option<&BTreeSet<Version>>,
    ) -> Option<BTreeMap<AliasName, Alias>> {
        let entries = self.entries(at, json)?;
        self.faults.limit(at, entries.len(), limits::ALIASES, "aliases");
        let mut aliases = BTreeMap::new();
        for (text, json) in entries {
            let at = &at.field(&text);
            let name = self.faults.check(at, text.parse::<AliasName>());
            let alias = self.alias(at, json, existing);
            if let Some((name, alias)) = name.zip(alias) {
                aliases.insert(name, alias);
            }
        }
        Some(aliases)
    }

    fn alias(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
        existing: Option<&BTreeSet<Version>>,
    ) -> Option<Alias> {
        let known = ["version", "weights", "slices", "rules", "sticky", "description"];
        let mut fields = self.known_fields(at, json, &known)?;
        let split = self.split(at, &mut fields, existing);
        let rules = match fields.take("rules") {
            Some(json) => self.rules(&at.field("rules"), json, existing),
            None => Some(Vec::new()),
        };
        let sticky = match fields.take("sticky") {
            Some(json) => self.sticky(&at.field("sticky"), json).map(Some),
            None => Some(None),
        };
        let description = match fields.take("description") {
            Some(json) => self.description(&at.field("description"), json),
            None => Some("".into()),
        };
        Some(Alias {
            split: split?,
            rules: rules?.into_iter().collect(),
            sticky: sticky?,
            description: description?.into(),
        })
    }

    pub(super) fn description<'a>(
        &mut self,
        at: &Path<'_>,
        json: Json<'a>,
    ) -> Option<alloc::borrow::Cow<'a, str>> {
        let text = self.string(at, json)?;
        self.faults.limit(at, text.chars().count(), limits::DESCRIPTION, "characters");
        Some(text)
    }

    /// The split of an alias or a rule: `version`, and perhaps `weights` and `slices`.
    fn split(
        &mut self,
        at: &Path<'_>,
        fields: &mut Fields<'_>,
        existing: Option<&BTreeSet<Version>>,
    ) -> Option<Split> {
        let main = self.required(at, fields, "version");
        let main = main.and_then(|json| {
            let at = &at.field("version");
            let version = self.text(at, json)?;
            self.existing_version(at, version, existing)
        });
        let at_weights = &at.field("weights");
        let weights = match fields.take("weights") {
            Some(json) => self.weights(at_weights, json, main, existing),
            None => Some(Vec::new()),
        };
        let at_slices = &at.field("slices");
        let layout = match fields.take("slices") {
            Some(json) => self.layout(at_slices, json, existing).map(Some),
            None => Some(None),
        };
        let split = self.faults.check(at_weights, Split::new(main?, weights?))?;
        match layout? {
            Some(layout) => self.faults.check(at_slices, split.with_layout(layout)),
            None => Some(split),
        }
    }

    fn existing_version(
        &mut self,
        at: &Path<'_>,
        version: Version,
        existing: Option<&BTreeSet<Version>>,
    ) -> Option<Version> {
        if existing.is_some_and(|existing| !existing.contains(&version)) {
            self.faults.add(at, format_args!("version {version} does not exist"));
            return None;
        }
        Some(version)
    }

    /// The weights, if nothing is wrong with any of them.
    fn weights(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
        main: Option<Version>,
        existing: Option<&BTreeSet<Version>>,
    ) -> Option<Vec<(Version, Weight)>> {
        let entries = self.entries(at, json)?;
        let count = entries.len();
        let mut weights = Vec::new();
        let mut sum = Vec::new();
        for (text, json) in entries {
            let at = &at.field(&text);
            let version = self.faults.check(at, text.parse::<Version>());
            let version = version.and_then(|each| self.existing_version(at, each, existing));
            if let Some(main) = main.filter(|_| version == main) {
                self.faults.add(at, SplitError::Main(main));
            }
            let weight = self.weight(at, json);
            sum.extend(weight);
            weights.extend(version.filter(|_| version != main).zip(weight));
        }
        self.faults.check(at, check_sum(sum))?;
        (weights.len() == count).then_some(weights)
    }

    fn layout(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
        existing: Option<&BTreeSet<Version>>,
    ) -> Option<Layout> {
        let slices = self.each(at, json, |reader, at, json| reader.slice(at, json, existing))?;
        self.faults.check(at, Layout::checked(slices))
    }

    fn slice(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
        existing: Option<&BTreeSet<Version>>,
    ) -> Option<(Version, u32)> {
        let list = self.list(at, json)?;
        let [version, width] = *list else {
            self.faults.add(at, "must be a version and its millionths");
            return None;
        };
        let at_version = &at.index(0);
        let version = self.text(at_version, version);
        let version = version.and_then(|each| self.existing_version(at_version, each, existing));
        let at = &at.index(1);
        let width = self.whole(at, width).and_then(|width| {
            let millionths = u32::try_from(width).ok().filter(|&width| width <= 1_000_000);
            if millionths.is_none() {
                self.faults.add(at, format_args!("{width} millionths are more than 1000000"));
            }
            millionths
        });
        version.zip(width)
    }

    fn rules(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
        existing: Option<&BTreeSet<Version>>,
    ) -> Option<Vec<Rule>> {
        let count = self.list(at, json)?.len();
        self.faults.limit(at, count, limits::RULES, "rules");
        self.each(at, json, |reader, at, json| {
            let known = ["when", "version", "weights", "slices"];
            let mut fields = reader.known_fields(at, json, &known)?;
            let when = reader.required(at, &mut fields, "when");
            let condition = when.and_then(|json| reader.when(&at.field("when"), json));
            let split = reader.split(at, &mut fields, existing);
            Some(Rule::new(condition?, split?))
        })
    }

    fn when(&mut self, at: &Path<'_>, json: Json<'_>) -> Option<Condition> {
        let condition = self.condition(at, json, Condition::MAX_NESTING)?;
        self.faults.limit(at, condition.test_count(), limits::TESTS, "tests");
        Some(condition)
    }

    fn condition(&mut self, at: &Path<'_>, json: Json<'_>, nesting: usize) -> Option<Condition> {
        match json.kind() {
            Kind::String(_) => {
                let text = self.string(at, json)?;
                let expression = text.splitn(3, ' ').nth(2).unwrap_or_default();
                let length = expression.len();
                self.faults.limit(at, length, limits::EXPRESSION, "bytes of an expression");
                self.faults.check(at, text.parse::<Test>()).map(Condition::from)
            }
            Kind::Object(_) => {
                let mut fields = self.known_fields(at, json, &["all", "any", "not"])?;
                let (all, any, not) = (fields.take("all"), fields.take("any"), fields.take("not"));
                let Some(nesting) = nesting.checked_sub(1) else {
                    self.faults.add(at, crate::ConditionError::TooDeep);
                    return None;
                };
                match (all, any, not) {
                    (Some(json), None, None) => {
                        let at = &at.field("all");
                        let conditions = self.conditions(at, json, nesting)?;
                        self.faults.check(at, Condition::all(conditions))
                    }
                    (None, Some(json), None) => {
                        let at = &at.field("any");
                        let conditions = self.conditions(at, json, nesting)?;
                        self.faults.check(at, Condition::any(conditions))
                    }
                    (None, None, Some(json)) => {
                        let at = &at.field("not");
                        let condition = self.condition(at, json, nesting)?;
                        self.faults.check(at, Condition::not(condition))
                    }
                    _ => {
                        self.faults.add(at, "must have one of `all`, `any` and `not`");
                        None
                    }
                }
            }
            _ => {
                self.faults.add(at, "must be a test, or an object with `all`, `any` or `not`");
                None
            }
        }
    }

    fn conditions(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
        nesting: usize,
    ) -> Option<Vec<Condition>> {
        self.each(at, json, |reader, at, json| reader.condition(at, json, nesting))
    }

    fn sticky(&mut self, at: &Path<'_>, json: Json<'_>) -> Option<Sticky> {
        if !matches!(json.kind(), Kind::Object(_)) {
            return self.sticky_keys(at, json, "a string, a list or an object");
        }
        let mut fields = self.known_fields(at, json, &["key", "salt"])?;
        let key = self.required(at, &mut fields, "key");
        let sticky =
            key.and_then(|json| self.sticky_keys(&at.field("key"), json, "a string or a list"));
        let Some(json) = fields.take("salt") else {
            return sticky;
        };
        let at = &at.field("salt");
        let salt = self.string(at, json)?;
        self.faults.check(at, Sticky::check_salt(&salt))?;
        sticky?.salted(&salt).ok()
    }

    /// A key or a list of keys.
    fn sticky_keys(&mut self, at: &Path<'_>, json: Json<'_>, what: &str) -> Option<Sticky> {
        match json.kind() {
            Kind::String(_) => self.text(at, json).map(Sticky::on),
            Kind::List(list) => {
                let keys: Option<Vec<AttributeKey>> = self.each(at, json, Self::text);
                self.faults.check(at, Sticky::check_count(list.len()))?;
                Sticky::first_of(keys?).ok()
            }
            _ => {
                self.expected(at, what, json);
                None
            }
        }
    }
}

/// One above the highest number, which the next version gets if the document doesn't say.
pub(super) fn next_above<'v>(
    versions: impl IntoIterator<Item = &'v Version, IntoIter: DoubleEndedIterator>,
) -> u64 {
    let highest = versions.into_iter().rev().find_map(|version| version.number());
    highest.unwrap_or_default().saturating_add(1)
}

/// The payload of a version that has none.
pub(super) fn payload_left_out<T: DeserializeOwned>() -> serde_json::Result<T> {
    T::deserialize(&Value::Null)
}

/// What a function's `versions` hold.
struct Versions<T> {
    /// Those that are named, even where something is wrong with their payload.
    existing: BTreeSet<Version>,
    payloads: BTreeMap<Version, T>,
}
