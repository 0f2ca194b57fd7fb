//! The admin API: what operators read and change.
//!
//! | request | answer |
//! |---|---|
//! | `GET /functions` | the functions, each with its revision |
//! | `GET /functions/FUNCTION` | a function as the document has it; `ETag` is its revision |
//! | `GET /functions/FUNCTION/unaliased` | the versions that no alias names |
//! | `PUT /functions/FUNCTION/aliases/ALIAS` | replaces the alias or creates it, under `If-Match` |
//! | `GET /health` | whether the document on disk is the one served, and which tables are in use |
//! | `GET /metrics` | what has been counted, for Prometheus |
//!
//! A function of another namespace is written `prod%2FB`.

mod alias;
mod fault;
mod function;
mod health;
mod revision;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};

pub(crate) use self::token::Token;
use crate::metrics::Metrics;
use crate::refusal::text;
use crate::routes::Routes;

/// How long an alias may be, in bytes.
const MAX_BODY: usize = 1 << 20;

/// The API. Where there is a token, nothing of it answers without.
pub(crate) fn app(routes: Arc<Routes>, metrics: Arc<Metrics>, token: Option<Token>) -> Router {
    let metrics = get(count).with_state(metrics);
    let app = Router::new()
        .route("/functions", get(function::list))
        .route("/functions/{function}", get(function::read))
        .route("/functions/{function}/unaliased", get(function::unaliased))
        .route("/functions/{function}/aliases/{alias}", put(alias::replace))
        .route("/health", get(health::read))
        .with_state(routes)
        .route("/metrics", metrics)
        .layer(DefaultBodyLimit::max(MAX_BODY));
    match token {
        Some(token) => app.layer(from_fn_with_state(Arc::new(token), token::check)),
        None => app,
    }
}

async fn count(State(metrics): State<Arc<Metrics>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, kind)], text).into_response(),
        Err(error) => text(StatusCode::INTERNAL_SERVER_ERROR, error),
    }
}

/// JSON as an answer.
fn json(value: impl std::fmt::Display) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], format!("{value}\n")).into_response()
}
