//! Seeing that the document on disk has changed.

use std::sync::Arc;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::routes::Routes;

/// For how long nothing must happen before the document is read.
const QUIET: Duration = Duration::from_millis(20);

/// When it is read at the latest, even if something happens all the time.
const LATEST: Duration = Duration::from_millis(500);

/// Reloads the document whenever it changes, for ever.
///
/// The directory is watched, not the file: both a rename and Kubernetes' swap of `..data`, through
/// which the file is reached, put another file in its place. What no event tells of (a link into
/// another directory, a file system of another machine) is found when `poll` has passed.
pub(crate) async fn watch(routes: Arc<Routes>, poll: Duration) {
    let changed = Arc::new(Notify::new());
    let _watcher = watcher(&routes, &changed)
        .inspect_err(|error| tracing::warn!(%error, "changes are found by polling alone"));
    loop {
        // At first, too: it may have changed before anyone watched.
        let routes = Arc::clone(&routes);
        if spawn_blocking(move || routes.reload()).await.is_err() {
            tracing::error!("reloading the document panicked");
        }
        if timeout(poll, changed.notified()).await.is_ok() {
            settle(&changed).await;
        }
    }
}

fn watcher(routes: &Routes, changed: &Arc<Notify>) -> notify::Result<RecommendedWatcher> {
    let changed = Arc::clone(changed);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // What can't be told may be a change.
        if event.map_or(true, |event| is_change(event.kind)) {
            changed.notify_one();
        }
    })?;
    watcher.watch(routes.store().directory(), RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// Whether it is more than someone reading: which we do, too.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// Waits until nothing happens any more.
async fn settle(changed: &Notify) {
    let quiet = async { while timeout(QUIET, changed.notified()).await.is_ok() {} };
    let _ = timeout(LATEST, quiet).await;
}
