use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use super::{Plan, Shape};
use crate::Weight;

/// What stands before the names where `CodeDeploy` lists them.
const PREFIX: &str = "CodeDeployDefault.Lambda";

/// The name of each, and by which shape and in how many minutes it grows by 10 %.
const PRESETS: [(&str, Growth); 9] = [
    ("AllAtOnce", Growth::AllAtOnce),
    ("Canary10Percent5Minutes", Growth::Canary(5)),
    ("Canary10Percent10Minutes", Growth::Canary(10)),
    ("Canary10Percent15Minutes", Growth::Canary(15)),
    ("Canary10Percent30Minutes", Growth::Canary(30)),
    ("Linear10PercentEvery1Minute", Growth::Linear(1)),
    ("Linear10PercentEvery2Minutes", Growth::Linear(2)),
    ("Linear10PercentEvery3Minutes", Growth::Linear(3)),
    ("Linear10PercentEvery10Minutes", Growth::Linear(10)),
];

#[derive(Clone, Copy)]
enum Growth {
    AllAtOnce,
    Canary(u64),
    Linear(u64),
}

impl Growth {
    fn plan(self) -> Plan {
        let tenth = Weight::from_percent(10).unwrap_or_default();
        let minutes = |minutes: u64| Duration::from_secs(minutes.saturating_mul(60));
        match self {
            Self::AllAtOnce => Plan::ALL_AT_ONCE,
            Self::Canary(wait) => Plan::canary(tenth, minutes(wait)),
            Self::Linear(every) => Plan(Shape::Linear { weight: tenth, every: minutes(every) }),
        }
    }
}

impl Plan {
    /// The plans that AWS `CodeDeploy` has ready for Lambda, by name.
    ///
    /// A plan is read from such a name, with or without the `CodeDeployDefault.Lambda` before it: so
    /// the `DeploymentPreference` of an AWS SAM template can be taken over as it is. A linear preset
    /// shifts the first 10 % at once.
    ///
    /// ```
    /// use pointsman::rollout::Plan;
    ///
    /// let plan: Plan = "CodeDeployDefault.LambdaCanary10Percent5Minutes".parse()?;
    /// assert_eq!(plan.to_string(), "10% for 5m, then 100%");
    ///
    /// let names: Vec<_> = Plan::presets().map(|(name, _)| name).collect();
    /// assert_eq!(names.first(), Some(&"AllAtOnce"));
    /// assert_eq!(names.last(), Some(&"Linear10PercentEvery10Minutes"));
    /// # Ok::<(), pointsman::rollout::PlanError>(())
    /// ```
    #[must_use]
    pub fn presets() -> impl ExactSizeIterator<Item = (&'static str, Self)> {
        PRESETS.into_iter().map(|(name, growth)| (name, growth.plan()))
    }

    pub(super) fn preset(name: &str) -> Option<Self> {
        let name = name.strip_prefix(PREFIX).unwrap_or(name);
        Self::presets().find(|&(preset, _)| preset == name).map(|(_, plan)| plan)
    }
}

/// The names in a row, for an error.
pub(super) fn names() -> String {
    let names: Vec<&str> = PRESETS.into_iter().map(|(name, _)| name).collect();
    names.join(", ")
}
