//! Reading places of a document: each notes what is wrong, and goes on.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::fault::Faults;
use super::json::{Json, Kind};
use crate::path::Path;
use crate::{Excerpt, Weight, WeightError};

/// What reads a document and notes its faults.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) faults: Faults,
}

/// The entries of an object, in order.
type Entries<'a> = Vec<(Cow<'a, str>, Json<'a>)>;

/// The fields of an object, taken one by one.
pub(super) struct Fields<'a>(Entries<'a>);

impl<'a> Fields<'a> {
    /// The value of a field, if it is there.
    pub(super) fn take(&mut self, name: &str) -> Option<Json<'a>> {
        let index = self.0.iter().position(|(field, _)| field == name)?;
        Some(self.0.remove(index).1)
    }

    /// The same, taking `null` for a field that is not there.
    pub(super) fn take_unless_null(&mut self, name: &str) -> Option<Json<'a>> {
        self.take(name).filter(|json| !matches!(json.kind(), Kind::Null))
    }
}

impl Reader {
    /// The whole text, if it is JSON.
    pub(super) fn parse<'a>(&mut self, text: &'a str) -> Option<Json<'a>> {
        if text.starts_with('\u{feff}') {
            self.faults.add(&Path::ROOT, "begins with a byte order mark, which JSON must not have");
            return None;
        }
        self.faults.check(&Path::ROOT, Json::parse(text))
    }

    pub(super) fn expected(&mut self, at: &Path<'_>, what: &str, json: Json<'_>) {
        let found = match json.kind() {
            Kind::Null => "null",
            Kind::Bool => "a boolean",
            Kind::Number(_) => "a number",
            Kind::String(Some(_)) => "a string",
            Kind::String(None) => "an escape that is no character",
            Kind::List(_) => "a list",
            Kind::Object(_) => "an object",
        };
        self.faults.add(at, format_args!("expected {what}, found {found}"));
    }

    /// The entries of an object, of which no key stands twice.
    pub(super) fn entries<'a>(&mut self, at: &Path<'_>, json: Json<'a>) -> Option<Entries<'a>> {
        let entries = self.object(at, json)?;
        Some(self.distinct(at, entries))
    }

    fn object<'a>(&mut self, at: &Path<'_>, json: Json<'a>) -> Option<Entries<'a>> {
        match json.kind() {
            Kind::Object(entries) => Some(entries),
            _ => {
                self.expected(at, "an object", json);
                None
            }
        }
    }

    fn distinct<'a>(&mut self, at: &Path<'_>, mut entries: Entries<'a>) -> Entries<'a> {
        let mut seen = BTreeSet::new();
        entries.retain(|(key, _)| {
            let first = seen.insert(key.clone());
            if !first {
                self.faults.add(&at.field(key), "stands twice");
            }
            first
        });
        entries
    }

    /// The fields of an object: whatever it has.
    pub(super) fn fields<'a>(&mut self, at: &Path<'_>, json: Json<'a>) -> Option<Fields<'a>> {
        self.entries(at, json).map(Fields)
    }

    /// These fields of an object; others are passed over.
    pub(super) fn some_fields<'a>(
        &mut self,
        at: &Path<'_>,
        json: Json<'a>,
        wanted: &[&str],
    ) -> Option<Fields<'a>> {
        let mut entries = self.object(at, json)?;
        entries.retain(|(name, _)| wanted.contains(&&**name));
        Some(Fields(self.distinct(at, entries)))
    }

    /// The fields of an object: none but these.
    pub(super) fn known_fields<'a>(
        &mut self,
        at: &Path<'_>,
        json: Json<'a>,
        known: &[&str],
    ) -> Option<Fields<'a>> {
        let mut fields = self.fields(at, json)?;
        self.only_known(at, &mut fields, known);
        Some(fields)
    }

    /// Leaves none but these fields.
    pub(super) fn only_known(&mut self, at: &Path<'_>, fields: &mut Fields<'_>, known: &[&str]) {
        fields.0.retain(|(name, _)| {
            let is_known = known.contains(&&**name);
            if !is_known {
                self.faults.add(&at.field(name), "unknown field");
            }
            is_known
        });
    }

    /// A field that must be there.
    pub(super) fn required<'a>(
        &mut self,
        at: &Path<'_>,
        fields: &mut Fields<'a>,
        name: &str,
    ) -> Option<Json<'a>> {
        let field = fields.take(name);
        if field.is_none() {
            self.faults.add(&at.field(name), "is missing");
        }
        field
    }

    pub(super) fn list<'a>(&mut self, at: &Path<'_>, json: Json<'a>) -> Option<Vec<Json<'a>>> {
        match json.kind() {
            Kind::List(list) => Some(list),
            _ => {
                self.expected(at, "a list", json);
                None
            }
        }
    }

    /// What the entries of a list are read as, if all of them can be.
    pub(super) fn each<'a, V>(
        &mut self,
        at: &Path<'_>,
        json: Json<'a>,
        read: impl Fn(&mut Self, &Path<'_>, Json<'a>) -> Option<V>,
    ) -> Option<Vec<V>> {
        let list = self.list(at, json)?;
        let count = list.len();
        let entries = list.into_iter().enumerate();
        let values: Vec<V> =
            entries.filter_map(|(index, json)| read(self, &at.index(index), json)).collect();
        (values.len() == count).then_some(values)
    }

    pub(super) fn string<'a>(&mut self, at: &Path<'_>, json: Json<'a>) -> Option<Cow<'a, str>> {
        match json.kind() {
            Kind::String(Some(text)) => Some(text),
            _ => {
                self.expected(at, "a string", json);
                None
            }
        }
    }

    /// A string that is the text of a value.
    pub(super) fn text<V: FromStr<Err: fmt::Display>>(
        &mut self,
        at: &Path<'_>,
        json: Json<'_>,
    ) -> Option<V> {
        let text = self.string(at, json)?;
        self.faults.check(at, text.parse())
    }

    /// A whole number without fraction and exponent.
    pub(super) fn whole(&mut self, at: &Path<'_>, json: Json<'_>) -> Option<u64> {
        match json.kind() {
            Kind::Number(number) => number.parse().ok().or_else(|| {
                let reason = "must be a whole number from 0 to 18446744073709551615";
                self.faults.add(at, format_args!("{} {reason}", Excerpt::of(number)));
                None
            }),
            _ => {
                self.expected(at, "a number", json);
                None
            }
        }
    }

    /// A number that is a weight, integers too.
    pub(super) fn weight(&mut self, at: &Path<'_>, json: Json<'_>) -> Option<Weight> {
        match json.kind() {
            // Every number of JSON is one of Rust, but what is too large becomes infinite.
            Kind::Number(number) => match number.parse() {
                Ok(fraction) => match Weight::from_fraction(fraction) {
                    // The number as it is written, for a double may print otherwise.
                    Err(WeightError::OutOfRange(_)) => {
                        let number = Excerpt::of(number);
                        self.faults.add(at, format_args!("weight {number} must be from 0 to 1"));
                        None
                    }
                    weight => self.faults.check(at, weight),
                },
                Err(error) => {
                    self.faults.add(at, error);
                    None
                }
            },
            _ => {
                self.expected(at, "a number", json);
                None
            }
        }
    }
}
