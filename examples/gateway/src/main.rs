//! The gateway: see the crate.

use std::io;
use std::process::ExitCode;

use clap::Parser;
use gateway::Options;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).init();
    let (stop, stopped) = watch::channel(());
    tokio::spawn(async {
        match told_to_stop().await {
            Ok(()) => tracing::info!("no more requests are taken"),
            Err(error) => tracing::error!(%error, "signals can't be told"),
        }
        drop(stop);
    });
    match gateway::run(options, stopped).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Waits for Ctrl-C or the signal by which a supervisor ends a process.
async fn told_to_stop() -> io::Result<()> {
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    Ok(())
}
