//! Requests to the API that can't be granted.

use std::error::Error;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use pointsman::document::DocumentError;
use pointsman::{FunctionError, NameError};
use thiserror::Error;

use super::revision;
use crate::refusal::text;
use crate::routes::UpdateError;

/// Why a request is not granted.
#[derive(Debug, Error)]
pub(super) enum Fault {
    #[error("unknown function")]
    UnknownFunction,
    #[error(transparent)]
    AliasName(#[from] NameError),
    #[error("If-Match is missing: the ETag of the function as it was read")]
    NoRevision,
    #[error("the function is at revision {0}")]
    Revision(u64),
    #[error("the body is not JSON: {0}")]
    Json(serde_json::Error),
    #[error("{}", .0.to_string().replace("functions[0].aliases.a", "alias"))]
    Alias(DocumentError),
    #[error(transparent)]
    Function(#[from] FunctionError),
    /// What is on disk is someone's, and not to be written over.
    #[error("{0}")]
    Document(String),
    #[error("{0}")]
    Internal(Box<dyn Error + Send + Sync>),
}

impl Fault {
    pub(super) fn internal(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::UnknownFunction => StatusCode::NOT_FOUND,
            Self::AliasName(_) | Self::Json(_) => StatusCode::BAD_REQUEST,
            Self::NoRevision => StatusCode::PRECONDITION_REQUIRED,
            Self::Revision(_) => StatusCode::PRECONDITION_FAILED,
            Self::Alias(_) | Self::Function(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Document(_) => StatusCode::CONFLICT,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<UpdateError<Self>> for Fault {
    fn from(error: UpdateError<Self>) -> Self {
        match error {
            UpdateError::UnknownFunction => Self::UnknownFunction,
            UpdateError::Refused(fault) => fault,
            UpdateError::Fault(_) | UpdateError::Overtaken => Self::Document(error.to_string()),
            UpdateError::Write(_) | UpdateError::Document(_) => Self::internal(error),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let answer = text(self.status(), &self);
        match self {
            Self::Revision(found) => {
                ([(header::ETAG, revision::tag(found))], answer).into_response()
            }
            _ => answer,
        }
    }
}
