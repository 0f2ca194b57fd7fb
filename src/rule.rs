use crate::{Condition, Split};

/// A [`Condition`] on the request, and the [`Split`] that it leads to: nearly always one version.
///
/// ```
/// use pointsman::{Rule, Version};
///
/// let rule = Rule::new("invoke.headers.User exact Bob".parse()?, Version::numbered(4)?);
/// assert!(rule.condition().matches(&[("User", "Bob")]));
/// assert_eq!(rule.split().sole(), Some(Version::numbered(4)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    pub(crate) condition: Condition,
    pub(crate) split: Split,
}

impl Rule {
    /// Requests of which the condition is true go to the version, or are divided by the split.
    ///
    /// ```
    /// use pointsman::{Rule, Version};
    ///
    /// let rule = Rule::new("invoke.query.beta present".parse()?, Version::LATEST);
    /// assert_eq!(rule.split().main(), Version::LATEST);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(condition: Condition, split: impl Into<Split>) -> Self {
        Self { condition, split: split.into() }
    }

    /// The condition.
    #[must_use]
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// Where it leads.
    #[must_use]
    pub fn split(&self) -> &Split {
        &self.split
    }
}
