//! A table that is held.

use core::fmt;
use core::ops::Deref;

use super::generation::Generation;
use super::sync::Arc;
use crate::RoutingTable;

/// The table that was served when a request began: it stays the same, whatever changes.
///
/// It is owned, so it can be held across an `await` and sent to other threads. It is a
/// [`RoutingTable`] to whoever asks it. A clone holds the same table.
///
/// ```
/// use pointsman::live::Router;
/// use pointsman::{Function, Point, Qualifier, Request};
///
/// let router = Router::new([Function::new("B".parse()?, "a")])?;
/// let snapshot = router.snapshot();
/// router.update(&"B".parse()?, |function| function.set_latest("b"))?;
///
/// let request = Request::new(&(), Point::sequence(1));
/// let payload = |table: &pointsman::RoutingTable<&'static str>| {
///     table.resolve("B", Qualifier::DEFAULT, &request).map(|decision| *decision.payload())
/// };
/// assert_eq!((payload(&snapshot)?, payload(&router.snapshot())?), ("a", "b"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Snapshot<T>(pub(super) Arc<Generation<T>>);

impl<T> Snapshot<T> {
    /// Which table it is: tables are counted from 1 in the order in which they were served.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.0.number
    }
}

impl<T> Deref for Snapshot<T> {
    type Target = RoutingTable<T>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        &self.0.table
    }
}

impl<T> Clone for Snapshot<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Snapshot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("Snapshot", f)
    }
}
