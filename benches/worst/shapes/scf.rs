//! SCF's documents.

use crate::shape::Shape;
use crate::text::{entries, list};

pub fn shapes() -> Vec<Shape> {
    let own = [
        Shape::good("SCF: aliases", |bytes| aliases(bytes, |_| String::new())),
        Shape::good("SCF: matches", |bytes| {
            aliases(bytes, |left| {
                let matches = entries(['[', ']'], left, 10_000, |index| {
                    format!(
                        r#"{{"Version":"2","Key":"invoke.headers.k","Method":"exact","Expression":"{index}"}}"#
                    )
                });
                format!(r#","RoutingConfig":{{"AddtionVersionMatchs":{matches}}}"#)
            })
        })
        .asked(|_| "9999".into()),
        Shape::good("SCF: weights", |bytes| {
            aliases(bytes, |left| {
                let weights = entries(['[', ']'], left, 10_000, |index| {
                    format!(r#"{{"Version":"{}","Weight":0}}"#, index + 2)
                });
                format!(r#","RoutingConfig":{{"AdditionalVersionWeights":{weights}}}"#)
            })
        }),
        Shape::good("SCF: unknown fields", |bytes| {
            aliases(bytes, |left| {
                let fields = entries(['{', '}'], left, usize::MAX, |index| format!(r#""{index}":0"#));
                format!(r#","X":{fields}"#)
            })
        }),
        Shape::bad("SCF: open brackets", |bytes| {
            format!(r#"{{"Response":{{"Aliases":[{}"#, "[".repeat(bytes))
        }),
        Shape::bad("SCF: one alias", |bytes| {
            let aliases = list(bytes, |_| r#"{"Name":"a","FunctionVersion":"1"}"#.into());
            format!(r#"{{"Aliases":{aliases},"TotalCount":0}}"#)
        }),
        Shape::bad("SCF: a fault in each match", |bytes| {
            aliases(bytes, |left| {
                let matches = list(left, |_| r#"{"Version":"x"}"#.into());
                format!(r#","RoutingConfig":{{"AddtionVersionMatchs":{matches}}}"#)
            })
        }),
    ];
    own.map(Shape::of_scf).into()
}

/// As many aliases as there may be; the first, `a`, takes the rest of the bytes.
fn aliases(bytes: usize, rest: impl Fn(usize) -> String) -> String {
    let aliases = entries(['[', ']'], bytes, 1_000, |index| {
        let name = if index == 0 { "a".to_owned() } else { format!("a{index}") };
        let rest = rest(bytes / if index == 0 { 2 } else { 64 });
        format!(r#"{{"Name":"{name}","FunctionVersion":"1"{rest}}}"#)
    });
    format!(r#"{{"Aliases":{aliases},"TotalCount":0}}"#)
}
