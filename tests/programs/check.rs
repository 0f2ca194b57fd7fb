//! The example program `check`, a case after the other: what goes in, and exactly what comes out.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::{fs, iter};

#[path = "../../examples/check/main.rs"]
#[expect(dead_code, reason = "`main` is for the program alone")]
mod program;

use crate::run::{Broken, Outcome, with_file};

/// The function of the specification, and one of another namespace for the rest.
const TABLE: &str = r#"{ "pointsman": 1, "functions": [
    { "name": "B", "namespace": "default", "revision": 12, "next_version": 5,
      "versions": {
        "$LATEST": {"payload": "http://127.0.0.1:9000"}, "1": {"payload": ["any", {"JSON": 1.5}]},
        "2": {}, "3": {"payload": null}, "4": {"payload": true} },
      "aliases": {
        "$DEFAULT": { "version": "$LATEST" },
        "release":  { "version": "1", "weights": { "2": 0.1 }, "sticky": "invoke.headers.User" },
        "prepub":   { "version": "3", "rules": [
          { "when": "invoke.headers.User exact Bob", "version": "4" } ] } } },
    { "name": "C", "namespace": "prod",
      "versions": { "$LATEST": {}, "1": {}, "2": {} },
      "aliases": {
        "half":    { "version": "1", "weights": { "2": 0.5 } },
        "cookies": { "version": "1", "rules": [ { "when": "invoke.cookies.uid exact 7", "version": "2" } ] },
        "query":   { "version": "1", "rules": [ { "when": "invoke.query.uid exact 7", "version": "2" } ] },
        "hash":    { "version": "1", "rules": [
          { "when": "invoke.headers.other exact 7", "version": "1" },
          { "when": "invoke.headers.hash range [0,30]", "version": "2" } ] },
        "both":    { "version": "1", "sticky": "invoke.cookies.uid", "rules": [
          { "when": "invoke.headers.User present", "version": "1", "weights": { "2": 0.5 } } ] } } } ] }"#;

fn run(args: &[&str], cases: impl AsRef<[u8]>) -> Outcome {
    Outcome::of(args, |args, answers, notes| program::run(args, cases.as_ref(), answers, notes))
}

/// A run whose notes name the table `TABLE.json`.
fn run_on(table: &str, options: &[&str], cases: impl AsRef<[u8]>) -> Outcome {
    with_file(table, |path| {
        let mut outcome = run(&[&[path], options].concat(), cases);
        outcome.notes = outcome.notes.replace(path, "TABLE.json");
        outcome
    })
}

/// Cases, each with a line below it that says what comes of it.
fn pairs(transcript: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut lines = transcript.lines().map(str::trim).filter(|line| !line.is_empty());
    iter::from_fn(move || Some((lines.next()?, lines.next().expect("each case has one"))))
}

/// Cases and their answers.
#[track_caller]
fn assert_answers(transcript: &str) {
    for (case, answer) in pairs(transcript) {
        let expected = Outcome::new(&format!("{answer}\n"), "", 0);
        assert_eq!(run_on(TABLE, &[], case), expected, "{case}");
    }
}

/// Cases, and why their answers are not as expected.
#[track_caller]
fn assert_unmet(transcript: &str) {
    for (case, why) in pairs(transcript) {
        let Outcome { output: answers, notes, status } = run_on(TABLE, &[], case);
        assert_eq!(notes, format!("line 1: {why}\n1 cases, 0 as expected, 1 not\n"), "{case}");
        assert_eq!((answers.lines().count(), status), (1, 1), "{case}");
    }
}

/// Cases, and why they can't be read. At which column it shows is the parser's affair.
#[track_caller]
fn assert_unreadable(transcript: &str) {
    for (case, why) in pairs(transcript) {
        let Outcome { output: answers, notes, status } = run_on(TABLE, &[], case);
        let note = notes.strip_prefix("line 1: ").expect("the line is named");
        let column = note.strip_prefix("column ").and_then(|note| note.split_once(": "));
        let note = column.map_or(note, |(_, note)| note);
        assert_eq!(note, format!("{why}\n"), "{case}");
        assert_eq!((answers.as_str(), status), ("", 2), "{case}");
    }
}

