//! SCF's invoke parameter `RoutingKey`: what it answers, and what is refused.
#![cfg(feature = "serde")]

use std::collections::BTreeMap;

use pointsman::{
    Alias, AttributeKey, Attributes, Function, Point, Qualifier, Reason, Request, RoutingKey,
    RoutingTable,
};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn header(name: &str) -> AttributeKey {
    AttributeKey::header(name).expect("a header")
}

/// Taken, and each of these headers has this value.
#[track_caller]
fn answers(json: &str, headers: &[(&str, &str)]) {
    let key = RoutingKey::parse(json).expect(json);
    for (name, value) in headers {
        assert_eq!(key.attribute(&header(name)), Some(value.as_bytes()), "{name} in {json}");
    }
}

#[track_caller]
fn refuses(json: &str, message: &str) {
    let error = RoutingKey::parse(json).expect_err(json);
    assert_eq!(error.to_string(), message, "{json}");
}

#[test]
fn strings_as_they_are() {
    answers(r#"{"User":"Bob"}"#, &[("User", "Bob")]);
    answers(r#"{"User":""}"#, &[("User", "")]);
    answers(r#"{"User":" Bob "}"#, &[("User", " Bob ")]);
    answers(r#"{"User":"\u0042\u006fb"}"#, &[("User", "Bob")]);
    answers(r#"{"User":"\"\\\/\b\f\n\r\t\u0000"}"#, &[("User", "\"\\/\u{8}\u{c}\n\r\t\0")]);
    answers(r#"{"User":"\ud83d\ude82é🚂"}"#, &[("User", "🚂é🚂")]);
    answers(r#"{"User":"30.5"}"#, &[("User", "30.5")]);
    answers(
        r#"{"User":"null","User.Name":"a","é":"b"}"#,
        &[("User", "null"), ("User.Name", "a"), ("é", "b")],
    );
    answers(r#"{"\u0055ser":"Bob"}"#, &[("User", "Bob")]);
    answers(" {\n\"User\"\t:\r\"Bob\" } ", &[("User", "Bob")]);
}

#[test]
fn whole_numbers_as_they_are_written() {
    answers(r#"{"userHash":30}"#, &[("userHash", "30")]);
    answers(r#"{"a":0,"b":-0,"c":-7}"#, &[("a", "0"), ("b", "-0"), ("c", "-7")]);
    answers(r#"{"n":9223372036854775808}"#, &[("n", "9223372036854775808")]);
    let long = "9".repeat(1_000);
    answers(&format!(r#"{{"n":{long}}}"#), &[("n", &long)]);
}

#[test]
fn it_answers_headers_byte_for_byte() -> Result {
    answers("{}", &[]);
    answers(r#"{"":"x","a b":"y"}"#, &[]);
    let key = RoutingKey::parse(r#"{"User":"Bob"}"#)?;
    for other in ["user", "USER", "Use", "User2", "Ｕser"] {
        assert_eq!(key.attribute(&header(other)), None, "{other}");
    }
    assert_eq!(key.attribute(&AttributeKey::cookie("User")?), None);
    assert_eq!(key.attribute(&AttributeKey::query("User")?), None);
    // Keys that differ by case are two.
    answers(r#"{"User":"Bob","user":"Ann"}"#, &[("User", "Bob"), ("user", "Ann")]);
    Ok(())
}

#[test]
fn no_object() {
    for text in [
        "",
        " ",
        "null",
        "true",
        "30",
        r#""User""#,
        "[]",
        r#"[{"User":"Bob"}]"#,
        "User=Bob",
        "{",
        r#"{"User":"Bob""#,
        r#"{"User":"Bob"}}"#,
        r#"{"User":"Bob"}{}"#,
        r#"{"User":"Bob",}"#,
        r#"{"User" "Bob"}"#,
        r#"{"User":}"#,
        r#"{"User":NaN}"#,
        r#"{"User":030}"#,
        r#"{"User":+30}"#,
        r#"{"User":0x1e}"#,
        r"{'User':'Bob'}",
        r"{User:30}",
        r#"{30:"User"}"#,
    ] {
        refuses(text, &format!("routing key `{text}` is not a JSON object"));
    }
    refuses("{\"User\":\"B\nob\"}", r#"routing key `{"User":"B\nob"}` is not a JSON object"#);
    refuses("\u{feff}{}", r"routing key `\u{feff}{}` is not a JSON object");
    // What is shown of it is cut.
    let long = "x".repeat(1_000);
    refuses(&long, &format!("routing key `{}…` is not a JSON object", &long[..64]));
}

#[test]
fn other_values() {
    for value in [
        "null",
        "true",
        "false",
        "[]",
        r#"["Bob"]"#,
        "{}",
        r#"{"a":"b"}"#,
        "30.0",
        "0.5",
        "-0.0",
        "1e3",
        "1E3",
        "1e-3",
        "10e400",
        r#""\ud800""#,
        r#""\udc00\ud800""#,
    ] {
        let message = "the value of `User` in the routing key must be a string or a whole number";
        refuses(&format!(r#"{{"User":{value}}}"#), message);
        refuses(&format!(r#"{{"a":"1","User":{value},"b":2}}"#), message);
    }
}

#[test]
fn keys_that_stand_twice() {
    for (json, key) in [
        (r#"{"User":"Bob","User":"Bob"}"#, "User"),
        (r#"{"User":"Bob","a":1,"User":"Ann"}"#, "User"),
        (r#"{"a":"1","\u0061":"1"}"#, "a"),
        (r#"{"\ud83d\ude82":"1","🚂":"1"}"#, "🚂"),
        (r#"{"":1,"":2}"#, ""),
        // Not a string either, but there are two of it.
        (r#"{"a":1,"a":null}"#, "a"),
    ] {
        refuses(json, &format!("`{key}` stands twice in the routing key"));
    }
}

#[test]
fn text_up_to_1024_bytes() {
    let padded = |length: usize| {
        let object = r#"{"User":"Bob"}"#;
        format!("{object}{}", " ".repeat(length - object.len()))
    };
    answers(&padded(1_024), &[("User", "Bob")]);
    refuses(&padded(1_025), "routing key of 1025 bytes is longer than 1024");
    // Bytes count, not characters.
    let wide = |count: usize| format!(r#"{{"k":"{}"}}"#, "é".repeat(count));
    assert_eq!(wide(508).len(), 1_024);
    answers(&wide(508), &[("k", &"é".repeat(508))]);
    refuses(&wide(509), "routing key of 1026 bytes is longer than 1024");
    refuses(&"[".repeat(100_000), "routing key of 100000 bytes is longer than 1024");
    // As deep as the limit allows.
    let deep = format!(r#"{{"k":{}{}}}"#, "[".repeat(500), "]".repeat(500));
    refuses(&deep, "the value of `k` in the routing key must be a string or a whole number");
}

#[test]
fn the_page_of_scf() -> Result {
    let mut function = Function::new("B".parse()?, ());
    let v1 = function.publish()?;
    let alias = Alias::to(pointsman::Version::LATEST)
        .rule("invoke.headers.userHash range [0,30]".parse()?, v1);
    function.create_alias("prepub".parse()?, alias)?;
    let table = RoutingTable::new([function])?;
    let rule = Reason::Rule { index: 0, share: None };
    for (json, reason) in [
        (r#"{"userHash":30}"#, rule),
        (r#"{"userHash":"30"}"#, rule),
        (r#"{"userHash":"030"}"#, rule),
        (r#"{"userHash":31}"#, Reason::Only),
        (r#"{"userHash":" 30"}"#, Reason::Only),
        (r#"{"userhash":30}"#, Reason::Only),
        ("{}", Reason::Only),
    ] {
        let key = RoutingKey::parse(json)?;
        let request = Request::new(&key, Point::sequence(1));
        let decision = table.resolve("B", Qualifier::parse("prepub")?, &request)?;
        assert_eq!(decision.reason(), reason, "{json}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_object_of_strings(
        entries in proptest::collection::btree_map(r"[^\s\p{Cc}]{1,8}", ".{0,20}", 0..8),
    ) {
        let entries: BTreeMap<String, String> = entries;
        let json = serde_json::to_string(&entries)?;
        prop_assume!(json.len() <= RoutingKey::MAX);
        let key = RoutingKey::parse(&json)?;
        for (name, value) in &entries {
            prop_assert_eq!(key.attribute(&header(name)), Some(value.as_bytes()));
        }
    }
}
