//! How cases and options name a function.

use pointsman::{FunctionId, NameError};

/// The function of this name. Without a namespace beside it, the name may bring its own, as in
/// `prod/B`.
pub(super) fn function_id(
    namespace: Option<&str>,
    function: &str,
) -> Result<FunctionId, NameError> {
    match namespace {
        Some(namespace) => Ok(FunctionId::new(namespace.parse()?, function.parse()?)),
        None => function.parse(),
    }
}
