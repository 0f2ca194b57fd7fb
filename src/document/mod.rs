//! Documents: functions as JSON, the crate's own form and those of the clouds.
//!
//! Two families, and they never mix: a [`Document`] is the crate's own, strict and canonical; the
//! documents of a cloud are read with tolerance and written exactly, so far by [`scf`].

mod alias;
mod distinct;
mod fast;
mod fault;
mod json;
mod limits;
mod node;
mod read;
mod reader;
mod scan;
pub mod scf;
mod write;

use alloc::collections::BTreeMap;
use alloc::string::String;

use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(feature = "rollout")]
pub(crate) use self::alias::deserialize_field;
pub use self::fault::{DocumentError, Fault};
pub(crate) use self::json::{Json, Kind};
use crate::{Function, FunctionId, RoutingTable, TableDiff};

/// Functions as they are written down: the crate's own document.
///
/// # Format
///
/// ```json
/// { "pointsman": 1,
///   "functions": [
///     { "name": "B", "namespace": "default", "revision": 12, "next_version": 5,
///       "versions": { "$LATEST": {"payload": "http://127.0.0.1:9000"}, "1": {}, "2": {} },
///       "aliases": {
///         "$DEFAULT": { "version": "$LATEST" },
///         "release":  { "version": "1", "weights": { "2": 0.1 },
///                       "sticky": "invoke.headers.User", "description": "to everyone" },
///         "prepub":   { "version": "1",
///                       "rules": [ { "when": "invoke.headers.User exact Bob", "version": "2" } ] }
///       } } ] }
/// ```
///
/// - `pointsman` is the format and must be 1. `versions` must hold `$LATEST`.
/// - May be left out: `namespace` (`default`), `revision` (0), `next_version` (one above the highest
///   number), `aliases`, `$DEFAULT` in it (pointing to `$LATEST`), `weights`, `rules`, `sticky`,
///   `description`, `payload`. A payload that is left out is read as `null`.
/// - `weights` are decimal numbers: see [`Weight::from_fraction`](crate::Weight::from_fraction).
///   `slices`, a list of `["version", millionths]`, may stand beside them where
///   [`Split::reweight`](crate::Split::reweight) has left a layout that weights alone don't give.
/// - `sticky` is a key, a list of 1 to 8 keys, or `{"key": …, "salt": …}`, where `key` is either, and
///   must be there.
/// - A rule takes `when`, `version`, and perhaps `weights` and `slices`. `when` is a
///   [`Test`](crate::Test), `{"all": […]}`, `{"any": […]}` or `{"not": …}`.
///
/// It is strict: unknown fields, keys that stand twice, wrong types, `null` (but for a payload) and
/// all that a [`Function`] refuses are refused, with every fault and its path: see [`DocumentError`].
///
/// # Limits
///
/// | | at most |
/// |---|---|
/// | nesting of conditions | 32 |
/// | tests in a condition | 1,000 |
/// | rules in an alias | 10,000 |
/// | versions of a function, with `$LATEST` | 10,000 |
/// | aliases of a function, as they are listed | 1,000 |
/// | slices in a split's own layout | 1,000 |
/// | an expression | 64 KiB |
/// | a description | 1,000 characters |
/// | the name of a function, a namespace | 60 bytes |
/// | the name of an alias | 64 bytes |
/// | the name of an attribute | 256 bytes |
/// | sticky keys of an alias | 8 |
/// | a salt | 256 bytes |
/// | the number of a version | 2⁶³ - 1 |
/// | nesting of a payload | 127, or what its type takes if that is less |
///
/// The size of the whole, and so how many functions there are, is the caller's to limit. Reading takes
/// time in proportion to it, but for sorting, whatever the text is, and no nesting uses up the stack:
/// what is not read is passed over without recursion.
///
/// The names, keys, salts, slices and the nesting of conditions are limited by the types themselves;
/// the rest is limited only in documents, and in what is written as one.
///
/// ```
/// use pointsman::document::Document;
/// use pointsman::{Alias, Point, Qualifier, Request, RoutingTable, Version};
///
/// let mut document: Document<String> = Document::from_json(
///     r#"{ "pointsman": 1, "functions": [ { "name": "B",
///          "versions": { "$LATEST": { "payload": "a" }, "1": { "payload": "b" } } } ] }"#,
/// )?;
///
/// let v1 = Alias::to(Version::numbered(1)?);
/// document.update(&"B".parse()?, |function| function.update_alias("$DEFAULT", v1)).transpose()?;
/// assert_eq!(Document::from_json(&document.to_json()?)?, document);
///
/// let table = RoutingTable::from(document);
/// let request = Request::new(&(), Point::sequence(1));
/// assert_eq!(table.resolve("B", Qualifier::DEFAULT, &request)?.payload(), "b");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Document<T> {
    functions: BTreeMap<FunctionId, Function<T>>,
}

