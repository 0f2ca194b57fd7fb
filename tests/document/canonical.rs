//! What is read, and the one text that it is written as.

use std::collections::BTreeMap;

use pointsman::document::Document;
use pointsman::{Alias, AttributeKey, Function, RoutingTable, Split, Sticky, Version, Weight};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::Result;
use crate::gap::{alias, aliases, function, rules, slices, sticky, versions, weights, when};

/// The example of the specification, word for word.
const SPEC: &str = include_str!("../data/spec.json");

/// A digest of a table is taken over this text: it must never change.
const SPEC_CANONICAL: &str = concat!(
    r#"{"functions":[{"aliases":{"#,
    r#""prepub":{"rules":[{"version":"4","when":"invoke.headers.User exact Bob"}],"version":"3"},"#,
    r#""release":{"description":"to everyone","sticky":"invoke.headers.User","version":"1","#,
    r#""weights":{"2":0.1}}},"name":"B","next_version":5,"revision":12,"versions":{"#,
    r#""$LATEST":{"payload":"http://127.0.0.1:9000"},"1":{"payload":"http://127.0.0.1:9001"},"#,
    r#""2":{},"3":{},"4":{}}}],"pointsman":1}"#,
);

/// Everything that a document can hold, in an order that is not the canonical one.
const FULL: &str = include_str!("../data/full.json");

/// As above.
const FULL_CANONICAL: &str = concat!(
    r#"{"functions":["#,
    r#"{"name":"B","namespace":"Prod","next_version":1,"revision":18446744073709551615,"#,
    r#""versions":{"$LATEST":{"payload":false}}},"#,
    r#"{"aliases":{"#,
    r#""$DEFAULT":{"description":"der Übergang 🚂","sticky":["invoke.cookies.uid","#,
    r#""invoke.headers.User"],"version":"$LATEST","weights":{"10":0.000001,"9":0.25}},"#,
    r#""empty-salt":{"sticky":{"key":"invoke.query.u","salt":""},"version":"9"},"#,
    r#""ramped":{"slices":[["9",400000],["$LATEST",100000],["10",500000]],"#,
    r#""sticky":{"key":["invoke.headers.User","invoke.cookies.uid"],"salt":"spring-sale"},"#,
    r#""version":"9","weights":{"$LATEST":0.1,"10":0.5}},"#,
    r#""ruled":{"rules":["#,
    r#"{"slices":[["10",500000],["9",500000]],"version":"9","weights":{"10":0.5},"#,
    r#""when":{"all":["invoke.headers.userHash range [1,29]",{"any":["#,
    r#""invoke.query.tier in gold,,silver ",{"not":"invoke.cookies.beta present"}]}]}},"#,
    r#"{"version":"$LATEST","when":"invoke.headers.User exact "},"#,
    r#"{"version":"10","when":"invoke.headers.Host suffix .example"}],"version":"9"}},"#,
    r#""name":"a","next_version":12,"versions":{"#,
    r#""$LATEST":{},"10":{"payload":[1.5,-0.0,1e-7,"\u0001"]},"#,
    r#""9":{"payload":{"a":{"b":null,"c":[]},"z":18446744073709551615}}}},"#,
    r#"{"name":"b","next_version":1,"versions":{"$LATEST":{"payload":""}}},"#,
    r#"{"name":"a","namespace":"prod","next_version":9223372036854775808,"#,
    r#""versions":{"$LATEST":{},"9223372036854775807":{}}}],"pointsman":1}"#,
);

