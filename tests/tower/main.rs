//! The tower layer: what reaches the service, what comes back, and what is refused.
#![cfg(feature = "tower")]

mod cost;
mod decision;
mod policy;
mod readiness;
mod refusals;
mod version_header;

use std::convert::Infallible;
use std::future::{Ready, ready};

use http::{Request, Response};
use pointsman::live::Router;
use pointsman::tower::{Fixed, Policy, ResolveLayer, Respond};
use pointsman::{Alias, Function, FunctionId, OwnedDecision, Split, Version, Weight};
use tower::{Layer, ServiceExt, service_fn};

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// What the layer puts into extensions here.
type Put = OwnedDecision<String>;

fn id(text: &str) -> FunctionId {
    text.parse().expect("an id")
}

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

/// Function `B` with versions 1 and 2, each with its own name as the payload; the alias `release` points
/// to 1, `half` is split, and in `prepub` Bob gets 2.
fn router() -> Router<String> {
    let mut function = Function::new(id("B"), String::from("1"));
    function.publish().expect("published");
    function.set_latest("2".into()).expect("set");
    function.publish().expect("published");
    function.set_latest("latest".into()).expect("set");
    let half = Split::new(v(1), [(v(2), Weight::from_percent(50).expect("a weight"))]);
    let bob = "invoke.headers.User exact Bob".parse().expect("a condition");
    let aliases = [
        ("release", Alias::to(v(1))),
        ("half", Alias::to(half.expect("a split"))),
        ("prepub", Alias::to(v(1)).rule(bob, v(2))),
    ];
    for (name, alias) in aliases {
        function.create_alias(name.parse().expect("a name"), alias).expect("created");
    }
    Router::new([function]).expect("one function")
}

fn fixed() -> Fixed {
    Fixed::new(&id("B"))
}

/// Answers each request with the decision in its extensions.
#[expect(clippy::needless_pass_by_value, reason = "services are called so")]
fn tell(request: Request<()>) -> Ready<std::result::Result<Response<Told>, Infallible>> {
    ready(Ok(Response::new(Told(Ok(request.extensions().get().cloned())))))
}

/// A response's body: the decision that reached the service, if any, or the text of a refusal.
#[derive(Debug, PartialEq)]
struct Told(std::result::Result<Option<Put>, String>);

impl From<String> for Told {
    fn from(refusal: String) -> Self {
        Self(Err(refusal))
    }
}

/// The response to one request.
fn respond<P, R>(layer: &ResolveLayer<String, P, R>, request: Request<()>) -> Response<Told>
where
    P: Policy + Clone,
    R: Respond<Told> + Clone,
{
    let service = layer.layer(service_fn(tell));
    match pollster::block_on(service.oneshot(request)) {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// The decision with which a request reaches the service.
#[track_caller]
fn decide<P, R>(layer: &ResolveLayer<String, P, R>, request: Request<()>) -> Put
where
    P: Policy + Clone,
    R: Respond<Told> + Clone,
{
    respond(layer, request).into_body().0.expect("it is not refused").expect("a decision")
}

fn get(uri: &str) -> Request<()> {
    Request::get(uri).body(()).expect("a request")
}
