//! What an upstream is told, and what the client is.

use std::process::Stdio;

use crate::client::Connection;
use crate::process::{Gateway, Process, command};
use crate::upstream::{RELEASE, start, three_versions};

/// The headers that the upstream got, sorted.
async fn passed(gateway: &Gateway, headers: &[&str]) -> Vec<String> {
    let answer = gateway.get("/release/B/a", headers).await;
    let mut lines: Vec<_> = answer.text().lines().skip(1).map(str::to_owned).collect();
    lines.retain(|line| !line.starts_with("host: 127.0.0.1:"));
    lines.sort();
    lines
}

#[tokio::test]
async fn an_upstream_gets_the_clients_headers_and_what_the_gateway_knows() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let headers = [
        "X-One: 1",
        "X-One: 2",
        "Connection: X-Two, Keep-Alive",
        "X-Two: 1",
        "Keep-Alive: 5",
        "Proxy-Authorization: Basic YTpi",
        "TE: gzip, trailers",
        "X-Forwarded-For: 10.0.0.1",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: elsewhere",
        "Forwarded: for=10.0.0.1",
        "X-Real-IP: 10.0.0.1",
    ];
    let expected = [
        "connection: te",
        "te: trailers",
        "via: 1.1 pointsman",
        "x-forwarded-for: 127.0.0.1",
        "x-forwarded-host: test",
        "x-forwarded-proto: http",
        "x-one: 1",
        "x-one: 2",
        "x-pointsman-client: 127.0.0.1",
        "x-pointsman-method: GET",
        "x-pointsman-path: /release/B/a",
    ];
    assert_eq!(passed(&gateway, &headers).await, expected);
}

#[tokio::test]
async fn a_proxy_in_front_is_believed_if_the_gateway_is_told_so() {
    let gateway = Gateway::start_with(three_versions(RELEASE).await, &["--behind-proxy"]);
    let headers = [
        "X-Forwarded-For: 10.0.0.1, 10.0.0.2",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: outside",
    ];
    let expected = [
        "via: 1.1 pointsman",
        "x-forwarded-for: 10.0.0.1, 10.0.0.2",
        "x-forwarded-for: 127.0.0.1",
        "x-forwarded-host: outside",
        "x-forwarded-proto: https",
        "x-pointsman-client: 10.0.0.2",
        "x-pointsman-method: GET",
        "x-pointsman-path: /release/B/a",
    ];
    assert_eq!(passed(&gateway, &headers).await, expected);
}

#[tokio::test]
async fn a_client_gets_the_answers_headers_but_for_those_of_the_other_connection() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    let answer = connection.get("/release/B", &[]).await;
    let cookies: Vec<_> = answer.headers.iter().filter(|(name, _)| name == "set-cookie").collect();
    assert_eq!(cookies.len(), 2);
    for name in ["connection", "x-hop", "keep-alive"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    let versions = answer.headers.iter().filter(|(name, _)| name == "x-amz-executed-version");
    assert_eq!(versions.count(), 1);
    assert_eq!(answer.version(), "1");
    // The upstream's `Connection: close` was meant for the gateway.
    assert_eq!(connection.get("/release/B", &[]).await.status, 200);
}

#[tokio::test]
async fn values_that_are_no_text_go_through() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    connection.send(b"GET /release/B HTTP/1.1\r\nHost: test\r\nX-Raw: a\xff\xfe\r\n\r\n").await;
    let answer = connection.answer().await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.windows(10).any(|bytes| bytes == b"x-raw: a\xff\xfe"));
}

#[tokio::test]
async fn an_upgrade_is_not_passed_on() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let headers = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
    let answer = gateway.get("/release/B", &headers).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.text().contains("upgrade: "), "{answer:?}");
}

#[tokio::test]
async fn a_plain_proxy_does_the_same_but_choose() {
    let upstream = format!("http://{}/base", start("version 1").await);
    let mut command = command();
    let plain = Process::start(command.args(["--plain", &upstream]).stderr(Stdio::null()), 1);
    let mut connection = Connection::open(plain.address(0)).await;
    let answer = connection.get("/release/B?a", &["Connection: X-One", "X-One: 1"]).await;
    assert!(answer.text().starts_with("version 1: GET /base/release/B?a\n"), "{answer:?}");
    assert!(answer.text().contains("x-pointsman-client: 127.0.0.1\n"), "{answer:?}");
    assert!(!answer.text().contains("x-one"), "{answer:?}");
    assert_eq!(answer.header("x-hop"), None);
}
