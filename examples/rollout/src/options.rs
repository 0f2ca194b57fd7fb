//! The command line.

use std::path::PathBuf;

use clap::Parser;
use pointsman::Weight;
use pointsman::rollout::{Plan, ThresholdError, Thresholds};

/// Ramps a version up that is worse than the one before it, until the gate takes it back.
#[derive(Debug, Clone, Parser)]
#[command(version)]
pub struct Options {
    /// Release a version that is as good as the one before it
    #[arg(long, conflicts_with = "new_errors")]
    pub good: bool,

    /// How many requests the old version fails
    #[arg(long, value_name = "PERCENT", default_value = "1%")]
    pub errors: Weight,

    /// How many requests the new version fails
    #[arg(long, value_name = "PERCENT", default_value = "2%")]
    pub new_errors: Weight,

    /// How many times as often as the old version the new one may fail
    #[arg(long, value_name = "TIMES", default_value = "1")]
    pub increase: f64,

    /// How many requests the new version may fail, whatever the old one does [default: any number]
    #[arg(long, value_name = "PERCENT")]
    pub most_errors: Option<Weight>,

    /// How many requests the new version must have had before the next step
    #[arg(long, value_name = "COUNT", default_value = "100")]
    pub least: u64,

    /// How many requests come in a second
    #[arg(long, value_name = "COUNT", default_value = "100")]
    pub rate: u32,

    /// How the share of the new version grows
    #[arg(long, default_value = "Linear10PercentEvery1Minute")]
    pub plan: Plan,

    /// Which users call, and which requests fail
    #[arg(long, default_value = "7")]
    pub seed: u64,

    /// Watch it at its own pace, a second a second
    #[arg(long)]
    pub real_time: bool,

    /// Draw it: shares and error rates over time
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

impl Options {
    /// How many requests the new version fails.
    #[must_use]
    pub fn new_errors(&self) -> Weight {
        if self.good { self.errors } else { self.new_errors }
    }

    /// What the new version is judged by.
    pub(crate) fn thresholds(&self) -> Result<Thresholds, ThresholdError> {
        let thresholds = Thresholds::default().with_increase(self.increase)?;
        let thresholds = match self.most_errors {
            Some(most) => thresholds.with_error_rate(most.as_fraction())?,
            None => thresholds,
        };
        Ok(thresholds.with_least_requests(self.least))
    }
}
