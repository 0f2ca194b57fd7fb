//! What no well-behaved client sends.

use crate::process::Gateway;
use crate::upstream::{RELEASE, three_versions};

async fn status(gateway: &Gateway, bytes: &[u8]) -> u16 {
    let mut connection = gateway.connect().await;
    connection.send(bytes).await;
    connection.head().await.status
}

#[tokio::test]
async fn a_request_that_is_none_is_refused() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    for bytes in [
        &b"what?\r\n\r\n"[..],
        b"GET /release/B HTTP/1.1\r\n\r\n",
        b"GET /release/B HTTP/1.1\r\nHost: test\r\nHost: other\r\n\r\n",
        b"GET /release/B HTTP/1.1\r\nHost: test\r\nUser\r\n\r\n",
        b"GET /release/B HTTP/1.1\r\nHost: test\r\nUser : Bob\r\n\r\n",
        b"GET /release/B HTTP/1.1\r\nHost: test\r\nUs\xffer: Bob\r\n\r\n",
        b"GET /release/B HTTP/1.1\r\nHost: test\r\nUser: B\0b\r\n\r\n",
        b"GET /release/B HTTP/1.1\r\nHost: test\r\nUser: Bob\r\n folded\r\n\r\n",
        b"GET /release/B HTTP/1.1\r\nHost: test\r\nContent-Length: x\r\n\r\n",
        b"GET /release/B HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /release/B HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked, what\r\n\r\n",
    ] {
        assert_eq!(status(&gateway, bytes).await, 400, "{}", bytes.escape_ascii());
    }
    assert_eq!(gateway.get("/release/B", &[]).await.status, 200);
}

#[tokio::test]
async fn a_body_that_is_none_is_not_the_upstreams_fault() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    let head = "POST /release/B HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
    connection.send(format!("{head}what?\r\n")).await;
    connection.answer().await.assert(400, "version 1 of B got no whole request");
}

#[tokio::test]
async fn a_huge_head_is_refused() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let head = |headers: &str| format!("GET /release/B HTTP/1.1\r\nHost: test\r\n{headers}\r\n");
    let value = |length| head(&format!("X-Long: {}\r\n", "a".repeat(length)));
    assert_eq!(status(&gateway, value(31 << 10).as_bytes()).await, 200);
    assert_eq!(status(&gateway, value(33 << 10).as_bytes()).await, 431);
    assert_eq!(status(&gateway, head(&"X-One: 1\r\n".repeat(90)).as_bytes()).await, 200);
    assert_eq!(status(&gateway, head(&"X-One: 1\r\n".repeat(100)).as_bytes()).await, 431);
    let path = format!("GET /release/B/{} HTTP/1.1\r\n\r\n", "a".repeat(33 << 10));
    assert!(matches!(status(&gateway, path.as_bytes()).await, 414 | 431));
}

#[tokio::test]
async fn values_that_are_no_text_match_nothing_that_is() {
    let aliases = r#""release": {"version": "1", "rules": [
        {"when": "invoke.headers.User range [0,9]", "version": "2"},
        {"when": "invoke.headers.User exact é", "version": "3"}]}"#;
    let gateway = Gateway::start(three_versions(aliases).await);
    for (value, version) in [
        (&b"\xff\xfe"[..], "1"),
        (b"5\xff", "1"),
        (b"5", "2"),
        (b"\xe9", "1"),
        ("é".as_bytes(), "3"),
    ] {
        let mut connection = gateway.connect().await;
        let head = b"GET /release/B HTTP/1.1\r\nHost: test\r\nUser: ";
        connection.send([head, value, b"\r\n\r\n"].concat()).await;
        assert_eq!(connection.answer().await.version(), version, "{}", value.escape_ascii());
    }
}

#[tokio::test]
async fn a_call_that_is_malformed_is_told_how() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    for (query, headers, text) in [
        ("?qualifier=$latest", &[][..], "version `$latest` must be written `$LATEST`"),
        ("?qualifier=%FF", &[], "qualifier and `RoutingKey` are UTF-8"),
        ("", &["RoutingKey: []"], "routing key `[]` is not a JSON object"),
        ("", &["RoutingKey:"], "routing key `` is not a JSON object"),
        ("", &["RoutingKey: {}", "RoutingKey: {}"], "a request has one `RoutingKey` at most"),
        ("", &[r#"RoutingKey: {"a": "b", "a": "c"}"#], "`a` stands twice in the routing key"),
    ] {
        gateway.invoke(&format!("/invoke/B{query}"), headers).await.assert(400, text);
    }
    let long = format!(r#"RoutingKey: {{"a": "{}"}}"#, "b".repeat(1024));
    let text = "routing key of 1033 bytes is longer than 1024";
    gateway.invoke("/invoke/B", &[&long]).await.assert(400, text);
}

#[tokio::test]
async fn a_path_leads_to_nothing_beside_the_upstreams_own() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    for path in ["/release/B/../a", "/release/B/a/%2e%2E/b", "/release/B/..;/a"] {
        gateway.get(path, &[]).await.assert(400, "the path leads up by `..`");
    }
    assert_eq!(gateway.count(r#"gateway_refusals_total{kind="leads_up"}"#).await, 3);
}

#[tokio::test]
async fn no_tunnel_is_made() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    for target in ["/release/B/a", "127.0.0.1:80"] {
        let request = format!("CONNECT {target} HTTP/1.1\r\nHost: test\r\n\r\n");
        assert_eq!(status(&gateway, request.as_bytes()).await, 501, "{target}");
    }
    assert_eq!(gateway.count(r#"gateway_refusals_total{kind="tunnel"}"#).await, 2);
}

/// A body whose end two parties see at two places lets a client smuggle a request past the gateway.
#[tokio::test]
async fn of_two_lengths_the_upstream_sees_one() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    let head = "POST /release/B HTTP/1.1\r\nHost: test\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n";
    connection.send(format!("{head}\r\n0\r\n\r\nGET /dev/B HTTP/1.1\r\n\r\n")).await;
    let answer = connection.answer().await;
    assert!(answer.text().starts_with("version 1: POST /\n"), "{answer:?}");
    assert!(!answer.text().contains("content-length"), "{answer:?}");
}
