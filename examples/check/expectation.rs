//! What a case expects of its answer.

use std::fmt;

use pointsman::Version;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::answer::Answer;
use super::strict::given;

/// What a case expects.
pub(super) enum Expectation {
    Decision { version: Option<Version>, reason: Option<String>, rule: Option<usize> },
    Refusal,
}

impl Expectation {
    /// Whether the answer is as expected. What is left out is not asked for.
    pub(super) fn is_met_by(&self, answer: &Answer) -> bool {
        match (self, answer) {
            (
                Self::Decision { version, reason, rule },
                Answer::Decision { version: found, reason: why, rule: which, .. },
            ) => {
                version.is_none_or(|version| version == *found)
                    && reason.as_ref().is_none_or(|reason| reason == why)
                    && (rule.is_none() || rule == which)
            }
            (Self::Refusal, Answer::Refusal { .. }) => true,
            _ => false,
        }
    }
}

/// As in `version 4, reason rule, rule 0`, or `an error`.
impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Decision { version, reason, rule } = self else {
            return f.write_str("an error");
        };
        let parts = [
            version.map(|version| format!("version {version}")),
            reason.as_ref().map(|reason| format!("reason {reason}")),
            rule.map(|rule| format!("rule {rule}")),
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl<'de> Deserialize<'de> for Expectation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExpectationVisitor)
    }
}

struct ExpectationVisitor;

impl<'de> Visitor<'de> for ExpectationVisitor {
    type Value = Expectation;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a version, `{\"error\": true}`, or any of `version`, `reason` and `rule`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Expectation, E> {
        let version = Some(text.parse().map_err(E::custom)?);
        Ok(Expectation::Decision { version, reason: None, rule: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Expectation, A::Error> {
        match Fields::deserialize(MapAccessDeserializer::new(map))? {
            Fields { error: None, version: None, reason: None, rule: None } => {
                Err(A::Error::invalid_length(0, &self))
            }
            Fields { error: None, version, reason, rule } => {
                Ok(Expectation::Decision { version, reason, rule })
            }
            Fields { error: Some(true), version: None, reason: None, rule: None } => {
                Ok(Expectation::Refusal)
            }
            Fields { error: Some(_), .. } => {
                Err(A::Error::custom("`error` in `expect` must be `true`, and stand alone"))
            }
        }
    }
}

/// An expectation as an object has it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(default, deserialize_with = "given")]
    error: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    version: Option<Version>,
    #[serde(default, deserialize_with = "reason")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "given")]
    rule: Option<usize>,
}

/// Reads the name of a [`Reason`](pointsman::Reason).
fn reason<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    const NAMES: &[&str] = &["pinned", "only", "rule", "share"];
    let name = String::deserialize(deserializer)?;
    if NAMES.contains(&name.as_str()) {
        Ok(Some(name))
    } else {
        Err(D::Error::unknown_variant(&name, NAMES))
    }
}
