use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router as Paths};
use pointsman::live::Router;
use pointsman::{Point, Qualifier, Request, ResolveError, Version};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{Applied, Digest, Follower, Journal, Status, Upstream};

/// A gateway's HTTP: decisions, and how far it has followed.
///
/// | request | answer |
/// |---|---|
/// | `POST /decide/{function}?qualifier=…`, a user a line | [`Decisions`] |
/// | `GET /digest` | [`Stand`] |
/// | `GET /status` | [`Status`] |
/// | `GET /applied?after=REVISION` | [`Applied`] revisions |
///
/// `digest` and `status` take `revision=REVISION`, at which a function was written, and
/// `connected=BOOL`, and then wait until the gateway has come so far, at most 30 s; after that they
/// answer 504.
///
/// It stands for a real gateway: it decides for many users in one request, and forwards nothing.
#[derive(Debug, Clone)]
pub struct Gateway {
    router: Router<Upstream>,
    status: watch::Receiver<Status>,
    journal: Arc<Journal>,
}

/// Which version each user gets, in the order in which they were named: all by one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    /// The versions.
    pub versions: Vec<Version>,
}

/// Where a gateway stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// The revision of etcd up to which all is served, at least.
    pub revision: i64,
    /// The digest of what is served.
    pub digest: Digest,
}

/// What to wait for.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
struct Until {
    revision: Option<i64>,
    connected: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    qualifier: String,
}

#[derive(Debug, Default, Deserialize)]
struct After {
    #[serde(default)]
    after: i64,
}

/// What went wrong, and for whom.
type Fault = (StatusCode, String);

impl Gateway {
    const PATIENCE: Duration = Duration::from_secs(30);

    /// The gateway of what is followed.
    #[must_use]
    pub fn of(follower: &Follower) -> Self {
        let router = follower.replica().router().clone();
        Self { router, status: follower.status(), journal: follower.journal() }
    }

    /// Its paths.
    pub fn paths(self) -> Paths {
        Paths::new()
            .route("/decide/{*function}", post(Self::decide))
            .route("/digest", get(Self::digest))
            .route("/status", get(Self::status))
            .route("/applied", get(Self::applied))
            .with_state(self)
    }

    #[expect(clippy::unused_async, reason = "as all handlers")]
    async fn decide(
        State(gateway): State<Self>,
        Path(function): Path<String>,
        Query(asked): Query<Asked>,
        users: String,
    ) -> Result<Json<Decisions>, Fault> {
        let qualifier = Qualifier::parse(&asked.qualifier)
            .map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))?;
        // One table for all of the request, whatever is swapped meanwhile.
        let table = gateway.router.snapshot();
        let route = table.route(&function, qualifier).map_err(|error| gateway.miss(error))?;
        let versions = users.lines().zip(0..).map(|(user, count)| {
            let headers = [("User", user)];
            route.resolve(&Request::new(&headers, Point::sequence(count))).version()
        });
        Ok(Json(Decisions { versions: versions.collect() }))
    }

    async fn digest(
        State(gateway): State<Self>,
        Query(until): Query<Until>,
    ) -> Result<Json<Stand>, Fault> {
        let status = gateway.wait(until).await?;
        let digest = Digest::of(gateway.router.functions())
            .map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
        Ok(Json(Stand { revision: status.revision.unwrap_or(0), digest }))
    }

    async fn status(
        State(gateway): State<Self>,
        Query(until): Query<Until>,
    ) -> Result<Json<Status>, Fault> {
        Ok(Json(gateway.wait(until).await?))
    }

    #[expect(clippy::unused_async, reason = "as all handlers")]
    async fn applied(
        State(gateway): State<Self>,
        Query(After { after }): Query<After>,
    ) -> Json<Vec<Applied>> {
        Json(gateway.journal.after(after))
    }

    /// What isn't there may only not be listed yet: not that there is none, but who asks must wait.
    fn miss(&self, error: ResolveError) -> Fault {
        match self.status.borrow().revision {
            Some(_) => (StatusCode::NOT_FOUND, error.to_string()),
            None => (StatusCode::SERVICE_UNAVAILABLE, "not listed yet".to_owned()),
        }
    }

    async fn wait(&self, until: Until) -> Result<Status, Fault> {
        let mut status = self.status.clone();
        let reached = status.wait_for(|status| until.is_reached(status));
        match tokio::time::timeout(Self::PATIENCE, reached).await {
            Ok(Ok(status)) => Ok(status.clone()),
            Ok(Err(_)) => Err((StatusCode::SERVICE_UNAVAILABLE, "follows no more".to_owned())),
            Err(_) => Err((StatusCode::GATEWAY_TIMEOUT, "not in time".to_owned())),
        }
    }
}

impl Until {
    fn is_reached(self, status: &Status) -> bool {
        self.revision.is_none_or(|revision| status.revision >= Some(revision))
            && self.connected.is_none_or(|connected| status.connected == connected)
    }
}
