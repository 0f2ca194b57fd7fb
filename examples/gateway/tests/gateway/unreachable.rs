//! Upstreams that fail.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::process::Gateway;
use crate::upstream::{RELEASE, document, start, start_raw, three_versions};

/// An address at which nobody listens.
async fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

fn errors(kind: &str) -> String {
    format!(
        r#"gateway_errors_total{{function="B",alias="release",version="1",reason="only",kind="{kind}"}}"#
    )
}

#[tokio::test]
async fn an_upstream_that_is_down_is_named_by_its_version() {
    let (down, up) = (nobody().await, start("version 2").await);
    let gateway = Gateway::start(document(&[down, up], RELEASE));
    let answer = gateway.get("/release/B", &[]).await;
    answer.assert(502, "version 1 of B is unreachable");
    assert_eq!(answer.version(), "1");
    assert_eq!(gateway.get("/dev/B", &[]).await.status, 200);
    assert_eq!(gateway.count(&errors("unreachable")).await, 1);
    let log = std::fs::read_to_string(gateway.directory.path().join("log")).unwrap();
    assert!(log.contains(&down.to_string()), "{log}");
}

#[tokio::test]
async fn an_upstream_that_hangs_up_is_unreachable() {
    for bytes in ["", "HTTP/1.1 200 OK\r\nCont", "what?\r\n\r\n"] {
        let upstream = start_raw(bytes, Duration::ZERO).await;
        let gateway = Gateway::start(document(&[upstream], RELEASE));
        gateway.get("/release/B", &[]).await.assert(502, "version 1 of B is unreachable");
    }
}

#[tokio::test]
async fn an_upstream_that_switches_protocols_unasked_is_at_fault() {
    let bytes = "HTTP/1.1 101 Oh\r\nConnection: upgrade\r\nUpgrade: what\r\n\r\nwhat";
    let upstream = start_raw(bytes, Duration::ZERO).await;
    let gateway = Gateway::start(document(&[upstream], RELEASE));
    let headers = ["Connection: Upgrade", "Upgrade: what"];
    let answer = gateway.get("/release/B", &headers).await;
    answer.assert(502, "version 1 of B switches protocols unasked");
    assert_eq!(gateway.count(&errors("switched")).await, 1);
}

#[tokio::test]
async fn an_upstream_that_does_not_answer_is_given_up() {
    let upstream = start_raw("", Duration::from_secs(60)).await;
    let options = ["--answer-timeout", "0.2"];
    let gateway = Gateway::start_with(document(&[upstream], RELEASE), &options);
    gateway.get("/release/B", &[]).await.assert(504, "version 1 of B does not answer in time");
    assert_eq!(gateway.count(&errors("late")).await, 1);
}

#[tokio::test]
async fn an_answer_that_breaks_off_does_not_look_whole() {
    let bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
    let upstream = start_raw(bytes, Duration::ZERO).await;
    let gateway = Gateway::start(document(&[upstream], RELEASE));
    let mut connection = gateway.connect().await;
    connection.send("GET /release/B HTTP/1.1\r\nHost: test\r\n\r\n").await;
    assert_eq!(connection.head().await.header("content-length"), Some("100"));
    let mut body = Vec::new();
    let _ = connection.stream.read_to_end(&mut body).await;
    assert_eq!(body, b"half");
    assert_eq!(gateway.count(&errors("broken")).await, 1);
}

#[tokio::test]
async fn more_requests_than_may_be_in_flight_wait_and_are_then_refused() {
    let upstream = start_raw("", Duration::from_secs(60)).await;
    let options = ["--in-flight", "1", "--connect-timeout", "0.2"];
    let gateway = Gateway::start_with(document(&[upstream], RELEASE), &options);
    let mut first = gateway.connect().await;
    first.send("GET /release/B HTTP/1.1\r\nHost: test\r\n\r\n").await;
    let one = r#"gateway_requests_total{function="B",alias="release",version="1",reason="only"}"#;
    while gateway.count(one).await == 0 {}
    let refused = "version 1 of B was not asked: too many requests are in flight";
    gateway.get("/release/B", &[]).await.assert(503, refused);
    assert_eq!(gateway.count(&errors("busy")).await, 1);
}

#[tokio::test]
async fn an_answer_of_500_is_counted_as_an_error() {
    let upstream = start_raw("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", Duration::ZERO).await;
    let gateway = Gateway::start(document(&[upstream], RELEASE));
    assert_eq!(gateway.get("/release/B", &[]).await.status, 500);
    assert_eq!(gateway.count(&errors("status")).await, 1);
}

#[tokio::test]
async fn a_connection_that_an_upstream_has_closed_is_not_used_again() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    // This upstream ends each connection after one answer.
    for _ in 0..100 {
        assert_eq!(connection.get("/release/B", &[]).await.status, 200);
    }
}
