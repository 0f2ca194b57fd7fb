//! Choosing a version for a request, and sending the request there.

use std::sync::Arc;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Request, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use pointsman::live::{Router, Snapshot};
use pointsman::{AliasName, Attributes, OwnedDecision, Point, Qualifier};

use crate::forwarded::Trust;
use crate::metrics::{Metrics, Route, Version};
use crate::proxy::Proxy;
use crate::refusal::{Refusal, text};
use crate::{Stage, Upstream, invoke, stage};

/// The header of an answer that tells which version has run.
const EXECUTED_VERSION: HeaderName = HeaderName::from_static("x-amz-executed-version");

/// All that a request needs to find its way.
pub(crate) struct Gateway {
    pub(crate) router: Router<Upstream>,
    pub(crate) proxy: Proxy,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) trust: Trust,
}

/// What requests are answered by.
pub(crate) fn app(gateway: Gateway) -> axum::Router {
    axum::Router::new()
        .route("/invoke/{function}", post(invoke::answer))
        .fallback(stage::answer)
        .with_state(Arc::new(gateway))
}

impl Gateway {
    /// The alias that a stage is bound to.
    pub(crate) fn alias(&self, stage: &str) -> Option<&AliasName> {
        // There are a handful.
        self.stages.iter().find(|each| each.name() == stage).map(Stage::alias)
    }

    /// Which version a request goes to.
    pub(crate) fn choose(
        &self,
        function: &str,
        qualifier: Qualifier<'_>,
        attributes: &impl Attributes,
    ) -> Result<Choice, Refusal> {
        let snapshot = self.router.snapshot();
        let request = pointsman::Request::new(attributes, Point::random(&mut rand::rng()));
        let decision = snapshot.resolve(function, qualifier, &request)?.into_owned();
        let route = Route {
            // Two ways to write one name are one series.
            function: function.strip_prefix("default/").unwrap_or(function).to_owned(),
            alias: qualifier.alias().unwrap_or_default().to_owned(),
            version: Version(decision.version),
            reason: decision.reason.name(),
        };
        Ok(Choice { decision, route: Arc::new(route), snapshot })
    }

    /// The answer to a request that leads to no version.
    pub(crate) fn refuse(&self, refusal: Refusal) -> Response {
        self.metrics.refusal(&refusal);
        refusal.into_response()
    }

    /// Sends a request to the version chosen.
    pub(crate) async fn forward(
        &self,
        choice: Choice,
        target: Uri,
        mut parts: Parts,
        body: Body,
    ) -> Response {
        let Choice { decision, route, snapshot } = choice;
        self.metrics.request(&route);
        parts.uri = target;
        let broken = {
            let (metrics, route) = (Arc::clone(&self.metrics), Arc::clone(&route));
            move |error: &hyper::Error| {
                let generation = snapshot.generation();
                tracing::warn!(%route, generation, %error, "an answer broke off");
                metrics.error(&route, "broken");
            }
        };
        let answer = self.proxy.forward(Request::from_parts(parts, body), broken).await;
        let version = decision.version;
        let mut answer = match answer {
            Ok(answer) => {
                if answer.status().is_server_error() {
                    self.metrics.error(&route, "status");
                }
                answer
            }
            Err(error) => {
                let (upstream, error_in_full) = (decision.payload, error.in_full());
                tracing::warn!(%route, %upstream, error = error_in_full, "no answer");
                self.metrics.error(&route, error.name());
                let function = &route.function;
                text(error.status(), format_args!("version {version} of {function} {error}"))
            }
        };
        if let Ok(version) = HeaderValue::try_from(version.to_string()) {
            answer.headers_mut().insert(EXECUTED_VERSION, version);
        }
        answer
    }
}

/// The version chosen for a request.
pub(crate) struct Choice {
    decision: OwnedDecision<Upstream>,
    route: Arc<Route>,
    /// Held until the answer is through, so that one can see which tables still matter.
    snapshot: Snapshot<Upstream>,
}

impl Choice {
    /// Where it answers.
    pub(crate) fn upstream(&self) -> &Upstream {
        &self.decision.payload
    }
}