fn read<T: DeserializeOwned>(text: &str) -> Document<T> {
    Document::from_json(text).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn the_example_of_the_specification() -> Result {
    let document: Document<Option<String>> = read(SPEC);
    assert_eq!(document.to_json()?, SPEC_CANONICAL);
    assert_eq!(read(SPEC_CANONICAL), document);

    let function = document.function(&"B".parse()?).expect("it is named");
    assert_eq!((function.revision(), function.next_version()), (12, 5));
    let payloads: Vec<_> =
        function.versions().map(|(version, payload)| (version, payload.as_deref())).collect();
    let [v1, v2, v3, v4] = [1, 2, 3, 4].map(|n| Version::numbered(n).expect("above 0"));
    let expected = [
        (v1, Some("http://127.0.0.1:9001")),
        (v2, None),
        (v3, None),
        (v4, None),
        (Version::LATEST, Some("http://127.0.0.1:9000")),
    ];
    assert_eq!(payloads, expected);

    let aliases: Vec<_> =
        function.aliases().map(|(name, alias)| (name.as_str(), alias.clone())).collect();
    let expected = [
        ("$DEFAULT", Alias::to(Version::LATEST)),
        ("prepub", Alias::to(v3).rule("invoke.headers.User exact Bob".parse()?, v4)),
        (
            "release",
            Alias::to(Split::new(v1, [(v2, Weight::from_percent(10)?)])?)
                .sticky_on(AttributeKey::header("User")?)
                .described("to everyone"),
        ),
    ];
    assert_eq!(aliases, expected);
    Ok(())
}

#[test]
fn everything_at_once() -> Result {
    let document: Document<Value> = read(FULL);
    assert_eq!(document.to_json()?, FULL_CANONICAL);
    assert_eq!(read(FULL_CANONICAL), document);
    let ids: Vec<_> = document.functions().map(|function| function.id().to_string()).collect();
    assert_eq!(ids, ["Prod/B", "a", "b", "prod/a"]);
    Ok(())
}

/// The value with the fields of every object in reverse.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().rev();
            let fields: Vec<_> =
                fields.map(|(name, value)| format!("{name:?} :\n{}", reversed(value))).collect();
            format!("{{\t{}\r\n}}", fields.join(" , "))
        }
        Value::Array(values) => {
            let values: Vec<_> = values.iter().map(reversed).collect();
            format!("[ {} ]", values.join(" ,\n"))
        }
        other => other.to_string(),
    }
}

#[test]
fn neither_order_nor_blanks_of_the_input_show() -> Result {
    for canonical in [SPEC_CANONICAL, FULL_CANONICAL] {
        let text = reversed(&serde_json::from_str(canonical)?);
        assert_ne!(text, canonical);
        assert_eq!(read::<Value>(&text).to_json()?, canonical);

        let mut value: Value = serde_json::from_str(canonical)?;
        value["functions"].as_array_mut().expect("a list").reverse();
        assert_eq!(read::<Value>(&value.to_string()).to_json()?, canonical);
    }
    Ok(())
}