#[test]
fn the_reason_is_pinned_only_rule_or_share() {
    assert_answers(
        r#"
        {"function":"B","qualifier":"3"}
            {"version":"3","reason":"pinned"}
        {"function":"B","qualifier":"$LATEST"}
            {"version":"$LATEST","reason":"pinned"}
        {"function":"B","qualifier":"prepub"}
            {"version":"3","reason":"only"}
        {"function":"B","qualifier":"prepub","headers":{"User":"Bob"}}
            {"version":"4","reason":"rule","rule":0}
        {"function":"prod/C","qualifier":"hash","headers":{"hash":"30"}}
            {"version":"2","reason":"rule","rule":1}
        {"function":"prod/C","qualifier":"half"}
            {"version":"1","reason":"share","point":"0000000000000000","sticky":false}
        {"function":"prod/C","qualifier":"both","headers":{"User":""},"point":{"ratio":[1,2]}}
            {"version":"2","reason":"rule","rule":0,"point":"8000000000000000","sticky":false}
        "#,
    );
}

#[test]
fn all_but_the_function_may_be_left_out() {
    assert_answers(
        r#"
        {"function":"B"}
            {"version":"$LATEST","reason":"only"}
        {"function":"B","namespace":"default","qualifier":"","point":{"sequence":0}}
            {"version":"$LATEST","reason":"only"}
        {"function":"B","qualifier":"$DEFAULT","headers":{},"cookies":{},"query":{}}
            {"version":"$LATEST","reason":"only"}
        {"function":"B","routing_key":"{}"}
            {"version":"$LATEST","reason":"only"}
        "#,
    );
}

#[test]
fn a_name_brings_its_namespace_or_has_it_beside_it() {
    assert_answers(
        r#"
        {"function":"C","namespace":"prod","qualifier":"1"}
            {"version":"1","reason":"pinned"}
        {"function":"prod/C","qualifier":"1"}
            {"version":"1","reason":"pinned"}
        {"function":"default/B","qualifier":"1"}
            {"version":"1","reason":"pinned"}
        "#,
    );
}

#[test]
fn of_equal_headers_the_first_in_the_line_counts() {
    assert_answers(
        r#"
        {"function":"B","qualifier":"prepub","headers":{"user":"Bob"}}
            {"version":"4","reason":"rule","rule":0}
        {"function":"B","qualifier":"prepub","headers":{"User":"bob"}}
            {"version":"3","reason":"only"}
        {"function":"B","qualifier":"prepub","headers":{"User":"Bob","User":"Eve"}}
            {"version":"4","reason":"rule","rule":0}
        {"function":"B","qualifier":"prepub","headers":{"User":"Eve","User":"Bob"}}
            {"version":"3","reason":"only"}
        {"function":"B","qualifier":"prepub","headers":{"User":["Bob","Eve"]}}
            {"version":"4","reason":"rule","rule":0}
        {"function":"B","qualifier":"prepub","headers":{"User":["Eve","Bob"]}}
            {"version":"3","reason":"only"}
        {"function":"B","qualifier":"prepub","headers":{"Us\u0065r":"B\u006fb","User":["Eve"]}}
            {"version":"4","reason":"rule","rule":0}
        "#,
    );
    // Sorted by name, `User` would come before `user`.
    assert_answers(
        r#"
        {"function":"B","qualifier":"prepub","headers":{"user":"Bob","User":"Eve"}}
            {"version":"4","reason":"rule","rule":0}
        {"function":"B","qualifier":"prepub","headers":{"user":"Eve","User":"Bob"}}
            {"version":"3","reason":"only"}
        "#,
    );
}

