//! A thread's own view of a router.

use core::fmt;
use core::ops::Deref;

use super::generation::Generation;
use super::mark::Mark;
use super::shared::Shared;
use super::sync::Arc;
use crate::RoutingTable;

/// A thread's own view of a [`Router`](super::Router), which caches the table that is served.
///
/// Each thread that serves requests makes one and keeps it: where it is spawned, or in a `thread_local!`
/// as the [module](super#reading) shows. A reader that is idle keeps the table that it last loaded in
/// memory; see [`Reader::release`].
///
/// ```
/// use pointsman::live::Router;
/// use pointsman::{Function, Point, Qualifier, Request};
///
/// let router = Router::new([Function::new("B".parse()?, "upstream")])?;
/// std::thread::scope(|scope| {
///     for thread in 0..2 {
///         let mut reader = router.reader();
///         scope.spawn(move || {
///             for count in 0..100 {
///                 let table = reader.load();
///                 let request = Request::new(&(), Point::sequence(2 * count + thread));
///                 let decision = table.resolve("B", Qualifier::DEFAULT, &request);
///                 assert_eq!(decision.map(|decision| *decision.payload()), Ok("upstream"));
///             }
///         });
///     }
/// });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Reader<T> {
    shared: Arc<Shared<T>>,
    cached: Arc<Generation<T>>,
    mark: Arc<Mark>,
}

impl<T> Reader<T> {
    pub(super) fn new(shared: &Arc<Shared<T>>) -> Self {
        let mark = Arc::new(Mark::default());
        shared.register().add_reader(&mark);
        Self { shared: Arc::clone(shared), cached: shared.nothing(), mark }
    }

    /// The table that is served now, for one request. It stays the same until the guard is dropped.
    ///
    /// ```
    /// use pointsman::live::Router;
    /// use pointsman::Function;
    ///
    /// let router = Router::new([Function::new("B".parse()?, ())])?;
    /// let mut reader = router.reader();
    /// let table = reader.load();
    /// router.remove(&"B".parse()?, None)?;
    /// assert_eq!(table.len(), 1);
    /// drop(table);
    /// assert_eq!(reader.load().len(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// While the table is the same: a load, a compare, and a store to memory that no other thread
    /// writes. After a change it takes the new table up, and frees the old one if it was the last to
    /// hold it.
    #[inline]
    pub fn load(&mut self) -> Guard<'_, T> {
        if self.cached.number < self.shared.newest() {
            self.take_up_newest();
        }
        self.mark.busy(self.cached.number);
        Guard { generation: &self.cached, mark: &self.mark }
    }

    /// Lets go of the table that was loaded last, so that it is not kept in memory while there is
    /// nothing to do. The next load takes up what is served then.
    ///
    /// ```
    /// use pointsman::live::Router;
    /// use pointsman::Function;
    ///
    /// let router = Router::new([Function::new("B".parse()?, ())])?;
    /// let mut reader = router.reader();
    /// assert_eq!(reader.load().generation(), 1);
    /// assert_eq!(router.snapshots()[0].idle_readers, 1);
    /// reader.release();
    /// assert_eq!(router.snapshots()[0].idle_readers, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn release(&mut self) {
        self.take_up(self.shared.nothing());
    }

    #[cold]
    fn take_up_newest(&mut self) {
        self.take_up(self.shared.load());
    }

    fn take_up(&mut self, generation: Arc<Generation<T>>) {
        // First, so that whoever counts finds a request too many on the old one, and never too few.
        self.mark.nothing();
        self.cached = generation;
    }
}

impl<T> Drop for Reader<T> {
    fn drop(&mut self) {
        self.mark.nothing();
    }
}

impl<T> fmt::Debug for Reader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (generation, busy) = self.mark.read();
        let mut reader = f.debug_struct("Reader");
        reader.field("generation", &generation).field("busy", &busy).finish_non_exhaustive()
    }
}

/// The table that a [`Reader`] loaded for a request. It is a [`RoutingTable`] to whoever asks it.
///
/// ```
/// use pointsman::live::Router;
/// use pointsman::Function;
///
/// let router = Router::new([Function::new("B".parse()?, ())])?;
/// let mut reader = router.reader();
/// let table = reader.load();
/// assert_eq!((table.generation(), table.len()), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Guard<'r, T> {
    generation: &'r Generation<T>,
    mark: &'r Mark,
}

impl<T> Guard<'_, T> {
    /// Which table it is: tables are counted from 1 in the order in which they were served.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.number
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = RoutingTable<T>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        &self.generation.table
    }
}

impl<T> Drop for Guard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.mark.idle(self.generation.number);
    }
}

impl<T> fmt::Debug for Guard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.generation.show("Guard", f)
    }
}
