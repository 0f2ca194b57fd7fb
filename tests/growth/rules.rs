//! Rules of an alias, and their conditions.

use crate::{Case, alias, document, list, wrong};

pub fn cases() -> Vec<Case> {
    vec![
        (
            "rules",
            |n| {
                let rule = |n| format!(r#"{{"when":"invoke.query.a exact {n}","version":"2"}}"#);
                alias(&format!(r#","rules":[{}]"#, list(n, rule)))
            },
            document,
        ),
        (
            "rules of prefixes within each other",
            |n| {
                let rule = |n: usize| {
                    format!(
                        r#"{{"when":"invoke.query.a prefix {}","version":"2"}}"#,
                        "a".repeat(n % 50 + 1)
                    )
                };
                alias(&format!(r#","rules":[{}]"#, list(n, rule)))
            },
            document,
        ),
        (
            "rules of ranges within each other",
            |n| {
                let rule =
                    |n| format!(r#"{{"when":"invoke.query.a range [{n},99999]","version":"2"}}"#);
                alias(&format!(r#","rules":[{}]"#, list(n, rule)))
            },
            document,
        ),
        (
            "rules of keys of their own",
            |n| {
                let rule = |n| format!(r#"{{"when":"invoke.query.a{n} present","version":"2"}}"#);
                alias(&format!(r#","rules":[{}]"#, list(n, rule)))
            },
            document,
        ),
        (
            "tests of a condition",
            |n| {
                when(&format!(
                    r#"{{"all":[{}]}}"#,
                    list(n, |n| format!(r#""invoke.query.a exact {n}""#))
                ))
            },
            document,
        ),
        (
            "texts of a test",
            |n| when(&format!(r#""invoke.query.a in {}""#, list(n, |n| n.to_string()))),
            document,
        ),
        (
            "a condition, nested",
            |n| when(&format!("{}{}", r#"{"not":"#.repeat(n / 8), "}".repeat(n / 8))),
            wrong,
        ),
        (
            "conditions nested as deeply as may be",
            |n| {
                let one = format!(
                    r#"{}"invoke.query.a present"{}"#,
                    r#"{"not":"#.repeat(31),
                    "}".repeat(31)
                );
                when(&format!(r#"{{"any":[{}]}}"#, list(n, |_| one.clone())))
            },
            document,
        ),
    ]
}

fn when(condition: &str) -> String {
    alias(&format!(r#","rules":[{{"version":"2","when":{condition}}}]"#))
}
