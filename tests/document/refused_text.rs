//! Texts that are no document at all.

use pointsman::document::Document;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::gap::{function, versions, when, whole};

/// As deep as nothing that recurses could go.
const DEEP: usize = 100_000;

#[test]
fn not_json() {
    let good = r#"{"pointsman":1,"functions":[]}"#;
    whole().takes(good);
    for text in [
        "",
        " \n",
        "pointsman: 1",
        &format!("{good} x"),
        &format!("{good}\n{good}"),
        &format!("{good}\0"),
        &format!("[{good}"),
        &good[..good.len() - 1],
        &good[1..],
        r#"{"pointsman":1,"functions":[],}"#,
        r#"{"pointsman":1,"functions":[1,]}"#,
        r#"{"pointsman":1 "functions":[]}"#,
        r#"{"pointsman"=1,"functions":[]}"#,
        r#"{"pointsman":01,"functions":[]}"#,
        r#"{"pointsman":+1,"functions":[]}"#,
        r#"{"pointsman":.5,"functions":[]}"#,
        r#"{"pointsman":1.,"functions":[]}"#,
        r#"{"pointsman":0x1,"functions":[]}"#,
        r#"{"pointsman":NaN,"functions":[]}"#,
        r#"{"pointsman":True,"functions":[]}"#,
        r#"{"pointsman":1,"functions":["\x41"]}"#,
        "{\"pointsman\":1,\"functions\":[\"\n\"]}",
        r"{'pointsman':1,'functions':[]}",
        r"{pointsman:1,functions:[]}",
        r#"{"pointsman":1,"functions":[]/**/}"#,
    ] {
        let error = Document::<Value>::from_json(text).expect_err(text);
        let [fault] = error.faults() else { panic!("{text}: {error}") };
        assert_eq!(fault.path(), "", "{text}");
        // What it is called is the parser's affair; where it is must be told.
        assert!(fault.reason().contains(" at line "), "{text}: {error}");
    }
    whole().refuses("", "EOF while parsing a value at line 1 column 0");
    whole().refuses(&format!("{good}\n{good}"), "trailing characters at line 2 column 1");
    let mark = "begins with a byte order mark, which JSON must not have";
    whole().refuses(&format!("\u{feff}{good}"), mark);
}

#[test]
fn garbage_that_is_nested_deeply() {
    // Whatever the fault is called: it comes without using up the stack.
    for open in ["[", "{\"a\":", "[[],{\"a\":"] {
        for close in ["", "]", "}", "]}", "}]"] {
            let text = open.repeat(DEEP) + &close.repeat(DEEP);
            assert!(Document::<Value>::from_json(&text).is_err());
        }
    }
    whole().refuses(&("[".repeat(DEEP) + &"]".repeat(DEEP)), "expected an object, found a list");
}

#[test]
fn good_json_that_is_nested_deeply() {
    let list = "[".repeat(DEEP) + &"]".repeat(DEEP);
    let nots = r#"{"not":"#.repeat(DEEP) + "0" + &"}".repeat(DEEP);
    function().refuses(&list, ": expected an object, found a list");
    when().refuses(&list, ": must be a test, or an object with `all`, `any` or `not`");
    let path = ".not".repeat(32);
    when().refuses(&nots, &format!("{path}: conditions are nested more than 32 deep"));
    let unknown = format!(r#"{{"pointsman":1,"functions":[],"comment":{list}}}"#);
    whole().refuses(&unknown, "comment: unknown field");
    let payload = format!(r#"{{"$LATEST":{{"payload":{list}}}}}"#);
    versions().refuses(&payload, ".$LATEST.payload: recursion limit exceeded");
}

#[test]
fn payloads_as_deep_as_they_are_read_are_written() {
    let payload = |depth: usize| {
        let list = "[".repeat(depth) + &"]".repeat(depth);
        format!(r#"{{"$LATEST":{{"payload":{list}}}}}"#)
    };
    versions().takes(&payload(127));
    versions().refuses(&payload(128), ".$LATEST.payload: recursion limit exceeded");
    // Even where nothing reads what is in it.
    let raw = |depth| Document::<Box<RawValue>>::from_json(&versions().fill(&payload(depth)));
    assert!(raw(127).is_ok_and(|document| document.to_json().is_ok()));
    let fault = "functions[0].versions.$LATEST.payload";
    let fault = format!("{fault}{}: nested more than 127 deep", "[0]".repeat(127));
    assert_eq!(raw(128).err().map(|error| error.to_string()), Some(fault));
}

#[test]
fn halves_of_characters() {
    // JSON's grammar lets the escapes stand; a string of text they are not.
    let fault = ": expected a string, found an escape that is no character";
    for half in [r#""\ud800""#, r#""\udc00""#, r#""a\ud83d""#, r#""\ud83d\ud83d""#] {
        let name = function().within(r#"{"versions":{"$LATEST":{}},"name":"#, "}", ".name");
        name.refuses(half, fault);
        when().refuses(half, fault);
        let key = format!(r#"{{{half}:{{}},"$LATEST":{{}}}}"#);
        versions().refuses(&key, ": expected an object, found an escape that is no character");
    }
}
