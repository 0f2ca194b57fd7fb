//! Passing a request on to an upstream, and its answer back.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::http::header::{HeaderValue, TRANSFER_ENCODING};
use axum::http::{Request, Response, StatusCode, Version};
use http_body_util::BodyExt;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::hop_by_hop;

/// How long a connection to an upstream is kept for the next request: less than the five seconds after
/// which some servers close it, for a request that meets a closing connection is lost.
const IDLE: Duration = Duration::from_secs(4);

/// What is allowed to an upstream.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How long connecting may take, and waiting for a place among the requests in flight.
    pub(crate) connect: Duration,
    /// How long an answer may take to begin.
    pub(crate) answer: Duration,
    /// How many requests may be in flight, and so how many connections to upstreams there are.
    pub(crate) in_flight: usize,
}

/// A client of all upstreams, with one pool of connections.
#[derive(Debug)]
pub(crate) struct Proxy {
    client: Client<HttpConnector, Body>,
    places: Arc<Semaphore>,
    limits: Limits,
}

impl Proxy {
    pub(crate) fn new(limits: Limits) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(limits.connect));
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        let places = Arc::new(Semaphore::new(limits.in_flight.min(Semaphore::MAX_PERMITS)));
        Self { client, places, limits }
    }

    /// Sends a request, free of what was meant for the gateway alone, and returns the answer as it
    /// comes in. Should that break off, it is told to `broken`, which is held until the last of it.
    pub(crate) async fn forward(
        &self,
        mut request: Request<Body>,
        mut broken: impl FnMut(&hyper::Error) + Send + 'static,
    ) -> Result<Response<Body>, ProxyError> {
        *request.version_mut() = Version::HTTP_11;
        if request.body().size_hint().exact().is_none() {
            // Unless told so, the client sends no body with a GET whose length it doesn't know.
            let chunked = HeaderValue::from_static("chunked");
            request.headers_mut().insert(TRANSFER_ENCODING, chunked);
        }
        let place = timeout(self.limits.connect, Arc::clone(&self.places).acquire_owned());
        let place = place.await.ok().and_then(Result::ok).ok_or(ProxyError::Busy)?;
        let answer = timeout(self.limits.answer, self.client.request(request)).await;
        let answer = answer.map_err(|_| ProxyError::Late)?.map_err(ProxyError::of)?;
        if answer.status() == StatusCode::SWITCHING_PROTOCOLS {
            return Err(ProxyError::Switched);
        }
        let (mut parts, body) = answer.into_parts();
        hop_by_hop::strip(&mut parts.headers);
        parts.version = Version::HTTP_11;
        let body = body.map_err(move |error| {
            let _until_here = &place;
            broken(&error);
            error
        });
        Ok(Response::from_parts(parts, Body::new(body)))
    }
}

/// Why there is no answer of an upstream.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProxyError {
    /// It can't be reached, or ends the connection before it answers.
    #[error("is unreachable")]
    Unreachable(#[source] Error),
    /// What the client sends breaks off, or is no body.
    #[error("got no whole request")]
    Request(#[source] Error),
    /// It goes on in another protocol, which it was not asked to.
    #[error("switches protocols unasked")]
    Switched,
    /// It doesn't answer in time.
    #[error("does not answer in time")]
    Late,
    /// As many requests are in flight as may be.
    #[error("was not asked: too many requests are in flight")]
    Busy,
}

impl ProxyError {
    fn of(error: Error) -> Self {
        let cause = error.source().and_then(|cause| cause.downcast_ref());
        if cause.is_some_and(hyper::Error::is_user) {
            Self::Request(error)
        } else {
            Self::Unreachable(error)
        }
    }

    /// As a metric's label.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Request(_) => "request",
            Self::Switched => "switched",
            Self::Late => "late",
            Self::Busy => "busy",
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Unreachable(_) | Self::Switched => StatusCode::BAD_GATEWAY,
            Self::Request(_) => StatusCode::BAD_REQUEST,
            Self::Late => StatusCode::GATEWAY_TIMEOUT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The error with what lies beneath it: for the log, since it may tell of the network behind.
    pub(crate) fn in_full(&self) -> String {
        let mut text = self.to_string();
        let mut source = self.source();
        while let Some(error) = source {
            text = format!("{text}: {error}");
            source = error.source();
        }
        text
    }
}
