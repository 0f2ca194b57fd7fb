//! Accepting connections, and letting them go.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

use crate::forwarded::Peer;

/// How long a connection may be idle, or take over the head of a request.
const IDLE: Duration = Duration::from_secs(60);

/// How large the head of a request may be: more is answered with 431.
const HEAD: usize = 32 << 10;

/// How long requests may go on when the gateway is told to stop.
const GRACE: Duration = Duration::from_secs(30);

/// Binds an address, and prints which it is: port 0 leaves the choice to the system.
pub(crate) async fn bind(what: &str, address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address).await?;
    writeln!(io::stdout(), "{what} http://{}", listener.local_addr()?)?;
    Ok(listener)
}

/// Serves HTTP/1.1 until `stop`, then waits for the requests that are under way.
pub(crate) async fn serve(listener: TcpListener, app: Router, stop: impl Future<Output = ()>) {
    let app = TowerToHyperService::new(app);
    let connections = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(IDLE).max_header_size(HEAD);
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of files, mostly: some may be free again soon.
                tracing::warn!(%error, "a connection was not accepted");
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Where it can't be set, small answers are slower, and that is all.
        let _ = stream.set_nodelay(true);
        let (app, peer) = (app.clone(), Peer(peer.ip().to_canonical()));
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            app.call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
    drop(listener);
    if timeout(GRACE, connections.shutdown()).await.is_err() {
        tracing::warn!("requests that were still under way are cut off");
    }
}
