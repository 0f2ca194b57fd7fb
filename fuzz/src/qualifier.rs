//! Qualifiers and versions.

use pointsman::{Qualifier, Version};

use crate::grammar::{is_alias_name, version_number};
use crate::value::{is_short, parse_text};

/// A qualifier is a version, an alias or an error, and borrows its text.
pub fn parse(text: &str) {
    let version = parse_text::<Version>(text);
    let number = version_number(text);
    match version {
        Some(version) => assert_eq!((version.number(), version.to_string()), (number, text.into())),
        None => assert!(number.is_none()),
    }
    assert_eq!(version == Some(Version::LATEST), text == "$LATEST");

    let alias = match text {
        "" => Some("$DEFAULT"),
        _ => Some(text).filter(|text| is_alias_name(text)),
    };
    match Qualifier::parse(text) {
        Ok(qualifier) => {
            assert_eq!((qualifier.version(), qualifier.alias()), (version, alias));
            assert!(version.is_some() != alias.is_some());
            let borrows = |alias: &str| text.is_empty() || std::ptr::eq(alias, text);
            assert!(qualifier.alias().is_none_or(borrows));
            let printed = qualifier.to_string();
            assert_eq!(Qualifier::parse(&printed), Ok(qualifier));
            assert_eq!(printed, if text.is_empty() { "$DEFAULT" } else { text });
        }
        Err(error) => {
            assert_eq!((version, alias), (None, None));
            is_short(&error);
        }
    }
}
