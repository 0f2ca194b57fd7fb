//! Requests that lead to no version.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use pointsman::{QualifierError, ResolveError, RoutingKeyError};
use thiserror::Error;

use crate::TargetError;

/// Why a request leads to no version, and so to no upstream.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Refusal {
    #[error("a request goes to /STAGE/FUNCTION/… or /invoke/FUNCTION")]
    NoRoute,
    #[error("no tunnels are made")]
    Tunnel,
    #[error("a request has one `Host`")]
    Host,
    #[error("unknown stage")]
    UnknownStage,
    #[error(transparent)]
    Unknown(#[from] ResolveError),
    #[error(transparent)]
    Qualifier(#[from] QualifierError),
    #[error(transparent)]
    RoutingKey(#[from] RoutingKeyError),
    #[error("a request has one `RoutingKey` at most")]
    RoutingKeys,
    #[error("qualifier and `RoutingKey` are UTF-8")]
    NoText,
    #[error(transparent)]
    Target(#[from] TargetError),
}

impl Refusal {
    /// As a metric's label.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::NoRoute => "no_route",
            Self::Tunnel => "tunnel",
            Self::Host => "host",
            Self::UnknownStage => "unknown_stage",
            Self::Unknown(ResolveError::UnknownFunction) => "unknown_function",
            Self::Unknown(ResolveError::UnknownVersion(_)) => "unknown_version",
            Self::Unknown(_) => "unknown_alias",
            Self::Qualifier(_) => "qualifier",
            Self::RoutingKey(_) | Self::RoutingKeys => "routing_key",
            Self::NoText => "no_text",
            Self::Target(TargetError::LeadsUp) => "leads_up",
            Self::Target(TargetError::TooLong) => "too_long",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NoRoute | Self::UnknownStage | Self::Unknown(_) => StatusCode::NOT_FOUND,
            Self::Tunnel => StatusCode::NOT_IMPLEMENTED,
            Self::Target(TargetError::TooLong) => StatusCode::URI_TOO_LONG,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        text(self.status(), &self)
    }
}

/// A line of text as an answer.
pub(crate) fn text(status: StatusCode, line: impl std::fmt::Display) -> Response {
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status, plain, format!("{line}\n")).into_response()
}
