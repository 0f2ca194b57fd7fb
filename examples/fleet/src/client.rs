use std::fmt;

use http_body_util::BodyExt;
use hyper_util::client::legacy::Client as Http;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use pointsman::Version;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::{Applied, Decisions, Stand, Status};

/// Asks a [`Gateway`](crate::Gateway) over HTTP.
///
/// One that is asked for one thing at a time uses one connection.
#[derive(Debug, Clone)]
pub struct Client {
    address: String,
    http: Http<HttpConnector, String>,
}

impl Client {
    /// A client of the gateway at `HOST:PORT`.
    #[must_use]
    pub fn new(address: &str) -> Self {
        let http = Http::builder(TokioExecutor::new()).build_http();
        Self { address: address.to_owned(), http }
    }

    /// Which version each user gets.
    ///
    /// # Errors
    ///
    /// If the gateway doesn't answer, or knows no such function or alias.
    pub async fn decide(
        &self,
        function: &str,
        qualifier: &str,
        users: &str,
    ) -> Result<Vec<Version>, ClientError> {
        let path = format!("/decide/{function}?qualifier={qualifier}");
        let decisions: Decisions = self.ask("POST", &path, users.to_owned()).await?;
        Ok(decisions.versions)
    }

    /// Where the gateway stands, once it has come to this revision of etcd.
    ///
    /// # Errors
    ///
    /// If the gateway doesn't answer, or doesn't come there.
    pub async fn stand(&self, revision: i64) -> Result<Stand, ClientError> {
        self.ask("GET", &format!("/digest?revision={revision}"), String::new()).await
    }

    /// Its status, now.
    ///
    /// # Errors
    ///
    /// If the gateway doesn't answer.
    pub async fn status(&self) -> Result<Status, ClientError> {
        self.ask("GET", "/status", String::new()).await
    }

    /// Its status, once it is connected, or is not.
    ///
    /// # Errors
    ///
    /// If the gateway doesn't answer, or doesn't come there.
    pub async fn status_when(&self, connected: bool) -> Result<Status, ClientError> {
        self.ask("GET", &format!("/status?connected={connected}"), String::new()).await
    }

    /// When it served the revisions above this one.
    ///
    /// # Errors
    ///
    /// If the gateway doesn't answer.
    pub async fn applied(&self, after: i64) -> Result<Vec<Applied>, ClientError> {
        self.ask("GET", &format!("/applied?after={after}"), String::new()).await
    }

    async fn ask<R: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        body: String,
    ) -> Result<R, ClientError> {
        let uri = format!("http://{}{path}", self.address);
        let request = axum::http::Request::builder().method(method).uri(uri).body(body)?;
        let response = self.http.request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        if status.is_success() {
            Ok(serde_json::from_slice(&body)?)
        } else {
            Err(ClientError::Status(status.as_u16(), String::from_utf8_lossy(&body).into_owned()))
        }
    }
}

/// The address.
impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.address)
    }
}

/// Why a gateway gave no answer.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The request can't be made.
    #[error(transparent)]
    Request(#[from] axum::http::Error),
    /// The gateway isn't there.
    #[error(transparent)]
    Connection(#[from] hyper_util::client::legacy::Error),
    /// The answer broke off.
    #[error(transparent)]
    Body(#[from] hyper::Error),
    /// It refused.
    #[error("status {0}: {1}")]
    Status(u16, String),
    /// It said something else.
    #[error(transparent)]
    Answer(#[from] serde_json::Error),
}
