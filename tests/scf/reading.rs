//! Documents as SCF answers and takes them, read to what they mean.

use pointsman::document::scf::{read_alias, read_aliases};
use pointsman::{Alias, AliasName};

use crate::{Result, matching, name, split, version};

/// Read alone and as a list of one.
#[track_caller]
fn reads(json: &str, as_name: &str, alias: Alias) {
    let expected = (name(as_name), alias);
    assert_eq!(read_alias(json).as_ref(), Ok(&expected), "{json}");
    assert_eq!(read_aliases(json), Ok(vec![expected]), "{json}");
}

#[test]
fn get_alias() {
    let release = Alias::to(split(1, &[(2, 10)])).described("发布环境");
    reads(include_str!("../data/get-alias.json"), "release", release);

    let prepub = matching(Alias::to(version(0)), "User", "exact", "Bob", 4);
    let prepub = matching(prepub, "User", "exact", "", 3);
    reads(include_str!("../data/get-alias-unwrapped.json"), "prepub", prepub);
}

#[test]
fn create_and_update_alias() {
    let release = Alias::to(split(1, &[(2, 5)])).described("to everyone, step 1");
    reads(include_str!("../data/create-alias.json"), "release", release);
    // The version of the interface is none of the function.
    reads(include_str!("../data/update-alias.json"), "release", Alias::to(version(2)));
}

#[test]
fn cloudbase_writes_half_open_ranges() {
    let key = "X-Tcb-Route-Key";
    let alias = matching(Alias::to(version(5)), key, "range", "[0,29]", 6);
    let alias = matching(alias, key, "range", "[30,99]", 5);
    reads(include_str!("../data/cloudbase.json"), "$DEFAULT", alias);
}

/// What the list under `data` holds, by name.
pub fn listed() -> Vec<(AliasName, Alias)> {
    let prepub = Alias::to(split(3, &[(0, 50)])).described("prepub for Bob");
    let prepub = matching(prepub, "User", "exact", "Bob", 4);
    vec![
        (name("$DEFAULT"), Alias::to(version(0))),
        (name("dev"), Alias::to(version(4))),
        (name("prepub"), matching(prepub, "userHash", "range", "[1,30]", 2)),
        (name("ramp-begun"), Alias::to(split(1, &[(2, 0)]))),
        (
            name("ramp-finished"),
            Alias::to(split(1, &[(0, 100)])).described("scf deploy --inputs.traffic=1.0"),
        ),
        (name("release"), Alias::to(split(1, &[(2, 30), (3, 20)]))),
    ]
}

#[test]
fn list_aliases() -> Result {
    let text = include_str!("../data/list-aliases.json");
    assert_eq!(read_aliases(text)?, listed());
    Ok(())
}

#[test]
fn lists_of_other_shapes() -> Result {
    let alias = r#"{"Name":"a","FunctionVersion":"1"}"#;
    let one = vec![(name("a"), Alias::to(version(1)))];
    for (list, expected) in [
        (r#"{"Aliases":[]}"#, &[][..]),
        (r#"{"Aliases":null}"#, &[]),
        (r#"{"Aliases":null,"TotalCount":null}"#, &[]),
        (r#"{"Aliases":[],"TotalCount":0,"RequestId":"x"}"#, &[]),
        (&format!(r#"{{"Aliases":[{alias}]}}"#), &one),
        (&format!(r#"{{"Aliases":[{alias}],"TotalCount":1}}"#), &one),
        // More than were counted: nothing is lost.
        (&format!(r#"{{"Aliases":[{alias}],"TotalCount":0}}"#), &one),
        (&format!(r#"{{"Response":{{"Aliases":[{alias}],"TotalCount":1}}}}"#), &one),
    ] {
        assert_eq!(read_aliases(list)?, expected, "{list}");
    }
    Ok(())
}

#[test]
fn what_means_nothing_is_passed_over() {
    let plain = || Alias::to(version(1));
    for rest in [
        "",
        r#","Description":null"#,
        r#","Description":"""#,
        r#","RoutingConfig":null"#,
        r#","RoutingConfig":{}"#,
        r#","RoutingConfig":{"AdditionalVersionWeights":null}"#,
        r#","RoutingConfig":{"AddtionVersionMatchs":null}"#,
        r#","RoutingConfig":{"AdditionalVersionWeights":[],"AddtionVersionMatchs":[]}"#,
        r#","AddTime":null,"ModTime":0,"RequestId":[{}],"Namespace":7,"version":"9""#,
        // Our own document is another family.
        r#","weights":{"2":0.5},"rules":[0],"sticky":false"#,
    ] {
        reads(&format!(r#"{{"Name":"a","FunctionVersion":"1"{rest}}}"#), "a", plain());
        let enveloped =
            format!(r#"{{"Response":{{"Name":"a","FunctionVersion":"1"{rest}}},"Name":0}}"#);
        reads(&enveloped, "a", plain());
    }
}

#[test]
fn weights_are_numbers_of_any_form() {
    for (weight, percent) in [
        ("0", 0),
        ("0.0", 0),
        ("1", 100),
        ("1.0", 100),
        ("0.1", 10),
        ("1e-1", 10),
        ("0.30000000000000004", 30),
        ("0.9999999999999999", 100),
    ] {
        let json = format!(
            r#"{{"Name":"a","FunctionVersion":"1","RoutingConfig":
                {{"AdditionalVersionWeights":[{{"Version":"2","Weight":{weight}}}]}}}}"#,
        );
        reads(&json, "a", Alias::to(split(1, &[(2, percent)])));
    }
}

#[test]
fn matches_are_tried_in_their_order() {
    let json = |matches: &str| {
        format!(
            r#"{{"Name":"a","FunctionVersion":"1","RoutingConfig":
                {{"AddtionVersionMatchs":[{matches}]}}}}"#,
        )
    };
    let matched = |method: &str, expression: &str| {
        let key = r#""Key":"invoke.headers.k""#;
        format!(r#"{{{key},"Method":"{method}","Expression":"{expression}","Version":"2"}}"#)
    };
    let plain = || Alias::to(version(1));
    for (expression, closed) in [
        ("[1,5]", "[1,5]"),
        ("(0,6)", "[1,5]"),
        ("[1,6)", "[1,5]"),
        ("(0,5]", "[1,5]"),
        ("（0，6）", "[1,5]"),
        ("［1，5］", "[1,5]"),
        ("[1，6）", "[1,5]"),
        ("[ 1 , +05 ]", "[1,5]"),
        ("[-5,-1]", "[-5,-1]"),
    ] {
        let expected = matching(plain(), "k", "range", closed, 2);
        reads(&json(&matched("range", expression)), "a", expected);
    }
    let several = [matched("exact", "[1,5]"), matched("range", "[1,5]"), matched("exact", " ,é")];
    let expected = matching(plain(), "k", "exact", "[1,5]", 2);
    let expected = matching(expected, "k", "range", "[1,5]", 2);
    let expected = matching(expected, "k", "exact", " ,é", 2);
    reads(&json(&several.join(",")), "a", expected);
}
