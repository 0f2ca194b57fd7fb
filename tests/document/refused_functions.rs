//! What a function of a document must not be: each fault alone.

use pointsman::document::Document;
use serde_json::Value;

use crate::gap::{aliases, function, versions, whole};

const LATEST: &str = r#""versions":{"$LATEST":{}}"#;

#[test]
fn other_formats() {
    for format in ["2", "0", "-1", "1.0", "1e0", "10", r#""1""#, "null", "true", "[1]", "{}"] {
        // Nothing else of it is judged: another format may mean something else by it.
        whole().refuses(
            &format!(r#"{{"pointsman":{format},"functions":[0],"comment":0}}"#),
            "pointsman: must be 1, the one format there is",
        );
    }
    whole().refuses(r#"{"functions":[]}"#, "pointsman: is missing");
    whole().refuses("{}", "pointsman: is missing");
}

#[test]
fn names_of_functions_and_namespaces() {
    let long = "x".repeat(60);
    let longer = "x".repeat(61);
    let characters = "may hold only ASCII letters, digits, `-` and `_`";
    for (name, reason) in [
        ("", "is empty"),
        (&longer, "is longer than 60 bytes"),
        ("9x", "must start with a letter"),
        ("-x", "must start with a letter"),
        ("x-", "must end with a letter or a digit"),
        ("x_", "must end with a letter or a digit"),
        ("a b", characters),
        ("a/b", characters),
        ("a.b", characters),
        ("ä", characters),
        ("$LATEST", characters),
    ] {
        function().refuses(
            &format!(r#"{{{LATEST},"name":"{name}"}}"#),
            &format!(".name: function name `{name}` {reason}"),
        );
        function().refuses(
            &format!(r#"{{{LATEST},"name":"B","namespace":"{name}"}}"#),
            &format!(".namespace: namespace `{name}` {reason}"),
        );
    }
    function().takes(&format!(r#"{{{LATEST},"name":"{long}","namespace":"{long}"}}"#));
    function().takes(&format!(r#"{{{LATEST},"name":"a","namespace":"Z9"}}"#));
}

#[test]
fn two_functions_of_one_name() {
    let functions = |names: &[&str]| {
        let functions: Vec<_> = names.iter().map(|name| format!("{{{LATEST},{name}}}")).collect();
        format!(r#"{{"pointsman":1,"functions":[{}]}}"#, functions.join(","))
    };
    let b = r#""name":"B""#;
    let b_of_default = r#""name":"B","namespace":"default""#;
    let b_of_prod = r#""name":"B","namespace":"prod""#;
    let document = whole().takes(&functions(&[b, b_of_prod, r#""name":"b""#]));
    assert_eq!(document.functions().len(), 3);

    whole().refuses(
        &functions(&[b, b_of_prod, b_of_default]),
        "functions[2].name: function `B` stands at functions[0] already",
    );
    whole().refuses(
        &functions(&[b_of_prod, b, b_of_prod]),
        "functions[2].name: function `prod/B` stands at functions[0] already",
    );
    // Both are named, even though one is wrong in itself.
    let wrong = r#""name":"B","revision":-1"#;
    let text = functions(&[b, wrong, b]);
    let faults = Document::<Value>::from_json(&text).unwrap_err().to_string();
    assert_eq!(
        faults.lines().collect::<Vec<_>>(),
        [
            "functions[1].revision: `-1` must be a whole number from 0 to 18446744073709551615",
            "functions[1].name: function `B` stands at functions[0] already",
            "functions[2].name: function `B` stands at functions[0] already",
        ],
    );
}

#[test]
fn revisions() {
    let revision =
        function().within(&format!(r#"{{"name":"B",{LATEST},"revision":"#), "}", ".revision");
    for number in ["-1", "-0", "1.0", "1e3", "0.5", "18446744073709551616"] {
        let reason = format!(": `{number}` must be a whole number from 0 to 18446744073709551615");
        revision.refuses(number, &reason);
    }
    revision.writes("18446744073709551615", "18446744073709551615");
}

#[test]
fn next_versions() {
    let next = |versions: &str| {
        let before = format!(r#"{{"name":"B","versions":{versions},"next_version":"#);
        function().within(&before, "}", ".next_version")
    };
    let new = next(r#"{"$LATEST":{}}"#);
    let of_five = next(r#"{"2":{},"5":{},"$LATEST":{}}"#);
    for number in ["-1", "1.0", "6e0", "18446744073709551616"] {
        let reason = format!(": `{number}` must be a whole number from 0 to 18446744073709551615");
        new.refuses(number, &reason);
        of_five.refuses(number, &reason);
    }
    new.refuses("0", ": 0 must be above every version number, and above 0");
    new.writes("1", "1");
    for number in 0..=5 {
        let fault = format!(": {number} must be above every version number, and above 0");
        of_five.refuses(&number.to_string(), &fault);
    }
    of_five.writes("6", "6");
    // 2^63 says that the last number has been used; beyond it there is nothing to say.
    new.writes("9223372036854775808", "9223372036854775808");
    new.refuses("9223372036854775809", ": 9223372036854775809 is above 2^63");
    let last = next(r#"{"9223372036854775807":{},"$LATEST":{}}"#);
    let fault = ": 9223372036854775807 must be above every version number, and above 0";
    last.refuses("9223372036854775807", fault);
    last.writes("9223372036854775808", "9223372036854775808");
}

/// Texts that name no version, and why.
pub const NO_VERSIONS: [(&str, &str); 12] = [
    ("", "version `` must be `$LATEST` or a decimal number"),
    ("0", "version `0` does not exist: numbers begin with 1"),
    ("01", "version `01` must not have a leading zero"),
    ("00", "version `00` must not have a leading zero"),
    ("-1", "version `-1` must be `$LATEST` or a decimal number"),
    ("+1", "version `+1` must be `$LATEST` or a decimal number"),
    (" 1", "version ` 1` must be `$LATEST` or a decimal number"),
    ("1.0", "version `1.0` must be `$LATEST` or a decimal number"),
    ("１", "version `１` must be `$LATEST` or a decimal number"),
    ("$latest", "version `$latest` must be written `$LATEST`"),
    ("LATEST", "version `LATEST` must be `$LATEST` or a decimal number"),
    ("9223372036854775808", "version `9223372036854775808` is above 9223372036854775807"),
];

/// How a path names a field.
pub fn step(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "$-_".contains(c);
    if name.len() > 64 {
        format!("[`{}…`]", &name[..64])
    } else if name.is_empty() || !name.chars().all(plain) {
        format!("[`{name}`]")
    } else {
        format!(".{name}")
    }
}

#[test]
fn names_of_versions() {
    for (text, reason) in NO_VERSIONS {
        let fault = format!("{}: {reason}", step(text));
        versions().refuses(&format!(r#"{{"$LATEST":{{}},"{text}":{{}}}}"#), &fault);
    }
    // Its payload is judged all the same.
    versions().refuses_all(
        r#"{"$LATEST":{},"01":{"payloads":0}}"#,
        &[".01: version `01` must not have a leading zero", ".01.payloads: unknown field"],
    );
}

#[test]
fn latest_must_be_there() {
    for missing in ["{}", r#"{"1":{}}"#] {
        versions().refuses(missing, ".$LATEST: is missing");
    }
    // One fault: that `$DEFAULT` points to it is no second.
    let aliases =
        r#"{"name":"B","versions":{"1":{}},"aliases":{"$DEFAULT":{"version":"$LATEST"}}}"#;
    function().refuses(aliases, ".versions.$LATEST: is missing");
}

#[test]
fn names_of_aliases() {
    let long = "x".repeat(64);
    let longer = "x".repeat(65);
    let characters = "may hold only ASCII letters, digits, `-` and `_`";
    for (name, reason) in [
        ("", "is empty".to_owned()),
        (&longer, "is longer than 64 bytes".to_owned()),
        ("9x", "must start with a letter".to_owned()),
        ("1", "must start with a letter".to_owned()),
        ("-x", "must start with a letter".to_owned()),
        ("a b", characters.to_owned()),
        ("ä", characters.to_owned()),
        ("$default", "must be written `$DEFAULT`".to_owned()),
        ("$LATEST", "must not start with `$`: `$DEFAULT` alone does".to_owned()),
        ("$other", "must not start with `$`: `$DEFAULT` alone does".to_owned()),
    ] {
        let shown = if name.len() > 64 { format!("{}…", &name[..64]) } else { name.to_owned() };
        aliases().refuses(
            &format!(r#"{{"{name}":{{"version":"1"}}}}"#),
            &format!("{}: alias name `{shown}` {reason}", step(name)),
        );
    }
    for name in [&long, "x-", "x_", "a", "LATEST", "DEFAULT", "default"] {
        aliases().takes(&format!(r#"{{"{name}":{{"version":"1"}}}}"#));
    }
}

#[test]
fn payloads_of_the_wrong_type() {
    fn refuses<T: serde::de::DeserializeOwned>(version: &str, fault: &str) {
        let text = versions().fill(&format!(r#"{{"$LATEST":{version}}}"#));
        let faults = Document::<T>::from_json(&text).err().map(|faults| faults.to_string());
        let expected = format!("functions[0].versions.$LATEST.payload: {fault}");
        assert_eq!(faults, Some(expected), "{version}");
    }
    let no_string = "invalid type: null, expected a string";
    refuses::<String>("{}", &format!("is missing: {no_string}"));
    refuses::<String>(r#"{"payload":null}"#, no_string);
    refuses::<String>(r#"{"payload":1}"#, "invalid type: integer `1`, expected a string");
    refuses::<u32>("{}", "is missing: invalid type: null, expected u32");
    refuses::<u32>(r#"{"payload":null}"#, "invalid type: null, expected u32");
    refuses::<u32>(r#"{"payload":-1}"#, "invalid value: integer `-1`, expected u32");
    refuses::<u32>(
        r#"{"payload":4294967296}"#,
        "invalid value: integer `4294967296`, expected u32",
    );
    refuses::<u32>(r#"{"payload":1.0}"#, "invalid type: floating point `1.0`, expected u32");
    refuses::<()>(r#"{"payload":0}"#, "invalid type: integer `0`, expected unit");
    refuses::<Option<u32>>(r#"{"payload":"x"}"#, "invalid type: string \"x\", expected u32");
    refuses::<Vec<u8>>(r#"{"payload":[1,256]}"#, "invalid value: integer `256`, expected u8");
    refuses::<Value>(r#"{"payload":1e400}"#, "number out of range");
    refuses::<char>(
        r#"{"payload":"at line 1 column 1"}"#,
        "invalid value: string \"at line 1 column 1\", expected a character",
    );
}
