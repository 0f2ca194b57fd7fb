//! Texts that are refused.

use super::payloads::keys;
use crate::shape::Shape;
use crate::text::{aliased, document, entries, list, nested, on, ruled, with_payload};

pub fn shapes() -> Vec<Shape> {
    let mut shapes = syntax();
    shapes.extend(faults());
    shapes
}

fn syntax() -> Vec<Shape> {
    vec![
        Shape::bad("open brackets", |bytes| "[".repeat(bytes)),
        Shape::bad("open brackets for functions", |bytes| {
            format!(r#"{{"pointsman":1,"functions":[{}"#, "[".repeat(bytes))
        }),
        Shape::bad("open objects", |bytes| r#"{"a":"#.repeat(bytes / 5)),
        Shape::bad("brackets for a payload", |bytes| {
            with_payload(&nested("[", bytes / 2, "", "]"))
        }),
        Shape::bad("brackets for an unknown field", |bytes| {
            format!(r#"{{"pointsman":1,"functions":[],"x":{}}}"#, nested("[", bytes / 2, "", "]"))
        }),
        Shape::bad("an open string", |bytes| format!("\"{}", "x".repeat(bytes))),
        Shape::bad("white space", |bytes| " ".repeat(bytes)),
    ]
}

fn faults() -> Vec<Shape> {
    vec![
        Shape::bad("no functions", |bytes| {
            format!(r#"{{"pointsman":1,"functions":{}}}"#, list(bytes, |_| "0".into()))
        }),
        Shape::bad("unknown fields", |bytes| keys(bytes, |index| index)),
        Shape::bad("one key", |bytes| keys(bytes, |_| 0)),
        Shape::bad("one function", |bytes| {
            document(bytes, |_, _| r#"{"name":"f","versions":{"$LATEST":{}}}"#.into())
        }),
        Shape::bad("versions beyond the limit, descending", |bytes| {
            document(0, |_, _| {
                let version = |index| format!(r#""{}":{{}}"#, 9_999_999 - index);
                let versions = entries(['{', '}'], bytes, usize::MAX, version);
                format!(r#"{{"name":"f","versions":{versions}}}"#)
            })
        }),
        Shape::bad("rules beyond the limit", |bytes| {
            aliased(0, |_| {
                let rules = list(bytes, |index| on(&format!("k exact {index}")));
                format!(r#"{{"a":{{"version":"1","rules":{rules},"x":0}}}}"#)
            })
        }),
        Shape::bad("rules with a fault each", |bytes| {
            ruled(bytes, |index| on(&format!("k excat {index}")))
        }),
        Shape::bad("a long name", |bytes| {
            document(0, |_, _| {
                let name = "x".repeat(bytes);
                format!(r#"{{"name":"{name}","versions":{{"$LATEST":{{}}}}}}"#)
            })
        }),
        Shape::bad("a long name of escapes", |bytes| {
            document(0, |_, _| {
                let name = r"\u0041".repeat(bytes / 6);
                format!(r#"{{"name":"{name}","versions":{{"$LATEST":{{}}}}}}"#)
            })
        }),
        Shape::bad("a long number of a version", |bytes| {
            document(0, |_, _| {
                let number = "9".repeat(bytes);
                format!(r#"{{"name":"f","versions":{{"$LATEST":{{}},"{number}":{{}}}}}}"#)
            })
        }),
        Shape::bad("a long weight", |bytes| {
            let weight = "9".repeat(bytes);
            aliased(0, |_| format!(r#"{{"a":{{"version":"1","weights":{{"2":{weight}}}}}}}"#))
        }),
        Shape::bad("a long range", |bytes| {
            let zeros = "0".repeat(bytes);
            aliased(0, |_| {
                let rule = on(&format!("k range [{zeros}x,1]"));
                format!(r#"{{"a":{{"version":"1","rules":[{rule}]}}}}"#)
            })
        }),
        Shape::bad("a condition nested too deeply", |bytes| {
            aliased(0, |_| {
                let tests = list(bytes, |_| r#""invoke.headers.k present""#.into());
                let when = nested(r#"{"not":"#, 32, &format!(r#"{{"all":{tests}}}"#), "}");
                format!(r#"{{"a":{{"version":"1","rules":[{{"when":{when},"version":"1"}}]}}}}"#)
            })
        }),
        Shape::bad("tests with a fault each, 32 deep", |bytes| {
            aliased(0, |_| {
                let tests = list(bytes, |_| r#""invoke.headers.k""#.into());
                let when = nested(r#"{"not":"#, 31, &format!(r#"{{"all":{tests}}}"#), "}");
                format!(r#"{{"a":{{"version":"1","rules":[{{"when":{when},"version":"1"}}]}}}}"#)
            })
        }),
        Shape::bad("one key in a payload, 126 deep", |bytes| {
            with_payload(&nested(r#"{"a":"#, 126, &keys(bytes, |_| 0), "}"))
        }),
    ]
}
