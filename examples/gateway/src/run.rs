//! Putting it together.

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::sync::Arc;

use tempfile::TempDir;
use tokio::sync::watch;

use crate::admin::{self, Token};
use crate::forwarded::Trust;
use crate::gateway::{self, Gateway};
use crate::metrics::Metrics;
use crate::proxy::{Limits, Proxy};
use crate::routes::Routes;
use crate::serve::{bind, serve};
use crate::store::Store;
use crate::watch::watch;
use crate::{Options, demo, plain};

/// The name of the demo's document.
const DOCUMENT: &str = "routes.json";

/// Runs the gateway until something is sent to `stop`, or its sender is dropped. The addresses that it
/// is bound to are printed, a line each.
///
/// # Errors
///
/// If an address can't be bound, the document can't be served, or the admin API would be open to all.
pub async fn run(options: Options, stop: watch::Receiver<()>) -> Result<(), Box<dyn Error>> {
    let proxy = Proxy::new(Limits {
        connect: options.connect_timeout,
        answer: options.answer_timeout,
        in_flight: options.in_flight,
    });
    let trust = if options.behind_proxy { Trust::Proxy } else { Trust::Nobody };
    if let Some(upstream) = options.plain {
        let listener = bind("gateway", options.listen).await?;
        let app = plain::app(plain::Plain { proxy, upstream, trust });
        serve(listener, app, stopped(stop)).await;
        return Ok(());
    }

    let token = token(&options)?;
    let demo = if options.demo { Some(demonstrate().await?) } else { None };
    let document = demo.as_ref().map(|directory| directory.path().join(DOCUMENT));
    let document = document.or(options.document).ok_or("no document")?;
    let metrics = Arc::new(Metrics::new());
    let routes = Arc::new(Routes::open(Store::new(document), Arc::clone(&metrics))?);
    let gateway = Gateway {
        router: routes.router().clone(),
        proxy,
        metrics: Arc::clone(&metrics),
        stages: options.stages,
        trust,
    };
    let listener = bind("gateway", options.listen).await?;
    let admin = bind("admin", options.admin).await?;
    if let Some(directory) = &demo {
        writeln!(io::stdout(), "document {}", directory.path().join(DOCUMENT).display())?;
    }
    let gateway = serve(listener, gateway::app(gateway), stopped(stop.clone()));
    let admin = serve(admin, admin::app(Arc::clone(&routes), metrics, token), stopped(stop));
    tokio::select! {
        _ = async { tokio::join!(gateway, admin) } => {}
        () = watch(routes, options.poll) => {}
    }
    Ok(())
}

/// The token that the admin API demands. Without, it must be out of reach or meant to be open.
fn token(options: &Options) -> Result<Option<Token>, Box<dyn Error>> {
    let Some(path) = &options.admin_token else {
        let closed = options.admin.ip().is_loopback() || options.admin_unprotected;
        let error = "others than this machine would reach the admin API: give it --admin-token, or \
                     --admin-unprotected if that is meant";
        return if closed { Ok(None) } else { Err(error.into()) };
    };
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let token = Token::new(&text).ok_or_else(|| format!("{}: no token", path.display()))?;
    Ok(Some(token))
}

/// Starts the demo's upstreams. The document that leads to them lasts as long as what is returned.
async fn demonstrate() -> Result<TempDir, Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    fs::write(directory.path().join(DOCUMENT), demo::start().await?)?;
    Ok(directory)
}

async fn stopped(mut stop: watch::Receiver<()>) {
    // An error is that the sender has gone.
    let _ = stop.changed().await;
}
