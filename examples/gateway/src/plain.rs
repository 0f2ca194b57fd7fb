//! A proxy that does all that the gateway does, but choose: what the choice is measured against.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;

use crate::Upstream;
use crate::forwarded::{Trust, receive};
use crate::proxy::Proxy;
use crate::refusal::{Refusal, text};

/// Sends every request to one upstream.
#[derive(Debug)]
pub(crate) struct Plain {
    pub(crate) proxy: Proxy,
    pub(crate) upstream: Upstream,
    pub(crate) trust: Trust,
}

pub(crate) fn app(plain: Plain) -> axum::Router {
    axum::Router::new().fallback(answer).with_state(Arc::new(plain))
}

async fn answer(State(plain): State<Arc<Plain>>, request: Request) -> Result<Response, Refusal> {
    let (mut parts, body) = receive(request, plain.trust)?;
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    parts.uri = plain.upstream.target(path)?;
    let broken = |error: &hyper::Error| tracing::warn!(%error, "an answer broke off");
    let answer = plain.proxy.forward(Request::from_parts(parts, body), broken).await;
    Ok(answer.unwrap_or_else(|error| {
        tracing::warn!(upstream = %plain.upstream, error = error.in_full(), "no answer");
        text(error.status(), format_args!("the upstream {error}"))
    }))
}
