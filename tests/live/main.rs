//! Tables that change under traffic: what is served after each change, who holds what, and that no
//! reader ever sees a mix.
#![cfg(feature = "live")]

mod allocation;
mod chains;
mod drops;
mod free;
mod panics;
mod put;
mod remove;
mod replace;
mod snapshots;
mod stress;
mod update;

use pointsman::live::Router;
use pointsman::{Function, FunctionId, FunctionParts, Point, Qualifier, Request, RoutingTable};

fn id(text: &str) -> FunctionId {
    text.parse().expect("an id")
}

/// A function at this revision, with one version of this payload.
fn function<T>(name: &str, revision: u64, payload: T) -> Function<T> {
    let mut parts = Function::new(id(name), payload).into_parts();
    parts.revision = revision;
    Function::from_parts(parts).expect("the parts fit")
}

/// The same function at another revision.
fn at<T>(function: Function<T>, revision: u64) -> Function<T> {
    let parts = FunctionParts { revision, ..function.into_parts() };
    Function::from_parts(parts).expect("the parts fit")
}

fn router<T: Clone>(functions: impl IntoIterator<Item = Function<T>>) -> Router<T> {
    Router::new(functions).expect("no name stands twice")
}

/// The payload that a request to `$LATEST` gets.
fn served<T: Clone>(table: &RoutingTable<T>, name: &str) -> Option<T> {
    let decision = table.resolve(name, Qualifier::LATEST, &Request::new(&(), Point::MIN));
    decision.ok().map(|decision| decision.payload().clone())
}

/// Tries a change that is refused: the table stays, and so do the models. Returns why.
#[track_caller]
fn refused<T: Clone + PartialEq + std::fmt::Debug, V: std::fmt::Debug, E>(
    router: &Router<T>,
    change: impl FnOnce(&Router<T>) -> Result<V, E>,
) -> E {
    let (before, models) = (router.snapshot(), router.functions());
    let error = change(router).expect_err("it is refused");
    assert_eq!(router.snapshot().generation(), before.generation());
    assert_eq!(router.functions(), models);
    error
}
