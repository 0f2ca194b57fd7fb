//! The crate's own document.

use std::fmt::Write;

use pointsman::document::{Document, DocumentError};
use pointsman::{Point, Qualifier, Request, RoutingTable};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Whatever text comes in, with payloads of any type, of one type and of none.
pub fn read(text: &str) {
    let any = reads(text);
    let written = [written::<String>(text), written::<Option<u8>>(text), written::<()>(text)];
    // What is written of a document doesn't depend on the type that its payloads were read as.
    for written in written.into_iter().flatten() {
        assert_eq!(Some(written), any);
    }
}

/// What is written of the document, if it is one: it is read again as an equal one.
pub(crate) fn reads(text: &str) -> Option<String> {
    let document = document::<Value>(text)?;
    let written = document.to_json().unwrap_or_else(|error| panic!("{error}: {text}"));
    let again = Document::from_json(&written);
    let again = again.unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(again, document);
    assert_eq!(again.to_json().as_deref(), Ok(written.as_str()));
    reads_laid_out_otherwise(&document, text);
    let at_once = RoutingTable::from_json(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    document.functions().for_each(|function| drop(function.lint()));
    resolves(&document, &at_once);
    resolves(&document, &RoutingTable::from(document.clone()));
    Some(written)
}

fn document<T: DeserializeOwned>(text: &str) -> Option<Document<T>> {
    Document::from_json(text).map_err(|error| tells(&error, text)).ok()
}

fn written<T: DeserializeOwned + Serialize>(text: &str) -> Option<String> {
    Some(document::<T>(text)?.to_json().expect("it was read"))
}

/// All entries of all objects in another order, all numbers and escapes written otherwise.
fn reads_laid_out_otherwise(document: &Document<Value>, text: &str) {
    let value: Value = serde_json::from_str(text).expect("it was read");
    let other = serde_json::to_string_pretty(&value).expect("it can be written");
    let again = Document::from_json(&other).unwrap_or_else(|error| panic!("{error}: {other}"));
    assert_eq!(document, &again);
    let escaped = escaped(&other);
    let again = Document::from_json(&escaped).unwrap_or_else(|error| panic!("{error}: {escaped}"));
    assert_eq!(document, &again);
}

/// What is not ASCII stands in strings alone.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_ascii() {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(escaped, "\\u{unit:04x}").expect("a string takes all");
            }
        }
    }
    escaped
}

/// An error has faults, the first of them with their places.
pub(crate) fn tells(error: &DocumentError, text: &str) {
    let faults = error.faults();
    assert!(!faults.is_empty() && faults.len() <= DocumentError::MAX_FAULTS);
    assert_eq!(faults.len(), error.total().min(DocumentError::MAX_FAULTS));
    assert!(error.to_string().lines().count() >= faults.len());
    for fault in faults {
        assert!(!fault.reason().is_empty());
        assert!(fault.to_string().starts_with(fault.path()));
    }
    // Only a text that is no object is wrong as a whole.
    if let Ok(Value::Object(_)) = serde_json::from_str(text) {
        assert!(faults.iter().all(|fault| !fault.path().is_empty()), "{error}");
    }
}

/// The table of the document sends requests where the functions say.
fn resolves(document: &Document<Value>, table: &RoutingTable<Value>) {
    assert_eq!(table.len(), document.functions().count());
    let headers = [("User", "Bob"), ("user", "Ann"), ("x", "5")];
    for function in document.functions() {
        let name = function.id().to_string();
        for (number, (alias, route)) in (0..).zip(function.aliases()) {
            let request = Request::new(&headers, Point::sequence(number));
            let decision = table.resolve(&name, Qualifier::from(alias), &request);
            let decision = decision.expect("the alias exists");
            let rule = route.rules().iter().find(|rule| rule.condition().matches(&headers));
            let split = rule.map_or(route.split(), |rule| rule.split());
            let point = decision.reason().share().map_or(request.point(), |share| share.point);
            assert_eq!(decision.version(), split.pick(point));
            assert_eq!(Some(decision.payload()), function.payload(decision.version()));
        }
    }
}
