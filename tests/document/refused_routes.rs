//! What an alias of a document must not be, and its rules: each fault alone.

use crate::gap::{Gap, alias, rules, slices, sticky, weights, when};
use crate::refused_functions::{NO_VERSIONS, step};

#[test]
fn versions_that_cannot_be() {
    let rule =
        rules().within(r#"[{"when":"invoke.headers.u present","version":"#, "}]", "[0].version");
    for version in [alias().within(r#"{"version":"#, "}", ".version"), rule] {
        for (text, reason) in NO_VERSIONS {
            version.refuses(&format!(r#""{text}""#), &format!(": {reason}"));
        }
        version.refuses(r#""9""#, ": version 9 does not exist");
        version.refuses(r#""9223372036854775807""#, ": version 9223372036854775807 does not exist");
        version.takes(r#""$LATEST""#);
    }
}

/// Both places that hold weights, beside main version 1.
fn both_weights() -> [Gap; 2] {
    let before = r#"[{"when":"invoke.headers.u present","version":"1","weights":"#;
    [weights(), rules().within(before, "}]", "[0].weights")]
}

#[test]
fn weights_of_versions_that_cannot_be() {
    for weights in both_weights() {
        for (text, reason) in NO_VERSIONS {
            let fault = format!("{}: {reason}", step(text));
            weights.refuses(&format!(r#"{{"{text}":0.1}}"#), &fault);
        }
        weights.refuses(r#"{"9":0.1}"#, ".9: version 9 does not exist");
        // Listed is listed, though it gets nothing.
        weights.refuses(r#"{"9":0}"#, ".9: version 9 does not exist");
        let main = ".1: version 1 is the main version and takes the rest: it can't have a weight";
        weights.refuses(r#"{"1":0.1}"#, main);
        weights.refuses(r#"{"1":0}"#, main);
        weights.refuses(r#"{"2":0.1,"1":0.9}"#, main);
    }
}

#[test]
fn weights_that_cannot_be() {
    for weights in both_weights() {
        for (number, reason) in [
            ("1.5", "`1.5` must be from 0 to 1"),
            ("-0.1", "`-0.1` must be from 0 to 1"),
            ("-1", "`-1` must be from 0 to 1"),
            ("10", "`10` must be from 0 to 1"),
            ("1.000001", "`1.000001` must be from 0 to 1"),
            ("-1e-11", "`-1e-11` must be from 0 to 1"),
            ("1e400", "`1e400` must be from 0 to 1"),
            ("-1e400", "`-1e400` must be from 0 to 1"),
            ("1e-9", "`1e-9` is below half a millionth and would be rounded to 0"),
            ("0.0000005", "`5e-7` is below half a millionth and would be rounded to 0"),
            ("0.9999999", "`0.9999999` is within half a millionth of 1 and would be rounded to 1"),
        ] {
            weights.refuses(&format!(r#"{{"2":{number}}}"#), &format!(".2: weight {reason}"));
        }
        for (sum, shown) in [
            (r#"{"2":1,"3":0.000001}"#, "100.0001%"),
            (r#"{"2":0.6,"3":0.6}"#, "120%"),
            (r#"{"2":1,"3":1,"$LATEST":1}"#, "300%"),
        ] {
            weights.refuses(sum, &format!(": the weights sum to {shown}, above 100%"));
        }
        // Summed after rounding: as doubles they come to more than 1.
        weights.takes(r#"{"2":0.1,"3":0.9000000000000002}"#);
        weights.takes(r#"{"2":0.7,"3":0.1,"$LATEST":0.20000000000000004}"#);
    }
}

#[test]
fn slices_that_do_not_fit_the_weights() {
    let rule = rules().within(
        r#"[{"when":"invoke.headers.u present","version":"1","weights":{"2":0.25,"3":0},"slices":"#,
        "}]",
        "[0].slices",
    );
    for slices in [slices(), rule] {
        for (layout, reason) in [
            ("[]", "the slices sum to 0% instead of 100%"),
            (r#"[["1",750000]]"#, "the slices sum to 75% instead of 100%"),
            (r#"[["2",250000]]"#, "the slices sum to 25% instead of 100%"),
            (r#"[["1",1000000]]"#, "the slices of version 1 sum to 100%, but its share is 75%"),
            (
                r#"[["1",750001],["2",249999]]"#,
                "the slices of version 1 sum to 75.0001%, but its share is 75%",
            ),
            (
                r#"[["1",700000],["2",250000],["1",49999]]"#,
                "the slices of version 1 sum to 74.9999%, but its share is 75%",
            ),
            (
                r#"[["1",750000],["2",250000],["1",750000]]"#,
                "the slices of version 1 sum to 150%, but its share is 75%",
            ),
            // Of weight 0, and not of the split at all.
            (
                r#"[["1",750000],["3",1],["2",250000]]"#,
                "the slices of version 3 sum to 0.0001%, but its share is 0%",
            ),
            (
                r#"[["1",750000],["$LATEST",1],["2",250000]]"#,
                "the slices of version $LATEST sum to 0.0001%, but its share is 0%",
            ),
            (r#"[["1",750000],["3",0],["2",250000]]"#, "a slice of version 3 is empty"),
            (r#"[["1",0],["2",250000],["1",750000]]"#, "a slice of version 1 is empty"),
            (
                r#"[["1",250000],["1",500000],["2",250000]]"#,
                "neighbouring slices of version 1 must be one",
            ),
        ] {
            slices.refuses(layout, &format!(": {reason}"));
        }
        let missing = r#"[["1",750000],["9",1],["2",250000]]"#;
        slices.refuses(missing, "[1][0]: version 9 does not exist");
    }
}

#[test]
fn widths_do_not_wrap() {
    // 2^32 and a quarter of a million among them.
    for width in ["1000001", "4294967295", "4295217296", "18446744073709551615"] {
        slices().refuses(
            &format!(r#"[["1",750000],["2",{width}]]"#),
            &format!("[1][1]: {width} millionths are more than 1000000"),
        );
    }
}

#[test]
fn slices_of_the_wrong_shape() {
    let pair = "must be a version and its millionths";
    let whole = "must be a whole number from 0 to 18446744073709551615";
    for (layout, fault) in [
        ("[[]]", format!("[0]: {pair}")),
        (r#"[["1"]]"#, format!("[0]: {pair}")),
        (r#"[["1",750000,0],["2",250000]]"#, format!("[0]: {pair}")),
        (r#"[["1",750000],{"2":250000}]"#, "[1]: expected a list, found an object".into()),
        (r#"[["1",750000.0],["2",250000]]"#, format!("[0][1]: `750000.0` {whole}")),
        (r#"[["1",-1],["2",250000]]"#, format!("[0][1]: `-1` {whole}")),
        (r#"[["1",750000],["2",0.25]]"#, format!("[1][1]: `0.25` {whole}")),
        (r#"[["01",750000]]"#, "[0][0]: version `01` must not have a leading zero".into()),
    ] {
        slices().refuses(layout, &fault);
    }
    slices().refuses_all(
        r#"["1",1000000]"#,
        &["[0]: expected a list, found a string", "[1]: expected a list, found a number"],
    );
    slices().refuses_all(
        r#"[[750000,"1"],["2",250000]]"#,
        &["[0][0]: expected a string, found a number", "[0][1]: expected a number, found a string"],
    );
}

#[test]
fn tests_that_cannot_be() {
    let user = "invoke.headers.User";
    let places = [
        when(),
        when().within(r#"{"any":["invoke.query.u present",{"not":"#, "}]}", ".any[1].not"),
    ];
    let long = "x".repeat(257);
    let methods = "must be one of `exact`, `range`, `in`, `prefix`, `suffix`, `present`";
    let interval = "must be written `[a,b]`, `(a,b)`, `[a,b)` or `(a,b]` with whole numbers";
    let sources = "must begin with `invoke.headers.`, `invoke.cookies.` or `invoke.query.`";
    let blank = "must not hold white space or control characters";
    for (test, reason) in [
        (String::new(), "condition `` must be written `KEY METHOD EXPRESSION`".to_owned()),
        (user.into(), format!("condition `{user}` must be written `KEY METHOD EXPRESSION`")),
        ("User exact Bob".into(), format!("key `User` {sources}")),
        ("invoke.header.User exact Bob".into(), format!("key `invoke.header.User` {sources}")),
        ("Invoke.Headers.User exact Bob".into(), format!("key `Invoke.Headers.User` {sources}")),
        (format!(" {user} exact Bob"), format!("key `` {sources}")),
        ("invoke.headers. exact Bob".into(), "key `invoke.headers.` lacks a name".into()),
        ("invoke.headers.a\u{a0}b exact B".into(), format!(r"attribute name `a\u{{a0}}b` {blank}")),
        (r"invoke.headers.a\tb exact B".into(), format!(r"attribute name `a\tb` {blank}")),
        (
            format!("invoke.headers.{long} present"),
            format!("attribute name `{}…` is longer than 256 bytes", &long[..64]),
        ),
        (format!("{user} is Bob"), format!("method `is` {methods}")),
        (format!("{user} Exact Bob"), format!("method `Exact` {methods}")),
        (format!("{user}  exact Bob"), format!("method `` {methods}")),
        (
            format!("{user} exact"),
            "method `exact` must be followed by a space and an expression".into(),
        ),
        (
            format!("{user} range"),
            "method `range` must be followed by a space and an expression".into(),
        ),
        (format!("{user} in"), "method `in` must be followed by a space and an expression".into()),
        (
            format!("{user} prefix"),
            "method `prefix` must be followed by a space and an expression".into(),
        ),
        (format!("{user} suffix "), "method `suffix` needs an expression that is not empty".into()),
        (format!("{user} prefix "), "method `prefix` needs an expression that is not empty".into()),
        (format!("{user} present "), "method `present` takes no expression, but `` follows".into()),
        (
            format!("{user} present x"),
            "method `present` takes no expression, but `x` follows".into(),
        ),
        (format!("{user} range "), format!("interval `` {interval}")),
        (format!("{user} range 1,5"), format!("interval `1,5` {interval}")),
        (format!("{user} range [1;5]"), format!("interval `[1;5]` {interval}")),
        (format!("{user} range [1,5"), format!("interval `[1,5` {interval}")),
        (format!("{user} range  [1,5]"), format!("interval ` [1,5]` {interval}")),
        (format!("{user} range [1.0,5]"), format!("interval `[1.0,5]` {interval}")),
        (format!("{user} range [１,5]"), format!("interval `[１,5]` {interval}")),
        (format!("{user} range [,5]"), format!("interval `[,5]` {interval}")),
        (format!("{user} range [5,4]"), "interval `[5,4]` holds no integer".into()),
        (format!("{user} range (5,6)"), "interval `(5,6)` holds no integer".into()),
        (format!("{user} range (5,5]"), "interval `(5,5]` holds no integer".into()),
        (
            format!("{user} range [0,9223372036854775808]"),
            "bound `9223372036854775808` does not fit 64 bits".into(),
        ),
        (
            format!("{user} range (9223372036854775807,9223372036854775807]"),
            "interval `(9223372036854775807,9223372036854775807]` holds no integer".into(),
        ),
    ] {
        for place in &places {
            place.refuses(&format!(r#""{test}""#), &format!(": {reason}"));
        }
    }
}

#[test]
fn combinations_that_cannot_be() {
    let test = r#""invoke.headers.User present""#;
    let empty = |name: &str| format!(".{name}: `{name}` must hold at least one condition");
    when().refuses(r#"{"all":[]}"#, &empty("all"));
    when().refuses(r#"{"any":[]}"#, &empty("any"));
    when().refuses(
        &format!(r#"{{"all":[{test},{{"any":[]}}]}}"#),
        &format!(".all[1]{}", empty("any")),
    );
    when().refuses(r#"{"not":{"all":[]}}"#, &format!(".not{}", empty("all")));
    let one = ": must have one of `all`, `any` and `not`";
    when().refuses("{}", one);
    when().refuses(r#"{"not":{}}"#, &format!(".not{one}"));
    when().refuses(&format!(r#"{{"all":[{test}],"any":[{test}]}}"#), one);
    when().refuses(&format!(r#"{{"all":[{test}],"any":[{test}],"not":{test}}}"#), one);
    // Several are judged each by itself.
    when().refuses_all(
        r#"{"all":["",{"not":"x"},"invoke.headers.User present",{"any":[]}]}"#,
        &[
            ".all[0]: condition `` must be written `KEY METHOD EXPRESSION`",
            ".all[1].not: condition `x` must be written `KEY METHOD EXPRESSION`",
            ".all[3].any: `any` must hold at least one condition",
        ],
    );
}

#[test]
fn stickiness_that_cannot_be() {
    let user = r#""invoke.headers.User""#;
    let sources = "must begin with `invoke.headers.`, `invoke.cookies.` or `invoke.query.`";
    let keys = |count: usize| format!("[{}]", vec![user; count].join(","));
    sticky().takes(&keys(8));
    sticky().refuses(&keys(9), ": 9 sticky keys are more than 8");
    sticky().refuses("[]", ": a sticky alias needs at least one key");
    sticky().refuses(r#""User""#, &format!(": key `User` {sources}"));
    sticky().refuses(&format!(r#"[{user},"User"]"#), &format!("[1]: key `User` {sources}"));
    sticky().refuses(r#""invoke.query.""#, ": key `invoke.query.` lacks a name");
    sticky().refuses("{}", ".key: is missing");
    sticky().refuses(r#"{"salt":""}"#, ".key: is missing");
    sticky().refuses(r#"{"key":[]}"#, ".key: a sticky alias needs at least one key");
    sticky().refuses(r#"{"key":"User"}"#, &format!(".key: key `User` {sources}"));
    let nine = format!(r#"{{"key":{}}}"#, keys(9));
    sticky().refuses(&nine, ".key: 9 sticky keys are more than 8");

    // Bytes count, not characters.
    let salt = |salt: &str| format!(r#"{{"key":{user},"salt":"{salt}"}}"#);
    sticky().takes(&salt(&"é".repeat(128)));
    sticky().takes(&salt(&r"\u0000".repeat(256)));
    let fault = ".salt: a salt of 257 bytes is longer than 256";
    sticky().refuses(&salt(&("é".repeat(128) + "x")), fault);
    sticky().refuses(&salt(&"x".repeat(257)), fault);
}
