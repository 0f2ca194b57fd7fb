//! Whether what is on disk is what is served.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use crate::routes::Routes;

/// `fault` is `null`, or why the document on disk is not served. The status is 200 all the same: the
/// last good document is served, and to restart a gateway for a typing error would lose it.
///
/// `tables` lists the tables in use, the served one last, and how many requests each is held by.
pub(super) async fn read(State(routes): State<Arc<Routes>>) -> Response {
    let tables: Value = routes
        .router()
        .snapshots()
        .iter()
        .map(|table| json!({ "generation": table.generation, "requests": table.requests }))
        .collect();
    super::json(json!({ "fault": routes.fault(), "tables": tables }))
}
