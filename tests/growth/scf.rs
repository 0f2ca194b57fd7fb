//! SCF's documents.

use pointsman::document::scf;

use crate::{Case, falling, list};

pub fn cases() -> Vec<Case> {
    vec![
        (
            "SCF: aliases, falling",
            |n| {
                let one = |n| {
                    format!(r#"{{"Name":"a{n:05}","FunctionVersion":"1","RoutingConfig":{{}}}}"#)
                };
                format!(r#"{{"Aliases":[{}]}}"#, falling(n, one))
            },
            aliases,
        ),
        (
            "SCF: aliases of one name",
            |n| {
                let one = |_| r#"{"Name":"a","FunctionVersion":"1"}"#.into();
                format!(r#"{{"Aliases":[{}]}}"#, list(n, one))
            },
            aliases,
        ),
        (
            "SCF: weights of one version",
            |n| {
                let one = |_| r#"{"Version":"2","Weight":0}"#.into();
                scf_alias(&format!(r#""AdditionalVersionWeights":[{}]"#, list(n, one)))
            },
            aliases,
        ),
        (
            "SCF: weights, falling",
            |n| {
                let one = |n| format!(r#"{{"Version":"{}","Weight":0}}"#, n + 2);
                scf_alias(&format!(r#""AdditionalVersionWeights":[{}]"#, falling(n, one)))
            },
            aliases,
        ),
        (
            "SCF: matches",
            |n| {
                let one = |n| {
                    format!(
                        r#"{{"Version":"{}","Key":"invoke.headers.a","Method":"exact","Expression":"{n}"}}"#,
                        n + 2
                    )
                };
                scf_alias(&format!(r#""AddtionVersionMatchs":[{}]"#, list(n, one)))
            },
            aliases,
        ),
        (
            "SCF: unknown fields",
            |n| {
                format!(
                    r#"{{"Name":"a","FunctionVersion":"1",{}}}"#,
                    list(n, |n| format!(r#""x{n}":0"#))
                )
            },
            aliases,
        ),
    ]
}

fn scf_alias(routing: &str) -> String {
    format!(r#"{{"Name":"a","FunctionVersion":"1","RoutingConfig":{{{routing}}}}}"#)
}

fn aliases(text: &str) {
    drop(scf::read_aliases(text));
}
