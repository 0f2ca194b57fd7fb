//! Large payloads.

use crate::shape::Shape;
use crate::text::{entries, list, nested, with_payload};

pub fn shapes() -> Vec<Shape> {
    vec![
        Shape::good("payload of numbers", |bytes| with_payload(&list(bytes, |_| "0".into()))),
        Shape::good("payload of empty lists", |bytes| with_payload(&list(bytes, |_| "[]".into()))),
        Shape::good("payload of keys", |bytes| with_payload(&keys(bytes, |index| index))),
        Shape::good("payload in 126 lists", |bytes| {
            with_payload(&nested("[", 126, &list(bytes, |_| "0".into()), "]"))
        }),
        Shape::good("payload in 126 objects", |bytes| {
            with_payload(&nested(r#"{"a":"#, 126, &keys(bytes, |index| index), "}"))
        }),
        Shape::good("payload of one number", |bytes| {
            with_payload(&("0.".to_owned() + &"123456789".repeat(bytes / 9)))
        }),
        Shape::good("payload of one string", |bytes| {
            with_payload(&format!(r#""{}""#, "x".repeat(bytes)))
        }),
        Shape::good("payload of escapes", |bytes| {
            with_payload(&format!(r#""{}""#, r"\u0041".repeat(bytes / 6)))
        }),
    ]
}

pub fn keys(bytes: usize, key: impl Fn(usize) -> usize) -> String {
    entries(['{', '}'], bytes, usize::MAX, |index| format!(r#""{}":0"#, key(index)))
}
