//! Replacing an alias.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use pointsman::document::Document;
use pointsman::{Alias, AliasName, Function};
use serde_json::value::RawValue;
use tokio::task::spawn_blocking;

use super::fault::Fault;
use super::function::written;
use super::revision::Expected;
use crate::Upstream;
use crate::routes::Routes;

/// Replaces the whole of an alias, or creates it. When it answers, the new table is served: a ramp's
/// step, or a rollback, holds for the next request.
///
/// It demands `If-Match` with the revision that was read, so that no one undoes what they have not
/// seen; `If-Match: *` is for whoever means it.
pub(super) async fn replace(
    State(routes): State<Arc<Routes>>,
    Path((function, alias)): Path<(String, String)>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Fault> {
    let id = function.parse().map_err(|_| Fault::UnknownFunction)?;
    let name: AliasName = alias.parse()?;
    let expected = Expected::of(&headers)?;
    let change = move |function: &mut Function<Upstream>| {
        if !expected.is_met_by(function.revision()) {
            return Err(Fault::Revision(function.revision()));
        }
        let alias = read(function, &body)?;
        if function.alias(name.as_str()).is_some() {
            function.update_alias(name.as_str(), alias)?;
        } else {
            function.create_alias(name.clone(), alias)?;
        }
        Ok((function.clone(), name))
    };
    // It waits for the disk.
    let changed = spawn_blocking(move || routes.update(&id, change)).await;
    let (function, alias) = changed.map_err(Fault::internal)??;
    let revision = function.revision();
    tracing::info!(function = %function.id(), %alias, revision, "an alias is replaced");
    written(&function)
}

/// Reads an alias by the rules of documents: as part of one that has the function's versions.
fn read<T>(function: &Function<T>, body: &str) -> Result<Alias, Fault> {
    // One value and no more, so it can't leave its place.
    let alias: &RawValue = serde_json::from_str(body).map_err(Fault::Json)?;
    let versions = function.versions().map(|(version, _)| format!(r#""{version}":{{}}"#));
    let versions = versions.collect::<Vec<_>>().join(",");
    let document: Document<()> = Document::from_json(&format!(
        r#"{{ "pointsman": 1, "functions": [ {{
               "name": "f", "versions": {{{versions}}}, "aliases": {{ "a": {alias} }} }} ] }}"#
    ))
    .map_err(Fault::Alias)?;
    let alias = document.functions().next().and_then(|function| function.alias("a"));
    alias.cloned().ok_or_else(|| Fault::internal("an alias was read and is not there"))
}
