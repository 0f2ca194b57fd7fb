//! Many functions, versions, aliases, weights and slices.

use crate::shape::Shape;
use crate::text::{aliased, document, entries, ruled, some};

pub fn shapes() -> Vec<Shape> {
    vec![
        Shape::good("tiny functions", |bytes| {
            document(bytes, |index, _| {
                format!(r#"{{"name":"f{index}","versions":{{"$LATEST":{{}}}}}}"#)
            })
        }),
        Shape::good("10,000 versions", |bytes| versions(bytes, |index| index + 1)),
        Shape::good("10,000 versions, descending", |bytes| versions(bytes, |index| 9_999 - index)),
        Shape::good("10,000 versions, with gaps", |bytes| versions(bytes, |index| 2 * index + 1)),
        Shape::good("1,000 aliases", |bytes| aliases(bytes, |index| index)),
        Shape::good("1,000 aliases, descending", |bytes| aliases(bytes, |index| 9_999 - index)),
        Shape::good("9,999 weights", |bytes| {
            document(bytes, |index, left| {
                let most = 10_000.min(left / 25 + 2);
                let version = |index: usize| match index {
                    0 => r#""$LATEST":{}"#.to_owned(),
                    _ => format!(r#""{index}":{{}}"#),
                };
                let versions = entries(['{', '}'], usize::MAX, most, version);
                let weight = |index| format!(r#""{}":0.000001"#, index + 1);
                let weights = entries(['{', '}'], usize::MAX, most - 1, weight);
                let alias = format!(r#"{{"version":"$LATEST","weights":{weights}}}"#);
                format!(r#"{{"name":"f{index}","versions":{versions},"aliases":{{"a":{alias}}}}}"#)
            })
        }),
        Shape::good("1,000 slices in each alias", |bytes| {
            let slices = slices();
            aliased(bytes, move |left| {
                entries(['{', '}'], left, 1_000, |index| {
                    let name = if index == 0 { "a".to_owned() } else { format!("a{index}") };
                    format!(r#""{name}":{{"version":"1","weights":{{"2":0.5}},"slices":{slices}}}"#)
                })
            })
        }),
        Shape::good("1,000 slices in each rule", |bytes| {
            let slices = slices();
            ruled(bytes, move |index| {
                let split = format!(r#""version":"1","weights":{{"2":0.5}},"slices":{slices}"#);
                format!(r#"{{"when":"invoke.headers.k exact {index}",{split}}}"#)
            })
        })
        .asked(|_| "0".into()),
        Shape::good("eight sticky keys in each alias", |bytes| {
            aliased(bytes, |left| {
                entries(['{', '}'], left, 1_000, |index| {
                    let name = if index == 0 { "a".to_owned() } else { format!("a{index}") };
                    let sticky = some(8, |key| format!(r#""invoke.headers.k{index}-{key}""#));
                    format!(r#""{name}":{{"version":"1","weights":{{"2":0.5}},"sticky":{sticky}}}"#)
                })
            })
        }),
    ]
}

fn versions(bytes: usize, number: impl Fn(usize) -> usize) -> String {
    document(bytes, |index, left| {
        let version = |index| match index {
            9_999 => r#""$LATEST":{}"#.to_owned(),
            _ => format!(r#""{}":{{}}"#, number(index)),
        };
        let most = 10_000.min(left / 10 + 1);
        // `$LATEST` is the last of the list.
        let versions =
            entries(['{', '}'], usize::MAX, most, |index| version(10_000 - most + index));
        format!(r#"{{"name":"f{index}","versions":{versions}}}"#)
    })
}

fn aliases(bytes: usize, number: impl Fn(usize) -> usize) -> String {
    aliased(bytes, |left| {
        entries(['{', '}'], left, 1_000, |index| {
            format!(r#""a{:04}":{{"version":"1"}}"#, number(index))
        })
    })
}

/// Of the versions 1 and 2 in turn, half of a million each.
fn slices() -> String {
    some(1_000, |index| format!(r#"["{}",1000]"#, index % 2 + 1))
}
