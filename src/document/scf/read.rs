//! Reading SCF's documents: tolerant, but for `RoutingConfig`.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::document::fault::DocumentError;
use crate::document::json::{Json, Kind};
use crate::document::limits;
use crate::document::reader::{Fields, Reader};
use crate::path::Path;
use crate::{Alias, AliasName, Excerpt, Rule, Source, Split, SplitError, Test, Version, Weight};

/// Reads one alias: a `GetAlias` answer, or the body of a `CreateAlias` or `UpdateAlias` call.
///
/// ```
/// use pointsman::document::scf;
///
/// let (name, alias) = scf::read_alias(r#"{ "Name": "release", "FunctionVersion": "1" }"#)?;
/// assert_eq!(name.as_str(), "release");
/// assert_eq!(alias.split().sole().map(|version| version.to_string()).as_deref(), Some("1"));
/// # Ok::<(), pointsman::document::DocumentError>(())
/// ```
///
/// # Errors
///
/// If the text is not JSON, the answer is itself an error, or anything that makes up the alias is
/// missing or can't be.
pub fn read_alias(text: &str) -> Result<(AliasName, Alias), DocumentError> {
    read(text, |reader, at, mut fields| {
        if fields.take("Aliases").is_some() {
            reader
                .faults
                .add(&at.field("Aliases"), "the answer lists aliases instead of being one");
            return None;
        }
        reader.scf_alias(at, &mut fields)
    })
}

/// Reads several aliases: a `ListAliases` answer. A single alias is read as a list of one.
///
/// ```
/// use pointsman::document::scf;
///
/// let page = r#"{ "Aliases": [ { "Name": "a", "FunctionVersion": "1" } ], "TotalCount": 21 }"#;
/// let error = scf::read_aliases(page).unwrap_err();
/// assert_eq!(error.to_string(), "TotalCount: incomplete page: 1 of 21 aliases");
/// ```
///
/// # Errors
///
/// As [`read_alias`]; and if an alias stands twice, or `TotalCount` is above the number of aliases:
/// the page is incomplete.
pub fn read_aliases(text: &str) -> Result<Vec<(AliasName, Alias)>, DocumentError> {
    read(text, |reader, at, mut fields| match fields.take("Aliases") {
        Some(json) => reader.scf_aliases(at, json, &mut fields),
        None => reader.scf_alias(at, &mut fields).map(|alias| [alias].into()),
    })
}

/// The fields of an alias that count here.
const ALIAS: [&str; 4] = ["Name", "FunctionVersion", "Description", "RoutingConfig"];

/// The fields of an answer that count here: of one alias, of several, or of an error.
const ANSWER: [&str; 8] = [
    "Name",
    "FunctionVersion",
    "Description",
    "RoutingConfig",
    "Aliases",
    "TotalCount",
    "Response",
    "Error",
];

fn read<'a, V>(
    text: &'a str,
    what: impl FnOnce(&mut Reader, &Path<'_>, Fields<'a>) -> Option<V>,
) -> Result<V, DocumentError> {
    let mut reader = Reader::default();
    let json = reader.parse(text);
    let value = json.and_then(|json| {
        let mut fields = reader.some_fields(&Path::ROOT, json, &ANSWER)?;
        let Some(response) = fields.take("Response") else {
            return what(&mut reader, &Path::ROOT, fields);
        };
        let at = &Path::ROOT.field("Response");
        let mut fields = reader.some_fields(at, response, &ANSWER)?;
        match fields.take_unless_null("Error") {
            Some(error) => {
                reader.scf_error(&at.field("Error"), error);
                None
            }
            None => what(&mut reader, at, fields),
        }
    });
    reader.faults.finish(value)
}

/// What `RoutingConfig` holds: weights and rules.
type Routing = (Vec<(Version, Weight)>, Vec<Rule>);

impl Reader {
    fn scf_error(&mut self, at: &Path<'_>, json: Json<'_>) {
        let mut fields = self.some_fields(at, json, &["Code", "Message"]);
        let mut text = |name| {
            let json = fields.as_mut().and_then(|fields| fields.take(name));
            let text = json.and_then(|json| self.string(&at.field(name), json));
            text.map_or(Excerpt::of(""), |text| Excerpt::of(&text))
        };
        let (code, message) = (text("Code"), text("Message"));
        self.faults.add(at, format_args!("the answer is an error: {code}: {message}"));
    }

    fn scf_aliases(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
        fields: &mut Fields<'_>,
    ) -> Option<Vec<(AliasName, Alias)>> {
        let at_aliases = &at.field("Aliases");
        let list = match json.kind() {
            Kind::Null => Vec::new(),
            _ => self.list(at_aliases, json)?,
        };
        let total = fields.take_unless_null("TotalCount");
        if let Some(total) = total.and_then(|json| self.whole(&at.field("TotalCount"), json))
            && usize::try_from(total).map_or(true, |total| total > list.len())
        {
            let count = list.len();
            self.faults.add(
                &at.field("TotalCount"),
                format_args!("incomplete page: {count} of {total} aliases"),
            );
        }
        self.faults.limit(at_aliases, list.len(), limits::ALIASES, "aliases");
        let mut aliases = BTreeMap::new();
        for (index, json) in list.into_iter().enumerate() {
            let at = &at_aliases.index(index);
            let alias = self
                .some_fields(at, json, &ALIAS)
                .and_then(|mut fields| self.scf_alias(at, &mut fields));
            let Some((name, alias)) = alias else { continue };
            if aliases.contains_key(&name) {
                self.faults.add(&at.field("Name"), format_args!("alias `{name}` stands twice"));
            }
            aliases.insert(name, alias);
        }
        Some(aliases.into_iter().collect())
    }

