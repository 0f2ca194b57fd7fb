//! Text of documents, up to a size.

use std::fmt::Write;

/// Entries between brackets, until the text has so many bytes or so many entries.
pub fn entries(
    [open, close]: [char; 2],
    bytes: usize,
    most: usize,
    entry: impl Fn(usize) -> String,
) -> String {
    let mut text = String::from(open);
    for index in 0..most {
        if index > 0 && text.len() >= bytes {
            break;
        }
        let comma = if index == 0 { "" } else { "," };
        write!(text, "{comma}{}", entry(index)).expect("memory");
    }
    text.push(close);
    text
}

pub fn list(bytes: usize, entry: impl Fn(usize) -> String) -> String {
    entries(['[', ']'], bytes, usize::MAX, entry)
}

/// So many entries.
pub fn some(count: usize, entry: impl Fn(usize) -> String) -> String {
    entries(['[', ']'], usize::MAX, count, entry)
}

/// A document of so many bytes, of functions that are given their number and how many bytes are left.
pub fn document(bytes: usize, function: impl Fn(usize, usize) -> String) -> String {
    let mut text = String::from(r#"{"pointsman":1,"functions":["#);
    for index in 0.. {
        if index > 0 && text.len() >= bytes {
            break;
        }
        let comma = if index == 0 { "" } else { "," };
        let left = bytes.saturating_sub(text.len());
        write!(text, "{comma}{}", function(index, left)).expect("memory");
    }
    text + "]}"
}

/// The same, of functions with this number, with the versions 1 and 2 and these aliases.
pub fn aliased(bytes: usize, aliases: impl Fn(usize) -> String) -> String {
    document(bytes, |index, left| {
        let versions = r#"{"$LATEST":{},"1":{},"2":{}}"#;
        let aliases = aliases(left);
        format!(r#"{{"name":"f{index}","versions":{versions},"aliases":{aliases}}}"#)
    })
}

/// The same, of functions with an alias `a` that has as many of these rules as there may be.
pub fn ruled(bytes: usize, rule: impl Fn(usize) -> String) -> String {
    aliased(bytes, |left| {
        let rules = entries(['[', ']'], left, 10_000, &rule);
        format!(r#"{{"a":{{"version":"1","rules":{rules}}}}}"#)
    })
}

/// A rule to version 2.
pub fn rule(when: &str) -> String {
    format!(r#"{{"when":{when},"version":"2"}}"#)
}

/// A rule on one test.
pub fn on(test: &str) -> String {
    rule(&format!(r#""invoke.headers.{test}""#))
}

/// A rule on `all` or `any` of so many tests.
pub fn combined(name: &str, count: usize, test: impl Fn(usize) -> String) -> String {
    format!(
        r#"{{"{name}":{}}}"#,
        some(count, |index| format!(r#""invoke.headers.{}""#, test(index)))
    )
}

/// One document around a payload of so many bytes.
pub fn with_payload(payload: &str) -> String {
    document(0, |_, _| {
        format!(r#"{{"name":"f0","versions":{{"$LATEST":{{"payload":{payload}}}}}}}"#)
    })
}

/// A text nested so deep between others.
pub fn nested(open: &str, depth: usize, inner: &str, close: &str) -> String {
    open.repeat(depth) + inner + &close.repeat(depth)
}
