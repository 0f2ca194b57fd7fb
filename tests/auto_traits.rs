//! What users may do with the types beside calling them: send them, share them, store them.

use std::cell::Cell;
use std::error::Error;
use std::fmt::Debug;
use std::panic::{RefUnwindSafe, UnwindSafe};

use pointsman::{
    Alias, AliasDiff, AliasName, AttributeKey, AttributeKeyError, Condition, ConditionError,
    Decision, Excerpt, Flow, Function, FunctionDiff, FunctionError, FunctionId, FunctionName,
    Interval, IntervalError, Lint, LintReason, Mass, Move, MoveCounts, NameError, Namespace,
    OwnedDecision, Place, Point, PointError, Qualifier, QualifierError, Reason, Replay, Request,
    ResolveError, Route, RoutingTable, Rule, RuleDiff, Share, Slice, SliceError, Source, Split,
    SplitDiff, SplitError, Sticky, StickyError, TableDiff, TableError, Test, TestError, Version,
    VersionDiff, VersionError, Weight, WeightError, Witness, WitnessError,
};

fn free<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + Debug>() {}
fn value<T: Clone + PartialEq>() {}
fn copy<T: Copy>() {}
fn error<T: Error + Send + Sync + 'static>() {}

macro_rules! all {
    ($check:ident: $($type:ty),* $(,)?) => { $($check::<$type>();)* };
}

#[test]
fn everything_can_be_sent_and_shared() {
    all!(free: Alias, AliasName, AttributeKey, Condition, Excerpt, Flow, Function<()>, FunctionId, FunctionName, Interval, Lint,
        LintReason, Mass, Namespace, OwnedDecision<()>, Place, Point, Qualifier<'static>, Reason, RoutingTable<()>,
        Rule, Share, Slice, Source, Split, SplitDiff, Sticky, Test, Version, Weight);
    all!(free: AliasDiff<'static>, FunctionDiff<'static>, Move, MoveCounts, Replay, RuleDiff<'static>, TableDiff<'static>, VersionDiff,
        Witness);
    all!(free: Decision<'static, ()>, Request<'static, ()>, Route<'static, ()>);
}

#[cfg(feature = "http")]
#[test]
fn a_request_s_attributes_can_be_sent_and_shared() {
    free::<pointsman::RequestAttributes<'static>>();
}

#[cfg(feature = "tower")]
#[test]
fn a_refusal_is_an_error() {
    error::<pointsman::tower::Refusal>();
    copy::<pointsman::tower::Refusal>();
    all!(free: pointsman::tower::Fixed, pointsman::tower::PlainText, pointsman::tower::Refusal);
}

#[test]
fn values_are_compared_and_copied() {
    all!(value: Alias, AliasName, AttributeKey, Condition, Function<()>, FunctionId, FunctionName, Interval, Lint, Namespace,
        OwnedDecision<()>, Rule, Split, SplitDiff, Sticky, Test);
    all!(value: AliasDiff<'static>, FunctionDiff<'static>, MoveCounts, RuleDiff<'static>, TableDiff<'static>, Witness);
    all!(copy: Move, VersionDiff, WitnessError);
    all!(copy: Decision<'static, String>, Excerpt, Flow, Interval, Mass, Place, Point, Qualifier<'static>, Reason,
        Request<'static, String>, Route<'static, String>, Share, Slice, Source, Version, Weight);
}

#[test]
fn errors_are_errors() {
    all!(error: AttributeKeyError, ConditionError, FunctionError, IntervalError, Lint, LintReason, NameError, PointError, QualifierError,
        ResolveError, SliceError, SplitError, StickyError, TableError, TestError, VersionError, WeightError, WitnessError);
    all!(copy: AttributeKeyError, ConditionError, IntervalError, NameError, PointError, QualifierError, ResolveError, SliceError,
        SplitError, StickyError, TestError, VersionError, WeightError);
}

/// A payload that can't be shared makes a table that can't; one that can't be cloned doesn't matter.
#[test]
fn a_table_is_as_free_as_its_payload() {
    struct NotClone;
    fn sent<T: Send>() {}
    sent::<Function<Cell<u8>>>();
    let table =
        RoutingTable::new([Function::new("B".parse().expect("an id"), NotClone)]).expect("a table");
    assert_eq!(table.clone().len(), 1);
}
