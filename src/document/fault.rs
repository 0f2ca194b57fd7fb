//! Faults of a document, and where they are.

use alloc::string::String;
use core::fmt;

use thiserror::Error;

use crate::first::{self, First};
use crate::path::Path;

/// Why a document was refused: all its faults, each with its path.
///
/// It is printed a fault a line. Of many faults the first [`DocumentError::MAX_FAULTS`] are kept, and
/// the rest is counted.
///
/// ```
/// use pointsman::document::Document;
///
/// let error = Document::<()>::from_json(
///     r#"{ "pointsman": 1, "functions": [ { "name": "B", "versions": { "$LATEST": {} },
///          "aliases": { "release": { "version": "1", "weights": { "9": 0.1 } } } } ] }"#,
/// )
/// .unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "functions[0].aliases.release.version: version 1 does not exist\n\
///      functions[0].aliases.release.weights.9: version 9 does not exist",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    faults: First<Fault>,
}

impl DocumentError {
    /// How many faults are kept.
    pub const MAX_FAULTS: usize = first::MAX;

    /// The faults in the order in which they were found, at most [`DocumentError::MAX_FAULTS`].
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        self.faults.kept()
    }

    /// How many faults there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.faults.total()
    }
}

impl core::error::Error for DocumentError {}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.faults.fmt(f)
    }
}

/// Something in a document that can't be.
///
/// ```
/// use pointsman::document::Document;
///
/// let error = Document::<()>::from_json(r#"{ "pointsman": 2 }"#).unwrap_err();
/// let fault = &error.faults()[0];
/// assert_eq!((fault.path(), fault.reason()), ("pointsman", "must be 1, the one format there is"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}{}{reason}", if path.is_empty() { "" } else { ": " })]
pub struct Fault {
    path: String,
    reason: String,
}

impl Fault {
    /// Where: `functions[1].aliases.release.weights.9`. Empty where it is the whole document. A name
    /// that is long, or not of letters, digits, `$`, `-` and `_`, stands in brackets and back-ticks.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct Faults {
    faults: First<Fault>,
}

impl Faults {
    pub(super) fn add(&mut self, path: &Path<'_>, reason: impl fmt::Display) {
        self.faults.add(|| {
            let (path, reason) = (alloc::format!("{path}"), alloc::format!("{reason}"));
            Fault { path, reason }
        });
    }

    /// The value, or a fault and nothing.
    pub(super) fn check<V, E: fmt::Display>(
        &mut self,
        path: &Path<'_>,
        result: Result<V, E>,
    ) -> Option<V> {
        result.map_err(|error| self.add(path, error)).ok()
    }

    /// How many there are.
    pub(super) fn total(&self) -> usize {
        self.faults.total()
    }

    /// A fault if there are more than so many.
    pub(super) fn limit(&mut self, at: &Path<'_>, count: usize, limit: usize, what: &str) {
        if count > limit {
            self.add(at, format_args!("{count} {what} are more than {limit}"));
        }
    }

    /// What was read, if nothing was wrong with it.
    pub(super) fn finish<V>(self, value: Option<V>) -> Result<V, DocumentError> {
        let Self { faults } = self;
        value.filter(|_| faults.total() == 0).ok_or(DocumentError { faults })
    }
}