#[test]
fn a_document_without_functions() -> Result {
    let document: Document<Value> = read(r#" {"functions":[],"pointsman":1} "#);
    assert_eq!(document, Document::new());
    assert_eq!(document.to_json()?, r#"{"functions":[],"pointsman":1}"#);
    assert_eq!(RoutingTable::from(document).len(), 0);
    Ok(())
}

#[test]
fn defaults_are_left_out_but_next_version() {
    function().writes(
        r#"{"name":"B","namespace":"default","revision":0,"versions":{"$LATEST":{"payload":null}},
            "aliases":{"$DEFAULT":{"version":"$LATEST","weights":{},"rules":[],"description":"",
            "slices":[["$LATEST",1000000]]}}}"#,
        r#"{"name":"B","next_version":1,"versions":{"$LATEST":{}}}"#,
    );
    function().writes(
        r#"{"name":"B","versions":{"$LATEST":{},"7":{}},"aliases":{}}"#,
        r#"{"name":"B","next_version":8,"versions":{"$LATEST":{},"7":{}}}"#,
    );
    // Numbers that were used and deleted.
    function().writes(
        r#"{"name":"B","versions":{"$LATEST":{}},"next_version":1000}"#,
        r#"{"name":"B","next_version":1000,"versions":{"$LATEST":{}}}"#,
    );
    // It differs from the default in one thing, so it is written.
    for default in [
        r#"{"$DEFAULT":{"version":"1"}}"#,
        r#"{"$DEFAULT":{"version":"$LATEST","weights":{"1":0}}}"#,
        r#"{"$DEFAULT":{"description":"x","version":"$LATEST"}}"#,
        r#"{"$DEFAULT":{"sticky":"invoke.query.u","version":"$LATEST"}}"#,
    ] {
        aliases().writes(default, default);
    }
}

#[test]
fn versions_up_to_the_last_number() {
    versions().takes(r#"{"$LATEST":{},"9223372036854775807":{},"1":{}}"#);
    let last = r#"{"name":"B","versions":{"$LATEST":{}},"next_version":9223372036854775808}"#;
    let document = function().takes(last);
    let mut function = document.into_iter().next().expect("one function");
    assert_eq!(function.publish().unwrap_err().to_string(), "version numbers are used up");
}

#[test]
fn a_salt_that_was_given_is_written_back() {
    let user = r#""invoke.headers.User""#;
    let cookie = r#""invoke.cookies.uid""#;
    for (given, written) in [
        (user.to_owned(), user.to_owned()),
        (format!("[{user}]"), user.to_owned()),
        (format!(r#"{{"key":{user}}}"#), user.to_owned()),
        (format!(r#"{{"key":[{user}]}}"#), user.to_owned()),
        // The order of keys is their meaning.
        (format!("[{user},{cookie}]"), format!("[{user},{cookie}]")),
        (format!("[{cookie},{user}]"), format!("[{cookie},{user}]")),
        (format!(r#"{{"key":[{user},{cookie}]}}"#), format!("[{user},{cookie}]")),
        (format!(r#"{{"salt":"","key":{user}}}"#), format!(r#"{{"key":{user},"salt":""}}"#)),
        (format!(r#"{{"salt":"é","key":[{user}]}}"#), format!(r#"{{"key":{user},"salt":"é"}}"#)),
        // The salt that is in force anyway, too.
        (
            format!(r#"{{"key":{user},"salt":"default/B:release"}}"#),
            format!(r#"{{"key":{user},"salt":"default/B:release"}}"#),
        ),
        (
            format!(r#"{{"key":[{cookie},{user}],"salt":"s"}}"#),
            format!(r#"{{"key":[{cookie},{user}],"salt":"s"}}"#),
        ),
    ] {
        sticky().writes(&given, &written);
    }
}

#[test]
fn the_salt_is_in_force() -> Result {
    let sticky = |json: &str| {
        let document = sticky().takes(json);
        let function = document.into_iter().next().expect("one function");
        let alias = function.alias("release").expect("it was read");
        alias.sticky().cloned().expect("it is sticky")
    };
    let user = AttributeKey::header("User")?;
    assert_eq!(sticky(r#""invoke.headers.User""#), Sticky::on(user.clone()));
    let empty = sticky(r#"{"key":"invoke.headers.User","salt":""}"#);
    assert_eq!(empty, Sticky::on(user).salted("")?);
    assert_eq!(empty.salt_on(&"B".parse()?, &"release".parse()?), "");
    Ok(())
}

#[test]
fn slices_are_written_where_weights_do_not_give_them() {
    slices().writes(r#"[["1",750000],["2",250000]]"#, "nothing");
    for layout in [
        r#"[["2",250000],["1",750000]]"#,
        r#"[["1",1],["2",250000],["1",749999]]"#,
        r#"[["2",1],["1",1],["2",249999],["1",749999]]"#,
    ] {
        slices().writes(layout, layout);
    }
    let rule = rules().within(
        r#"[{"when":"invoke.query.u present","version":"$LATEST","weights":{"3":0.5},"slices":"#,
        "}]",
        "[0].slices",
    );
    rule.writes(r#"[["3",500000],["$LATEST",500000]]"#, "nothing");
    rule.writes(r#"[["$LATEST",500000],["3",500000]]"#, r#"[["$LATEST",500000],["3",500000]]"#);
    // The canonical layout goes by version, whichever of them is called main.
    let main_above =
        alias().within(r#"{"version":"3","weights":{"1":0.5},"slices":"#, "}", ".slices");
    main_above.writes(r#"[["1",500000],["3",500000]]"#, "nothing");
}

#[test]
fn a_layout_of_reweighting_survives() -> Result {
    let [v1, v2, v3] = [1, 2, 3].map(|n| Version::numbered(n).expect("above 0"));
    let [tenth, fifth] = [Weight::from_percent(10)?, Weight::from_percent(20)?];
    let old = Split::new(v1, [(v2, fifth), (v3, fifth)])?;
    let split = old.reweight(&Split::new(v1, [(v2, fifth), (v3, tenth)])?).0;
    assert!(!split.is_canonical());

    let mut function = Function::new("B".parse()?, Value::Null);
    while function.publish()? != v3 {}
    function.create_alias("release".parse()?, Alias::to(split.clone()))?;
    let mut document = Document::new();
    document.insert(function);
    let again: Document<Value> = read(&document.to_json()?);
    let function = again.into_iter().next().expect("one function");
    assert_eq!(function.alias("release").map(Alias::split), Some(&split));
    Ok(())
}

#[test]
fn weights_are_decimal_numbers() {
    let weight = weights().within(r#"{"2":"#, "}", ".2");
    for (given, written) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("0.0", "0"),
        ("1e-13", "0"),
        ("-1e-12", "0"),
        ("1", "1"),
        ("1.0", "1"),
        ("1e0", "1"),
        ("0.9999999999999999", "1"),
        ("1.0000000000000002", "1"),
        ("0.1", "0.1"),
        ("0.10", "0.1"),
        ("1E-1", "0.1"),
        ("0.30000000000000004", "0.3"),
        // As `serde_json` prints what it reads of the text.
        ("0.000001", "1e-6"),
        ("0.0000005000001", "1e-6"),
        ("0.999999", "0.999999"),
        // Half a millionth: to even.
        ("0.0078125", "0.007812"),
        ("0.33333333333333333333333333333333333333", "0.333333"),
    ] {
        weight.writes(given, written);
    }
    weights().takes(r#"{"2":0.5,"3":0.3,"$LATEST":0.2}"#);
    weights().takes(r#"{"2":1,"3":0}"#);
}

#[test]
fn conditions_are_written_as_they_are_printed() {
    for (given, written) in [
        (r#""invoke.headers.u range （0，30］""#, r#""invoke.headers.u range [1,30]""#),
        (r#""invoke.headers.u range [ +007 , 8 )""#, r#""invoke.headers.u range [7,7]""#),
        (r#""invoke.headers.u in b,a,,b""#, r#""invoke.headers.u in b,a,,b""#),
        (
            r#""invoke.headers.u exact  \u0000\"Bob\" ""#,
            r#""invoke.headers.u exact  \u0000\"Bob\" ""#,
        ),
        (r#""\u0069nvoke.headers.u present""#, r#""invoke.headers.u present""#),
        (
            r#"{"not":{"not":{"any":["invoke.query.a.b prefix ü"]}}}"#,
            r#"{"not":{"not":{"any":["invoke.query.a.b prefix ü"]}}}"#,
        ),
    ] {
        when().writes(given, written);
    }
}

#[test]
fn a_payload_left_out_is_null() -> Result {
    let text = versions().fill(r#"{"$LATEST":{},"1":{"payload":null}}"#);
    let canonical = concat!(
        r#"{"functions":[{"name":"B","next_version":2,"versions":{"$LATEST":{},"1":{}}}],"#,
        r#""pointsman":1}"#,
    );
    assert_eq!(read::<()>(&text).to_json()?, canonical);
    assert_eq!(read::<Option<u8>>(&text).to_json()?, canonical);
    assert_eq!(read::<Value>(&text).to_json()?, canonical);
    Ok(())
}

#[test]
fn payloads_that_cannot_be_written() {
    #[track_caller]
    fn refuses<T: Serialize + Clone>(payload: T, reason: &str) {
        let mut function = Function::new("B".parse().expect("a name"), payload);
        function.publish().expect("there are numbers left");
        let mut document = Document::new();
        document.insert(function);
        let faults = document.to_json().unwrap_err().to_string();
        let at = |version| format!("functions[0].versions.{version}.payload: {reason}");
        assert_eq!(faults, format!("{}\n{}", at("1"), at("$LATEST")));
    }
    refuses(BTreeMap::from([((1, 2), 3)]), "key must be a string");
    let mut deep = Value::Null;
    for _ in 0..128 {
        deep = json!([deep]);
    }
    refuses(deep, "nested more than 127 deep");
}

#[test]
fn payloads_are_written_to_the_last_digit() -> Result {
    let text = |payload: &str| {
        format!(
            r#"{{"functions":[{{"name":"B","next_version":1,"versions":{{"$LATEST":{{"payload":{payload}}}}}}}],"pointsman":1}}"#
        )
    };
    let greatest = text("340282366920938463463374607431768211455");
    assert_eq!(read::<u128>(&greatest).to_json()?, greatest);
    let raw = Document::<Box<RawValue>>::from_json(&text(
        r#"{ "b": 12345678901234567890123, "a": [ 1.50 ] }"#,
    ))?;
    assert_eq!(raw.to_json()?, text(r#"{"a":[1.50],"b":12345678901234567890123}"#));
    Ok(())
}

#[test]
fn a_raw_payload_is_written_in_one_way_whatever_its_escapes() -> Result {
    let text =
        |payload: &str| versions().fill(&format!(r#"{{"$LATEST":{{"payload":{payload}}}}}"#));
    let one = read::<Box<RawValue>>(&text(r#"{"A":"A/\u0001é"}"#)).to_json()?;
    for alike in [r#"{"\u0041":"\u0041\/\u0001\u00e9"}"#, r#"{ "A" : "A\/\u0001\u00E9" }"#] {
        assert_eq!(read::<Box<RawValue>>(&text(alike)).to_json()?, one, "{alike}");
    }
    assert!(one.contains(r#""payload":{"A":"A/\u0001é"}"#), "{one}");
    Ok(())
}
