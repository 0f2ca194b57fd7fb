//! Serialization of the values: texts as they are printed and parsed, a weight as a number.
//!
//! Reading goes through the checked constructors, so that no value comes in that they refuse.

use alloc::boxed::Box;
use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::condition::Node;
#[cfg(feature = "rollout")]
use crate::rollout::{Plan, Span, Step};
use crate::{
    AliasName, AttributeKey, Condition, FunctionId, FunctionName, Interval, Namespace, Point,
    Qualifier, Test, Version, Weight,
};

/// Reads a string through `FromStr`.
struct Text<V>(&'static str, PhantomData<V>);

impl<V: FromStr<Err: fmt::Display>> Visitor<'_> for Text<V> {
    type Value = V;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! text {
    ($($name:ident: $expected:literal),* $(,)?) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text($expected, PhantomData))
            }
        }
    )*};
}

text! {
    AliasName: "an alias name",
    AttributeKey: "an attribute key",
    FunctionId: "a function name, with or without namespace",
    FunctionName: "a function name",
    Interval: "an interval",
    Namespace: "a namespace",
    Point: "a point of 16 hexadecimal digits",
    Test: "a test",
    Version: "a version",
}

#[cfg(feature = "rollout")]
text! {
    Plan: "a plan",
    Span: "a duration",
    Step: "a step",
}

impl Serialize for Qualifier<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Borrows, so it is read only from what can lend its text.
impl<'de: 'a, 'a> Deserialize<'de> for Qualifier<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(<&str>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The decimal number, as documents have it.
impl Serialize for Weight {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_fraction())
    }
}

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_fraction(f64::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The text form of a single test, else `{"all": […]}`, `{"any": […]}` or `{"not": …}`.
impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = match self.node() {
            Node::Test(test) => return test.serialize(serializer),
            _ => serializer.serialize_map(Some(1))?,
        };
        match self.node() {
            Node::Test(_) => {}
            Node::All(conditions) => map.serialize_entry("all", conditions)?,
            Node::Any(conditions) => map.serialize_entry("any", conditions)?,
            Node::Not(condition) => map.serialize_entry("not", condition)?,
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyCondition)
    }
}

struct AnyCondition;

impl<'de> Visitor<'de> for AnyCondition {
    type Value = Condition;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a test, or an object with one of `all`, `any` and `not`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Condition, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Condition, A::Error> {
        let name: Option<Box<str>> = map.next_key()?;
        let condition = match name.as_deref() {
            Some("all") => Condition::all(map.next_value::<Box<[Condition]>>()?),
            Some("any") => Condition::any(map.next_value::<Box<[Condition]>>()?),
            Some("not") => Condition::not(map.next_value()?),
            Some(other) => return Err(A::Error::unknown_field(other, &["all", "any", "not"])),
            None => return Err(A::Error::invalid_length(0, &self)),
        };
        if map.next_key::<Box<str>>()?.is_some() {
            return Err(A::Error::invalid_length(2, &self));
        }
        condition.map_err(A::Error::custom)
    }
}