#[test]
fn cookies_and_query_are_found_byte_for_byte_and_the_first_counts() {
    for field in ["cookies", "query"] {
        let transcript = r#"
        {"function":"prod/C","qualifier":"FIELD","FIELD":{"uid":"7"}}
            {"version":"2","reason":"rule","rule":0}
        {"function":"prod/C","qualifier":"FIELD","FIELD":{"UID":"7"}}
            {"version":"1","reason":"only"}
        {"function":"prod/C","qualifier":"FIELD","FIELD":{"UID":"8","uid":["7","8"]}}
            {"version":"2","reason":"rule","rule":0}
        {"function":"prod/C","qualifier":"FIELD","FIELD":{"uid":["8","7"]}}
            {"version":"1","reason":"only"}
        {"function":"prod/C","qualifier":"FIELD","FIELD":{"uid":"7","uid":"8"}}
            {"version":"2","reason":"rule","rule":0}
        {"function":"prod/C","qualifier":"FIELD","FIELD":{"uid":"8","uid":"7"}}
            {"version":"1","reason":"only"}
        {"function":"prod/C","qualifier":"FIELD","FIELD":{"uid":"7"},"routing_key":"{\"uid\":\"8\"}"}
            {"version":"2","reason":"rule","rule":0}
        {"function":"prod/C","qualifier":"FIELD","headers":{"uid":"7"}}
            {"version":"1","reason":"only"}
        "#;
        assert_answers(&transcript.replace("FIELD", field));
    }
}

#[test]
fn a_routing_key_answers_for_the_headers() {
    assert_answers(
        r#"
        {"function":"B","qualifier":"prepub","routing_key":"{\"User\":\"Bob\"}"}
            {"version":"4","reason":"rule","rule":0}
        {"function":"B","qualifier":"prepub","routing_key":"{\"user\":\"Bob\"}"}
            {"version":"3","reason":"only"}
        {"function":"prod/C","qualifier":"hash","routing_key":"{\"hash\":30}"}
            {"version":"2","reason":"rule","rule":1}
        "#,
    );
}

#[test]
fn the_point_picks_in_the_split() {
    assert_answers(
        r#"
        {"function":"prod/C","qualifier":"half","point":{"ratio":[0,1]}}
            {"version":"1","reason":"share","point":"0000000000000000","sticky":false}
        {"function":"prod/C","qualifier":"half","point":{"ratio":[1,2]}}
            {"version":"2","reason":"share","point":"8000000000000000","sticky":false}
        {"function":"prod/C","qualifier":"half","point":{"ratio":[499,1000]}}
            {"version":"1","reason":"share","point":"7fbe76c8b4395810","sticky":false}
        {"function":"prod/C","qualifier":"half","point":{"sequence":1}}
            {"version":"2","reason":"share","point":"9e3779b97f4a7c15","sticky":false}
        {"function":"prod/C","qualifier":"half","point":{"sequence":18446744073709551615}}
            {"version":"1","reason":"share","point":"61c8864680b583eb","sticky":false}
        {"function":"prod/C","qualifier":"half","point":{"hex":"255979608fed916e"}}
            {"version":"1","reason":"share","point":"255979608fed916e","sticky":false}
        {"function":"prod/C","qualifier":"half","point":{"hex":"EFBF3FB2938C353E"}}
            {"version":"2","reason":"share","point":"efbf3fb2938c353e","sticky":false}
        "#,
    );
}

/// The points of `Bob` and `user-42` are golden vectors of the specification.
#[test]
fn a_sticky_key_gives_the_point() {
    assert_answers(
        r#"
        {"function":"B","qualifier":"release","headers":{"User":"Bob"},"point":{"ratio":[19,20]}}
            {"version":"1","reason":"share","point":"255979608fed916e","sticky":true}
        {"function":"B","qualifier":"release","routing_key":"{\"User\":\"user-42\"}"}
            {"version":"1","reason":"share","point":"b922facbeacaecd0","sticky":true}
        {"function":"B","qualifier":"release","headers":{"User":"Eve"}}
            {"version":"2","reason":"share","point":"e6ccb96b3223455f","sticky":true}
        {"function":"B","qualifier":"release","headers":{"User":""},"point":{"ratio":[19,20]}}
            {"version":"2","reason":"share","point":"f333333333333333","sticky":false}
        {"function":"B","qualifier":"release","cookies":{"User":"Bob"},"point":{"ratio":[19,20]}}
            {"version":"2","reason":"share","point":"f333333333333333","sticky":false}
        "#,
    );
}

