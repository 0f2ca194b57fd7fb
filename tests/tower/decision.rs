//! What reaches the service.

use std::convert::Infallible;
use std::error::Error;

use http::{Method, Request, Response, Version as HttpVersion};
use pointsman::tower::{Resolve, ResolveLayer, ResponseFuture};
use pointsman::{Alias, Point, Qualifier, Reason, Share, Version};
use tower::{Layer, Service, ServiceExt, service_fn};

use super::{Put, Result, Told, decide, fixed, get, id, router, v};

#[test]
fn version_payload_index_and_reason() -> Result {
    let layer = ResolveLayer::new(router(), fixed().with_qualifier(Qualifier::parse("prepub")?));
    let request = Request::get("/").header("User", "Bob").body(())?;
    let decision = decide(&layer, request);
    assert_eq!((decision.version, decision.payload.as_str(), decision.index), (v(2), "2", 1));
    assert_eq!(decision.reason, Reason::Rule { index: 0, share: None });
    let decision = decide(&layer, get("/"));
    assert_eq!((decision.version, decision.reason), (v(1), Reason::Only));
    Ok(())
}

#[test]
fn all_else_of_a_request_is_as_it_was() -> Result {
    #[derive(Debug, Clone, PartialEq)]
    struct Mine(u8);

    let service = ResolveLayer::new(router(), fixed())
        .layer(service_fn(async |request| Ok::<_, Infallible>(Response::new(Keep(request)))));
    let request = Request::builder()
        .method(Method::PUT)
        .uri("http://host/path?a=1")
        .version(HttpVersion::HTTP_2)
        .header("User", "Bob")
        .header("User", "Ann")
        .extension(Mine(7))
        .body(vec![1, 2, 3])?;
    let kept = pollster::block_on(service.oneshot(request))?.into_body().0;
    assert_eq!((kept.method(), kept.version()), (&Method::PUT, HttpVersion::HTTP_2));
    assert_eq!(kept.uri(), "http://host/path?a=1");
    assert_eq!(kept.headers().get_all("user").iter().collect::<Vec<_>>(), ["Bob", "Ann"]);
    assert_eq!(kept.extensions().get(), Some(&Mine(7)));
    assert!(kept.extensions().get::<Put>().is_some());
    assert_eq!(kept.body(), &[1, 2, 3]);
    Ok(())
}

/// A response's body that holds the request.
struct Keep(Request<Vec<u8>>);

impl From<String> for Keep {
    fn from(refusal: String) -> Self {
        panic!("{refusal}");
    }
}

#[test]
fn each_request_is_resolved_on_the_table_that_is_served_then() -> Result {
    let router = router();
    let layer =
        ResolveLayer::new(router.clone(), fixed().with_qualifier(Qualifier::parse("release")?));
    let mut service = layer.layer(service_fn(super::tell));
    let mut version = || -> std::result::Result<Version, Box<dyn Error>> {
        let response = pollster::block_on(async { service.ready().await?.call(get("/")).await })?;
        Ok(response.into_body().0?.ok_or("no decision")?.version)
    };
    assert_eq!(version()?, v(1));
    router.update(&id("B"), |function| function.update_alias("release", Alias::to(v(2))))?;
    assert_eq!(version()?, v(2));
    router.update(&id("B"), |function| function.update_alias("release", Alias::to(v(1))))?;
    assert_eq!(version()?, v(1));
    Ok(())
}

#[test]
fn points_are_drawn_for_each_request() -> Result {
    let layer = ResolveLayer::new(router(), fixed().with_qualifier(Qualifier::parse("half")?));
    let mut points = std::collections::BTreeSet::<Point>::new();
    for _ in 0..1_000 {
        match decide(&layer, get("/")).reason {
            Reason::Share(Share { point, sticky: false }) => points.insert(point),
            other => panic!("{other}"),
        };
    }
    assert_eq!(points.len(), 1_000);
    let upper = points.iter().filter(|point| point.get() >> 63 == 1).count();
    // Within 6 standard deviations, each of 15.8.
    assert!((405..=595).contains(&upper), "{upper}");
    Ok(())
}

#[test]
fn no_table_is_held_while_the_service_works() -> Result {
    let router = router();
    let (held, layer) = (router.clone(), ResolveLayer::new(router, fixed()));
    let service = layer.layer(service_fn(async |request: Request<()>| {
        let requests = held.snapshots().iter().map(|table| table.requests).sum::<usize>();
        held.remove(&id("B"), None)?;
        let tables = held.snapshots().len();
        assert!(request.extensions().get::<Put>().is_some());
        Ok::<_, Box<dyn Error>>(Response::new(format!("{requests} of {tables}")))
    }));
    assert_eq!(pollster::block_on(service.oneshot(get("/")))?.body(), "0 of 1");
    Ok(())
}

#[test]
fn services_and_their_futures_can_be_sent_cloned_and_shown() {
    fn free<V: Clone + Send + Sync + Unpin + std::fmt::Debug>(_: &V) {}
    fn sent<V: Send + Sync + std::fmt::Debug>() {}

    let layer = ResolveLayer::new(router(), fixed());
    free(&layer);
    free::<Resolve<(), _, _, _>>(&layer.layer(()));
    sent::<ResponseFuture<std::future::Ready<Told>, Told>>();
    let shown = format!("{:?}", layer.layer("inner"));
    assert!(shown.starts_with("Resolve { inner: \"inner\", layer: ResolveLayer {"), "{shown}");
}
