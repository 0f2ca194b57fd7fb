//! What users may do with the types beside calling them.

use std::error::Error;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::panic::{RefUnwindSafe, UnwindSafe};

use pointsman::rollout::statistics::{Confidence, ConfidenceError, ConfidenceInterval};
use pointsman::rollout::{
    DurationError, Observation, Plan, PlanError, Rollout, RolloutError, State, Step, StepError,
    TransitionError, Wait,
};
use pointsman::rollout::{
    Estimate, Evidence, Finding, Gate, HoldReason, Ratio, RatioError, Report, ShareTest,
    ThresholdError, Thresholds, TooFew, Verdict, VersionReport,
};

fn value<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + Debug + Clone + Eq + Hash>() {}
fn printed<T: Display>() {}
fn copy<T: Copy>() {}
fn error<T: Error + Send + Sync + Clone + 'static>() {}

#[test]
fn they_are_sent_compared_and_printed() {
    value::<Plan>();
    value::<Step>();
    value::<Wait>();
    value::<Rollout>();
    value::<State>();
    value::<Observation>();
    printed::<Plan>();
    printed::<Step>();
    printed::<Rollout>();
    printed::<Observation>();
    copy::<Step>();
    copy::<Wait>();
    copy::<Observation>();
    error::<PlanError>();
    error::<RolloutError>();
    error::<DurationError>();
    error::<StepError>();
    error::<TransitionError>();
}

#[test]
fn the_largest_ratio_is_a_thousand() {
    assert_eq!(Ratio::new(1_000.0), Ok(Ratio::MAX));
    assert!(Ratio::new(1_000.000_001).is_err());
}

#[test]
fn for_debugging_a_ratio_is_its_type_and_its_text() {
    assert_eq!(format!("{:?}", Ratio::ONE), "Ratio(1)");
}

fn measured<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + Debug + Clone + PartialEq>() {}

#[test]
fn what_judges_is_sent_compared_and_printed() {
    value::<Verdict>();
    value::<HoldReason>();
    value::<Finding>();
    value::<Evidence>();
    value::<Thresholds>();
    value::<Ratio>();
    value::<TooFew>();
    measured::<Gate>();
    measured::<Report>();
    measured::<VersionReport>();
    measured::<Estimate>();
    measured::<ShareTest>();
    measured::<Confidence>();
    measured::<ConfidenceInterval>();
    printed::<Verdict>();
    printed::<HoldReason>();
    printed::<Finding>();
    printed::<Evidence>();
    printed::<Ratio>();
    printed::<Report>();
    printed::<Estimate>();
    printed::<ShareTest>();
    printed::<ConfidenceInterval>();
    copy::<Verdict>();
    copy::<Thresholds>();
    copy::<Estimate>();
    error::<TooFew>();
    error::<RatioError>();
    error::<ThresholdError>();
    error::<ConfidenceError>();
}