#[test]
fn what_a_client_could_send_is_answered_with_an_error() {
    assert_answers(
        r#"
        {"function":"A"}
            {"error":"unknown function `A`"}
        {"function":"B","namespace":"prod"}
            {"error":"unknown function `prod/B`"}
        {"function":"B","qualifier":"relaese"}
            {"error":"unknown alias `relaese`"}
        {"function":"B","qualifier":"9"}
            {"error":"unknown version 9"}
        {"function":"B","qualifier":"01"}
            {"error":"version `01` must not have a leading zero"}
        {"function":"B","qualifier":"$latest"}
            {"error":"version `$latest` must be written `$LATEST`"}
        {"function":"B","qualifier":"a b"}
            {"error":"alias name `a b` may hold only ASCII letters, digits, `-` and `_`"}
        {"function":""}
            {"error":"function name `` is empty"}
        {"function":"9"}
            {"error":"function name `9` must start with a letter"}
        {"function":"default/B","namespace":"default"}
            {"error":"function name `default/B` may hold only ASCII letters, digits, `-` and `_`"}
        {"function":"B","namespace":""}
            {"error":"namespace `` is empty"}
        {"function":"/B"}
            {"error":"namespace `` is empty"}
        {"function":"B","routing_key":""}
            {"error":"routing key `` is not a JSON object"}
        {"function":"B","routing_key":"[]"}
            {"error":"routing key `[]` is not a JSON object"}
        {"function":"B","routing_key":"{\"a\":1.5}"}
            {"error":"the value of `a` in the routing key must be a string or a whole number"}
        {"function":"B","routing_key":"{\"a\":\"\",\"\\u0061\":\"\"}"}
            {"error":"`a` stands twice in the routing key"}
        "#,
    );
}

