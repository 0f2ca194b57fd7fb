//! Which version a request gets, by all that it can carry.

use crate::process::Gateway;
use crate::upstream::{RELEASE, document, start, three_versions};

const BOB: &str = r#""release": {"version": "1", "rules": [
    {"when": "invoke.headers.User exact Bob", "version": "2"},
    {"when": "invoke.cookies.beta exact yes", "version": "2"},
    {"when": "invoke.query.user exact B b", "version": "2"},
    {"when": "invoke.headers.X-Pointsman-Method exact DELETE", "version": "3"},
    {"when": "invoke.headers.X-Pointsman-Client exact 127.0.0.2", "version": "3"},
    {"when": "invoke.headers.X-Pointsman-Path exact /release/B/secret", "version": "3"}
]}"#;

#[tokio::test]
async fn a_rule_finds_headers_cookies_and_the_query() {
    let gateway = Gateway::start(three_versions(BOB).await);
    let version = async |path: &str, headers: &[&str]| {
        let answer = gateway.get(path, headers).await;
        let version = answer.version().to_owned();
        assert!(answer.text().starts_with(&format!("version {version}: ")), "{answer:?}");
        version
    };
    assert_eq!(version("/release/B", &[]).await, "1");
    assert_eq!(version("/release/B", &["User: Bob"]).await, "2");
    assert_eq!(version("/release/B", &["user: Bob"]).await, "2");
    assert_eq!(version("/release/B", &["User: Ann", "User: Bob"]).await, "1");
    assert_eq!(version("/release/B", &["Cookie: a=b; beta=yes"]).await, "2");
    assert_eq!(version("/release/B", &["Cookie: a=b", "Cookie: beta=yes"]).await, "2");
    assert_eq!(version("/release/B", &["Cookie: beta=no"]).await, "1");
    assert_eq!(version("/release/B?user=B%20b", &[]).await, "2");
    assert_eq!(version("/release/B?user=B+b", &[]).await, "1");
}

#[tokio::test]
async fn a_rule_finds_what_the_gateway_knows_and_no_client_can_say_it() {
    let gateway = Gateway::start(three_versions(BOB).await);
    let answer = gateway.connect().await.ask("DELETE", "/release/B", &[], "").await;
    assert_eq!(answer.version(), "3");
    assert_eq!(gateway.get("/release/B/secret", &[]).await.version(), "3");
    for own in ["Method: DELETE", "Client: 127.0.0.2", "Path: /release/B/secret"] {
        let answer = gateway.get("/release/B", &[&format!("X-Pointsman-{own}")]).await;
        assert_eq!(answer.version(), "1", "{own}");
    }
}

#[tokio::test]
async fn a_header_that_connection_names_is_none() {
    let gateway = Gateway::start(three_versions(BOB).await);
    let answer = gateway.get("/release/B", &["User: Bob", "Connection: User"]).await;
    assert_eq!(answer.version(), "1");
    assert!(!answer.text().contains("user: Bob"), "{answer:?}");
}

#[tokio::test]
async fn a_stage_leads_to_its_alias() {
    let aliases = r#""release": {"version": "1"}, "prepub": {"version": "2"}"#;
    let gateway = Gateway::start(three_versions(aliases).await);
    for (path, version, target) in [
        ("/release/B", "1", "version 1: GET /\n"),
        ("/release/B/", "1", "version 1: GET /\n"),
        ("/release/B/a//b/%2F?c=%20&d", "1", "version 1: GET /a//b/%2F?c=%20&d\n"),
        ("/release/B?c", "1", "version 1: GET /?c\n"),
        ("/release/default%2FB/a", "1", "version 1: GET /a\n"),
        ("/prepub/B/a", "2", "version 2: GET /a\n"),
        ("/dev/B/a", "$LATEST", "version 3: GET /a\n"),
    ] {
        let answer = gateway.get(path, &[]).await;
        assert_eq!(answer.version(), version, "{path}");
        assert!(answer.text().starts_with(target), "{path}: {answer:?}");
    }
    // Two ways to write one name are one series.
    let series =
        r#"gateway_requests_total{function="B",alias="release",version="1",reason="only"}"#;
    assert_eq!(gateway.count(series).await, 5);
}

