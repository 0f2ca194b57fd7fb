//! Bodies and trailers go through as they come.

use std::hash::{DefaultHasher, Hasher};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, split};

use crate::client::Connection;
use crate::process::Gateway;
use crate::upstream::{RELEASE, document, start_raw, three_versions};

const CHUNKED: &str =
    "POST /release/B/echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n";

#[tokio::test]
async fn a_body_is_passed_on_before_it_has_ended() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    connection.send(format!("{CHUNKED}\r\n4\r\nping\r\n")).await;
    assert_eq!(connection.head().await.status, 200);
    assert_eq!(connection.chunk().await.unwrap(), b"ping");
    connection.send("4\r\npong\r\n0\r\n\r\n").await;
    assert_eq!(connection.chunk().await.unwrap(), b"pong");
    assert_eq!(connection.chunk().await, None);
}

#[tokio::test]
async fn a_body_goes_on_whatever_the_method() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    for method in ["GET", "DELETE", "OPTIONS", "PATCH"] {
        let answer = connection.ask(method, "/release/B/echo", &[], "body").await;
        assert_eq!(answer.text(), "body", "{method}");
        let head = CHUNKED.replace("POST", method);
        connection.send(format!("{head}\r\n4\r\nbody\r\n0\r\n\r\n")).await;
        assert_eq!(connection.answer().await.text(), "body", "{method}, chunked");
    }
}

#[tokio::test]
async fn a_body_larger_than_any_buffer_comes_back_whole() {
    const MIB: usize = 256;
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let connection = gateway.connect().await;
    let (mut reader, mut writer) = split(connection.stream);
    let sent = tokio::spawn(async move {
        let head = format!(
            "POST /release/B/echo HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n",
            MIB << 20
        );
        writer.write_all(head.as_bytes()).await.unwrap();
        let mut hash = DefaultHasher::new();
        for part in 0..MIB {
            let part: Vec<u8> = (0..1 << 20)
                .map(|n: usize| (n.wrapping_mul(part | 1) >> 3).to_le_bytes()[0])
                .collect();
            hash.write(&part);
            writer.write_all(&part).await.unwrap();
        }
        writer.flush().await.unwrap();
        (hash.finish(), writer)
    });
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(reader.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert!(head.contains("x-amz-executed-version: 1\r\n"), "{head}");
    let mut hash = DefaultHasher::new();
    let mut part = vec![0; 1 << 20];
    for _ in 0..MIB {
        reader.read_exact(&mut part).await.unwrap();
        hash.write(&part);
    }
    assert_eq!(sent.await.unwrap().0, hash.finish());
    let peak = peak_memory(gateway.process.id());
    assert!(peak < 64 << 20, "the gateway took {peak} bytes");
}

/// How much memory a process has taken at most.
fn peak_memory(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap() << 10
}

#[tokio::test]
async fn trailers_go_through_both_ways() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    let headers = "TE: trailers\r\nConnection: TE\r\nTrailer: X-Sum\r\n";
    connection.send(format!("{CHUNKED}{headers}\r\n4\r\nbody\r\n0\r\nX-Sum: 7\r\n\r\n")).await;
    let answer = connection.answer().await;
    assert_eq!(answer.body, b"body");
    assert_eq!(answer.trailers, [("x-sum".to_owned(), b"7".to_vec())]);
}

#[tokio::test]
async fn a_client_that_asks_for_no_trailers_gets_none() {
    let bytes = "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n\
                 4\r\nbody\r\n0\r\nX-Sum: 7\r\n\r\n";
    let upstream = start_raw(bytes, Duration::ZERO).await;
    let gateway = Gateway::start(document(&[upstream], RELEASE));
    let answer = gateway.get("/release/B", &["TE: trailers", "Connection: TE"]).await;
    assert_eq!((answer.text(), answer.trailers.len()), ("body", 1));
    let answer = gateway.get("/release/B", &[]).await;
    assert_eq!((answer.text(), answer.trailers.len()), ("body", 0));
}

/// A proxy that believes the length would cut the body, or wait for more of it.
#[tokio::test]
async fn an_answer_of_two_lengths_goes_through_whole() {
    for length in [2, 4, 40] {
        let bytes = format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Length: {length}\r\n\r\n\
             4\r\nbody\r\n0\r\n\r\n"
        );
        let upstream = start_raw(bytes.leak(), Duration::ZERO).await;
        let gateway = Gateway::start(document(&[upstream], RELEASE));
        let answer = gateway.get("/release/B", &[]).await;
        assert_eq!((answer.text(), answer.header("content-length")), ("body", None));
    }
}

#[tokio::test]
async fn answers_without_a_body_end_with_their_headers() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection = gateway.connect().await;
    let answer = connection.ask("HEAD", "/release/B", &[], "").await;
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_ne!(answer.header("content-length"), Some("0"));
    assert_eq!(connection.get("/release/B", &[]).await.status, 200);
}

#[tokio::test]
async fn an_old_client_is_answered_and_let_go() {
    let gateway = Gateway::start(three_versions(RELEASE).await);
    let mut connection: Connection = gateway.connect().await;
    connection.send("GET /release/B/a HTTP/1.0\r\n\r\n").await;
    let answer = connection.answer().await;
    assert!(answer.text().starts_with("version 1: GET /a\n"), "{answer:?}");
    assert!(connection.is_closed().await);
}