#[test]
fn an_expectation_asks_for_no_more_than_it_says() {
    for expect in [
        r#""4""#,
        r#"{"version":"4"}"#,
        r#"{"reason":"rule"}"#,
        r#"{"rule":0}"#,
        r#"{"version":"4","rule":0}"#,
        r#"{"rule":0,"reason":"rule","version":"4"}"#,
    ] {
        let bob = r#""function":"B","qualifier":"prepub","headers":{"User":"Bob"}"#;
        let outcome = run_on(TABLE, &[], format!(r#"{{{bob},"expect":{expect}}}"#));
        let answer = "{\"version\":\"4\",\"reason\":\"rule\",\"rule\":0}\n";
        assert_eq!(outcome, Outcome::new(answer, "1 cases, 1 as expected, 0 not\n", 0), "{expect}");
    }
    let outcome = run_on(TABLE, &[], r#"{"function":"A","expect":{"error":true}}"#);
    let answer = "{\"error\":\"unknown function `A`\"}\n";
    assert_eq!(outcome, Outcome::new(answer, "1 cases, 1 as expected, 0 not\n", 0));
}

#[test]
fn what_is_not_as_expected_is_named() {
    assert_unmet(
        r#"
        {"function":"B","qualifier":"prepub","expect":"4"}
            expected version 4, but got version 3 (only)
        {"function":"B","qualifier":"3","expect":{"reason":"only"}}
            expected reason only, but got version 3 (pinned)
        {"function":"B","qualifier":"prepub","expect":{"rule":0}}
            expected rule 0, but got version 3 (only)
        {"function":"prod/C","qualifier":"hash","headers":{"hash":"0"},"expect":{"version":"2","reason":"rule","rule":0}}
            expected version 2, reason rule, rule 0, but got version 2 (rule 1)
        {"function":"B","qualifier":"release","headers":{"User":"Bob"},"expect":"2"}
            expected version 2, but got version 1 (share, sticky point 255979608fed916e)
        {"function":"prod/C","qualifier":"both","headers":{"User":"Bob"},"expect":"2"}
            expected version 2, but got version 1 (rule 0, point 0000000000000000)
        {"function":"B","expect":{"error":true}}
            expected an error, but got version $LATEST (only)
        {"function":"A","expect":"$LATEST"}
            expected version $LATEST, but got an error: unknown function `A`
        "#,
    );
}

#[test]
fn answers_come_in_order_and_the_last_line_counts_what_was_expected() {
    let cases = "\
        {\"function\":\"B\",\"expect\":\"$LATEST\"}\n\
        \n\
        {\"function\":\"B\",\"qualifier\":\"1\",\"expect\":\"2\"}\r\n\
        \x20\t\r\n\
        {\"function\":\"B\",\"qualifier\":\"2\"}\n\
        {\"function\":\"A\",\"expect\":{\"error\":true}}";
    let answers = "\
        {\"version\":\"$LATEST\",\"reason\":\"only\"}\n\
        {\"version\":\"1\",\"reason\":\"pinned\"}\n\
        {\"version\":\"2\",\"reason\":\"pinned\"}\n\
        {\"error\":\"unknown function `A`\"}\n";
    let notes = "\
        line 3: expected version 2, but got version 1 (pinned)\n\
        3 cases, 2 as expected, 1 not\n";
    assert_eq!(run_on(TABLE, &[], cases), Outcome::new(answers, notes, 1));
}

#[test]
fn nothing_is_counted_where_nothing_is_expected() {
    for cases in ["", "\n", " \n\n\t"] {
        assert_eq!(run_on(TABLE, &[], cases), Outcome::new("", "", 0), "{cases:?}");
    }
}

#[test]
fn a_line_is_read_strictly() {
    assert_unreadable(
        r#"
        {
            EOF while parsing an object
        {}
            missing field `function`
        B
            expected value
        ["B"]
            invalid type: sequence, expected an object
        {"function":"B"} {
            trailing characters
        {"function":"B","header":{}}
            unknown field `header`, expected one of `function`, `namespace`, `qualifier`, `headers`, `routing_key`, `cookies`, `query`, `point`, `expect`
        {"function":"B","function":"B"}
            duplicate field `function`
        {"function":5}
            invalid type: integer `5`, expected a string
        {"function":"B","namespace":null}
            invalid type: null, expected a string
        {"function":"B","qualifier":1}
            invalid type: integer `1`, expected a string
        {"function":"B","routing_key":{}}
            invalid type: map, expected a string
        {"function":"B","headers":{},"routing_key":"{}"}
            `headers` stand beside `routing_key`
        "#,
    );
}

#[test]
fn values_are_strings_or_lists_of_at_least_one() {
    for field in ["headers", "cookies", "query"] {
        let transcript = r#"
        {"function":"B","FIELD":null}
            invalid type: null, expected an object of names and values
        {"function":"B","FIELD":[]}
            invalid type: sequence, expected an object of names and values
        {"function":"B","FIELD":{"a":[]}}
            invalid length 0, expected a string or a list of at least one string
        {"function":"B","FIELD":{"a":"","b":5}}
            invalid type: integer `5`, expected a string or a list of at least one string
        {"function":"B","FIELD":{"a":null}}
            invalid type: null, expected a string or a list of at least one string
        {"function":"B","FIELD":{"a":["",5]}}
            invalid type: integer `5`, expected a string
        {"function":"B","FIELD":{"a":[["a"]]}}
            invalid type: sequence, expected a string
        "#;
        assert_unreadable(&transcript.replace("FIELD", field));
    }
}

#[test]
fn a_point_is_of_one_kind_and_below_one() {
    assert_unreadable(
        r#"
        {"function":"B","point":null}
            invalid type: null, expected an object with one of `ratio`, `sequence` and `hex`
        {"function":"B","point":[[1,2]]}
            invalid type: sequence, expected an object with one of `ratio`, `sequence` and `hex`
        {"function":"B","point":{}}
            invalid length 0, expected an object with one of `ratio`, `sequence` and `hex`
        {"function":"B","point":{"sequence":1,"ratio":[1,2]}}
            invalid length 2, expected an object with one of `ratio`, `sequence` and `hex`
        {"function":"B","point":{"random":1}}
            unknown field `random`, expected one of `ratio`, `sequence`, `hex`
        {"function":"B","point":{"ratio":[2,2]}}
            ratio 2/2 is not below 1
        {"function":"B","point":{"ratio":[0,0]}}
            ratio 0/0 is not below 1
        {"function":"B","point":{"ratio":[]}}
            a ratio must be a list of two numbers
        {"function":"B","point":{"ratio":[1,2,3]}}
            a ratio must be a list of two numbers
        {"function":"B","point":{"ratio":[-1,2]}}
            invalid value: integer `-1`, expected u64
        {"function":"B","point":{"ratio":[0.5,1]}}
            invalid type: floating point `0.5`, expected u64
        {"function":"B","point":{"sequence":"1"}}
            invalid type: string "1", expected u64
        {"function":"B","point":{"hex":"25"}}
            point `25` must be 16 hexadecimal digits
        {"function":"B","point":{"hex":25}}
            invalid type: integer `25`, expected a point of 16 hexadecimal digits
        "#,
    );
}

#[test]
fn an_expectation_can_be_met() {
    assert_unreadable(
        r#"
        {"function":"B","expect":null}
            invalid type: null, expected a version, `{"error": true}`, or any of `version`, `reason` and `rule`
        {"function":"B","expect":4}
            invalid type: integer `4`, expected a version, `{"error": true}`, or any of `version`, `reason` and `rule`
        {"function":"B","expect":["4"]}
            invalid type: sequence, expected a version, `{"error": true}`, or any of `version`, `reason` and `rule`
        {"function":"B","expect":{}}
            invalid length 0, expected a version, `{"error": true}`, or any of `version`, `reason` and `rule`
        {"function":"B","expect":"04"}
            version `04` must not have a leading zero
        {"function":"B","expect":{"version":"release"}}
            version `release` must be `$LATEST` or a decimal number
        {"function":"B","expect":{"version":null}}
            invalid type: null, expected a version
        {"function":"B","expect":{"version":"4","version":"4"}}
            duplicate field `version`
        {"function":"B","expect":{"reason":"luck"}}
            unknown variant `luck`, expected one of `pinned`, `only`, `rule`, `share`
        {"function":"B","expect":{"reason":{"pinned":null}}}
            invalid type: map, expected a string
        {"function":"B","expect":{"rule":"0"}}
            invalid type: string "0", expected usize
        {"function":"B","expect":{"error":false}}
            `error` in `expect` must be `true`, and stand alone
        {"function":"B","expect":{"error":true,"version":"4"}}
            `error` in `expect` must be `true`, and stand alone
        {"function":"B","expect":{"error":"no"}}
            invalid type: string "no", expected a boolean
        {"function":"B","expect":{"point":"0"}}
            unknown field `point`, expected one of `error`, `version`, `reason`, `rule`
        "#,
    );
}

#[test]
fn an_unreadable_line_ends_the_run_and_the_answers_before_it_stand() {
    let case = "{\"function\":\"B\",\"qualifier\":\"1\",\"expect\":\"2\"}\n";
    let answer = "{\"version\":\"1\",\"reason\":\"pinned\"}\n";
    let unmet = "line 1: expected version 2, but got version 1 (pinned)\n";
    for (line, why) in [
        (&b"{}"[..], "column 2: missing field `function`"),
        (b"{\"function\":\"\xff\"}", "stream did not contain valid UTF-8"),
        (b"\xef\xbb\xbf{\"function\":\"B\"}", "column 1: expected value"),
    ] {
        let cases = [case.as_bytes(), b"\n", line, b"\n", case.as_bytes()].concat();
        let notes = format!("{unmet}line 3: {why}\n");
        assert_eq!(run_on(TABLE, &[], cases), Outcome::new(answer, &notes, 2));
    }
}

#[test]
fn a_table_that_cannot_be_read_is_told_fault_by_fault() {
    for (table, notes) in [
        ("", "TABLE.json: EOF while parsing a value at line 1 column 0\n"),
        ("{}", "TABLE.json: pointsman: is missing\n"),
        (
            r#"{ "pointsman": 1, "functions": [ { "name": "B", "versions": { "$LATEST": {} },
                 "aliases": { "release": { "version": "1", "weights": { "9": 0.1 } } } } ] }"#,
            "TABLE.json: functions[0].aliases.release.version: version 1 does not exist\n\
             TABLE.json: functions[0].aliases.release.weights.9: version 9 does not exist\n",
        ),
    ] {
        let outcome = run_on(table, &[], r#"{"function":"B"}"#);
        assert_eq!(outcome, Outcome::new("", notes, 2), "{table}");
    }
    let Outcome { output: answers, notes, status } = run(&["no/such/table.json"], "");
    assert_eq!((answers.as_str(), status), ("", 2));
    assert!(notes.starts_with("no/such/table.json: "), "{notes}");
}

#[test]
fn scf_answers_for_the_function_that_is_named() {
    let release = r#"{ "Name": "release", "FunctionVersion": "1", "ModTime": "2024-04-19 15:48:17",
        "RoutingConfig": {
          "AdditionalVersionWeights": [ { "Version": "2", "Weight": 0.1 } ],
          "AddtionVersionMatchs": [
            { "Version": "4", "Key": "invoke.headers.User", "Method": "exact", "Expression": "Bob" } ] } }"#;
    let list = format!(r#"{{ "Aliases": [{release}], "TotalCount": 1 }}"#);
    let cases = r#"
        {"function":"B"}
        {"function":"B","qualifier":"4"}
        {"function":"B","qualifier":"3"}
        {"function":"B","qualifier":"release","routing_key":"{\"User\":\"Bob\"}"}
        {"function":"B","qualifier":"release","point":{"ratio":[9,10]}}
        {"function":"C"}
        "#;
    let answers = "\
        {\"version\":\"$LATEST\",\"reason\":\"only\"}\n\
        {\"version\":\"4\",\"reason\":\"pinned\"}\n\
        {\"error\":\"unknown version 3\"}\n\
        {\"version\":\"4\",\"reason\":\"rule\",\"rule\":0}\n\
        {\"version\":\"2\",\"reason\":\"share\",\"point\":\"e666666666666666\",\"sticky\":false}\n\
        {\"error\":\"unknown function `C`\"}\n";
    for table in [release, &list, &format!(r#"{{ "Response": {list} }}"#)] {
        let outcome = run_on(table, &["--format", "scf", "--function", "B"], cases);
        assert_eq!(outcome, Outcome::new(answers, "", 0), "{table}");
    }

    for options in [
        &["--format", "scf", "--function", "B", "--namespace", "prod"][..],
        &["--namespace", "prod", "--function", "B", "--format", "scf"],
        &["--format", "scf", "--function", "prod/B"],
    ] {
        let cases = r#"{"function":"B","namespace":"prod","qualifier":"1"}"#;
        let answer = "{\"version\":\"1\",\"reason\":\"pinned\"}\n";
        assert_eq!(run_on(&list, options, cases), Outcome::new(answer, "", 0), "{options:?}");
    }
}

#[test]
fn scf_aliases_that_cannot_be_read_are_told_fault_by_fault() {
    for (table, notes) in [
        (
            r#"{ "Aliases": [ { "Name": "release", "FunctionVersion": "1" } ], "TotalCount": 2 }"#,
            "TABLE.json: TotalCount: incomplete page: 1 of 2 aliases\n",
        ),
        (
            r#"{ "Response": { "Error": { "Code": "AuthFailure" } } }"#,
            "TABLE.json: Response.Error: the answer is an error: `AuthFailure`: ``\n",
        ),
        (
            r#"{ "Name": "release", "FunctionVersion": "1",
                 "RoutingConfig": { "AdditionVersionMatches": [] } }"#,
            "TABLE.json: RoutingConfig.AdditionVersionMatches: unknown field\n",
        ),
    ] {
        let outcome = run_on(table, &["--format", "scf", "--function", "B"], "");
        assert_eq!(outcome, Outcome::new("", notes, 2), "{table}");
    }
}

#[test]
fn the_command_line_is_read_strictly() {
    let scf_alone = "`--function` and `--namespace` go with `--format scf` alone";
    for (args, why) in [
        (&[][..], "the table is missing"),
        (&["--format", "pointsman"], "the table is missing"),
        (&["table.json", "other.json"], "`other.json` is one too many"),
        (&["table.json", "--lint"], "unknown option `--lint`"),
        (&["table.json", "-"], "unknown option `-`"),
        (&["table.json", "--format"], "`--format` needs a value"),
        (&["table.json", "--function"], "`--function` needs a value"),
        (&["table.json", "--format", "aws"], "format `aws` must be `pointsman` or `scf`"),
        (&["table.json", "--format", "scf", "--format", "scf"], "`--format` is one too many"),
        (&["table.json", "--format", "scf"], "`--format scf` needs `--function`"),
        (
            &["table.json", "--format", "scf", "--namespace", "prod"],
            "`--format scf` needs `--function`",
        ),
        (
            &["table.json", "--format", "scf", "--function", "9"],
            "function name `9` must start with a letter",
        ),
        (
            &["table.json", "--format", "scf", "--function", "B", "--namespace", ""],
            "namespace `` is empty",
        ),
        (&["table.json", "--function", "B"], scf_alone),
        (&["table.json", "--namespace", "prod"], scf_alone),
        (&["table.json", "--format", "pointsman", "--function", "B"], scf_alone),
    ] {
        let notes = format!("{why}; see --help\n");
        assert_eq!(run(args, ""), Outcome::new("", &notes, 2), "{args:?}");
    }
    let outcome = run_on(TABLE, &["--format", "pointsman"], r#"{"function":"B"}"#);
    assert_eq!(outcome, Outcome::new("{\"version\":\"$LATEST\",\"reason\":\"only\"}\n", "", 0));
}

#[test]
fn help_shows_a_case_and_its_answer() {
    let Outcome { output: help, notes, status } = run(&["no-table", "--help"], "");
    assert_eq!((notes.as_str(), status), ("", 0));
    let mut shown = help.lines().filter_map(|line| line.strip_prefix("  {"));
    let [case, answer] = [(); 2].map(|()| format!("{{{}\n", shown.next().expect("both are there")));
    assert_eq!(run_on(TABLE, &[], case).output, answer);
}

#[test]
fn the_cases_beside_the_program_are_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/check");
    for (table, options, cases, count) in [
        ("table.json", &[][..], "cases.jsonl", 12),
        ("aliases.scf.json", &["--format", "scf", "--function", "B"], "cases.scf.jsonl", 6),
    ] {
        let read = |name| fs::read_to_string(folder.join(name)).expect("it is beside the program");
        let Outcome { notes, status, .. } = run_on(&read(table), options, read(cases));
        assert_eq!(notes, format!("{count} cases, {count} as expected, 0 not\n"));
        assert_eq!(status, 0);
    }
}

/// A reader that hands out a case only after all before it are answered.
struct OneByOne<'c> {
    cases: &'c [&'c str],
    given: usize,
    answers: &'c RefCell<Vec<u8>>,
}

impl Read for OneByOne<'_> {
    fn read(&mut self, mut buffer: &mut [u8]) -> io::Result<usize> {
        let answered = self.answers.borrow().lines().count();
        assert_eq!(answered, self.given, "a case is answered before the next is read");
        match self.cases.get(self.given) {
            Some(case) => {
                self.given += 1;
                buffer.write(case.as_bytes())
            }
            None => Ok(0),
        }
    }
}

