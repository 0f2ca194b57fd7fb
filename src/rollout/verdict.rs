/// What is to be done with a rollout, as far as can be judged.
///
/// ```
/// use pointsman::rollout::{Observation, Verdict};
///
/// assert_eq!(Observation::from(Verdict::Hold), Observation::Verdict(Verdict::Hold));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Nothing speaks against the next step.
    Continue,
    /// The step goes on, and is not left.
    Hold,
    /// The new version is bad.
    RollBack,
}
