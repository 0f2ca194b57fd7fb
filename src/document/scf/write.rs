//! Writing SCF's documents: exactly, or not at all.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::condition::Node;
use crate::{Alias, AliasName, Condition, Source, Test, Version, Weight};

/// Writes one alias, as `GetAlias` answers it, and as the body of a `CreateAlias` or `UpdateAlias`
/// call has it beside the `FunctionName` and `Namespace`, which the caller adds.
///
/// # Errors
///
/// If the alias has what SCF cannot hold: stickiness, slices of its own, a rule with weights, or a
/// condition other than one `exact` or `range` on `invoke.headers`.
///
/// ```
/// use pointsman::document::scf;
/// use pointsman::{Alias, Split, Version, Weight};
///
/// let split = Split::new(Version::numbered(1)?, [(Version::LATEST, Weight::from_percent(10)?)])?;
/// assert_eq!(
///     scf::write_alias(&"release".parse()?, &Alias::to(split))?,
///     r#"{"Name":"release","FunctionVersion":"1","Description":"","RoutingConfig":{"#.to_owned()
///         + r#""AdditionalVersionWeights":[{"Version":"$LATEST","Weight":0.1}],"#
///         + r#""AddtionVersionMatchs":[]}}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_alias(name: &AliasName, alias: &Alias) -> Result<String, ScfError> {
    Ok(to_json(&WrittenAlias::new(name, alias)?))
}

/// Writes several aliases, as `ListAliases` answers them.
///
/// ```
/// use pointsman::document::scf;
///
/// let (name, alias) = scf::read_alias(r#"{ "Name": "a", "FunctionVersion": "1" }"#)?;
/// let text = scf::write_aliases([(&name, &alias)])?;
/// assert_eq!(scf::read_aliases(&text)?, [(name, alias)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`write_alias`].
pub fn write_aliases<'a>(
    aliases: impl IntoIterator<Item = (&'a AliasName, &'a Alias)>,
) -> Result<String, ScfError> {
    let aliases = aliases.into_iter().map(|(name, alias)| WrittenAlias::new(name, alias));
    let aliases: Vec<_> = aliases.collect::<Result<_, _>>()?;
    Ok(to_json(&WrittenAliases { total_count: aliases.len(), aliases }))
}

/// A value of strings, numbers and lists alone is always written.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WrittenAliases<'a> {
    aliases: Vec<WrittenAlias<'a>>,
    total_count: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WrittenAlias<'a> {
    name: &'a AliasName,
    function_version: Version,
    description: &'a str,
    routing_config: WrittenRouting,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WrittenRouting {
    additional_version_weights: Vec<WrittenWeight>,
    /// SCF's own spelling.
    addtion_version_matchs: Vec<WrittenMatch>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WrittenWeight {
    version: Version,
    #[serde(serialize_with = "number")]
    weight: Weight,
}

/// Whole numbers as SCF itself writes them.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn number<S: Serializer>(weight: &Weight, serializer: S) -> Result<S::Ok, S::Error> {
    match *weight {
        Weight::ZERO => serializer.serialize_u64(0),
        Weight::FULL => serializer.serialize_u64(1),
        weight => weight.serialize(serializer),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WrittenMatch {
    version: Version,
    key: String,
    method: &'static str,
    expression: String,
}

impl<'a> WrittenAlias<'a> {
    fn new(name: &'a AliasName, alias: &'a Alias) -> Result<Self, ScfError> {
        let refuse = |what| ScfError { alias: name.clone(), what };
        if alias.sticky().is_some() {
            return Err(refuse(Unwritable::Sticky));
        }
        if !alias.split().is_canonical() {
            return Err(refuse(Unwritable::Slices));
        }
        let weights = alias.split().additional();
        let matches = alias.rules().iter().enumerate().map(|(index, rule)| {
            if rule.split().additional().len() > 0 {
                return Err(refuse(Unwritable::RuleWeights(index)));
            }
            let test = scf_test(rule.condition());
            let test = test.ok_or_else(|| refuse(Unwritable::RuleCondition(index)))?;
            Ok(WrittenMatch::new(test, rule.split().main()))
        });
        Ok(Self {
            name,
            function_version: alias.split().main(),
            description: alias.description(),
            routing_config: WrittenRouting {
                additional_version_weights: weights
                    .map(|(version, weight)| WrittenWeight { version, weight })
                    .collect(),
                addtion_version_matchs: matches.collect::<Result<_, _>>()?,
            },
        })
    }
}

impl WrittenMatch {
    fn new(test: &Test, version: Version) -> Self {
        Self {
            version,
            key: test.key().to_string(),
            method: test.method(),
            expression: test.expression().unwrap_or_default().into_owned(),
        }
    }
}

/// The one test of a condition, if SCF has it.
fn scf_test(condition: &Condition) -> Option<&Test> {
    match condition.node() {
        Node::Test(test)
            if matches!(test.method(), "exact" | "range")
                && test.key().source() == Source::Headers =>
        {
            Some(test)
        }
        _ => None,
    }
}

/// What an alias has and SCF cannot hold.
///
/// ```
/// use pointsman::document::scf;
/// use pointsman::{Alias, AttributeKey, Version};
///
/// let alias = Alias::to(Version::LATEST).sticky_on(AttributeKey::header("User")?);
/// let error = scf::write_alias(&"a".parse()?, &alias).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "alias `a` can't be written for SCF: `sticky`: SCF has no sticky keys and no salts",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("alias `{alias}` can't be written for SCF: {what}")]
pub struct ScfError {
    alias: AliasName,
    what: Unwritable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
enum Unwritable {
    #[error("`sticky`: SCF has no sticky keys and no salts")]
    Sticky,
    #[error("`slices`: SCF has no layout but that of the weights")]
    Slices,
    #[error("`rules[{0}].weights`: a match of SCF leads to one version")]
    RuleWeights(usize),
    #[error("`rules[{0}].when`: SCF has but one `exact` or `range` test on `invoke.headers`")]
    RuleCondition(usize),
}
