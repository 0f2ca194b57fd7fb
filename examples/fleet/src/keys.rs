use pointsman::{FunctionId, NameError, Namespace};
use thiserror::Error;

/// Where functions lie in etcd: one key a function, `PREFIX/NAMESPACE/NAME`.
///
/// So an event of etcd is one function's change, whole. The namespace is always written, `default`
/// too, so that a function has one key and no other.
///
/// ```
/// use fleet::Keys;
///
/// let keys = Keys::default();
/// assert_eq!(keys.key(&"B".parse()?), "/pointsman/functions/default/B");
/// assert_eq!(keys.id("/pointsman/functions/prod/A")?, "prod/A".parse()?);
/// assert!(keys.id("/pointsman/functions/B").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// Ends with a slash.
    prefix: String,
}

impl Keys {
    /// Keys under this prefix. Slashes at its end count for nothing.
    #[must_use]
    pub fn under(prefix: &str) -> Self {
        Self { prefix: format!("{}/", prefix.trim_end_matches('/')) }
    }

    /// What all keys begin with.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The first text after all keys: the prefix with the byte after its slash.
    #[must_use]
    pub fn end(&self) -> String {
        format!("{}0", self.prefix.trim_end_matches('/'))
    }

    /// The key of a function.
    #[must_use]
    pub fn key(&self, id: &FunctionId) -> String {
        format!("{}{}/{}", self.prefix, id.namespace(), id.name())
    }

    /// The function of a key.
    ///
    /// # Errors
    ///
    /// If the key is not `PREFIX/NAMESPACE/NAME`.
    pub fn id(&self, key: &str) -> Result<FunctionId, KeyError> {
        let path = key.strip_prefix(&self.prefix).and_then(|path| path.split_once('/'));
        let (namespace, name) = path.ok_or(KeyError::Form)?;
        Ok(FunctionId::new(namespace.parse::<Namespace>()?, name.parse()?))
    }
}

/// Under `/pointsman/functions`.
impl Default for Keys {
    fn default() -> Self {
        Self::under("/pointsman/functions")
    }
}

/// Why a key is no function's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// It is not `PREFIX/NAMESPACE/NAME`.
    #[error("the key is not PREFIX/NAMESPACE/NAME")]
    Form,
    /// The namespace or the name can't be.
    #[error(transparent)]
    Name(#[from] NameError),
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn a_function_has_one_key_and_a_key_one_function() {
        let keys = Keys::under("/fleet//");
        for id in ["B", "prod/B", "prod/image-resize"] {
            let id = id.parse().unwrap();
            assert_eq!(keys.id(&keys.key(&id)), Ok(id));
        }
    }

    #[test]
    fn what_is_no_function_is_told() {
        let keys = Keys::default();
        for (key, expected) in [
            ("/pointsman/functions/B", "the key is not PREFIX/NAMESPACE/NAME"),
            ("/elsewhere/default/B", "the key is not PREFIX/NAMESPACE/NAME"),
            ("/pointsman/functions/default/", "function name `` is empty"),
            (
                "/pointsman/functions/a/b/c",
                "function name `b/c` may hold only ASCII letters, digits, `-` and `_`",
            ),
            ("/pointsman/functions/9/B", "namespace `9` must start with a letter"),
        ] {
            assert_eq!(keys.id(key).unwrap_err().to_string(), expected);
        }
    }
}
