use thiserror::Error;

/// There are not enough requests to say something.
///
/// ```
/// use pointsman::rollout::TooFew;
///
/// let few = TooFew { requests: 3, least: 10 };
/// assert_eq!(few.to_string(), "too few requests: 3 of at least 10");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[error("too few requests: {requests} of at least {least}")]
pub struct TooFew {
    /// The requests that there are.
    pub requests: u64,
    /// How many there must be.
    pub least: u64,
}

impl TooFew {
    pub(super) const fn check(requests: u64, least: u64) -> Result<(), Self> {
        if requests < least { Err(Self { requests, least }) } else { Ok(()) }
    }
}
