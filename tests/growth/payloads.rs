//! Payloads, and what is hardly JSON.

use crate::{Case, document, falling, function, list, wrong};

pub fn cases() -> Vec<Case> {
    vec![
        (
            "a payload that is a list",
            |n| payload(&format!("[{}]", list(n, |n| n.to_string()))),
            document,
        ),
        (
            "a payload of entries, falling",
            |n| payload(&format!("{{{}}}", falling(n, |n| format!(r#""{n:06}":{{}}"#)))),
            document,
        ),
        (
            "a payload of one key",
            |n| payload(&format!("{{{}}}", list(n, |_| r#""a":0"#.into()))),
            wrong,
        ),
        (
            "payloads nested as deeply as may be",
            |n| {
                let one = format!("{}{}", "[".repeat(126), "]".repeat(126));
                payload(&format!("[{}]", list(n, |_| one.clone())))
            },
            document,
        ),
        (
            "a payload, nested",
            |n| payload(&format!("{}{}", "[".repeat(n / 2), "]".repeat(n / 2))),
            wrong,
        ),
        (
            "a payload of escapes",
            |n| payload(&format!(r#""{}""#, r"\ud83d\ude82".repeat(n / 12))),
            document,
        ),
        ("a payload of many digits", |n| payload(&format!("0.1{}", "3".repeat(n))), document),
        ("a number of many digits", |n| format!(r#"{{"pointsman":1{}}}"#, "0".repeat(n)), wrong),
        ("white space", |n| format!("{}{}", " \n".repeat(n / 2), function("", "")), document),
        ("brackets", |n| "[".repeat(n), wrong),
        ("quotes", |n| "\"".repeat(n), wrong),
        ("backslashes", |n| format!("\"{}", "\\".repeat(n)), wrong),
    ]
}

fn payload(payload: &str) -> String {
    function(&format!(r#","1":{{"payload":{payload}}}"#), "")
}
