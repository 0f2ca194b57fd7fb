//! Taking a function out.

use thiserror::Error;

use super::router::Router;
use crate::{Function, FunctionId};

impl<T> Router<T> {
    /// Takes a function out, and returns it; if a revision is expected, only at that one.
    ///
    /// ```
    /// use pointsman::Function;
    /// use pointsman::live::Router;
    ///
    /// let router = Router::new([Function::new("B".parse()?, "upstream")])?;
    /// let id = "B".parse()?;
    /// assert!(router.remove(&id, Some(7)).is_err());
    /// assert_eq!(router.remove(&id, Some(0)), Ok(Function::new("B".parse()?, "upstream")));
    /// assert!(router.remove(&id, None).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Its revision is forgotten: if it comes back, it is new.
    ///
    /// # Errors
    ///
    /// If there is no such function, or it is at another revision. The old table keeps serving.
    ///
    /// # Cost
    ///
    /// As [`RoutingTable::without`](crate::RoutingTable::without).
    pub fn remove(
        &self,
        id: &FunctionId,
        expected: Option<u64>,
    ) -> Result<Function<T>, RemoveError> {
        let unknown = || RemoveError::UnknownFunction(id.clone());
        let mut models = self.shared.models();
        let found = models.get(id).ok_or_else(unknown)?.revision();
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(RemoveError::Conflict { id: id.clone(), expected, found });
        }
        let table = self.shared.load().table.without(id);
        let removed = models.remove(id).ok_or_else(unknown)?;
        let old = self.shared.serve(&models, table);
        drop(models);
        drop(old);
        Ok(removed)
    }
}

/// Why [`Router::remove`] changed nothing.
///
/// ```
/// use pointsman::Function;
/// use pointsman::live::Router;
///
/// let router = Router::new([Function::new("B".parse()?, ())])?;
/// let error = router.remove(&"B".parse()?, Some(7)).unwrap_err();
/// assert_eq!(error.to_string(), "function `B` is at revision 0, not at 7");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RemoveError {
    /// There is no such function.
    #[error("function `{0}` does not exist")]
    UnknownFunction(FunctionId),
    /// The function is not at the revision that was expected.
    #[error("function `{id}` is at revision {found}, not at {expected}")]
    Conflict {
        /// The function.
        id: FunctionId,
        /// The revision that was read.
        expected: u64,
        /// The revision of the function.
        found: u64,
    },
}
