//! The gateway: see the crate.

use std::error::Error;
use std::io;

use clap::Parser;
use gateway::Options;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).init();
    let (stop, stopped) = watch::channel(());
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::spawn(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        tracing::info!("no more requests are taken");
        drop(stop);
    });
    gateway::run(options, stopped).await
}
