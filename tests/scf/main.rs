//! SCF's documents: what is read, what is refused, what is written, and the functions made of them.
#![cfg(feature = "serde")]

mod functions;
mod limits;
mod reading;
mod refusals;
mod writing;

use pointsman::{Alias, AliasName, AttributeKey, Split, Test, Version, Weight};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn name(text: &str) -> AliasName {
    text.parse().expect("an alias name")
}

/// A version: 0 stands for `$LATEST`.
fn version(number: u64) -> Version {
    Version::numbered(number).unwrap_or(Version::LATEST)
}

/// A split of versions and percents beside the main version.
fn split(main: u64, additional: &[(u64, u32)]) -> Split {
    let additional = additional.iter().map(|&(number, percent)| {
        (version(number), Weight::from_percent(percent).expect("a percentage"))
    });
    Split::new(version(main), additional).expect("a split")
}

/// A match as SCF has them: on a header, leading to one version.
fn matching(alias: Alias, header: &str, method: &str, expression: &str, to: u64) -> Alias {
    let key = AttributeKey::header(header).expect("a header");
    let test = match method {
        "exact" => Test::exact(key, expression),
        _ => Test::range(key, expression.parse().expect("an interval")),
    };
    alias.rule(test.into(), version(to))
}