    fn scf_alias(&mut self, at: &Path<'_>, fields: &mut Fields<'_>) -> Option<(AliasName, Alias)> {
        let name = self.required(at, fields, "Name");
        let name: Option<AliasName> = name.and_then(|json| self.text(&at.field("Name"), json));
        let main = self.required(at, fields, "FunctionVersion");
        let main = main.and_then(|json| self.text(&at.field("FunctionVersion"), json));
        let description = match fields.take_unless_null("Description") {
            Some(json) => self.description(&at.field("Description"), json),
            None => Some("".into()),
        };
        let (weights, rules) = match fields.take_unless_null("RoutingConfig") {
            Some(json) => self.scf_routing(&at.field("RoutingConfig"), json)?,
            None => (Vec::new(), Vec::new()),
        };
        let at = &at.field("RoutingConfig");
        let split = self.scf_split(&at.field("AdditionalVersionWeights"), main?, &weights)?;
        let alias = Alias::to(split).with_rules(rules).described(&description?);
        Some((name?, alias))
    }

    /// A fault of one entry is noted where the entry stands.
    fn scf_split(
        &mut self,
        at: &Path<'_>,
        main: Version,
        weights: &[(Version, Weight)],
    ) -> Option<Split> {
        let split = Split::new(main, weights.iter().copied());
        let place = match split {
            Err(SplitError::Main(wrong) | SplitError::Twice(wrong)) => {
                weights.iter().rposition(|&(version, _)| version == wrong)
            }
            _ => None,
        };
        match place {
            Some(index) => self.faults.check(&at.index(index).field("Version"), split),
            None => self.faults.check(at, split),
        }
    }

    fn scf_routing(&mut self, at: &Path<'_>, json: Json<'_>) -> Option<Routing> {
        let known = ["AdditionalVersionWeights", "AddtionVersionMatchs"];
        let mut fields = self.known_fields(at, json, &known)?;
        let weights = match fields.take_unless_null("AdditionalVersionWeights") {
            Some(json) => {
                let at = &at.field("AdditionalVersionWeights");
                let weights = self.each(at, json, Self::scf_weight);
                let count = weights.as_ref().map_or(0, Vec::len);
                self.faults.limit(at, count, limits::VERSIONS, "versions");
                weights
            }
            None => Some(Vec::new()),
        };
        let rules = match fields.take_unless_null("AddtionVersionMatchs") {
            Some(json) => {
                let at = &at.field("AddtionVersionMatchs");
                let rules = self.each(at, json, Self::scf_match);
                self.faults.limit(at, rules.as_ref().map_or(0, Vec::len), limits::RULES, "rules");
                rules
            }
            None => Some(Vec::new()),
        };
        weights.zip(rules)
    }

    fn scf_weight(&mut self, at: &Path<'_>, json: Json<'_>) -> Option<(Version, Weight)> {
        let mut fields = self.known_fields(at, json, &["Version", "Weight"])?;
        let version = self.required(at, &mut fields, "Version");
        let version = version.and_then(|json| self.text(&at.field("Version"), json));
        let weight = self.required(at, &mut fields, "Weight");
        let weight = weight.and_then(|json| self.weight(&at.field("Weight"), json));
        version.zip(weight)
    }

    fn scf_match(&mut self, at: &Path<'_>, json: Json<'_>) -> Option<Rule> {
        let known = ["Version", "Key", "Method", "Expression"];
        let mut fields = self.known_fields(at, json, &known)?;
        let version = self.required(at, &mut fields, "Version");
        let version: Option<Version> =
            version.and_then(|json| self.text(&at.field("Version"), json));
        let key = self.required(at, &mut fields, "Key");
        let key = key.and_then(|json| self.text(&at.field("Key"), json));
        let method = self.required(at, &mut fields, "Method");
        let method = method.and_then(|json| self.string(&at.field("Method"), json));
        let expression = self.required(at, &mut fields, "Expression");
        let expression = expression.and_then(|json| self.string(&at.field("Expression"), json));
        let length = expression.as_ref().map_or(0, |expression| expression.len());
        let at_expression = &at.field("Expression");
        self.faults.limit(at_expression, length, limits::EXPRESSION, "bytes of an expression");
        let test = match method.as_deref()? {
            "exact" => Test::exact(key?, &expression?),
            "range" => Test::range(key?, self.faults.check(at_expression, expression?.parse())?),
            other => {
                let other = Excerpt::of(other);
                self.faults.add(
                    &at.field("Method"),
                    format_args!("method {other} must be `exact` or `range`"),
                );
                return None;
            }
        };
        if test.key().source() != Source::Headers {
            self.faults.add(
                &at.field("Key"),
                format_args!("key `{}` must begin with `invoke.headers.`", test.key()),
            );
            return None;
        }
        Some(Rule::new(test.into(), version?))
    }
}
