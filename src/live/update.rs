//! Changing one function.

use thiserror::Error;

use super::router::Router;
use crate::{Function, FunctionId};

impl<T: Clone> Router<T> {
    /// Changes one function, and serves it if that succeeds.
    ///
    /// The closure works on a copy. A change that raises no revision has changed nothing, and the
    /// table stays. It is conditional on a revision by [`Function::if_revision`] within:
    ///
    /// ```
    /// use pointsman::live::{Router, UpdateError};
    /// use pointsman::{Alias, Function, FunctionError};
    ///
    /// let mut function = Function::new("B".parse()?, "upstream");
    /// let v1 = function.publish()?;
    /// let router = Router::new([function])?;
    ///
    /// let id = "B".parse()?;
    /// let move_at = |revision| {
    ///     router.update(&id, |function| {
    ///         function.if_revision(revision)?.update_alias("$DEFAULT", Alias::to(v1))
    ///     })
    /// };
    /// assert!(move_at(1).is_ok());
    /// let conflict = FunctionError::Conflict { expected: 1, found: 2 };
    /// assert_eq!(move_at(1), Err(UpdateError::Refused(conflict)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Other writers wait for the closure; one that asks this router to change anything, or for its
    /// functions, waits for ever. If it panics, nothing has changed.
    ///
    /// # Errors
    ///
    /// If there is no such function, if the closure refuses, or if it puts a function of another name
    /// or of a lower revision in its place. The old table keeps serving.
    ///
    /// # Cost
    ///
    /// As [`RoutingTable::with`](crate::RoutingTable::with), and two clones of the function.
    pub fn update<R, E>(
        &self,
        id: &FunctionId,
        change: impl FnOnce(&mut Function<T>) -> Result<R, E>,
    ) -> Result<R, UpdateError<E>> {
        // Declared before the lock is taken, so that it is dropped after.
        let mut function;
        let mut models = self.shared.models();
        let served = models.get(id).ok_or_else(|| UpdateError::UnknownFunction(id.clone()))?;
        let revision = served.revision();
        function = served.clone();
        let result = change(&mut function).map_err(UpdateError::Refused)?;
        if function.id() != id {
            let to = function.id().clone();
            return Err(UpdateError::Renamed { id: id.clone(), to });
        }
        if function.revision() < revision {
            let (id, to) = (id.clone(), function.revision());
            return Err(UpdateError::SetBack { id, from: revision, to });
        }
        if function.revision() > revision {
            let old = self.serve_function(&mut models, function);
            drop(models);
            drop(old);
        }
        Ok(result)
    }
}

/// Why [`Router::update`] changed nothing.
///
/// ```
/// use pointsman::live::Router;
/// use pointsman::Function;
///
/// let router = Router::new([Function::new("B".parse()?, ())])?;
/// let error = router.update(&"C".parse()?, Function::publish).unwrap_err();
/// assert_eq!(error.to_string(), "function `C` does not exist");
/// let error = router.update(&"B".parse()?, |function| function.delete_alias("release")).unwrap_err();
/// assert_eq!(error.to_string(), "alias `release` does not exist");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UpdateError<E> {
    /// There is no such function.
    #[error("function `{0}` does not exist")]
    UnknownFunction(FunctionId),
    /// What the closure returned.
    #[error("{0}")]
    Refused(E),
    /// The closure put a function of another name in its place.
    #[error("function `{id}` can't be renamed to `{to}`")]
    Renamed {
        /// The function that was to be changed.
        id: FunctionId,
        /// The name of the other.
        to: FunctionId,
    },
    /// The closure put a function of a lower revision in its place.
    #[error("function `{id}` can't go back from revision {from} to {to}")]
    SetBack {
        /// The function.
        id: FunctionId,
        /// The revision that is served.
        from: u64,
        /// The revision of the other.
        to: u64,
    },
}
