use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use super::function::FunctionDiff;
use super::join::join;
use super::lines::Lines;
use crate::path::Path;
use crate::{Function, FunctionId, TableError};

/// What changes when one set of functions takes the place of another: which are added, removed and
/// changed.
///
/// It is between what tables are made from, since a [`RoutingTable`](crate::RoutingTable) keeps
/// neither names of rules nor texts; documents have `Document::diff`. A function of another name is
/// another function: the old one is removed.
///
/// It is printed a fact a line, each path beginning with the function's name, as in
/// `prod/B.aliases.release: 10% moves from version 1 to version 2`: see [`AliasDiff`](crate::AliasDiff).
///
/// ```
/// use pointsman::{Function, TableDiff};
///
/// let [a, b] = [Function::new("A".parse()?, 1), Function::new("B".parse()?, 1)];
/// let changed = Function::new("B".parse()?, 2);
/// assert_eq!(
///     TableDiff::between([&a, &b], [&changed])?.to_string(),
///     "A: removed\n\
///      B.versions.$LATEST: another payload",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableDiff<'a> {
    functions: Vec<FunctionDiff<'a>>,
}

impl<'a> TableDiff<'a> {
    /// What changes from one set of functions to another, in whatever order they come.
    ///
    /// ```
    /// use pointsman::{Function, TableDiff};
    ///
    /// let functions = [Function::new("A".parse()?, ()), Function::new("B".parse()?, ())];
    /// let [a, b] = &functions;
    /// assert!(TableDiff::between(&functions, [b, a])?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If two functions of one set have one name in one namespace.
    ///
    /// # Cost
    ///
    /// n log n in the functions, then [`Function::diff`] for those that both sets have.
    pub fn between<T: PartialEq + 'a>(
        old: impl IntoIterator<Item = &'a Function<T>>,
        new: impl IntoIterator<Item = &'a Function<T>>,
    ) -> Result<Self, TableError> {
        Self::between_by(old, new, |old, new| old == new)
    }

    /// The same for payloads that have another way to tell whether they are equal, or none: see
    /// [`Function::diff_by`].
    ///
    /// ```
    /// use pointsman::{Function, TableDiff};
    ///
    /// let old = Function::new("A".parse()?, "http://127.0.0.1:9000");
    /// let new = Function::new("A".parse()?, "http://127.0.0.1:9001");
    /// assert!(TableDiff::between_by([&old], [&new], |_, _| true)?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`TableDiff::between`].
    pub fn between_by<T: 'a, U: 'a>(
        old: impl IntoIterator<Item = &'a Function<T>>,
        new: impl IntoIterator<Item = &'a Function<U>>,
        same_payload: impl FnMut(&T, &U) -> bool,
    ) -> Result<Self, TableError> {
        Ok(Self::between_distinct(
            distinct(old)?.into_values(),
            distinct(new)?.into_values(),
            same_payload,
        ))
    }

    /// The same for functions that come by namespace and name, of which no two have one.
    pub(crate) fn between_distinct<T: 'a, U: 'a>(
        old: impl IntoIterator<Item = &'a Function<T>>,
        new: impl IntoIterator<Item = &'a Function<U>>,
        mut same_payload: impl FnMut(&T, &U) -> bool,
    ) -> Self {
        let old = old.into_iter().map(|function| (function.id(), function));
        let new = new.into_iter().map(|function| (function.id(), function));
        let functions =
            join(old, new).map(|(_, old, new)| FunctionDiff::between(old, new, &mut same_payload));
        Self { functions: functions.filter(|function| !function.is_empty()).collect() }
    }

    /// The functions about which something changes, by namespace and name.
    #[must_use]
    pub fn functions(&self) -> &[FunctionDiff<'a>] {
        &self.functions
    }

    /// What changes about the function of this id, if anything does.
    #[must_use]
    pub fn function(&self, id: &FunctionId) -> Option<&FunctionDiff<'a>> {
        self.functions.iter().find(|function| function.after().or(function.before()) == Some(id))
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty()
    }
}

fn distinct<'a, T>(
    functions: impl IntoIterator<Item = &'a Function<T>>,
) -> Result<BTreeMap<&'a FunctionId, &'a Function<T>>, TableError> {
    let mut distinct = BTreeMap::new();
    for function in functions {
        if distinct.insert(function.id(), function).is_some() {
            return Err(TableError::Duplicate(function.id().clone()));
        }
    }
    Ok(distinct)
}

/// A fact a line.
impl fmt::Display for TableDiff<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = &mut Lines::new(f);
        self.functions.iter().try_for_each(|function| {
            let id = function.after().or(function.before());
            id.map_or(Ok(()), |id| function.write(&Path::ROOT.key(id), lines))
        })
    }
}
