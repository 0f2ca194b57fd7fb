//! Reading functions.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use pointsman::Function;
use pointsman::document::Document;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::fault::Fault;
use super::{json, revision};
use crate::Upstream;
use crate::routes::Routes;

/// The functions, each with its revision.
pub(super) async fn list(State(routes): State<Arc<Routes>>) -> Response {
    let functions = routes.router().functions().into_iter();
    let functions = functions.map(|each| (each.id().to_string(), each.revision().into()));
    json(Value::Object(functions.collect::<Map<_, _>>()))
}

/// A function as the document has it.
pub(super) async fn read(
    State(routes): State<Arc<Routes>>,
    Path(name): Path<String>,
) -> Result<Response, Fault> {
    written(&find(&routes, &name)?)
}

/// The versions that no alias names: those that can be taken down.
pub(super) async fn unaliased(
    State(routes): State<Arc<Routes>>,
    Path(name): Path<String>,
) -> Result<Response, Fault> {
    let versions = find(&routes, &name)?.unaliased_versions();
    Ok(json(versions.iter().map(ToString::to_string).collect::<Value>()))
}

fn find(routes: &Routes, name: &str) -> Result<Function<Upstream>, Fault> {
    let id = name.parse().map_err(|_| Fault::UnknownFunction)?;
    routes.router().function(&id).ok_or(Fault::UnknownFunction)
}

/// A function, written as the document has it.
pub(super) fn written(function: &Function<Upstream>) -> Result<Response, Fault> {
    /// The one function of a document, as it is written there.
    #[derive(Deserialize)]
    struct Written<'a> {
        #[serde(borrow)]
        functions: [&'a RawValue; 1],
    }

    let tag = [(header::ETAG, revision::tag(function.revision()))];
    let mut document = Document::new();
    document.insert(function.clone());
    let document = document.to_json().map_err(Fault::internal)?;
    let Written { functions: [function] } =
        serde_json::from_str(&document).map_err(Fault::internal)?;
    Ok((tag, json(function)).into_response())
}
