//! Functions, versions and aliases of a document.

use crate::{Case, document, falling, function, list, wrong};

pub fn cases() -> Vec<Case> {
    vec![
        (
            "functions",
            |n| {
                let one = |n| format!(r#"{{"name":"f{n}","versions":{{"$LATEST":{{}}}}}}"#);
                format!(r#"{{"pointsman":1,"functions":[{}]}}"#, list(n, one))
            },
            document,
        ),
        (
            "functions of one name",
            |n| {
                let one = |_| r#"{"name":"B","versions":{"$LATEST":{}}}"#.into();
                format!(r#"{{"pointsman":1,"functions":[{}]}}"#, list(n, one))
            },
            wrong,
        ),
        (
            "versions",
            |n| function(&format!(",{}", list(n, |n| format!(r#""{}":{{}}"#, n + 1))), ""),
            document,
        ),
        (
            "versions, falling",
            |n| function(&format!(",{}", falling(n, |n| format!(r#""{}":{{}}"#, n + 1))), ""),
            document,
        ),
        (
            "versions of one number",
            |n| function(&format!(",{}", list(n, |_| r#""1":{}"#.into())), ""),
            wrong,
        ),
        (
            "versions that are none",
            |n| function(&format!(",{}", list(n, |n| format!(r#""v{n}":{{}}"#))), ""),
            wrong,
        ),
        (
            "aliases",
            |n| function("", &list(n, |n| format!(r#""a{n}":{{"version":"$LATEST"}}"#))),
            document,
        ),
        (
            "aliases, falling",
            |n| function("", &falling(n, |n| format!(r#""a{n:05}":{{"version":"$LATEST"}}"#))),
            document,
        ),
        (
            "aliases to nowhere",
            |n| function("", &list(n, |n| format!(r#""a{n}":{{"version":"7"}}"#))),
            wrong,
        ),
    ]
}