impl<T> Document<T> {
    /// A document without functions.
    #[must_use]
    pub fn new() -> Self {
        Self { functions: BTreeMap::new() }
    }

    /// Reads a document.
    ///
    /// ```
    /// use pointsman::document::Document;
    ///
    /// let text = r#"{ "pointsman": 1, "functions": [ { "name": "B", "versions": {} } ] }"#;
    /// let error = Document::<()>::from_json(text).unwrap_err();
    /// assert_eq!(error.to_string(), "functions[0].versions.$LATEST: is missing");
    /// ```
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or anything in it can't be. Nothing of it is taken then.
    ///
    /// # Cost
    ///
    /// One pass over the text. If anything is wrong a second, slower one collects the faults.
    pub fn from_json(text: &str) -> Result<Self, DocumentError>
    where
        T: DeserializeOwned,
    {
        fast::document(text).map_or_else(|| read::document(text), Ok)
    }

    /// Writes the document, in one line.
    ///
    /// A payload that is written as `null` is left out, so it must be one that can be read from `null`:
    /// `f64::NAN` isn't, and what holds it can't be read again.
    ///
    /// The text is canonical: functions by namespace and name, keys sorted by bytes, defaults left
    /// out but `next_version`. Equal documents give equal text.
    ///
    /// ```
    /// use pointsman::document::Document;
    /// use pointsman::Function;
    ///
    /// let mut document = Document::new();
    /// document.insert(Function::new("B".parse()?, "upstream"));
    /// assert_eq!(
    ///     document.to_json()?,
    ///     r#"{"functions":[{"name":"B","next_version":1,"#.to_owned()
    ///         + r#""versions":{"$LATEST":{"payload":"upstream"}}}],"pointsman":1}"#,
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a payload refuses to be written, or a limit is exceeded, so that the text could not be
    /// read again.
    pub fn to_json(&self) -> Result<String, DocumentError>
    where
        T: Serialize,
    {
        write::document(self)
    }

