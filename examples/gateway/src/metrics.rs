//! What is counted, in the text form that Prometheus reads.
//!
//! A label holds only names that a served document has, so no client can make series: a request that
//! leads nowhere is counted by the kind of its fault alone, and no key of a user is ever a label.

use std::fmt::{self, Write};

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::refusal::Refusal;

/// Where a request went, and why.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Route {
    pub(crate) function: String,
    /// Empty where the request named a version.
    pub(crate) alias: String,
    pub(crate) version: Version,
    pub(crate) reason: &'static str,
}

/// For logs: `B:release to version 2 (share)`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { function, alias, version, reason } = self;
        write!(f, "{function}:{alias} to version {} ({reason})", version.0)
    }
}

/// A version as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Version(pub(crate) pointsman::Version);

impl EncodeLabelValue for Version {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        write!(encoder, "{}", self.0)
    }
}

/// A request that failed where it went.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Failure {
    #[prometheus(flatten)]
    route: Route,
    /// How: `status` for an answer of 500 and above, `broken` for one that broke off, else what a
    /// [`ProxyError`](crate::proxy::ProxyError) says.
    kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

/// All that is counted.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Route, Counter>,
    errors: Family<Failure, Counter>,
    refusals: Family<Kind, Counter>,
    reloads: Family<Kind, Counter>,
    is_current: Gauge,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("gateway");
        let (requests, errors) = (Family::default(), Family::default());
        let (refusals, reloads) = (Family::default(), Family::default());
        let is_current = Gauge::default();
        registry.register("requests", "Requests sent on to a version", requests.clone());
        registry.register(
            "errors",
            "Requests without a good answer, by what went wrong",
            errors.clone(),
        );
        registry.register("refusals", "Requests that lead to no version", refusals.clone());
        registry.register("reloads", "Documents that were read, by outcome", reloads.clone());
        let help = "Whether the document on disk is the one served";
        registry.register("document_is_current", help, is_current.clone());
        Self { registry, requests, errors, refusals, reloads, is_current }
    }

    pub(crate) fn request(&self, route: &Route) {
        self.requests.get_or_create(route).inc();
    }

    pub(crate) fn error(&self, route: &Route, kind: &'static str) {
        self.errors.get_or_create(&Failure { route: route.clone(), kind }).inc();
    }

    pub(crate) fn refusal(&self, refusal: &Refusal) {
        self.refusals.get_or_create(&Kind { kind: refusal.name() }).inc();
    }

    pub(crate) fn reload(&self, outcome: &'static str, is_current: bool) {
        self.reloads.get_or_create(&Kind { kind: outcome }).inc();
        self.is_current.set(is_current.into());
    }

    /// Everything, as text.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
