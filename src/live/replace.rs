//! Serving a whole document.

use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;

use super::put::{Conflict, Put};
use super::router::{Router, models};
use super::shared::Models;
use crate::first::{self, First};
use crate::{Function, FunctionId, RoutingTable};

impl<T: Clone> Router<T> {
    /// Serves these functions and no others: a list of them, or a document.
    ///
    /// Each is judged as by [`Router::put`]; those that are no longer there go. All of it is served at
    /// once, or nothing.
    ///
    /// ```
    /// use pointsman::Function;
    /// use pointsman::live::Router;
    ///
    /// let router = Router::new([Function::new("A".parse()?, "a"), Function::new("B".parse()?, "b")])?;
    /// let mut changed = Function::new("B".parse()?, "b");
    /// changed.set_latest("c")?;
    /// let changes = router.replace([changed, Function::new("C".parse()?, "c")])?;
    /// assert_eq!(changes.created, ["C".parse()?]);
    /// assert_eq!(changes.updated, ["B".parse()?]);
    /// assert_eq!(changes.removed, ["A".parse()?]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A function that goes is forgotten with its revision: if it comes back, it is new.
    ///
    /// # Errors
    ///
    /// If two functions have one name in one namespace, or any differs from the served one while its
    /// revision is not above: then all such conflicts are told. The old table keeps serving.
    ///
    /// # Cost
    ///
    /// Every function is compared, while other writers wait. If fewer than one in sixteen changes, each
    /// change is made as by [`RoutingTable::with`]; else the table is made anew.
    pub fn replace(
        &self,
        functions: impl IntoIterator<Item = Function<T>>,
    ) -> Result<Changes, ReplaceError>
    where
        T: PartialEq,
    {
        let offered = models(functions).map_err(ReplaceError::Duplicate)?;
        let mut models = self.shared.models();
        let changes = Changes::between(&models, &offered).map_err(ReplaceError::Conflicts)?;
        if changes.is_empty() {
            return Ok(changes);
        }
        let table = self.changed(&models, &offered, &changes);
        let mut old: Vec<_> = changes.removed.iter().filter_map(|id| models.remove(id)).collect();
        for (id, function) in offered {
            let put = changes.is_put(&id);
            old.extend(if put { models.insert(id, function) } else { Some(function) });
        }
        let old = (old, self.shared.serve(&models, table));
        drop(models);
        drop(old);
        Ok(changes)
    }

    fn changed(
        &self,
        models: &Models<T>,
        offered: &Models<T>,
        changes: &Changes,
    ) -> RoutingTable<T> {
        let put = offered.iter().filter(|(id, _)| changes.is_put(id));
        let put = put.map(|(_, function)| function);
        if changes.len().saturating_mul(REBUILD) < models.len() {
            let served = self.shared.load().table.clone();
            let left = changes.removed.iter().fold(served, |table, id| table.without(id));
            put.fold(left, |table, function| table.with(function.clone()))
        } else {
            let kept =
                models.iter().filter(|(id, _)| offered.contains_key(id) && !changes.is_put(id));
            let kept = kept.map(|(_, function)| function);
            RoutingTable::of_distinct(offered.len(), kept.chain(put).cloned())
        }
    }
}

/// A table is made anew where there are no more functions than this for each that changes: one that is
/// changed by itself took 11 to 17 times as long as one in a table that is made anew, among a hundred
/// functions and among a hundred thousand (`benches/live`).
const REBUILD: usize = 16;

/// What [`Router::replace`] has changed.
///
/// ```
/// use pointsman::Function;
/// use pointsman::live::Router;
///
/// let router = Router::new([Function::new("B".parse()?, ())])?;
/// let changes = router.replace(router.functions())?;
/// assert!(changes.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changes {
    /// The functions that are new, ascending.
    pub created: Vec<FunctionId>,
    /// The functions that took the place of the one of their name, ascending.
    pub updated: Vec<FunctionId>,
    /// The functions that went, ascending.
    pub removed: Vec<FunctionId>,
}

impl Changes {
    fn between<T: PartialEq>(models: &Models<T>, offered: &Models<T>) -> Result<Self, Conflicts> {
        let (mut changes, mut conflicts) = (Self::default(), Conflicts::default());
        for (id, function) in offered {
            match Put::of(models, function) {
                Ok(Put::Created) => changes.created.push(id.clone()),
                Ok(Put::Updated) => changes.updated.push(id.clone()),
                Ok(Put::Unchanged) => {}
                Err(conflict) => conflicts.conflicts.add(|| conflict),
            }
        }
        let removed = models.keys().filter(|id| !offered.contains_key(id));
        changes.removed.extend(removed.cloned());
        if conflicts.total() == 0 { Ok(changes) } else { Err(conflicts) }
    }

    /// How many functions there are in all three.
    #[must_use]
    pub fn len(&self) -> usize {
        self.created.len().saturating_add(self.updated.len()).saturating_add(self.removed.len())
    }

    /// Whether nothing has changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn is_put(&self, id: &FunctionId) -> bool {
        [&self.created, &self.updated].iter().any(|ids| ids.binary_search(id).is_ok())
    }
}

/// Why [`Router::replace`] changed nothing.
///
/// ```
/// use pointsman::Function;
/// use pointsman::live::Router;
///
/// let router = Router::new([Function::new("B".parse()?, "a")])?;
/// let twice = [Function::new("B".parse()?, "a"), Function::new("B".parse()?, "b")];
/// assert_eq!(router.replace(twice).unwrap_err().to_string(), "function `B` stands twice");
/// let error = router.replace([Function::new("B".parse()?, "b")]).unwrap_err();
/// assert_eq!(error.to_string(), "function `B` differs from the served one, but its revision 0 is not above 0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReplaceError {
    /// Two functions have one name in one namespace.
    #[error("function `{0}` stands twice")]
    Duplicate(FunctionId),
    /// Functions differ, but their revisions are not above.
    #[error("{0}")]
    Conflicts(Conflicts),
}

/// All the functions that stood against a [`Router::replace`].
///
/// It is printed a conflict a line. Of many the first [`Conflicts::MAX`] are kept, and the rest is
/// counted.
///
/// ```
/// use pointsman::Function;
/// use pointsman::live::{ReplaceError, Router};
///
/// let router = Router::new([Function::new("A".parse()?, 1), Function::new("B".parse()?, 1)])?;
/// let offered = [Function::new("A".parse()?, 2), Function::new("B".parse()?, 2)];
/// let Err(ReplaceError::Conflicts(conflicts)) = router.replace(offered) else { panic!("no conflict") };
/// let ids: Vec<_> = conflicts.first().iter().map(|conflict| conflict.id().to_string()).collect();
/// assert_eq!((ids.join(" "), conflicts.total()), ("A B".to_owned(), 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflicts {
    conflicts: First<Conflict>,
}

impl Conflicts {
    /// How many conflicts are kept.
    pub const MAX: usize = first::MAX;

    /// The conflicts, ascending by function, at most [`Conflicts::MAX`].
    #[must_use]
    pub fn first(&self) -> &[Conflict] {
        self.conflicts.kept()
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.conflicts.total()
    }
}

impl fmt::Display for Conflicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.conflicts.fmt(f)
    }
}
