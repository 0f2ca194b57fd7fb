//! Whatever text comes in: an error or a value that survives, never a panic.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use pointsman::document::{Document, scf};
use pointsman::{
    AliasName, AttributeKey, Condition, FunctionId, FunctionName, Interval, Namespace, Point,
    Qualifier, RoutingKey, Test, Version, Weight,
};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;

use crate::generate::{damaged, documents, patched};

/// A value that is printed as what reads as the same value.
fn value<V>(text: &str) -> Result<(), TestCaseError>
where
    V: FromStr<Err: Display> + Display + PartialEq + Debug,
{
    match text.parse::<V>() {
        Ok(value) => prop_assert_eq!(value.to_string().parse::<V>().ok(), Some(value)),
        Err(error) => prop_assert!(!error.to_string().is_empty()),
    }
    Ok(())
}

fn values(text: &str) -> Result<(), TestCaseError> {
    value::<Version>(text)?;
    value::<FunctionName>(text)?;
    value::<Namespace>(text)?;
    value::<FunctionId>(text)?;
    value::<AliasName>(text)?;
    value::<Weight>(text)?;
    value::<Point>(text)?;
    value::<AttributeKey>(text)?;
    value::<Interval>(text)?;
    value::<Test>(text)?;
    value::<Condition>(text)?;
    match Qualifier::parse(text) {
        Ok(qualifier) => {
            let printed = qualifier.to_string();
            prop_assert_eq!(Qualifier::parse(&printed), Ok(qualifier));
        }
        Err(error) => prop_assert!(!error.to_string().is_empty()),
    }
    Ok(())
}

fn read(text: &str) -> Result<(), TestCaseError> {
    match Document::<Value>::from_json(text) {
        Ok(document) => {
            let written = document.to_json()?;
            prop_assert_eq!(Document::from_json(&written)?, document);
        }
        Err(error) => prop_assert!(error.total() > 0 && !error.to_string().is_empty()),
    }
    // Payloads that are judged differently.
    drop(Document::<String>::from_json(text));
    drop(Document::<()>::from_json(text));

    match scf::read_alias(text) {
        Ok((name, alias)) => {
            let written = scf::write_alias(&name, &alias)?;
            prop_assert_eq!(scf::read_alias(&written)?, (name, alias));
        }
        Err(error) => prop_assert!(error.total() > 0 && !error.to_string().is_empty()),
    }
    if let Ok(aliases) = scf::read_aliases(text) {
        let written = scf::write_aliases(aliases.iter().map(|(name, alias)| (name, alias)))?;
        prop_assert_eq!(scf::read_aliases(&written)?, aliases);
    }
    if RoutingKey::parse(text).is_ok() {
        prop_assert!(text.len() <= RoutingKey::MAX);
        prop_assert!(serde_json::from_str::<Value>(text)?.is_object());
    }
    values(text)
}

/// Good documents and values of every kind.
fn good() -> impl Strategy<Value = String> {
    let canonical = documents().prop_map(|document| document.to_json().expect("within the limits"));
    prop_oneof![canonical, select(GOOD).prop_map(str::to_owned)]
}

const GOOD: &[&str] = &[
    include_str!("../data/spec.json"),
    include_str!("../data/full.json"),
    include_str!("../data/rules.json"),
    include_str!("../data/faulty.json"),
    include_str!("../data/get-alias.json"),
    include_str!("../data/list-aliases.json"),
    include_str!("../data/cloudbase.json"),
    r#"{"User":"Bob","userHash":30,"\u0061":"\ud83d\ude82"}"#,
    "invoke.headers.User exact Bob",
    "invoke.headers.X-Tcb-Route-Key range [0,30)",
    "（-9223372036854775808，9223372036854775807］",
    "9223372036854775807",
    "prod/image-resize",
    "255979608fed916e",
    "$DEFAULT",
    "$LATEST",
    "0.0001%",
    "100%",
];

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text(text in any::<String>()) {
        read(&text)?;
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn fragments_of_good_texts(text in patched()) {
        read(&text)?;
    }

    #[test]
    fn good_texts_damaged(text in damaged(good())) {
        read(&text)?;
    }
}
