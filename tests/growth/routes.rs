//! Fields, weights, slices and stickiness of an alias.

use crate::{Case, alias, document, function, list, wrong};

pub fn cases() -> Vec<Case> {
    vec![
        ("unknown fields", |n| alias(&format!(",{}", list(n, |n| format!(r#""x{n}":0"#)))), wrong),
        (
            "fields of one name",
            |n| alias(&format!(",{}", list(n, |_| r#""rules":[]"#.into()))),
            wrong,
        ),
        (
            "an unknown field, nested",
            |n| alias(&format!(r#","x":{}{}"#, "[".repeat(n / 2), "]".repeat(n / 2))),
            wrong,
        ),
        (
            "weights",
            |n| {
                let versions = list(n / 2, |n| format!(r#""{}":{{}}"#, n + 2));
                let weights = list(n / 2, |n| format!(r#""{}":0"#, n + 2));
                let main = r#""a":{"version":"$LATEST","weights":"#;
                function(&format!(",{versions}"), &format!("{main}{{{weights}}}}}"))
            },
            document,
        ),
        (
            "weights of the main version",
            |n| alias(&format!(r#","weights":{{{}}}"#, list(n, |_| r#""1":0.1"#.into()))),
            wrong,
        ),
        (
            "a weight of many digits",
            |n| alias(&format!(r#","weights":{{"2":0.1{}}}"#, "3".repeat(n))),
            document,
        ),
        (
            "a weight with a long exponent",
            |n| alias(&format!(r#","weights":{{"2":1e-{}1}}"#, "0".repeat(n))),
            document,
        ),
        (
            "slices",
            |n| {
                alias(&format!(
                    r#","weights":{{"2":0.5}},"slices":[{}]"#,
                    list(n, |n| format!(r#"["{}",1]"#, n % 2 + 1))
                ))
            },
            wrong,
        ),
        (
            "sticky keys",
            |n| {
                alias(&format!(r#","sticky":[{}]"#, list(n, |n| format!(r#""invoke.query.a{n}""#))))
            },
            wrong,
        ),
        (
            "a salt",
            |n| {
                alias(&format!(
                    r#","sticky":{{"key":"invoke.query.a","salt":"{}"}}"#,
                    "a".repeat(n)
                ))
            },
            wrong,
        ),
        (
            "a description",
            |n| alias(&format!(r#","description":"{}""#, r"\u00e9".repeat(n / 6))),
            wrong,
        ),
    ]
}
