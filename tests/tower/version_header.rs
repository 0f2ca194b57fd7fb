//! The header of responses that names the version.

use std::convert::Infallible;

use http::{HeaderName, Request, Response};
use pointsman::tower::{ResolveLayer, X_AMZ_EXECUTED_VERSION};
use tower::{Layer, ServiceExt, service_fn};

use super::{Result, fixed, get, respond, router};

#[test]
fn none_unless_asked_for() {
    let response = respond(&ResolveLayer::new(router(), fixed()), get("/"));
    assert!(response.headers().is_empty());
}

#[test]
fn the_version_that_the_request_got() {
    let layer = ResolveLayer::new(router(), fixed()).with_version_header(X_AMZ_EXECUTED_VERSION);
    for (uri, version) in [("/", "$LATEST"), ("/?Qualifier=release", "1"), ("/?Qualifier=2", "2")] {
        let response = respond(&layer, get(uri));
        assert_eq!(response.headers()["X-Amz-Executed-Version"], version);
        assert_eq!(response.headers().len(), 1);
    }
    // A request that is refused got none.
    assert!(!respond(&layer, get("/?Qualifier=9")).headers().contains_key(X_AMZ_EXECUTED_VERSION));
}

#[test]
fn in_place_of_what_the_service_says() -> Result {
    let name = HeaderName::from_static("x-version");
    let layer = ResolveLayer::new(router(), fixed()).with_version_header(name.clone());
    let service = layer.layer(service_fn(async |_: Request<()>| {
        let response = Response::builder().status(500).header("Other", "1");
        let response = response.header("X-Version", "a").header("X-Version", "b");
        Ok::<_, Infallible>(response.body(String::from("body")).expect("a response"))
    }));
    let response = pollster::block_on(service.oneshot(get("/?Qualifier=1")))?;
    assert_eq!(response.headers().get_all(name).iter().collect::<Vec<_>>(), ["1"]);
    assert_eq!(response.headers()["Other"], "1");
    assert_eq!((response.status().as_u16(), response.body().as_str()), (500, "body"));
    Ok(())
}
