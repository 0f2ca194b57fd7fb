//! Requests that are under way while something changes.

use std::process::Command;
use std::time::Duration;

use crate::process::Gateway;
use crate::upstream::{RELEASE, document, start_raw, three_versions};

#[tokio::test]
async fn a_request_ends_on_the_table_that_it_began_on() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut under_way = gateway.connect().await;
    let head = "POST /release/B/echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
    under_way.send(format!("{head}1\r\na\r\n")).await;
    assert_eq!(under_way.head().await.version(), "1");
    assert_eq!(gateway.put("release", "*", r#"{"version": "2"}"#).await.status, 200);
    assert_eq!(gateway.get("/release/B", &[]).await.version(), "2");
    let health = gateway.admin("/health").await;
    let tables = r#""tables":[{"generation":2,"requests":1},{"generation":3,"requests":0}]"#;
    assert!(health.text().contains(tables), "{health:?}");

    under_way.send("0\r\n\r\n").await;
    while under_way.chunk().await.is_some() {}
    let ended = |health: &str| health.contains(r#""tables":[{"generation":3,"requests":0}]"#);
    gateway.wait_for_health("the old table is let go", ended).await;
}

#[tokio::test]
async fn a_gateway_that_is_told_to_stop_ends_what_is_under_way() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let (mut idle, mut under_way) = (gateway.connect().await, gateway.connect().await);
    assert_eq!(idle.get("/release/B", &[]).await.status, 200);
    let head = "POST /release/B/echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
    under_way.send(format!("{head}1\r\na\r\n")).await;
    assert_eq!(under_way.head().await.status, 200);
    let id = gateway.process.id().to_string();
    assert!(Command::new("kill").arg(id).status().unwrap().success());
    assert!(idle.is_closed().await);
    under_way.send("1\r\nb\r\n0\r\n\r\n").await;
    let mut body = Vec::new();
    while let Some(chunk) = under_way.chunk().await {
        body.extend(chunk);
    }
    assert_eq!(body, b"ab");
    assert!(gateway.process.wait().success());
}

/// Else requests that no one waits for would hold tables, and take places.
#[tokio::test]
async fn a_client_that_hangs_up_is_waited_for_no_more() {
    let upstream = start_raw("", Duration::from_secs(60)).await;
    let gateway = Gateway::start(document(&[upstream], RELEASE));
    let requests = |count: u32| {
        let table = format!(r#""tables":[{{"generation":2,"requests":{count}}}]"#);
        move |health: &str| health.contains(&table)
    };
    let mut waiting = gateway.connect().await;
    waiting.send("GET /release/B HTTP/1.1\r\nHost: test\r\n\r\n").await;
    gateway.wait_for_health("a request is under way", requests(1)).await;
    drop(waiting);
    gateway.wait_for_health("it is no more", requests(0)).await;
}
