//! Names of functions, namespaces and aliases.

use pointsman::{AliasName, FunctionId, FunctionName, Namespace, Qualifier};

use crate::grammar::{is_alias_name, is_name};
use crate::value::parse_text;

/// Each reads what its grammar has and nothing else, and prints it as it came.
pub fn parse(text: &str) {
    let name = parse_text::<FunctionName>(text);
    assert_eq!(name.as_ref().map(FunctionName::as_str), Some(text).filter(|text| is_name(text)));

    let namespace = parse_text::<Namespace>(text);
    assert_eq!(namespace.as_ref().map(Namespace::as_str), Some(text).filter(|text| is_name(text)));
    assert!(namespace.is_none_or(|namespace| namespace.is_default() == (text == "default")));

    let alias = parse_text::<AliasName>(text);
    assert_eq!(alias.as_ref().map(AliasName::as_str), Some(text).filter(|it| is_alias_name(it)));
    if let Some(alias) = alias {
        assert_eq!(alias.is_default(), text == "$DEFAULT");
        assert_eq!(Qualifier::parse(text), Ok(Qualifier::from(&alias)));
    }

    let id = parse_text::<FunctionId>(text);
    let parts = match text.split_once('/') {
        Some(parts) => parts,
        None => ("default", text),
    };
    assert_eq!(id.is_some(), is_name(parts.0) && is_name(parts.1));
    if let Some(id) = id {
        assert_eq!((id.namespace().as_str(), id.name().as_str()), parts);
        let short = text.strip_prefix("default/").unwrap_or(text);
        assert_eq!(id.to_string(), short);
    }
}
