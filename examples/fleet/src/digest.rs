use std::fmt;

use pointsman::Function;
use pointsman::document::{Document, DocumentError};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::Upstream;

/// What a table comes down to: SHA-256 over the canonical text of its document.
///
/// Two gateways with one digest decide alike. The text holds each function's revision, so a change
/// that was made and unmade shows, too.
///
/// ```
/// use fleet::Digest;
/// use pointsman::Function;
///
/// let function = Function::new("B".parse()?, "http://127.0.0.1:9000".to_owned());
/// let mut changed = function.clone();
/// changed.publish()?;
/// assert_eq!(Digest::of([function.clone()])?, Digest::of([function.clone()])?);
/// assert_ne!(Digest::of([function])?, Digest::of([changed])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest(String);

impl Digest {
    /// The digest of these functions, in whatever order they come.
    ///
    /// # Errors
    ///
    /// If a function is beyond a document's limits.
    ///
    /// # Cost
    ///
    /// All functions are written down.
    pub fn of(
        functions: impl IntoIterator<Item = Function<Upstream>>,
    ) -> Result<Self, DocumentError> {
        let mut document = Document::new();
        for function in functions {
            document.insert(function);
        }
        let hash = Sha256::digest(document.to_json()?);
        Ok(Self(hex::encode(hash)))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use pointsman::Function;

    use super::Digest;

    /// As `printf '{"functions":[],"pointsman":1}' | sha256sum` has it.
    #[test]
    fn it_is_the_sha256_of_the_canonical_text() {
        assert_eq!(
            Digest::of([]).unwrap().to_string(),
            "1d2a4ced43a643af94ff0fa04de658b2b3cbf30193fd93e7dddb758149280d30"
        );
    }

    #[test]
    fn the_order_in_which_functions_come_is_nothing() {
        let [a, b] = ["A", "B"].map(|id| Function::new(id.parse().unwrap(), String::new()));
        assert_eq!(Digest::of([a.clone(), b.clone()]), Digest::of([b, a]));
    }
}
