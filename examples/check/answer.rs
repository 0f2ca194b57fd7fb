//! What a case gets: a version and the reason, or a refusal.

use std::fmt;

use pointsman::{Decision, Point, Version};
use serde::Serialize;

/// The answer to a case. It is written as JSON, and printed where it is not as expected.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Answer {
    Decision {
        version: Version,
        reason: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        rule: Option<usize>,
        #[serde(flatten)]
        share: Option<Share>,
    },
    Refusal {
        error: String,
    },
}

/// Where the request fell, if a split was divided.
#[derive(Serialize)]
pub(super) struct Share {
    point: Point,
    sticky: bool,
}

impl<T> From<Decision<'_, T>> for Answer {
    fn from(decision: Decision<'_, T>) -> Self {
        let (version, reason) = (decision.version(), decision.reason());
        let share = reason.share();
        let share = share.map(|share| Share { point: share.point, sticky: share.sticky });
        Self::Decision { version, reason: reason.name(), rule: reason.rule(), share }
    }
}

/// As in `version 4 (rule 0)`, or `an error: unknown function`.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decision { version, reason, rule, share } => {
                write!(f, "version {version} ({reason}")?;
                if let Some(rule) = rule {
                    write!(f, " {rule}")?;
                }
                if let Some(Share { point, sticky }) = share {
                    write!(f, ", {}point {point}", if *sticky { "sticky " } else { "" })?;
                }
                f.write_str(")")
            }
            Self::Refusal { error } => write!(f, "an error: {error}"),
        }
    }
}
