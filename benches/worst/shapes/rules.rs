//! Many rules, and large conditions.

use crate::shape::{Headers, Shape, padded};
use crate::text::{combined, nested, on, rule, ruled};

pub fn shapes() -> Vec<Shape> {
    let mut shapes = found();
    shapes.extend(tried());
    shapes.extend(candidates());
    shapes
}

/// Rules that are found by a value.
fn found() -> Vec<Shape> {
    vec![
        Shape::good("exact, one key", |bytes| {
            ruled(bytes, |index| on(&format!("k exact {index}")))
        })
        .asked(|_| "9999".into()),
        Shape::good("exact, 5 values of each key", |bytes| {
            ruled(bytes, |index| on(&format!("k{} exact {index}", index / 5)))
        }),
        Shape::good("any of 1,000 texts", |bytes| {
            ruled(bytes, |index| {
                rule(&combined("any", 1_000, |test| format!("k exact {}", index * 1_000 + test)))
            })
        })
        .asked(|_| "0".into()),
        Shape::good("in of 64 KiB", |bytes| {
            ruled(bytes, |index| on(&format!("k in {}", texts(index * 10_000))))
        })
        .asked(|_| "0".into()),
        Shape::good("in of commas alone", |bytes| {
            ruled(bytes, |_| on(&format!("k in {}", ",".repeat(65_536))))
        })
        .asked(|_| "x".into()),
        Shape::good("ranges within each other", |bytes| {
            ruled(bytes, |index| on(&format!("k range [{index},{}]", 99_999 - index)))
        })
        .asked(|_| "50000".into()),
        Shape::good("ranges that overlap", |bytes| {
            ruled(bytes, |index| on(&format!("k range [{index},{}]", index + 50_000)))
        })
        .asked(|_| "9000".into()),
        Shape::good("prefixes of each other", |bytes| {
            ruled(bytes, |index| on(&format!("k prefix {}", "a".repeat(index + 1))))
        })
        .asked(beyond_half),
        Shape::good("suffixes of each other", |bytes| {
            ruled(bytes, |index| on(&format!("k suffix {}", "a".repeat(index + 1))))
        })
        .asked(|bytes| beyond_half(bytes).chars().rev().collect()),
    ]
}

/// As long a value as may be, which leaves the chain of texts half way.
fn beyond_half(bytes: usize) -> String {
    let half = bytes.isqrt() / 2;
    "a".repeat(half) + &"b".repeat(half)
}

fn texts(first: usize) -> String {
    let mut texts = first.to_string();
    for text in first + 1.. {
        let text = format!(",{text}");
        if texts.len() + text.len() > 65_536 {
            break;
        }
        texts.push_str(&text);
    }
    texts
}

/// Rules that are tried in order.
fn tried() -> Vec<Shape> {
    vec![
        Shape::good("exact, each on its key", |bytes| {
            ruled(bytes, |index| on(&format!("k{index} exact v")))
        }),
        Shape::good("not", |bytes| ruled(bytes, |_| rule(r#"{"not":"invoke.headers.k exact v"}"#)))
            .asked(|_| "v".into()),
        Shape::good("not, two keys in turn", |bytes| {
            ruled(bytes, |index| {
                rule(&format!(r#"{{"not":"invoke.headers.j{} present"}}"#, index % 2))
            })
        })
        .asked_with(|_| padded(["j0", "j1"].map(|name| (name.to_owned(), String::new())))),
        Shape::good("not all of 1,000, two keys in turn", |bytes| {
            ruled(bytes, |_| {
                let tests = combined("all", 1_000, |test| match test {
                    999 => "k exact v".into(),
                    _ => format!("j{} present", test % 2),
                });
                rule(&format!(r#"{{"not":{tests}}}"#))
            })
        })
        .asked_with(|_| padded(["j0", "j1", "k"].map(|name| (name.to_owned(), "v".to_owned())))),
        Shape::good("not in of 64 KiB", |bytes| {
            ruled(bytes, |_| {
                rule(&format!(r#"{{"not":"invoke.headers.k in {},"}}"#, texts(10_000)))
            })
        })
        .asked(|_| String::new()),
        Shape::good("all of 1,000 ranges", |bytes| {
            ruled(bytes, |_| {
                let last = |test| if test == 999 { 6 } else { 0 };
                rule(&combined("all", 1_000, |test| format!("k range [{},9]", last(test))))
            })
        })
        .asked(|_| "0".repeat(4_095) + "5"),
        Shape::good("32 deep, 1,000 tests", |bytes| {
            ruled(bytes, |_| {
                let tests = combined("any", 1_000, |test| format!("j{} exact v", test % 2));
                rule(&nested(r#"{"not":"#, 30, &tests, "}"))
            })
        }),
        Shape::good("32 deep, one test", |bytes| {
            ruled(bytes, |_| rule(&nested(r#"{"not":"#, 32, r#""invoke.headers.k present""#, "}")))
        }),
    ]
}

/// Rules that are found, but remain to be asked.
fn candidates() -> Vec<Shape> {
    vec![
        Shape::good("all that share a text", |bytes| {
            ruled(bytes, |index| {
                rule(&combined("all", 2, |test| match test {
                    0 => "k exact v".into(),
                    _ => format!("j exact {index}"),
                }))
            })
        })
        .asked(|_| "v".into()),
        Shape::good("all found by one text 500 times", |bytes| {
            ruled(bytes, |_| found_by(&combined("any", 500, |_| "k exact v".into()), 500))
        })
        .asked_with(|_| slowly([("k".into(), "v".into())])),
        Shape::good("all found by 100 prefixes", |bytes| {
            ruled(bytes, |_| {
                let test = |test| format!("k prefix {}", "a".repeat(100 - test));
                found_by(&combined("any", 100, test), 900)
            })
        })
        .asked_with(|_| slowly([("k".into(), "a".repeat(100))])),
        Shape::good("all found by 90 keys", |bytes| {
            ruled(bytes, |_| found_by(&combined("any", 90, |test| format!("k{test} exact v")), 900))
        })
        .asked_with(|_| slowly((0..90).map(|key| (format!("k{key}"), "v".into())))),
    ]
}

/// A rule that is found by this condition, and then takes so many tests to be refused.
fn found_by(condition: &str, tests: usize) -> String {
    let slow = combined("all", tests, |test| format!("j{} present", test % 2));
    rule(&format!(r#"{{"all":[{condition},{{"not":{slow}}}]}}"#))
}

/// What these tests take: the headers that are asked for stand last.
fn slowly(headers: impl IntoIterator<Item = (String, String)>) -> Headers {
    let asked = ["j0", "j1"].map(|name| (name.to_owned(), String::new()));
    padded(headers.into_iter().chain(asked))
}