/// A writer whose text can be seen meanwhile.
struct Seen<'a>(&'a RefCell<Vec<u8>>);

impl Write for Seen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn each_case_is_answered_before_the_next_is_read() {
    let answers = RefCell::default();
    let cases = ["{\"function\":\"B\"}\n", "{\"function\":\"A\"}\n", "{\"function\":\"B\"}\n"];
    let reader = OneByOne { cases: &cases, given: 0, answers: &answers };
    let status = with_file(TABLE, |table| {
        program::run([table.into()], BufReader::new(reader), Seen(&answers), io::sink())
    });
    assert_eq!((status, answers.borrow().lines().count()), (0, 3));
}

#[test]
fn an_answer_that_cannot_be_written_ends_the_run() {
    let full = io::ErrorKind::StorageFull;
    for (kind, told) in [
        // Who reads no more wants no message.
        (io::ErrorKind::BrokenPipe, ""),
        (full, &format!("can't write: {full}\n")),
    ] {
        for args in [&[][..], &["--help"]] {
            let mut notes = Vec::new();
            let status = with_file(TABLE, |table| {
                let args = [&[table], args].concat().into_iter().map(OsString::from);
                program::run(args, &b"{\"function\":\"B\"}\n"[..], Broken(kind), &mut notes)
            });
            assert_eq!((status, String::from_utf8(notes).as_deref()), (2, Ok(told)), "{kind}");
        }
    }
    let kind = io::ErrorKind::BrokenPipe;
    let status = program::run([], io::empty(), Broken(kind), Broken(kind));
    assert_eq!(status, 2, "nobody is left to be told");
}