    /// The functions, by namespace and name.
    ///
    /// ```
    /// use pointsman::document::Document;
    /// use pointsman::Function;
    ///
    /// let mut document = Document::new();
    /// document.insert(Function::new("prod/A".parse()?, ()));
    /// document.insert(Function::new("B".parse()?, ()));
    /// let ids: Vec<_> = document.functions().map(|function| function.id().to_string()).collect();
    /// assert_eq!(ids, ["B", "prod/A"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn functions(&self) -> impl ExactSizeIterator<Item = &Function<T>> {
        self.functions.values()
    }

    /// The function of this id.
    #[must_use]
    pub fn function(&self, id: &FunctionId) -> Option<&Function<T>> {
        self.functions.get(id)
    }

    /// What changes when `new` takes the place of this document.
    ///
    /// ```
    /// use pointsman::document::Document;
    /// use pointsman::Function;
    ///
    /// let old = Document::new();
    /// let mut new = old.clone();
    /// new.insert(Function::new("B".parse()?, "upstream"));
    /// assert!(old.diff(&new).to_string().starts_with("B: added"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Linear in the functions, then [`Function::diff`] for those that both have.
    #[must_use]
    pub fn diff<'a>(&'a self, new: &'a Self) -> TableDiff<'a>
    where
        T: PartialEq,
    {
        TableDiff::between_distinct(self.functions(), new.functions(), |old, new| old == new)
    }

    /// Puts a function in, and returns the one whose place it takes.
    ///
    /// ```
    /// use pointsman::document::Document;
    /// use pointsman::Function;
    ///
    /// let mut document = Document::new();
    /// assert_eq!(document.insert(Function::new("B".parse()?, 1)), None);
    /// assert_eq!(document.insert(Function::new("B".parse()?, 2)), Some(Function::new("B".parse()?, 1)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn insert(&mut self, function: Function<T>) -> Option<Function<T>> {
        self.functions.insert(function.id().clone(), function)
    }

    /// Changes a function where it stands, and returns what the change returns; `None` if there is no
    /// such function. A change that puts a function of another name there [inserts](Self::insert)
    /// that one instead.
    ///
    /// ```
    /// use pointsman::document::Document;
    /// use pointsman::{Alias, Function, Version};
    ///
    /// let mut document = Document::new();
    /// document.insert(Function::new("B".parse()?, ()));
    /// let id = "B".parse()?;
    /// let missing = Alias::to(Version::numbered(7)?);
    /// let refused = document.update(&id, |function| function.update_alias("$DEFAULT", missing));
    /// assert!(refused.is_some_and(|update| update.is_err()));
    /// assert_eq!(document.function(&id).map(Function::revision), Some(0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn update<R>(
        &mut self,
        id: &FunctionId,
        change: impl FnOnce(&mut Function<T>) -> R,
    ) -> Option<R> {
        let result = change(self.functions.get_mut(id)?);
        // Whoever puts another function in its place gets that one filed under its own name.
        if self.function(id).is_some_and(|function| function.id() != id) {
            let renamed = self.functions.remove(id);
            renamed.and_then(|function| self.insert(function));
        }
        Some(result)
    }

    /// Takes a function out.
    ///
    /// ```
    /// use pointsman::document::Document;
    /// use pointsman::Function;
    ///
    /// let mut document = Document::new();
    /// document.insert(Function::new("B".parse()?, ()));
    /// assert!(document.remove(&"B".parse()?).is_some());
    /// assert!(document.function(&"B".parse()?).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn remove(&mut self, id: &FunctionId) -> Option<Function<T>> {
        self.functions.remove(id)
    }
}

/// No functions.
impl<T> Default for Document<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> IntoIterator for Document<T> {
    type Item = Function<T>;
    type IntoIter = alloc::collections::btree_map::IntoValues<FunctionId, Function<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.functions.into_values()
    }
}

/// The table of a document's functions: it can't be wrong, since no two of them have one name.
impl<T> From<Document<T>> for RoutingTable<T> {
    fn from(document: Document<T>) -> Self {
        Self::of_distinct(document.functions.len(), document)
    }
}

impl<T: DeserializeOwned> RoutingTable<T> {
    /// The table of a document, from its text.
    ///
    /// It is that of [`Document::from_json`], for those who have no other use for the document.
    ///
    /// ```
    /// use pointsman::document::Document;
    /// use pointsman::{Qualifier, Point, Request, RoutingTable};
    ///
    /// let text = r#"{ "pointsman": 1, "functions": [
    ///     { "name": "B", "versions": { "$LATEST": { "payload": "http://127.0.0.1:9000" } } }
    /// ] }"#;
    /// let table = RoutingTable::<String>::from_json(text)?;
    /// let request = Request::new(&(), Point::sequence(1));
    /// let decision = table.resolve("B", Qualifier::DEFAULT, &request)?;
    /// assert_eq!(decision.payload(), "http://127.0.0.1:9000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Document::from_json`].
    ///
    /// # Cost
    ///
    /// Each function is packed as soon as it is read, so that they are never in memory all at once: with
    /// many that takes a tenth to a quarter less time than a document and then its table. About as much
    /// memory as the text has is taken for them at first. If anything is wrong, all is read again as
    /// by [`Document::from_json`].
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        fast::table(text).map_or_else(|| read::document(text).map(Self::from), Ok)
    }
}
