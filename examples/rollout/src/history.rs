//! What happened, second by second.

use std::time::Duration;

use pointsman::rollout::{Counts, Rollout, Verdict};
use pointsman::{Split, Version};

/// A second of a release.
#[derive(Debug, Clone, PartialEq)]
pub struct Second {
    /// When it ended, since the release began.
    pub end: Duration,
    /// The split that stood meanwhile.
    pub split: Split,
    /// The requests that came in it.
    pub counts: Counts,
    /// What the gate said at its end, while it was asked.
    pub verdict: Option<Verdict>,
    /// The rollout after that.
    pub rollout: Rollout,
}

impl Second {
    /// Whether the split was changed at its end.
    #[must_use]
    pub fn has_changed_split(&self) -> bool {
        self.rollout.split() != self.split
    }
}

/// A release from its beginning to some time after its end.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The version that all had before.
    pub old: Version,
    /// The version that was to have all.
    pub new: Version,
    /// All seconds in order.
    pub seconds: Vec<Second>,
}

impl History {
    /// The second after which the rollout was at its end.
    #[must_use]
    pub fn end(&self) -> Option<&Second> {
        self.seconds.iter().find(|second| second.rollout.state().is_final())
    }

    /// The requests of all seconds.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let none = Counts::default();
        self.seconds.iter().fold(none, |sum, second| sum.plus(&second.counts))
    }
}
