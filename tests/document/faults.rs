//! Many faults at once; and that a document with any is not taken at all.

use pointsman::document::{Document, DocumentError};
use pointsman::{Point, Qualifier, Request, RoutingTable};
use serde_json::Value;

use crate::Result;
use crate::gap::{alias, function, sticky, whole};

/// A document with a fault in nearly every place.
const FAULTY: &str = include_str!("../data/faulty.json");

const FAULTS: [&str; 34] = [
    "comment: unknown field",
    "functions[0].revisions: unknown field",
    "functions[0].name: function name `B-` must end with a letter or a digit",
    "functions[0].namespace: expected a string, found null",
    "functions[0].revision: `-1` must be a whole number from 0 to 18446744073709551615",
    "functions[0].versions.1: stands twice",
    "functions[0].versions.01: version `01` must not have a leading zero",
    "functions[0].versions.2.Payload: unknown field",
    "functions[0].versions.$LATEST: is missing",
    "functions[0].next_version: 2 must be above every version number, and above 0",
    "functions[0].aliases[`a.b`]: \
     alias name `a.b` may hold only ASCII letters, digits, `-` and `_`",
    "functions[0].aliases[`a.b`].version: version 7 does not exist",
    "functions[0].aliases.release.weight: unknown field",
    "functions[0].aliases.release.version: version 8 does not exist",
    "functions[0].aliases.release.weights.9: version 9 does not exist",
    "functions[0].aliases.release.weights.2: weight `1.5` must be from 0 to 1",
    "functions[0].aliases.release.weights.$latest: version `$latest` must be written `$LATEST`",
    "functions[0].aliases.release.weights.$latest: expected a number, found a string",
    "functions[0].aliases.release.slices[0][1]: expected a number, found a boolean",
    "functions[0].aliases.release.rules[0].when: \
     method `is` must be one of `exact`, `range`, `in`, `prefix`, `suffix`, `present`",
    "functions[0].aliases.release.rules[0].version: is missing",
    "functions[0].aliases.release.rules[1]: expected an object, found a string",
    "functions[0].aliases.release.rules[2].when.all[0]: \
     condition `x` must be written `KEY METHOD EXPRESSION`",
    "functions[0].aliases.release.rules[2].when.all[1].not.any: \
     `any` must hold at least one condition",
    "functions[0].aliases.release.rules[2].weights: the weights sum to 120%, above 100%",
    "functions[0].aliases.release.sticky.key[1]: \
     key `User` must begin with `invoke.headers.`, `invoke.cookies.` or `invoke.query.`",
    "functions[0].aliases.release.sticky.salt: expected a string, found a number",
    "functions[0].aliases.release.description: expected a string, found a list",
    "functions[1]: expected an object, found a number",
    "functions[2].name: is missing",
    "functions[2].versions: is missing",
    "functions[3].versions.$LATEST.payload: invalid type: integer `5`, expected a string",
    "functions[3].versions.1.payload: is missing: invalid type: null, expected a string",
    "functions[4].name: function `C` stands at functions[3] already",
];

#[test]
fn all_are_reported_in_one_go() {
    let error = Document::<String>::from_json(FAULTY).unwrap_err();
    let found: Vec<_> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(found, FAULTS);
    assert_eq!(error.total(), FAULTS.len());
    assert_eq!(error.to_string(), FAULTS.join("\n"));
}

#[test]
fn a_fault_has_a_path_and_a_reason() {
    let error = Document::<String>::from_json(FAULTY).unwrap_err();
    let fault = &error.faults()[1];
    assert_eq!((fault.path(), fault.reason()), ("functions[0].revisions", "unknown field"));
    let error = Document::<String>::from_json("x").unwrap_err();
    let fault = &error.faults()[0];
    assert_eq!((fault.path(), fault.reason()), ("", "expected value at line 1 column 1"));
}

