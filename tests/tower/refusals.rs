//! What a request that leads to no version is answered.

use std::cell::Cell;
use std::convert::Infallible;

use http::header::CONTENT_TYPE;
use http::{Request, Response, StatusCode};
use pointsman::tower::{Invocation, Refusal, ResolveLayer, policy_fn};
use tower::{Layer, ServiceExt, service_fn};

use super::{Told, get, respond, router};

#[track_caller]
fn refuses(uri: &str, status: u16, text: &str) {
    let policy = policy_fn(|request| {
        let path = request.uri.path().strip_prefix("/invoke/").ok_or(Refusal::NoFunction)?;
        Ok(Invocation::new(path, request))
    });
    let response = respond(&ResolveLayer::new(router(), policy), get(uri));
    assert_eq!(response.status(), status, "{uri}");
    assert_eq!(response.headers()[CONTENT_TYPE], "text/plain; charset=utf-8");
    assert_eq!(response.headers().len(), 1);
    assert_eq!(response.body().0, Err(text.into()));
}

#[test]
fn what_is_not_there_is_not_found() {
    refuses("/", 404, "the request names no function");
    refuses("/invoke/", 404, "unknown function ``");
    refuses("/invoke/C", 404, "unknown function `C`");
    refuses("/invoke/C?Qualifier=release", 404, "unknown function `C`");
    refuses("/invoke/prod/B", 404, "unknown function `prod/B`");
    refuses("/invoke/%42", 404, "unknown function `%42`");
    refuses("/invoke/B?Qualifier=3", 404, "unknown version 3");
    refuses("/invoke/B?qualifier=nope", 404, "unknown alias `nope`");
    let long = "x".repeat(1_000);
    refuses(&format!("/invoke/{long}"), 404, &format!("unknown function `{}…`", &long[..64]));
}

#[test]
fn what_can_t_be_read_is_a_bad_request() {
    refuses("/invoke/B?Qualifier=01", 400, "version `01` must not have a leading zero");
    refuses("/invoke/C?Qualifier=01", 400, "version `01` must not have a leading zero");
    for (query, excerpt) in [
        ("%24latest", "`$latest`"),
        ("$other", "`$other`"),
        ("%ff", "`\u{fffd}`"),
        ("%0A", r"`\n`"),
        ("a%20b", "`a b`"),
        ("a+b", "`a+b`"),
        ("%", "`%`"),
    ] {
        let layer = ResolveLayer::new(router(), super::fixed());
        let response = respond(&layer, get(&format!("/?Qualifier={query}")));
        assert_eq!(response.status(), 400, "{query}");
        let text = response.into_body().0.expect_err("it is refused");
        assert!(text.contains(excerpt), "{text}");
    }
}

#[test]
fn the_service_is_not_called() {
    let calls = Cell::new(0);
    let service = ResolveLayer::new(router(), super::fixed()).layer(service_fn(async |_| {
        calls.set(calls.get() + 1);
        Ok::<_, Infallible>(Response::new(String::new()))
    }));
    for (uri, status, expected) in
        [("/?Qualifier=9", 404, 0), ("/", 200, 1), ("/?Qualifier=-", 400, 1)]
    {
        let Ok(response) = pollster::block_on(service.clone().oneshot(get(uri)));
        assert_eq!((response.status().as_u16(), calls.get()), (status, expected), "{uri}");
    }
}

#[test]
fn the_answer_is_the_embedder_s_to_give() {
    /// A body that is made of no text.
    #[derive(Debug, PartialEq)]
    struct Code(u16);

    let layer = ResolveLayer::new(router(), super::fixed()).with_respond(|refusal: Refusal| {
        let mut response = Response::new(Code(refusal.status().as_u16()));
        *response.status_mut() = StatusCode::IM_A_TEAPOT;
        response
    });
    let service =
        layer.layer(service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(Code(0)))));
    for (uri, status, code) in
        [("/", 200, 0), ("/?Qualifier=9", 418, 404), ("/?Qualifier=$", 418, 400)]
    {
        let Ok(response) = pollster::block_on(service.clone().oneshot(get(uri)));
        assert_eq!((response.status().as_u16(), response.body()), (status, &Code(code)));
    }
}

#[test]
fn a_policy_s_own_refusal_is_answered_as_such() {
    let layer = ResolveLayer::new(router(), policy_fn(|_| Err(Refusal::NoFunction)));
    let response = respond(&layer, get("/"));
    assert_eq!(response.body(), &Told(Err("the request names no function".into())));
}
