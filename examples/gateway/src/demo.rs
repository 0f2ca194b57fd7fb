//! Upstreams that say which version they are, and a document that leads to them.

use std::error::Error;
use std::future::pending;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use pointsman::document::Document;
use pointsman::{Alias, Function};
use tokio::net::TcpListener;

use crate::Upstream;
use crate::serve::{bind, serve};

/// Starts three upstreams, and returns the document that leads to them.
///
/// Function B has versions 1 to 3, and `$LATEST` is as version 3. In stage `prepub` Bob tries version 3
/// while everyone else is on version 2, and version 1 is released to all.
pub(crate) async fn start() -> Result<String, Box<dyn Error>> {
    let mut function = Function::new("B".parse()?, start_upstream("version 1").await?);
    let v1 = function.publish()?;
    function.set_latest(start_upstream("version 2").await?)?;
    let v2 = function.publish()?;
    function.set_latest(start_upstream("version 3").await?)?;
    let v3 = function.publish()?;
    let prepub = Alias::to(v2).rule("invoke.headers.User exact Bob".parse()?, v3);
    function.create_alias("prepub".parse()?, prepub)?;
    let release = Alias::to(v1).sticky_on("invoke.headers.User".parse()?);
    function.create_alias("release".parse()?, release)?;
    let mut document = Document::new();
    document.insert(function);
    Ok(document.to_json()?)
}

async fn start_upstream(name: &str) -> Result<Upstream, Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let upstream = format!("http://{}", listener.local_addr()?).parse()?;
    tokio::spawn(serve(listener, app(name), pending()));
    Ok(upstream)
}

/// Runs one upstream, for ever: in a process of its own, for tests and measurements.
///
/// # Errors
///
/// If the address can't be bound.
pub async fn upstream(name: &str, address: SocketAddr) -> io::Result<()> {
    let listener = bind("upstream", address).await?;
    serve(listener, app(name), pending()).await;
    Ok(())
}

/// It says its name and what it was asked; `/echo` sends the body back, `/status/503` that status.
fn app(name: &str) -> Router {
    Router::new()
        .route(
            "/echo",
            routing::any(|request: Request| async { Response::new(request.into_body()) }),
        )
        .fallback(answer)
        .with_state(name.into())
}

async fn answer(State(name): State<Arc<str>>, request: Request) -> Response {
    let (method, uri) = (request.method(), request.uri());
    let status = uri.path().strip_prefix("/status/").and_then(|status| status.parse().ok());
    (status.unwrap_or(StatusCode::OK), format!("{name}: {method} {uri}\n")).into_response()
}
