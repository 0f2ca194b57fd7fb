//! SCF's way to call a function: `POST /invoke/FUNCTION?qualifier=QUALIFIER`.
//!
//! The invoke parameter `RoutingKey` comes as a header of that name: it is JSON, which would have to
//! be escaped in a query, and the body is the function's. It alone answers `invoke.headers.*` then,
//! and is not passed on. Neither is the query: a call is its body. Without a qualifier it is `$DEFAULT`,
//! whatever SCF's calls do, which differ. AWS writes it `Qualifier`.

use std::str::from_utf8;
use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use pointsman::{Qualifier, RequestAttributes, RoutingKey};

use crate::forwarded::receive;
use crate::gateway::{Choice, Gateway};
use crate::refusal::Refusal;

const ROUTING_KEY: HeaderName = HeaderName::from_static("routingkey");

/// Answers a call of a function.
pub(crate) async fn answer(
    State(gateway): State<Arc<Gateway>>,
    Path(function): Path<String>,
    request: Request,
) -> Response {
    let answer = call(&gateway, &function, request).await;
    answer.unwrap_or_else(|refusal| gateway.refuse(refusal))
}

async fn call(gateway: &Gateway, function: &str, request: Request) -> Result<Response, Refusal> {
    let (mut parts, body) = receive(request, gateway.trust)?;
    let routing_key = routing_key(&mut parts.headers)?;
    let attributes = RequestAttributes::from(&parts);
    let choice = choose(gateway, function, attributes, routing_key.as_ref())?;
    let target = choice.upstream().target("")?;
    Ok(gateway.forward(choice, target, parts, body).await)
}

fn choose<'a>(
    gateway: &Gateway,
    function: &str,
    mut attributes: RequestAttributes<'a>,
    routing_key: Option<&'a HeaderValue>,
) -> Result<Choice, Refusal> {
    let qualifier = attributes.query("Qualifier").or_else(|| attributes.query("qualifier"));
    let qualifier = qualifier.unwrap_or_default().to_owned();
    let qualifier = Qualifier::parse(from_utf8(&qualifier).map_err(|_| Refusal::NoText)?)?;
    if let Some(key) = routing_key {
        let key = from_utf8(key.as_bytes()).map_err(|_| Refusal::NoText)?;
        attributes = attributes.with_routing_key(RoutingKey::parse(key)?);
    }
    gateway.choose(function, qualifier, &attributes)
}

/// Takes the routing key out of the headers.
fn routing_key(headers: &mut HeaderMap) -> Result<Option<HeaderValue>, Refusal> {
    if headers.get_all(ROUTING_KEY).into_iter().nth(1).is_some() {
        return Err(Refusal::RoutingKeys);
    }
    Ok(headers.remove(ROUTING_KEY))
}
