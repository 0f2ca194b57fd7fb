//! A table that is read from a text at once is that of the document.

use pointsman::document::Document;
use pointsman::{AttributeKey, Attributes, Function, Point, Qualifier, Request, RoutingTable};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;

use crate::generate::documents;

/// The same value, whatever is asked for.
struct Any<'a>(&'a str);

impl Attributes for Any<'_> {
    fn attribute(&self, _: &AttributeKey) -> Option<&[u8]> {
        Some(self.0.as_bytes())
    }
}

/// Asks both tables for all versions and aliases of a function.
#[track_caller]
fn decide_alike(
    function: &Function<Value>,
    tables: [&RoutingTable<Value>; 2],
    request: &Request<'_, Any<'_>>,
) {
    let name = function.id().to_string();
    let [one, other] = tables.map(|table| table.versions(&name).map(Iterator::collect::<Vec<_>>));
    assert_eq!(one, Some(function.versions().collect()));
    assert_eq!(one, other);
    let versions = function.versions().map(|(version, _)| Qualifier::from(version));
    for qualifier in versions.chain(function.aliases().map(|(name, _)| Qualifier::from(name))) {
        let [one, other] = tables.map(|table| table.resolve(&name, qualifier, request));
        assert!(one.is_ok());
        assert_eq!(one, other);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn it_decides_as_that_of_the_document(
        document in documents(),
        backwards in any::<bool>(),
        requests in proptest::collection::vec(("[a-z0-9]{0,3}", any::<u64>()), 1..10),
    ) {
        let mut value: Value = serde_json::from_str(&document.to_json()?)?;
        if backwards {
            value["functions"].as_array_mut().expect("a list").reverse();
        }
        let at_once = RoutingTable::from_json(&value.to_string())?;
        let table = RoutingTable::from(document.clone());
        prop_assert_eq!(at_once.len(), table.len());
        for (value, point) in &requests {
            let attributes = Any(value);
            let request = Request::new(&attributes, Point::from(*point));
            for function in document.functions() {
                decide_alike(function, [&at_once, &table], &request);
            }
        }
    }
}

#[test]
fn what_is_wrong_is_told_as_of_the_document() {
    let functions = |functions: &str| format!(r#"{{"functions":[{functions}],"pointsman":1}}"#);
    let good = r#"{"name":"B","versions":{"$LATEST":{}}}"#;
    let faulty = [
        String::new(),
        String::from("{}"),
        functions(r#"{"name":"B","versions":{}}"#),
        functions(&format!(r#"{good},{{"name":"C","versions":{{}}}}"#)),
        functions(&[good, good].join(",")),
        functions(&[good, &good.replace(r#""B""#, r#""B","namespace":"default""#)].join(",")),
        functions(good).replace(r#""pointsman":1"#, r#""pointsman":2"#),
        functions(good) + "!",
        include_str!("../data/faulty.json").to_owned(),
    ];
    for text in faulty {
        let told = Document::<()>::from_json(&text).expect_err(&text);
        assert_eq!(RoutingTable::<()>::from_json(&text).expect_err(&text), told);
    }
}

/// A test of more than 64 KiB, of which the expression has no more, is left to the other reader.
#[test]
fn a_text_that_is_not_read_at_one_go_is_read() -> crate::Result {
    let text = format!(
        r#"{{"pointsman":1,"functions":[{{"name":"B","versions":{{"$LATEST":{{}},"1":{{}}}},
           "aliases":{{"a":{{"version":"$LATEST","rules":[
               {{"when":"invoke.headers.u exact {}","version":"1"}}]}}}}}}]}}"#,
        "x".repeat(65_536)
    );
    let table = RoutingTable::<()>::from_json(&text)?;
    let user = "x".repeat(65_536);
    for (user, index) in [(user.as_str(), 0), ("x", 1)] {
        let headers = [("u", user)];
        let request = Request::new(&headers, Point::MIN);
        assert_eq!(table.resolve("B", Qualifier::parse("a")?, &request)?.index(), index);
    }
    Ok(())
}

/// More functions than are sorted at once.
#[test]
fn a_long_text_is_read() -> crate::Result {
    let function = |number: usize| {
        format!(r#"{{"name":"f{number:0>58}","versions":{{"$LATEST":{{"payload":{number}}}}}}}"#)
    };
    let of = |functions: &[String]| {
        format!(r#"{{"pointsman":1,"functions":[{}]}}"#, functions.join(","))
    };
    let mut functions: Vec<String> = (0..12_000).map(function).collect();
    let text = of(&functions);
    assert!(text.len() > 1 << 20);
    let table = RoutingTable::<usize>::from_json(&text)?;
    assert_eq!(table.len(), 12_000);
    for number in 0..12_000 {
        let payload = table.versions(&format!("f{number:0>58}")).and_then(|mut all| all.next());
        assert_eq!(payload.map(|(_, payload)| *payload), Some(number));
    }
    functions.push(function(7_000));
    let error = RoutingTable::<usize>::from_json(&of(&functions)).unwrap_err();
    assert_eq!(error, Document::<usize>::from_json(&of(&functions)).unwrap_err());
    Ok(())
}
