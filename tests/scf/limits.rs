//! How much a document of SCF's may hold: as much as one of the crate's own.

use std::fmt::Write;

use pointsman::document::scf::read_aliases;

/// So many entries.
fn list(count: usize, entry: impl Fn(usize) -> String) -> String {
    let mut list = String::from("[");
    for index in 0..count {
        write!(list, "{}{}", if index == 0 { "" } else { "," }, entry(index)).expect("memory");
    }
    list + "]"
}

#[track_caller]
fn limit(limit: usize, fault: &str, with: impl Fn(usize) -> String) {
    if let Err(error) = read_aliases(&with(limit)) {
        panic!("{error}");
    }
    let more = limit + 1;
    let error = read_aliases(&with(more)).expect_err(fault).to_string();
    let (path, what) = fault.split_once(": ").expect("a path");
    assert_eq!(error, format!("{path}: {more} {what} are more than {limit}"));
}

fn routed(routing: &str) -> String {
    format!(r#"{{"Name":"a","FunctionVersion":"1","RoutingConfig":{{{routing}}}}}"#)
}

fn matched(method: &str, expression: &str) -> String {
    let key = r#""Version":"2","Key":"invoke.headers.k""#;
    format!(r#"{{{key},"Method":"{method}","Expression":"{expression}"}}"#)
}

#[test]
fn aliases_matches_and_weights() {
    limit(1_000, "Aliases: aliases", |count| {
        let aliases =
            list(count, |index| format!(r#"{{"Name":"a{index}","FunctionVersion":"1"}}"#));
        format!(r#"{{"Aliases":{aliases}}}"#)
    });
    limit(10_000, "RoutingConfig.AddtionVersionMatchs: rules", |count| {
        let matches = list(count, |_| matched("exact", "v"));
        routed(&format!(r#""AddtionVersionMatchs":{matches}"#))
    });
    limit(10_000, "RoutingConfig.AdditionalVersionWeights: versions", |count| {
        let weights = list(count, |index| format!(r#"{{"Version":"{}","Weight":0}}"#, index + 2));
        routed(&format!(r#""AdditionalVersionWeights":{weights}"#))
    });
}

#[test]
fn expressions_and_descriptions() {
    let fault = "RoutingConfig.AddtionVersionMatchs[0].Expression: bytes of an expression";
    limit(65_536, fault, |length| {
        let matches = list(1, |_| matched("exact", &"x".repeat(length)));
        routed(&format!(r#""AddtionVersionMatchs":{matches}"#))
    });
    limit(65_536, fault, |length| {
        let matches = list(1, |_| matched("range", &format!("[{}1,5]", "0".repeat(length - 5))));
        routed(&format!(r#""AddtionVersionMatchs":{matches}"#))
    });
    limit(1_000, "Description: characters", |count| {
        let description = "é".repeat(count);
        format!(r#"{{"Name":"a","FunctionVersion":"1","Description":"{description}"}}"#)
    });
}

#[test]
fn what_is_nested_deeply_uses_up_no_stack() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let alias = format!(r#"{{"Name":"a","FunctionVersion":"1","X":{deep}}}"#);
    assert!(read_aliases(&alias).is_ok());
    assert!(read_aliases(&format!(r#"{{"Response":{{"Aliases":[{alias}],"Y":{deep}}}}}"#)).is_ok());
    for place in ["Name", "Description", "RoutingConfig", "Response", "Aliases", "TotalCount"] {
        let text = format!(r#"{{"FunctionVersion":"1","{place}":{deep}}}"#);
        assert!(read_aliases(&text).is_err(), "{place}");
    }
    assert!(read_aliases(&"[".repeat(1 << 20)).is_err());
}
