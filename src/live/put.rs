//! Serving a function that is given whole.

use thiserror::Error;

use super::generation::Generation;
use super::router::Router;
use super::shared::Models;
use super::sync::{Arc, MutexGuard};
use crate::{Function, FunctionId};

impl<T: Clone> Router<T> {
    /// Serves a function that is given whole: one that is new, or whose revision is above the served
    /// one.
    ///
    /// ```
    /// use pointsman::Function;
    /// use pointsman::live::{Put, Router};
    ///
    /// let router = Router::default();
    /// let mut function = Function::new("B".parse()?, "a");
    /// assert_eq!(router.put(function.clone()), Ok(Put::Created));
    /// assert_eq!(router.put(function.clone()), Ok(Put::Unchanged));
    /// function.set_latest("b")?;
    /// assert_eq!(router.put(function), Ok(Put::Updated));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the revision is not above the served one, and the content is not the served one's either. The
    /// old table keeps serving.
    ///
    /// # Cost
    ///
    /// As [`RoutingTable::with`](crate::RoutingTable::with), and a clone of the function.
    pub fn put(&self, function: Function<T>) -> Result<Put, Conflict>
    where
        T: PartialEq,
    {
        let mut models = self.shared.models();
        let put = Put::of(&models, &function)?;
        if put != Put::Unchanged {
            let old = self.serve_function(&mut models, function);
            drop(models);
            drop(old);
        }
        Ok(put)
    }

    /// Returns the model and the table whose places were taken: to be dropped when no lock is held.
    pub(super) fn serve_function(
        &self,
        models: &mut MutexGuard<'_, Models<T>>,
        function: Function<T>,
    ) -> (Option<Function<T>>, Arc<Generation<T>>) {
        let table = self.shared.load().table.with(function.clone());
        let old = models.insert(function.id().clone(), function);
        (old, self.shared.serve(models, table))
    }
}

/// What [`Router::put`] has done.
///
/// ```
/// use pointsman::Function;
/// use pointsman::live::{Put, Router};
///
/// let router = Router::new([Function::new("B".parse()?, ())])?;
/// assert_eq!(router.put(Function::new("B".parse()?, ())), Ok(Put::Unchanged));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Put {
    /// There was no such function; now it is served.
    Created,
    /// Its revision was above the served one, so it took that one's place.
    Updated,
    /// Its revision was not above the served one, but its content was the same.
    Unchanged,
}

impl Put {
    /// What putting this function does.
    pub(super) fn of<T: PartialEq>(
        models: &Models<T>,
        function: &Function<T>,
    ) -> Result<Self, Conflict> {
        match models.get(function.id()) {
            None => Ok(Self::Created),
            Some(served) if function.revision() > served.revision() => Ok(Self::Updated),
            Some(served) if function.has_content_of(served) => Ok(Self::Unchanged),
            Some(served) => Err(Conflict {
                id: function.id().clone(),
                served: served.revision(),
                offered: function.revision(),
            }),
        }
    }
}

/// A function that is offered differs from the served one, but its revision is not above: someone else
/// has changed it in the meantime, or it was changed without raising the revision.
///
/// ```
/// use pointsman::Function;
/// use pointsman::live::Router;
///
/// let router = Router::new([Function::new("B".parse()?, "a")])?;
/// let conflict = router.put(Function::new("B".parse()?, "b")).unwrap_err();
/// assert_eq!(conflict.to_string(), "function `B` differs from the served one, but its revision 0 is not above 0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
#[error(
    "function `{id}` differs from the served one, but its revision {offered} is not above {served}"
)]
pub struct Conflict {
    id: FunctionId,
    served: u64,
    offered: u64,
}

impl Conflict {
    /// The function.
    #[must_use]
    pub fn id(&self) -> &FunctionId {
        &self.id
    }

    /// The revision that is served.
    #[must_use]
    pub fn served(&self) -> u64 {
        self.served
    }

    /// The revision that was offered.
    #[must_use]
    pub fn offered(&self) -> u64 {
        self.offered
    }
}
