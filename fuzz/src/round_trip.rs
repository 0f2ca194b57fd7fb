use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::document::Document;
use pointsman::{Alias, Function, FunctionParts, Rule};
use serde_json::{Number, Value};

use crate::accident::{self, Accident};
use crate::document::reads;
use crate::stored::again;
use crate::{generate, naive, scf};

/// A document, and accidents that may befall its text.
#[derive(Debug)]
pub struct RoundTrip {
    document: Document<Value>,
    accidents: Vec<Accident>,
}

impl<'a> Arbitrary<'a> for RoundTrip {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let table = generate::table(u)?;
        let mut document = Document::new();
        for function in &table.functions {
            document.insert(self::function(u, function)?);
        }
        let accidents = if u.arbitrary()? { u.arbitrary()? } else { Vec::new() };
        Ok(Self { document, accidents })
    }
}

/// The function with all that the plain one lacks.
fn function(u: &mut Unstructured<'_>, plain: &naive::Function) -> Result<Function<Value>> {
    let FunctionParts { id, versions, mut aliases, next_version, .. } =
        generate::build(plain).into_parts();
    for alias in aliases.values_mut() {
        if u.arbitrary()? {
            let description: String = u.arbitrary::<&str>()?.chars().take(1_000).collect();
            *alias = Alias::described(alias.clone(), &description);
        }
    }
    let mut payloads = BTreeMap::new();
    for version in versions.into_keys() {
        payloads.insert(version, payload(u, 3)?);
    }
    let last = (1 << 63) - next_version;
    let next_version = next_version + if u.arbitrary()? { u.int_in_range(0..=last)? } else { 0 };
    let revision = u.arbitrary()?;
    let parts = FunctionParts { id, versions: payloads, aliases, next_version, revision };
    Ok(Function::from_parts(parts).expect("nothing of it was changed for the worse"))
}

fn payload(u: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    Ok(match u.int_in_range(0..=if depth == 0 { 5 } else { 7 })? {
        0 => Value::Null,
        1 => u.arbitrary::<bool>()?.into(),
        2 => u.arbitrary::<u64>()?.into(),
        3 => u.arbitrary::<i64>()?.into(),
        4 => Number::from_f64(u.arbitrary()?).map_or(Value::Null, Value::Number),
        5 => u.arbitrary::<&str>()?.into(),
        6 => {
            let mut list = Vec::new();
            for _ in 0..u.int_in_range(0..=3)? {
                list.push(payload(u, depth - 1)?);
            }
            list.into()
        }
        _ => {
            let mut object = serde_json::Map::new();
            for _ in 0..u.int_in_range(0..=3)? {
                object.insert(u.arbitrary::<&str>()?.into(), payload(u, depth - 1)?);
            }
            object.into()
        }
    })
}

impl RoundTrip {
    /// What is written is read as an equal document, as SCF's too as far as that goes; and what
    /// accidents leave is refused, or is a document like any other.
    pub fn check(&self) {
        let text = self.document.to_json().expect("it is within the limits");
        assert_eq!(Document::from_json(&text).as_ref(), Ok(&self.document));
        assert_eq!(reads(&text), Some(text.clone()));
        for (name, alias) in self.document.functions().flat_map(Function::aliases) {
            scf::writes(name, alias);
            again(alias);
            alias.rules().iter().map(Rule::condition).for_each(|it| drop(again(it)));
        }
        self.edits();
        if !self.accidents.is_empty() {
            drop(reads(&accident::befall(&self.accidents, text)));
        }
    }

    /// A function that is taken out is missing, and put in again it is there.
    fn edits(&self) {
        let mut document = self.document.clone();
        for function in self.document.functions() {
            let removed = document.remove(function.id());
            assert_eq!(removed.as_ref(), Some(function));
            assert_eq!(document.function(function.id()), None);
            assert_eq!(document.diff(&self.document).functions().len(), 1);
            assert_eq!(document.insert(function.clone()), None);
            assert_eq!(document, self.document);
        }
        assert!(document.diff(&self.document).is_empty());
    }
}
