//! Stages: the first part of a path, each bound to an alias.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use pointsman::{AliasName, RequestAttributes};
use thiserror::Error;

use crate::forwarded::receive;
use crate::gateway::Gateway;
use crate::refusal::Refusal;

/// A stage and the alias that it is bound to, written `release=stable`.
///
/// ```
/// let stage: gateway::Stage = "dev=$DEFAULT".parse()?;
/// assert_eq!(stage.to_string(), "dev=$DEFAULT");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    name: String,
    alias: AliasName,
}

impl Stage {
    /// What stands in the path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The alias that it is bound to.
    #[must_use]
    pub fn alias(&self) -> &AliasName {
        &self.alias
    }
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.name, self.alias)
    }
}

impl FromStr for Stage {
    type Err = StageError;

    fn from_str(text: &str) -> Result<Self, StageError> {
        let (name, alias) = text.split_once('=').ok_or(StageError::NoAlias)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if name.is_empty() || name == "invoke" || !name.bytes().all(plain) {
            return Err(StageError::Name);
        }
        Ok(Self { name: name.to_owned(), alias: alias.parse().map_err(|_| StageError::Alias)? })
    }
}

/// Why a text is not a [`Stage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StageError {
    /// Without `=`.
    #[error("a stage is written NAME=ALIAS")]
    NoAlias,
    /// A name that is empty, taken, or of other characters than may stand in a path as they are.
    #[error("a stage's name is made of letters, digits, `-` and `_`, and is not `invoke`")]
    Name,
    /// Not the name of an alias.
    #[error("a stage is bound to an alias")]
    Alias,
}

/// A path below a stage: `/release/B/hello` is `/hello` at function `B` in stage `release`.
///
/// The stage stands in the path and not in the host, so that one name and one certificate serve all
/// stages, and `curl` needs no `Host`. A function of another namespace is written `prod%2FB`.
struct StagePath<'a> {
    stage: &'a str,
    function: Cow<'a, str>,
    rest: &'a str,
}

impl<'a> StagePath<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let (stage, path) = path.strip_prefix('/')?.split_once('/')?;
        let (function, rest) = path.split_at_checked(path.find('/').unwrap_or(path.len()))?;
        let function = match function.find('%') {
            Some(_) => Cow::Owned(function.replace("%2F", "/").replace("%2f", "/")),
            None => Cow::Borrowed(function),
        };
        Some(Self { stage, function, rest })
    }
}

/// Answers a request to a stage.
pub(crate) async fn answer(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let answer = route(&gateway, request).await;
    answer.unwrap_or_else(|refusal| gateway.refuse(refusal))
}

async fn route(gateway: &Gateway, request: Request) -> Result<Response, Refusal> {
    let (parts, body) = receive(request, gateway.trust)?;
    let path = StagePath::of(parts.uri.path()).ok_or(Refusal::NoRoute)?;
    let alias = gateway.alias(path.stage).ok_or(Refusal::UnknownStage)?;
    let attributes = RequestAttributes::from(&parts);
    let choice = gateway.choose(&path.function, alias.into(), &attributes)?;
    let target = match parts.uri.query() {
        Some(query) => choice.upstream().target(&format!("{}?{query}", path.rest))?,
        None => choice.upstream().target(path.rest)?,
    };
    Ok(gateway.forward(choice, target, parts, body).await)
}
