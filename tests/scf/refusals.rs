//! SCF's documents that are refused: with the place, and without a loss.

use pointsman::document::scf::{read_alias, read_aliases};

#[track_caller]
fn refuses(json: &str, faults: &[&str]) {
    let found = read_alias(json).expect_err(json).to_string();
    assert_eq!(found.lines().collect::<Vec<_>>(), faults, "{json}");
}

#[track_caller]
fn list_refuses(json: &str, faults: &[&str]) {
    let found = read_aliases(json).expect_err(json).to_string();
    assert_eq!(found.lines().collect::<Vec<_>>(), faults, "{json}");
}

/// An alias whose `RoutingConfig` is this.
fn routed(routing: &str) -> String {
    format!(r#"{{"Name":"a","FunctionVersion":"1","RoutingConfig":{routing}}}"#)
}

#[test]
fn no_alias() {
    refuses("", &["EOF while parsing a value at line 1 column 0"]);
    refuses("[]", &["expected an object, found a list"]);
    refuses("null", &["expected an object, found null"]);
    refuses("{}", &["Name: is missing", "FunctionVersion: is missing"]);
    refuses(r#"{"Response":null}"#, &["Response: expected an object, found null"]);
    refuses(
        r#"{"Response":{}}"#,
        &["Response.Name: is missing", "Response.FunctionVersion: is missing"],
    );
    // A list is no alias, and an alias of another document is none of SCF's.
    refuses(
        include_str!("../data/list-aliases.json"),
        &["Response.Aliases: the answer lists aliases instead of being one"],
    );
    list_refuses(
        include_str!("../data/spec.json"),
        &["Name: is missing", "FunctionVersion: is missing"],
    );
}

#[test]
fn an_answer_that_is_an_error() {
    let fault = concat!(
        "Response.Error: the answer is an error: ",
        "`ResourceNotFound.Alias`: `The alias does not exist.`",
    );
    refuses(include_str!("../data/error.json"), &[fault]);
    list_refuses(include_str!("../data/error.json"), &[fault]);
    // Whatever stands beside it.
    let both = r#"{"Response":{"Error":{"Code":"x"},"Name":"a","FunctionVersion":"1"}}"#;
    refuses(both, &["Response.Error: the answer is an error: `x`: ``"]);
}

#[test]
fn an_incomplete_page() {
    list_refuses(
        include_str!("../data/list-aliases-first-page.json"),
        &["Response.TotalCount: incomplete page: 1 of 21 aliases"],
    );
    list_refuses(
        r#"{"Aliases":null,"TotalCount":1}"#,
        &["TotalCount: incomplete page: 0 of 1 aliases"],
    );
    list_refuses(
        r#"{"Aliases":[],"TotalCount":18446744073709551615}"#,
        &["TotalCount: incomplete page: 0 of 18446744073709551615 aliases"],
    );
    for (count, shown) in [("-1", "`-1`"), ("1.5", "`1.5`")] {
        list_refuses(
            &format!(r#"{{"Aliases":[],"TotalCount":{count}}}"#),
            &[&format!(
                "TotalCount: {shown} must be a whole number from 0 to 18446744073709551615"
            )],
        );
    }
    list_refuses(
        r#"{"Aliases":[],"TotalCount":"0"}"#,
        &["TotalCount: expected a number, found a string"],
    );
}

#[test]
fn fields_of_the_alias() {
    for (fields, faults) in [
        (r#""FunctionVersion":"1""#, &["Name: is missing"][..]),
        (r#""Name":"a""#, &["FunctionVersion: is missing"]),
        (
            r#""Name":null,"FunctionVersion":null"#,
            &[
                "Name: expected a string, found null",
                "FunctionVersion: expected a string, found null",
            ],
        ),
        (
            r#""Name":"$LATEST","FunctionVersion":"1""#,
            &["Name: alias name `$LATEST` must not start with `$`: `$DEFAULT` alone does"],
        ),
        (
            r#""Name":"a","FunctionVersion":1"#,
            &["FunctionVersion: expected a string, found a number"],
        ),
        (
            r#""Name":"a","FunctionVersion":"$latest""#,
            &["FunctionVersion: version `$latest` must be written `$LATEST`"],
        ),
        (
            r#""Name":"a","FunctionVersion":"1","Description":7"#,
            &["Description: expected a string, found a number"],
        ),
        (
            r#""Name":"a","FunctionVersion":"1","RoutingConfig":[]"#,
            &["RoutingConfig: expected an object, found a list"],
        ),
        (r#""Name":"a","Name":"a","FunctionVersion":"1""#, &["Name: stands twice"]),
        // All at once.
        (
            r#""Name":"1","FunctionVersion":"0","Description":{},"RoutingConfig":{"x":1}"#,
            &[
                "Name: alias name `1` must start with a letter",
                "FunctionVersion: version `0` does not exist: numbers begin with 1",
                "Description: expected a string, found an object",
                "RoutingConfig.x: unknown field",
            ],
        ),
    ] {
        refuses(&format!("{{{fields}}}"), faults);
    }
}

#[test]
fn rules_do_not_vanish_with_their_spelling() {
    let bob = r#"{"Version":"4","Key":"invoke.headers.User","Method":"exact","Expression":"Bob"}"#;
    for spelling in [
        "AdditionVersionMatches",
        "AdditionVersionMatchs",
        "AddtionVersionMatches",
        "AdditionalVersionMatches",
        "addtionVersionMatchs",
        "AdditionalVersionWeight",
        "AdditionVersionWeights",
        "RoutingConfig",
    ] {
        let fault = format!("RoutingConfig.{spelling}: unknown field");
        refuses(&routed(&format!(r#"{{"{spelling}":[{bob}]}}"#)), &[&fault]);
        refuses(&routed(&format!(r#"{{"{spelling}":null,"AddtionVersionMatchs":[]}}"#)), &[&fault]);
    }
    let twice = r#"{"AddtionVersionMatchs":[],"AddtionVersionMatchs":[]}"#;
    refuses(&routed(twice), &["RoutingConfig.AddtionVersionMatchs: stands twice"]);
}

#[test]
fn weights() {
    for (weights, fault) in [
        ("{}", ": expected a list, found an object"),
        ("[null]", "[0]: expected an object, found null"),
        ("[{}]", "[0].Version: is missing\n[0].Weight: is missing"),
        (r#"[{"Version":"2"}]"#, "[0].Weight: is missing"),
        (r#"[{"Weight":0.1}]"#, "[0].Version: is missing"),
        (r#"[{"Version":"2","Weight":0.1,"Wieght":0}]"#, "[0].Wieght: unknown field"),
        (r#"[{"Version":"2","Weight":0.1,"Weight":0.2}]"#, "[0].Weight: stands twice"),
        (r#"[{"Version":"2","Weight":null}]"#, "[0].Weight: expected a number, found null"),
        (r#"[{"Version":"2","Weight":"0.1"}]"#, "[0].Weight: expected a number, found a string"),
        (r#"[{"Version":2,"Weight":0.1}]"#, "[0].Version: expected a string, found a number"),
        (
            r#"[{"Version":"02","Weight":0.1}]"#,
            "[0].Version: version `02` must not have a leading zero",
        ),
        (
            r#"[{"Version":"release","Weight":0.1}]"#,
            "[0].Version: version `release` must be `$LATEST` or a decimal number",
        ),
        (r#"[{"Version":"2","Weight":10}]"#, "[0].Weight: weight `10` must be from 0 to 1"),
        (r#"[{"Version":"2","Weight":-0.1}]"#, "[0].Weight: weight `-0.1` must be from 0 to 1"),
        (
            r#"[{"Version":"2","Weight":1e-9}]"#,
            "[0].Weight: weight `1e-9` is below half a millionth and would be rounded to 0",
        ),
        (
            r#"[{"Version":"2","Weight":0.1},{"Version":"1","Weight":0}]"#,
            "[1].Version: version 1 is the main version and takes the rest: it can't have a weight",
        ),
        (
            r#"[{"Version":"2","Weight":0},{"Version":"3","Weight":0},{"Version":"2","Weight":0}]"#,
            "[2].Version: version 2 stands twice",
        ),
        (
            r#"[{"Version":"2","Weight":0.6},{"Version":"3","Weight":0.6}]"#,
            ": the weights sum to 120%, above 100%",
        ),
    ] {
        let faults: Vec<_> = fault
            .lines()
            .map(|fault| format!("RoutingConfig.AdditionalVersionWeights{fault}"))
            .collect();
        let faults: Vec<_> = faults.iter().map(String::as_str).collect();
        refuses(&routed(&format!(r#"{{"AdditionalVersionWeights":{weights}}}"#)), &faults);
    }
}

#[test]
fn matches() {
    let entry = |version: &str, key: &str, method: &str, expression: &str| {
        format!(
            r#"{{"Key":"{key}","Method":"{method}","Version":{version},
                "Expression":"{expression}"}}"#,
        )
    };
    let user = "invoke.headers.User";
    let header = |key: &str| format!(".Key: key `{key}` must begin with `invoke.headers.`");
    let exact_or_range = "must be `exact` or `range`";
    let interval = "must be written `[a,b]`, `(a,b)`, `[a,b)` or `(a,b]` with whole numbers";
    for (entry, fault) in [
        ("7".to_owned(), ": expected an object, found a number".to_owned()),
        (
            "{}".into(),
            [".Version", ".Key", ".Method", ".Expression"]
                .map(|field| format!("{field}: is missing"))
                .join("\n"),
        ),
        (
            entry(r#""4""#, user, "exact", "Bob").replace('}', r#","Weight":0.1}"#),
            ".Weight: unknown field".into(),
        ),
        (
            entry(r#""4""#, user, "exact", "Bob").replace('}', r#","Key":"x"}"#),
            ".Key: stands twice".into(),
        ),
        (entry("4", user, "exact", "Bob"), ".Version: expected a string, found a number".into()),
        (
            entry(r#""$Latest""#, user, "exact", "Bob"),
            ".Version: version `$Latest` must be written `$LATEST`".into(),
        ),
        (
            entry(r#""4""#, "User", "exact", "Bob"),
            ".Key: key `User` must begin with `invoke.headers.`, `invoke.cookies.` \
             or `invoke.query.`"
                .into(),
        ),
        (
            entry(r#""4""#, "invoke.headers.", "exact", "Bob"),
            ".Key: key `invoke.headers.` lacks a name".into(),
        ),
        (entry(r#""4""#, "invoke.cookies.uid", "exact", "Bob"), header("invoke.cookies.uid")),
        (entry(r#""4""#, "invoke.query.uid", "range", "[0,1]"), header("invoke.query.uid")),
        (
            entry(r#""4""#, user, "prefix", "B"),
            format!(".Method: method `prefix` {exact_or_range}"),
        ),
        (entry(r#""4""#, user, "Exact", "B"), format!(".Method: method `Exact` {exact_or_range}")),
        (entry(r#""4""#, user, "", "B"), format!(".Method: method `` {exact_or_range}")),
        (
            entry(r#""4""#, user, "range", "(5,6)"),
            ".Expression: interval `(5,6)` holds no integer".into(),
        ),
        (
            entry(r#""4""#, user, "range", "(5，5]"),
            ".Expression: interval `(5，5]` holds no integer".into(),
        ),
        (entry(r#""4""#, user, "range", ""), format!(".Expression: interval `` {interval}")),
        (
            entry(r#""4""#, user, "range", "0-30"),
            format!(".Expression: interval `0-30` {interval}"),
        ),
        (
            entry(r#""4""#, user, "range", "[0,9223372036854775808]"),
            ".Expression: bound `9223372036854775808` does not fit 64 bits".into(),
        ),
        (
            entry(r#""4""#, user, "exact", "Bob").replace(r#""Bob""#, "30"),
            ".Expression: expected a string, found a number".into(),
        ),
    ] {
        let good =
            r#"{"Version":"4","Key":"invoke.headers.User","Method":"exact","Expression":""}"#;
        let faults: Vec<_> = fault
            .lines()
            .map(|fault| format!("RoutingConfig.AddtionVersionMatchs[1]{fault}"))
            .collect();
        let faults: Vec<_> = faults.iter().map(String::as_str).collect();
        refuses(&routed(&format!(r#"{{"AddtionVersionMatchs":[{good},{entry}]}}"#)), &faults);
    }
}

#[test]
fn aliases_of_a_list() {
    let alias = r#"{"Name":"a","FunctionVersion":"1"}"#;
    list_refuses(r#"{"Aliases":{}}"#, &["Aliases: expected a list, found an object"]);
    list_refuses(
        &format!(r#"{{"Response":{{"Aliases":[{alias},null,{{"Name":"b"}},{alias}]}}}}"#),
        &[
            "Response.Aliases[1]: expected an object, found null",
            "Response.Aliases[2].FunctionVersion: is missing",
            "Response.Aliases[3].Name: alias `a` stands twice",
        ],
    );
    let weights = r#"{"AdditionalVersionWeights":[{"Version":"1","Weight":0}]}"#;
    list_refuses(
        &format!(r#"{{"Aliases":[{alias},{}]}}"#, routed(weights).replace("\"a\"", "\"b\"")),
        &["Aliases[1].RoutingConfig.AdditionalVersionWeights[0].Version: \
           version 1 is the main version and takes the rest: it can't have a weight"],
    );
}
