//! How requests are read.

use http::request::Parts;
use http::{HeaderValue, Request};
use pointsman::tower::{Invocation, Policy, Refusal, ResolveLayer, policy_fn};
use pointsman::{AttributeKey, Attributes, Function, Point, Qualifier, Reason, Share, Version};

use super::{Result, decide, fixed, get, id, respond, router, v};

/// A request to this URI gets this version of `B`, whatever the payload.
#[track_caller]
fn leads_to(uri: &str, version: Version) {
    assert_eq!(decide(&ResolveLayer::new(router(), fixed()), get(uri)).version, version, "{uri}");
}

#[test]
fn the_qualifier_is_a_query_parameter_by_default() {
    leads_to("/", Version::LATEST);
    leads_to("/?Qualifier=release", v(1));
    leads_to("/?qualifier=release", v(1));
    leads_to("/?Qualifier=2", v(2));
    leads_to("/?a=1&Qualifier=2&Qualifier=1", v(2));
    leads_to("/?qualifier=1&Qualifier=2", v(2));
    leads_to("/?Qualifier=&qualifier=2", Version::LATEST);
    leads_to("/?Qualifier&qualifier=2", Version::LATEST);
    leads_to("/?QUALIFIER=2", Version::LATEST);
    leads_to("/?Qualifier=%24LATEST", Version::LATEST);
    leads_to("/?Qualifier=$DEFAULT", Version::LATEST);
    leads_to("/?Q%75alifier=rel%65ase", v(1));
    leads_to("/Qualifier=2", Version::LATEST);
}

#[test]
fn a_fixed_qualifier_is_not_the_caller_s_to_change() -> Result {
    for (qualifier, version) in [("release", v(1)), ("2", v(2)), ("$LATEST", Version::LATEST)] {
        let layer =
            ResolveLayer::new(router(), fixed().with_qualifier(Qualifier::parse(qualifier)?));
        for uri in ["/", "/?Qualifier=half", "/?qualifier=$LATEST", "/?Qualifier=%%%"] {
            assert_eq!(decide(&layer, get(uri)).version, version, "{qualifier} {uri}");
        }
    }
    Ok(())
}

#[test]
fn a_fixed_function_may_be_in_any_namespace() -> Result {
    let router = router();
    router.put(Function::new(id("prod/B"), "prod".into()))?;
    let layer = ResolveLayer::new(router, pointsman::tower::Fixed::new(&id("prod/B")));
    assert_eq!(decide(&layer, get("/")).payload, "prod");
    Ok(())
}

#[test]
fn a_closure_is_shown_by_its_type() {
    let shown = format!("{:?}", policy_fn(|_| Err(Refusal::NoFunction)));
    assert!(shown.starts_with("PolicyFn(\"tower::policy::"), "{shown}");
}

#[test]
fn a_closure_says_function_qualifier_and_point() {
    let layer = ResolveLayer::new(
        router(),
        policy_fn(|request| {
            let path = request.uri.path().strip_prefix("/invoke/").ok_or(Refusal::NoFunction)?;
            let invocation = Invocation::new(path, request).with_point(Point::MAX);
            Ok(match request.headers.get("Stage").map(HeaderValue::to_str) {
                Some(Ok(stage)) => invocation.with_qualifier(stage),
                _ => invocation,
            })
        }),
    );
    assert_eq!(decide(&layer, get("/invoke/B?Qualifier=2")).version, v(2));
    assert_eq!(decide(&layer, get("/invoke/default/B")).version, Version::LATEST);
    let request = Request::get("/invoke/B?Qualifier=2").header("Stage", "half").body(());
    let reason = decide(&layer, request.expect("a request")).reason;
    assert_eq!(reason, Reason::Share(Share { point: Point::MAX, sticky: false }));
    assert_eq!(respond(&layer, get("/B")).status(), 404);
}

/// Answers every header with one name.
#[derive(Clone)]
struct Everyone(&'static str);

impl Attributes for Everyone {
    fn attribute(&self, _: &AttributeKey) -> Option<&[u8]> {
        Some(self.0.as_bytes())
    }
}

impl Policy for Everyone {
    fn invocation<'a>(
        &'a self,
        request: &'a Parts,
    ) -> std::result::Result<Invocation<'a, impl Attributes + 'a>, Refusal> {
        Ok(Invocation::new(String::from("B"), request).with_attributes(self))
    }
}

#[test]
fn a_policy_may_bring_attributes_of_its_own() {
    for (user, version) in [("Bob", v(2)), ("Ann", v(1))] {
        let layer = ResolveLayer::new(router(), Everyone(user));
        assert_eq!(decide(&layer, get("/?Qualifier=prepub")).version, version, "{user}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_routing_key_alone_answers_headers() -> Result {
    use pointsman::RoutingKey;

    let layer = ResolveLayer::new(
        router(),
        policy_fn(|request| {
            let invocation = Invocation::new("B", request);
            let Some(text) = request.headers.get("RoutingKey") else { return Ok(invocation) };
            Ok(invocation.with_routing_key(RoutingKey::parse(text.to_str().unwrap_or_default())?))
        }),
    );
    let request = |user: &str, routing_key: Option<&str>| {
        let mut request = Request::get("/?Qualifier=prepub").header("User", user);
        if let Some(text) = routing_key {
            request = request.header("RoutingKey", text);
        }
        request.body(())
    };
    assert_eq!(decide(&layer, request("Bob", None)?).version, v(2));
    assert_eq!(decide(&layer, request("Ann", Some(r#"{"User":"Bob"}"#))?).version, v(2));
    assert_eq!(decide(&layer, request("Bob", Some("{}"))?).version, v(1));
    let refused = respond(&layer, request("Bob", Some("[]"))?);
    assert_eq!(refused.status(), 400);
    assert_eq!(refused.body().0, Err("routing key `[]` is not a JSON object".into()));
    Ok(())
}
