//! Changes functions without pause, asks gateways meanwhile, and tells how long changes took to come
//! to them and whether all agree in the end.
//!
//! ```text
//! fleet-load [--etcd URL]... [--prefix PREFIX] [--updates N] HOST:PORT...
//! ```

use std::error::Error;
use std::process::ExitCode;

use fleet::{Client, Load, Options, Store};

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
    let options = Options::parse()?;
    let store = Store::connect(&options.etcd, options.keys).await?;
    let gateways: Vec<Client> = options.rest.iter().map(|address| Client::new(address)).collect();
    let load = Load { updates: options.updates, ..Load::default() };
    let report = load.run(&store, &gateways).await?;
    println!("{report}");
    Ok(if report.digests.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
