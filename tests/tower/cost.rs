//! What is allocated, counted.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::hint::black_box;

use allocation_counter::measure;
use http::{Extensions, Request, Response};
use pointsman::live::Router;
use pointsman::tower::{Fixed, ResolveLayer, X_AMZ_EXECUTED_VERSION};
use pointsman::{Function, OwnedDecision, Version};
use tower::{Layer, Service, service_fn};

use super::{get, id};

fn layer() -> ResolveLayer<&'static str, Fixed> {
    let router = Router::new([Function::new(id("B"), "upstream")]).expect("one function");
    ResolveLayer::new(router, Fixed::new(&id("B")))
}

fn empty(_: Request<()>) -> Ready<Result<Response<String>, Infallible>> {
    ready(Ok(Response::new(String::new())))
}

/// How often a request to this URI allocates on its way to an empty response.
fn allocations(layer: &ResolveLayer<&'static str, Fixed>, uri: &str) -> u64 {
    let mut service = layer.layer(service_fn(empty));
    let mut request = Some(get(uri));
    let measured = measure(|| {
        let future = service.call(request.take().expect("one call"));
        black_box(pollster::block_on(future)).expect("no error");
    });
    measured.count_total
}

/// What a request allocates by itself: it is dropped, and its response made.
fn without_the_layer(uri: &str) -> u64 {
    let mut request = Some(get(uri));
    let measured = measure(|| {
        let future = empty(request.take().expect("one call"));
        black_box(pollster::block_on(future)).expect("no error");
    });
    measured.count_total
}

/// What it takes to put a decision into extensions.
fn to_put_a_decision() -> u64 {
    let router = Router::new([Function::new(id("B"), "upstream")]).expect("one function");
    let request = pointsman::Request::new(&(), pointsman::Point::MIN);
    let table = router.snapshot();
    let mut decision: Option<OwnedDecision<&str>> = table
        .resolve("B", pointsman::Qualifier::DEFAULT, &request)
        .ok()
        .map(pointsman::Decision::into_owned);
    let measured = measure(|| {
        let mut extensions = Extensions::new();
        extensions.insert(decision.take().expect("a decision"));
        black_box(extensions);
    });
    measured.count_total
}

#[test]
fn only_what_putting_the_decision_takes() {
    let layer = layer();
    let put = to_put_a_decision();
    assert!(put > 0, "else nothing was counted");
    for uri in ["/", "/?a=1", "/?Qualifier=$LATEST", "/?qualifier=$DEFAULT&b=%zz"] {
        assert_eq!(allocations(&layer, uri), without_the_layer(uri) + put, "{uri}");
    }
    // Decoding the query, and the qualifier in it.
    let uri = "/?Qualifier=%24LATEST";
    assert_eq!(allocations(&layer, uri), without_the_layer(uri) + put + 3);
}

#[test]
fn and_the_header_if_there_is_one() {
    let (plain, layer) = (layer(), layer().with_version_header(X_AMZ_EXECUTED_VERSION));
    let header = measure(|| {
        let mut response = Response::new(());
        response.headers_mut().insert(X_AMZ_EXECUTED_VERSION, "$LATEST".parse().expect("a value"));
        black_box(response);
    });
    let more = allocations(&layer, "/") - allocations(&plain, "/");
    assert!(more <= header.count_total, "{more} of {}", header.count_total);
}

#[test]
fn a_clone_shares_all_but_the_service_within() {
    let service = layer().with_version_header(X_AMZ_EXECUTED_VERSION).layer(Version::LATEST);
    let clones = measure(|| drop(black_box(service.clone())));
    assert_eq!(clones.count_total, 0);
}
