//! How a request ended.

use core::fmt;

/// How a request ended: well, or in a failure that speaks against the version that served it.
///
/// What is a failure is the embedder's to say, and the same for all versions: mostly an answer with a
/// status of 500 and above, no answer, or one that came too late. What the client did wrong is none.
///
/// ```
/// use pointsman::rollout::Outcome;
///
/// let status = 503;
/// assert_eq!(Outcome::failed_if(status >= 500), Outcome::Failure);
/// assert_eq!(Outcome::Failure.to_string(), "failure");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Outcome {
    /// The request was served.
    Success,
    /// The request failed, by the version's fault.
    Failure,
}

impl Outcome {
    /// A failure if so, else a success.
    ///
    /// ```
    /// use pointsman::rollout::Outcome;
    ///
    /// assert_eq!(Outcome::failed_if(false), Outcome::Success);
    /// ```
    #[inline]
    #[must_use]
    pub const fn failed_if(failed: bool) -> Self {
        if failed { Self::Failure } else { Self::Success }
    }

    /// The outcome's name, as a metric's label: `success` or `failure`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
