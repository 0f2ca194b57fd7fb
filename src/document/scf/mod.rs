//! The documents of Tencent Cloud SCF: aliases as `GetAlias` and `ListAliases` answer them, and as
//! `CreateAlias` and `UpdateAlias` take them.
//!
//! Reading is tolerant: unknown fields, times among them, are passed over, lists may be `null`,
//! weights integers, and a `Response` envelope is taken off. But an unknown field within
//! `RoutingConfig` is refused: should SCF mend its spelling (`AddtionVersionMatchs`) one day, rules
//! must not vanish silently. Matches become rules, in order, and stand beside weights. The limits of
//! a [`Document`](super::Document) hold here, too; versions are limited for each list of weights.
//!
//! Writing is exact, and what SCF can't hold is an error that names it: see [`write_alias`]. What its
//! text forbids on top of that is named by [`check`].
//!
//! A document of aliases doesn't list the versions of the function. [`function`] takes `$LATEST` and
//! all that the aliases name to exist; [`function_with`] takes a list.
//!
//! ```
//! use pointsman::document::scf;
//! use pointsman::{Point, Qualifier, Request, RoutingTable, Version};
//!
//! let answer = r#"{ "Response": { "TotalCount": 1, "RequestId": "7c5a8d2e", "Aliases": [
//!     { "Name": "release", "FunctionVersion": "1", "Description": "",
//!       "RoutingConfig": { "AdditionalVersionWeights": null, "AddtionVersionMatchs": [
//!         { "Version": "4", "Key": "invoke.headers.User", "Method": "exact", "Expression": "Bob" }
//!       ] } } ] } }"#;
//! let function = scf::function("B".parse()?, scf::read_aliases(answer)?, |version| {
//!     format!("http://127.0.0.1/{version}")
//! })?;
//! let table = RoutingTable::new([function])?;
//! let headers = [("User", "Bob")];
//! let request = Request::new(&headers, Point::sequence(1));
//! let decision = table.resolve("B", Qualifier::parse("release")?, &request)?;
//! assert_eq!(decision.payload(), "http://127.0.0.1/4");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod read;
mod write;

use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

pub use self::check::{Objection, check};
pub use self::read::{read_alias, read_aliases};
pub use self::write::{ScfError, write_alias, write_aliases};
use crate::{Alias, AliasName, Function, FunctionError, FunctionId, FunctionParts, Version};

/// The function that these aliases belong to, with `$LATEST` and all versions that they name.
///
/// The payload of each version is what `payload` makes of it. `$DEFAULT` points to `$LATEST` unless
/// it is among the aliases.
///
/// ```
/// use pointsman::document::scf;
///
/// let aliases = [scf::read_alias(r#"{ "Name": "release", "FunctionVersion": "7" }"#)?];
/// let function = scf::function("B".parse()?, aliases, |version| version.to_string())?;
/// let versions: Vec<_> = function.versions().map(|(_, payload)| payload.as_str()).collect();
/// assert_eq!(versions, ["7", "$LATEST"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If an alias stands twice.
pub fn function<T>(
    id: FunctionId,
    aliases: impl IntoIterator<Item = (AliasName, Alias)>,
    mut payload: impl FnMut(Version) -> T,
) -> Result<Function<T>, FunctionError> {
    let aliases: Vec<_> = aliases.into_iter().collect();
    let named = aliases.iter().flat_map(|(_, alias)| alias.named_versions());
    let named = named.map(|(_, version)| version).chain([Version::LATEST]);
    let versions: BTreeSet<Version> = named.collect();
    let versions = versions.into_iter().map(|version| (version, payload(version))).collect();
    function_with(id, versions, aliases)
}

/// The function that these aliases belong to, with these versions, `$LATEST` among them.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use pointsman::Version;
/// use pointsman::document::scf;
///
/// let aliases = [scf::read_alias(r#"{ "Name": "release", "FunctionVersion": "7" }"#)?];
/// let versions = BTreeMap::from([(Version::LATEST, ()), (Version::numbered(6)?, ())]);
/// let error = scf::function_with("B".parse()?, versions, aliases).unwrap_err();
/// assert_eq!(error.to_string(), "alias `release`: version: version 7 does not exist");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If an alias stands twice or names a version that is not among them, or `$LATEST` isn't.
pub fn function_with<T>(
    id: FunctionId,
    versions: BTreeMap<Version, T>,
    aliases: impl IntoIterator<Item = (AliasName, Alias)>,
) -> Result<Function<T>, FunctionError> {
    let mut distinct = BTreeMap::new();
    for (name, alias) in aliases {
        match distinct.entry(name) {
            Entry::Vacant(vacant) => drop(vacant.insert(alias)),
            Entry::Occupied(occupied) => {
                return Err(FunctionError::AliasExists(occupied.key().clone()));
            }
        }
    }
    let highest = versions.keys().rev().find_map(|version| version.number());
    let next_version = highest.unwrap_or_default().saturating_add(1);
    Function::from_parts(FunctionParts {
        id,
        versions,
        aliases: distinct,
        next_version,
        revision: 0,
    })
}
