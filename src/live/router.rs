//! The handle of a router.

use alloc::vec::Vec;
use core::fmt;

use super::reader::Reader;
use super::register::SnapshotUse;
use super::shared::{Models, Shared};
use super::snapshot::Snapshot;
use super::sync::Arc;
use crate::{Function, FunctionId, RoutingTable, TableError};

/// A table that is changed under traffic: a handle, cheap to clone, that all threads share.
///
/// How it is read and written is told in the [module](super). Payloads are held twice, in the models
/// and in the table: where they are dear to clone, let them be an `Arc`.
///
/// ```
/// use pointsman::live::Router;
/// use pointsman::{Function, Point, Qualifier, Request};
///
/// let router = Router::new([Function::new("B".parse()?, "http://127.0.0.1:9000")])?;
/// let snapshot = router.snapshot();
/// let request = Request::new(&(), Point::sequence(1));
/// let decision = snapshot.resolve("B", Qualifier::DEFAULT, &request)?;
/// assert_eq!(*decision.payload(), "http://127.0.0.1:9000");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Router<T> {
    pub(super) shared: Arc<Shared<T>>,
}

impl<T: Clone> Router<T> {
    /// A router that serves these functions: a list of them, or a document.
    ///
    /// ```
    /// use pointsman::Function;
    /// use pointsman::live::Router;
    ///
    /// let router = Router::new([Function::new("B".parse()?, "upstream")])?;
    /// assert_eq!(router.snapshot().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If two functions have one name in one namespace.
    pub fn new(functions: impl IntoIterator<Item = Function<T>>) -> Result<Self, TableError> {
        Ok(Self::of(models(functions).map_err(TableError::Duplicate)?))
    }

    fn of(models: Models<T>) -> Self {
        let table = RoutingTable::of_distinct(models.len(), models.values().cloned());
        Self { shared: Arc::new(Shared::new(models, table)) }
    }

    /// The function of this id, as it is served.
    ///
    /// Waits for a writer, if there is one: it is for operators, not for requests.
    ///
    /// ```
    /// use pointsman::Function;
    /// use pointsman::live::Router;
    ///
    /// let router = Router::new([Function::new("B".parse()?, "upstream")])?;
    /// assert_eq!(router.function(&"B".parse()?), Some(Function::new("B".parse()?, "upstream")));
    /// assert_eq!(router.function(&"C".parse()?), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn function(&self, id: &FunctionId) -> Option<Function<T>> {
        self.shared.models().get(id).cloned()
    }

    /// All functions as they are served, by namespace and name.
    ///
    /// Waits for a writer, if there is one: it is for operators, not for requests.
    ///
    /// ```
    /// use pointsman::Function;
    /// use pointsman::live::Router;
    ///
    /// let router = Router::new([Function::new("B".parse()?, ()), Function::new("A".parse()?, ())])?;
    /// let ids: Vec<_> = router.functions().iter().map(|function| function.id().to_string()).collect();
    /// assert_eq!(ids, ["A", "B"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn functions(&self) -> Vec<Function<T>> {
        self.shared.models().values().cloned().collect()
    }
}

impl<T> Router<T> {
    /// The table that is served now, to be held as long as a request lasts.
    ///
    /// ```
    /// use pointsman::Function;
    /// use pointsman::live::Router;
    ///
    /// let router = Router::new([Function::new("B".parse()?, ())])?;
    /// let snapshot = router.snapshot();
    /// router.remove(&"B".parse()?, None)?;
    /// assert_eq!((snapshot.len(), router.snapshot().len()), (1, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// It waits for no lock, but raises a counter that all threads share, and the snapshot lowers it
    /// when it is dropped. See [`Router::reader`] for threads that serve many requests.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot<T> {
        Snapshot(self.shared.load())
    }

    /// A reader, for a thread that serves many requests.
    ///
    /// ```
    /// use pointsman::Function;
    /// use pointsman::live::Router;
    ///
    /// let router = Router::new([Function::new("B".parse()?, ())])?;
    /// let mut reader = router.reader();
    /// assert_eq!(reader.load().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Readers are listed behind a lock: make one for a thread, not for a request.
    #[must_use]
    pub fn reader(&self) -> Reader<T> {
        Reader::new(&self.shared)
    }

    /// The tables that are held, the oldest first; the last is served.
    ///
    /// The counts are exact while nothing is loaded, dropped or changed. At other times a reader that
    /// takes a table up or lets it go may count as a request, and one that just begins a request as
    /// idle; and one that takes up the table that is served may hide a request on it. A table that is no
    /// longer listed is held by nobody.
    ///
    /// ```
    /// use pointsman::Function;
    /// use pointsman::live::Router;
    ///
    /// let router = Router::new([Function::new("B".parse()?, ())])?;
    /// let mut reader = router.reader();
    /// drop(reader.load());
    /// let request = router.snapshot();
    /// router.remove(&"B".parse()?, None)?;
    ///
    /// let [old, served] = router.snapshots()[..] else { panic!("two tables") };
    /// assert_eq!((old.generation, old.requests, old.idle_readers), (1, 1, 1));
    /// assert_eq!((served.generation, served.requests, served.idle_readers), (2, 0, 0));
    ///
    /// drop((request, reader));
    /// assert_eq!(router.snapshots(), [served]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn snapshots(&self) -> Vec<SnapshotUse> {
        self.shared.register().uses()
    }
}

/// Functions by id; else the id that stands twice.
pub(super) fn models<T>(
    functions: impl IntoIterator<Item = Function<T>>,
) -> Result<Models<T>, FunctionId> {
    let mut models = Models::new();
    for function in functions {
        if let Some(twice) = models.insert(function.id().clone(), function) {
            return Err(twice.id().clone());
        }
    }
    Ok(models)
}

/// No functions.
impl<T: Clone> Default for Router<T> {
    fn default() -> Self {
        Self::of(Models::new())
    }
}

impl<T> Clone for Router<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> fmt::Debug for Router<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.load().show("Router", f)
    }
}
