//! A gateway of the fleet: follows etcd, and answers over HTTP.
//!
//! ```text
//! fleet-gateway [--etcd URL]... [--prefix PREFIX] [--listen HOST:PORT]
//! ```
//!
//! It prints its address on the first line, and on the standard error what it couldn't take over.

use std::error::Error;

use fleet::{Follower, Gateway, Options, Status, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let options = Options::parse()?.alone()?;
    let store = Store::connect(&options.etcd, options.keys).await?;
    let follower = Follower::new(store);
    let paths = Gateway::of(&follower).paths();
    let listener = TcpListener::bind(&options.listen).await?;
    println!("{}", listener.local_addr()?);
    tokio::spawn(report(follower.status()));
    tokio::select! {
        served = axum::serve(listener, paths) => served?,
        never = follower.run() => match never {},
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}

/// Says what is new and not well.
async fn report(mut status: watch::Receiver<Status>) {
    let mut before = Status::default();
    while status.changed().await.is_ok() {
        let status = status.borrow_and_update().clone();
        if status.connected != before.connected {
            eprintln!("{}", if status.connected { "connected" } else { "not connected" });
        }
        if let Some(error) = status.error.as_ref().filter(|_| status.error != before.error) {
            eprintln!("{error}");
        }
        for (key, refusal) in &status.refused {
            if before.refused.get(key) != Some(refusal) {
                eprintln!("{key}: refused at revision {}: {}", refusal.revision, refusal.reason);
            }
        }
        before = status;
    }
}
