use pointsman::document::{Document, DocumentError};
use pointsman::{Function, FunctionId};
use thiserror::Error;

use crate::{KeyError, Keys, Upstream};

/// What etcd holds under a key: not yet read, so it may be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key. Bytes that are no UTF-8 are replaced, and then it is no function's.
    pub key: String,
    /// The value.
    pub value: Vec<u8>,
    /// The revision of etcd at which the key was created. It tells a function that was deleted and
    /// created again from the one before, whose own revisions begin at 0 as well.
    pub created: i64,
    /// The revision of etcd at which the value was written.
    pub modified: i64,
}

impl Entry {
    /// The function that the entry holds.
    ///
    /// # Errors
    ///
    /// If the key is no function's, or the value is not a document of that function alone.
    pub fn function(&self, keys: &Keys) -> Result<Function<Upstream>, EntryError> {
        let id = keys.id(&self.key)?;
        let text = str::from_utf8(&self.value).map_err(|_| EntryError::Text)?;
        let mut functions = Document::from_json(text)?.into_iter();
        match (functions.next(), functions.len()) {
            (Some(function), 0) if *function.id() == id => Ok(function),
            (Some(function), 0) => Err(EntryError::Id(function.id().clone())),
            (one, more) => Err(EntryError::Count(usize::from(one.is_some()) + more)),
        }
    }

    /// The value that holds a function.
    ///
    /// # Errors
    ///
    /// If the function is beyond a document's limits.
    pub fn value(function: Function<Upstream>) -> Result<String, DocumentError> {
        let mut document = Document::new();
        document.insert(function);
        document.to_json()
    }
}

/// Why an entry holds no function.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EntryError {
    /// The key is no function's.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The value is no text.
    #[error("the value is not UTF-8")]
    Text,
    /// The value is no document.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The document has no function, or more than one.
    #[error("the document holds {0} functions, not one")]
    Count(usize),
    /// The document's function is another.
    #[error("the document holds function {0}, which is not the key's")]
    Id(FunctionId),
}

#[cfg(test)]
mod tests {
    use pointsman::Function;

    use super::Entry;
    use crate::Keys;

    fn entry(key: &str, value: impl Into<Vec<u8>>) -> Entry {
        Entry { key: key.into(), value: value.into(), created: 1, modified: 1 }
    }

    #[test]
    fn a_function_is_read_back() {
        let function = Function::new("prod/B".parse().unwrap(), "upstream".to_owned());
        let value = Entry::value(function.clone()).unwrap();
        let entry = entry("/pointsman/functions/prod/B", value);
        assert_eq!(entry.function(&Keys::default()), Ok(function));
    }

    #[test]
    fn what_holds_no_function_is_told() {
        let document = |functions: &str| format!(r#"{{"pointsman":1,"functions":[{functions}]}}"#);
        let function = |name: &str| {
            format!(r#"{{"name":"{name}","versions":{{"$LATEST":{{"payload":""}}}}}}"#)
        };
        let two = format!("{},{}", function("B"), function("C"));
        let key = "/pointsman/functions/default/B";
        for (entry, expected) in [
            (entry("/pointsman/functions/B", ""), "the key is not PREFIX/NAMESPACE/NAME"),
            (entry(key, [0xff]), "the value is not UTF-8"),
            (entry(key, document("")), "the document holds 0 functions, not one"),
            (entry(key, document(&two)), "the document holds 2 functions, not one"),
            (
                entry(key, document(&function("C"))),
                "the document holds function C, which is not the key's",
            ),
            (
                entry(key, document(r#"{"name":"B","versions":{}}"#)),
                "functions[0].versions.$LATEST: is missing",
            ),
        ] {
            assert_eq!(entry.function(&Keys::default()).unwrap_err().to_string(), expected);
        }
    }
}