#[test]
fn paths_show_odd_names_in_brackets() {
    for (name, shown) in [
        ("", "[``]"),
        ("a b", "[`a b`]"),
        ("a.b", "[`a.b`]"),
        ("a]", "[`a]`]"),
        ("ü", "[`ü`]"),
        (r"\n\u0000", r"[`\n\0`]"),
        ("a-b_C9$", ".a-b_C9$"),
    ] {
        alias().refuses(
            &format!(r#"{{"version":"1","{name}":0}}"#),
            &format!("{shown}: unknown field"),
        );
    }
    let long = "x".repeat(1_000);
    whole().refuses(
        &format!(r#"{{"pointsman":1,"functions":[],"ü{long}":0}}"#),
        &format!("[`ü{}…`]: unknown field", &long[..62]),
    );
}

#[test]
fn no_field_hides_another() {
    alias().refuses_all(
        r#"{"version":"1","weights":{"2":0.5},"slices":[["1",0],["2",1]],"description":0}"#,
        &[
            ".slices: a slice of version 1 is empty",
            ".description: expected a string, found a number",
        ],
    );
    function().refuses_all(
        r#"{"name":"","namespace":"","versions":[],"next_version":0,"aliases":{"a":{}}}"#,
        &[
            ".name: function name `` is empty",
            ".namespace: namespace `` is empty",
            ".versions: expected an object, found a list",
            ".next_version: 0 must be above every version number, and above 0",
            ".aliases.a.version: is missing",
        ],
    );
}

#[test]
fn the_salt_is_judged_where_the_keys_are_wrong() {
    let salt = "x".repeat(257);
    let long = ".salt: a salt of 257 bytes is longer than 256";
    sticky().refuses_all(&format!(r#"{{"salt":"{salt}"}}"#), &[".key: is missing", long]);
    sticky().refuses_all(
        &format!(r#"{{"key":[],"salt":"{salt}"}}"#),
        &[".key: a sticky alias needs at least one key", long],
    );
}

#[test]
fn the_number_of_keys_is_judged_where_one_is_wrong() {
    let keys = format!(r#"[{}"User"]"#, r#""invoke.headers.User","#.repeat(8));
    let sources = "must begin with `invoke.headers.`, `invoke.cookies.` or `invoke.query.`";
    sticky().refuses_all(
        &keys,
        &[&format!("[8]: key `User` {sources}"), ": 9 sticky keys are more than 8"],
    );
}

#[test]
fn weights_are_judged_where_the_main_version_is_wrong() {
    alias().refuses_all(
        r#"{"weights":{"2":0.6,"3":0.6}}"#,
        &[".version: is missing", ".weights: the weights sum to 120%, above 100%"],
    );
}

#[test]
fn weights_are_summed_whatever_else_is_wrong_with_them() {
    alias().refuses_all(
        r#"{"version":"1","weights":{"9":0.6,"2":0.6,"1":0}}"#,
        &[
            ".weights.9: version 9 does not exist",
            ".weights.1: version 1 is the main version and takes the rest: it can't have a weight",
            ".weights: the weights sum to 120%, above 100%",
        ],
    );
}

#[test]
fn slices_are_judged_where_the_weights_are_wrong() {
    alias().refuses_all(
        r#"{"version":"1","weights":{"2":1.5},"slices":[["1",0],["2",1000000]]}"#,
        &[".weights.2: weight `1.5` must be from 0 to 1", ".slices: a slice of version 1 is empty"],
    );
}

fn unknown_fields(count: usize) -> DocumentError {
    let fields: Vec<_> = (0..count).map(|index| format!(r#""f{index}":0"#)).collect();
    let text = format!(r#"{{"pointsman":1,"functions":[],{}}}"#, fields.join(","));
    Document::<Value>::from_json(&text).unwrap_err()
}

#[test]
fn the_first_hundred_and_a_count() {
    for (count, more) in
        [(1, ""), (99, ""), (100, ""), (101, "\nand 1 more"), (150, "\nand 50 more")]
    {
        let error = unknown_fields(count);
        let kept = count.min(DocumentError::MAX_FAULTS);
        assert_eq!(DocumentError::MAX_FAULTS, 100);
        assert_eq!((error.faults().len(), error.total()), (kept, count));
        let lines: Vec<_> = (0..kept).map(|index| format!("f{index}: unknown field")).collect();
        assert_eq!(error.to_string(), lines.join("\n") + more);
    }
}

#[test]
fn a_table_serves_on_when_a_document_is_refused() -> Result {
    let good = function().fill(r#"{"name":"B","versions":{"$LATEST":{"payload":"old"}}}"#);
    let mut table = RoutingTable::from(Document::<String>::from_json(&good)?);
    let request = Request::new(&(), Point::sequence(1));
    let mut reload = |text: &str| -> Result {
        table = Document::from_json(text)?.into();
        Ok(())
    };
    // The first function would be good.
    let bad = whole().fill(
        r#"{"pointsman":1,"functions":[{"name":"B","versions":{"$LATEST":{"payload":"new"}}},{}]}"#,
    );
    let refused = reload(&bad).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "functions[1].name: is missing\nfunctions[1].versions: is missing"
    );
    assert_eq!(table.resolve("B", Qualifier::DEFAULT, &request)?.payload(), "old");
    Ok(())
}
