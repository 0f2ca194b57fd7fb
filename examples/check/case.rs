//! A case, as it is read from a line: strictly.

use std::fmt;

use pointsman::Point;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::expectation::Expectation;
use super::strict::{given, object};

/// A request, where it is sent, and what is expected of it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) function: String,
    #[serde(default, deserialize_with = "given")]
    pub(super) namespace: Option<String>,
    #[serde(default)]
    pub(super) qualifier: String,
    #[serde(default, deserialize_with = "given")]
    pub(super) headers: Option<Pairs>,
    #[serde(default, deserialize_with = "given")]
    pub(super) routing_key: Option<String>,
    #[serde(default)]
    pub(super) cookies: Pairs,
    #[serde(default)]
    pub(super) query: Pairs,
    #[serde(default = "zero", deserialize_with = "point")]
    pub(super) point: Point,
    #[serde(default, deserialize_with = "given")]
    pub(super) expect: Option<Expectation>,
}

impl Case {
    /// Reads a line, or says what is wrong with it.
    pub(super) fn read(line: &str) -> Result<Self, String> {
        let mut deserializer = serde_json::Deserializer::from_str(line);
        let case: Self = object(&mut deserializer).map_err(|error| at_column(&error))?;
        deserializer.end().map_err(|error| at_column(&error))?;
        if case.headers.is_some() && case.routing_key.is_some() {
            return Err("`headers` stand beside `routing_key`".into());
        }
        Ok(case)
    }
}

/// The message, with the column in front, and without the line: the parser sees but one.
fn at_column(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line 1 column ") {
        Some((what, column)) => format!("column {column}: {what}"),
        None => message,
    }
}

/// Names and values, in the order of the line. A name may occur twice.
#[derive(Default)]
pub(super) struct Pairs(pub(super) Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of names and values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
        let mut pairs = Vec::new();
        while let Some((name, Values(values))) = map.next_entry::<String, _>()? {
            pairs.extend(values.into_iter().map(|value| (name.clone(), value)));
        }
        Ok(Pairs(pairs))
    }
}

/// The values of one name, at least one.
struct Values(Vec<String>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a list of at least one string")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Values, E> {
        Ok(Values(vec![value.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Values, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        if values.is_empty() { Err(A::Error::invalid_length(0, &self)) } else { Ok(Values(values)) }
    }
}

/// The point of a case that gives none.
fn zero() -> Point {
    Point::MIN
}

/// Reads a [`Point`] as one of the ways to make it.
fn point<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Point, D::Error> {
    deserializer.deserialize_map(PointVisitor)
}

struct PointVisitor;

impl<'de> Visitor<'de> for PointVisitor {
    type Value = Point;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one of `ratio`, `sequence` and `hex`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Point, A::Error> {
        let point = match map.next_key::<String>()?.as_deref() {
            Some("ratio") => {
                let Ok([n, d]) = <[u64; 2]>::try_from(map.next_value::<Vec<_>>()?) else {
                    return Err(A::Error::custom("a ratio must be a list of two numbers"));
                };
                Point::from_ratio(n, d).map_err(A::Error::custom)?
            }
            Some("sequence") => Point::sequence(map.next_value()?),
            Some("hex") => map.next_value()?,
            Some(other) => {
                return Err(A::Error::unknown_field(other, &["ratio", "sequence", "hex"]));
            }
            None => return Err(A::Error::invalid_length(0, &self)),
        };
        if map.next_key::<IgnoredAny>()?.is_some() {
            return Err(A::Error::invalid_length(2, &self));
        }
        Ok(point)
    }
}
