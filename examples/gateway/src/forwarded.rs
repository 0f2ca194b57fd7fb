//! Taking a request in, and what the gateway tells of it: to rules, and to upstreams.

use std::net::IpAddr;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{FORWARDED, HOST, HeaderName, VIA};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Version};

use crate::hop_by_hop;
use crate::refusal::Refusal;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");

/// The method, the path before it was cut, and the address of the client: attributes for rules, as in
/// `invoke.headers.X-Pointsman-Method exact POST`. A client's own are replaced.
const METHOD: HeaderName = HeaderName::from_static("x-pointsman-method");
const PATH: HeaderName = HeaderName::from_static("x-pointsman-path");
const CLIENT: HeaderName = HeaderName::from_static("x-pointsman-client");

/// Whether what a request says of its way here is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Clients reach the gateway themselves: nothing that they say of their way counts.
    Nobody,
    /// Only a proxy that can be trusted reaches it: what it says is kept, and added to.
    Proxy,
}

/// The address of whoever is at the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Takes a request in: without the headers of the connection that it came by, and with those that only
/// the gateway may set.
pub(crate) fn receive(request: Request, trust: Trust) -> Result<(Parts, Body), Refusal> {
    let (mut parts, body) = request.into_parts();
    if parts.method == Method::CONNECT {
        return Err(Refusal::Tunnel);
    }
    let hosts = parts.headers.get_all(HOST).into_iter().count();
    // RFC 9112, section 3.2: of two, others might believe the other.
    if hosts > 1 || hosts == 0 && parts.version == Version::HTTP_11 {
        return Err(Refusal::Host);
    }
    hop_by_hop::strip_request(&mut parts.headers);
    mark(&mut parts, trust);
    Ok((parts, body))
}

/// Sets the headers that only the gateway may set, and takes `Host` away, which is the upstream's.
fn mark(parts: &mut Parts, trust: Trust) {
    let peer = parts.extensions.get().and_then(|Peer(address)| value(address.to_string()));
    let host = parts.headers.remove(HOST);
    let headers = &mut parts.headers;
    if trust == Trust::Nobody {
        for name in [FORWARDED, FORWARDED_FOR, FORWARDED_HOST, FORWARDED_PROTO, REAL_IP] {
            headers.remove(name);
        }
    }
    set(headers, METHOD, value(parts.method.as_str()));
    set(headers, PATH, value(parts.uri.path()));
    set(headers, CLIENT, last_forwarded(headers).or_else(|| peer.clone()));
    if let Some(peer) = peer {
        headers.append(FORWARDED_FOR, peer);
    }
    if let Some(host) = host {
        headers.entry(FORWARDED_HOST).or_insert(host);
    }
    headers.entry(FORWARDED_PROTO).or_insert(HeaderValue::from_static("http"));
    headers.append(VIA, HeaderValue::from_static("1.1 pointsman"));
}

fn value(text: impl AsRef<[u8]>) -> Option<HeaderValue> {
    HeaderValue::from_bytes(text.as_ref()).ok()
}

/// Sets a header. What can't be said is taken away, lest the client's own stand there.
fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    match value {
        Some(value) => headers.insert(name, value),
        None => headers.remove(name),
    };
}

/// The address from which the nearest proxy was called: the last that is told.
fn last_forwarded(headers: &HeaderMap) -> Option<HeaderValue> {
    let last = headers.get_all(FORWARDED_FOR).into_iter().next_back()?.to_str().ok()?;
    value(last.rsplit(',').next()?.trim())
}
