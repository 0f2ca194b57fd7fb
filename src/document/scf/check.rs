//! What SCF's text forbids, though its documents can hold it.

use alloc::vec::Vec;

use thiserror::Error;

use crate::{Alias, AliasName};

/// What SCF would object to in an alias that its documents can hold.
///
/// SCF's own samples break the first two of these, so reading and writing pass them over.
///
/// ```
/// use pointsman::document::scf::{self, Objection};
/// use pointsman::{Alias, Version};
///
/// let alias = Alias::to(Version::LATEST);
/// assert_eq!(scf::check(&"r".parse()?, &alias), [Objection::ConsoleName]);
/// # Ok::<(), pointsman::NameError>(())
/// ```
#[must_use]
pub fn check(name: &AliasName, alias: &Alias) -> Vec<Objection> {
    let additional = alias.split().additional().len();
    let objections = [
        (additional > 1).then_some(Objection::AdditionalVersions(additional)),
        (additional > 0 && !alias.rules().is_empty()).then_some(Objection::WeightsAndMatches),
        (!console_name(name.as_str())).then_some(Objection::ConsoleName),
        (!alias.description().chars().all(console_character))
            .then_some(Objection::ConsoleDescription),
    ];
    objections.into_iter().flatten().collect()
}

/// The console's form for the name of an alias; `$DEFAULT` is there without it.
fn console_name(name: &str) -> bool {
    name == AliasName::DEFAULT_TEXT
        || ((2..=60).contains(&name.len()) && !name.ends_with(['-', '_']))
}

/// Letters, digits, spaces, commas, full stops and Chinese.
fn console_character(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, ' ' | ',' | '.' | '，' | '。')
        || matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Something that SCF's text forbids.
///
/// ```
/// use pointsman::document::scf::Objection;
///
/// let text = Objection::WeightsAndMatches.to_string();
/// assert_eq!(text, "weights stand together with matches");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Objection {
    /// An alias of SCF has one additional version at most.
    #[error("{0} additional versions are more than one")]
    AdditionalVersions(usize),
    /// An alias of SCF is routed by weight or by rule.
    #[error("weights stand together with matches")]
    WeightsAndMatches,
    /// The console takes names of 2 to 60 bytes that end with a letter or a digit.
    #[error("the console takes names of 2 to 60 bytes that end with a letter or a digit")]
    ConsoleName,
    /// The console takes descriptions of letters, digits, spaces, commas, full stops and Chinese.
    #[error(
        "the console takes descriptions of letters, digits, spaces, commas, full stops and Chinese"
    )]
    ConsoleDescription,
}