#[tokio::test]
async fn stages_and_a_path_of_the_upstream_can_be_given() {
    let upstream = start("version 1").await;
    let document =
        document(&[upstream], "").replace(&format!("{upstream}"), &format!("{upstream}/base/"));
    let gateway = Gateway::start_with(document, &["--stage", "live=$DEFAULT"]);
    let answer = gateway.get("/live/B/a?b", &[]).await;
    assert!(answer.text().starts_with("version 1: GET /base/a?b\n"), "{answer:?}");
    let answer = gateway.get("/live/B", &[]).await;
    assert!(answer.text().starts_with("version 1: GET /base\n"), "{answer:?}");
    gateway.get("/dev/B", &[]).await.assert(404, "unknown stage");
}

#[tokio::test]
async fn functions_of_other_namespaces_are_named_in_one_segment() {
    let document =
        three_versions(RELEASE).await.replace(r#""name""#, r#""namespace": "prod", "name""#);
    let gateway = Gateway::start(document);
    assert_eq!(gateway.get("/release/prod%2FB/a", &[]).await.version(), "1");
    assert_eq!(gateway.invoke("/invoke/prod%2FB?qualifier=2", &[]).await.version(), "2");
    gateway.get("/release/B", &[]).await.assert(404, "unknown function");
    assert_eq!(gateway.admin("/functions/prod%2FB").await.status, 200);
}

#[tokio::test]
async fn what_leads_nowhere_is_refused_and_makes_no_series() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let usage = "a request goes to /STAGE/FUNCTION/… or /invoke/FUNCTION";
    gateway.get("/", &[]).await.assert(404, usage);
    gateway.get("/release", &[]).await.assert(404, usage);
    gateway.get("/canary/B", &[]).await.assert(404, "unknown stage");
    gateway.get("/release/", &[]).await.assert(404, "unknown function");
    gateway.get("/release/C", &[]).await.assert(404, "unknown function");
    gateway.get("/release/%42", &[]).await.assert(404, "unknown function");
    gateway.get("/prepub/B", &[]).await.assert(404, "unknown alias");
    gateway.invoke("/invoke/B?qualifier=9", &[]).await.assert(404, "unknown version 9");
    for user in 0..100 {
        gateway.get(&format!("/release/function-{user}"), &[]).await;
        gateway.get(&format!("/stage-{user}/B"), &[]).await;
        gateway.invoke(&format!("/invoke/B?qualifier=alias-{user}"), &[]).await;
    }
    let metrics = gateway.admin("/metrics").await;
    let series = metrics.text().lines().filter(|line| line.starts_with("gateway_re"));
    let series: Vec<_> = series.filter(|line| !line.starts_with("gateway_reloads")).collect();
    assert_eq!(series.len(), 5, "{series:#?}");
    assert_eq!(gateway.count(r#"gateway_refusals_total{kind="unknown_function"}"#).await, 103);
    assert_eq!(gateway.count(r#"gateway_refusals_total{kind="unknown_alias"}"#).await, 101);
}

#[tokio::test]
async fn a_call_names_its_qualifier_and_brings_a_routing_key() {
    let gateway = Gateway::start(three_versions(BOB).await);
    for (query, version) in [
        ("", "$LATEST"),
        ("?qualifier=", "$LATEST"),
        ("?qualifier=$DEFAULT", "$LATEST"),
        ("?qualifier=%24LATEST", "$LATEST"),
        ("?qualifier=2", "2"),
        ("?Qualifier=2&qualifier=1", "2"),
        ("?qualifier=release", "1"),
        ("?qualifier=release&qualifier=2", "1"),
    ] {
        let answer = gateway.invoke(&format!("/invoke/B{query}"), &[]).await;
        assert_eq!(answer.version(), version, "{query}");
        assert!(answer.text().contains(": POST /\n"), "{query}: {answer:?}");
    }
    let version = async |query: &str, headers: &[&str]| {
        let answer = gateway.invoke(&format!("/invoke/B?qualifier=release{query}"), headers).await;
        assert!(!answer.text().contains("routingkey"), "{answer:?}");
        answer.version().to_owned()
    };
    assert_eq!(version("", &["User: Bob"]).await, "2");
    assert_eq!(version("", &[r#"RoutingKey: {"User": "Bob"}"#]).await, "2");
    // It alone answers for headers, byte for byte; cookies and the query are asked as ever.
    assert_eq!(version("", &["User: Bob", "RoutingKey: {}"]).await, "1");
    assert_eq!(version("", &[r#"RoutingKey: {"user": "Bob"}"#]).await, "1");
    assert_eq!(version("", &["RoutingKey: {}", "Cookie: beta=yes"]).await, "2");
    assert_eq!(version("&user=B%20b", &["RoutingKey: {}"]).await, "2");
    assert_eq!(gateway.connect().await.get("/invoke/B", &[]).await.status, 405);
}
