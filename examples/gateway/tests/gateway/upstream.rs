//! Upstreams within the test, and documents that lead to them.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use axum::routing::any;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Starts an upstream that says its name, and what it was asked: a header a line.
///
/// `/echo` sends the body back as it comes in, its trailers too.
pub(crate) async fn start(name: &'static str) -> SocketAddr {
    let app = Router::new().route("/echo", any(echo)).fallback(answer).with_state(name);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, app).await.unwrap() });
    address
}

async fn answer(State(name): State<&'static str>, request: Request) -> Response<Body> {
    let mut body = format!("{name}: {} {}\n", request.method(), request.uri()).into_bytes();
    for (header, value) in request.headers() {
        body.extend([header.as_str().as_bytes(), b": ", value.as_bytes(), b"\n"].concat());
    }
    let answer = Response::builder()
        .header("Connection", "X-Hop, close")
        .header("X-Hop", "1")
        .header("Keep-Alive", "timeout=5")
        .header("X-Amz-Executed-Version", "mine")
        .header("Set-Cookie", "a=1")
        .header("Set-Cookie", "b=2");
    answer.body(body.into()).unwrap()
}

async fn echo(request: Request) -> Response<Body> {
    let announced = request.headers().get("trailer").cloned();
    let mut answer = Response::new(request.into_body());
    if let Some(trailer) = announced {
        answer.headers_mut().insert("trailer", trailer);
    }
    answer
}

/// An upstream that reads a request, sends these bytes, and waits before it closes the connection.
pub(crate) async fn start_raw(bytes: &'static str, wait: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let _head = stream.read(&mut [0; 4096]).await.unwrap();
                stream.write_all(bytes.as_bytes()).await.unwrap();
                tokio::time::sleep(wait).await;
            });
        }
    });
    address
}

/// A document of function B in three versions, the last of which is `$LATEST`, and with these aliases.
pub(crate) fn document(upstreams: &[SocketAddr], aliases: &str) -> String {
    let versions = (1..)
        .zip(upstreams)
        .map(|(version, upstream)| format!(r#""{version}": {{"payload": "http://{upstream}"}},"#));
    let versions: Vec<_> = versions.collect();
    let versions = versions.concat();
    let latest = upstreams.last().unwrap();
    format!(
        r#"{{"pointsman": 1, "functions": [{{"name": "B", "revision": 5, "versions": {{{versions}
           "$LATEST": {{"payload": "http://{latest}"}}}}, "aliases": {{{aliases}}}}}]}}"#
    )
}

/// The same with upstreams of its own, named `version 1` to `version 3`.
pub(crate) async fn three_versions(aliases: &str) -> String {
    let mut upstreams = Vec::new();
    for name in ["version 1", "version 2", "version 3"] {
        upstreams.push(start(name).await);
    }
    document(&upstreams, aliases)
}

/// All users on version 1.
pub(crate) const RELEASE: &str = r#""release": {"version": "1", "sticky": "invoke.headers.User"}"#;
