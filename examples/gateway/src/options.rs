//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use crate::{Stage, Upstream};

/// Sends each request to the version of a function that pointsman picks.
#[derive(Debug, Clone, Parser)]
#[command(version)]
pub struct Options {
    /// The document of routes: JSON, read again whenever it changes
    #[arg(value_name = "DOCUMENT", required_unless_present_any = ["demo", "plain"])]
    pub document: Option<PathBuf>,

    /// Serve a document of one function in three versions, and the upstreams that it leads to
    #[arg(long, conflicts_with_all = ["document", "plain"])]
    pub demo: bool,

    /// Send everything to one upstream, without choosing: to measure what choosing costs
    #[arg(long, value_name = "URL", conflicts_with = "document")]
    pub plain: Option<Upstream>,

    /// Where requests are taken
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Where the admin API is
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8081")]
    pub admin: SocketAddr,

    /// A file that holds the bearer token which the admin API then demands
    #[arg(long, value_name = "FILE")]
    pub admin_token: Option<PathBuf>,

    /// Let the admin API be reached from elsewhere than this machine, without a token
    #[arg(long)]
    pub admin_unprotected: bool,

    /// A stage, and the alias that it is bound to; can be given several times
    #[arg(
        long = "stage",
        value_name = "NAME=ALIAS",
        default_values = ["dev=$DEFAULT", "prepub=prepub", "release=release"],
    )]
    pub stages: Vec<Stage>,

    /// Believe what a proxy in front says in `X-Forwarded-*`: only if no one else can reach the gateway
    #[arg(long)]
    pub behind_proxy: bool,

    /// How long connecting to an upstream may take
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    pub connect_timeout: Duration,

    /// How long an upstream's answer may take to begin
    #[arg(long, value_name = "SECONDS", default_value = "900", value_parser = seconds)]
    pub answer_timeout: Duration,

    /// How many requests may be in flight, each of which needs a connection to an upstream
    #[arg(long, value_name = "COUNT", default_value = "4096")]
    pub in_flight: usize,

    /// How often the document is looked at, even if nothing tells of a change
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub poll: Duration,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    let duration = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    if duration.is_zero() { Err("no time at all".to_owned()) } else { Ok(duration) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_some_seconds() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for text in ["0", "-1", "NaN", "1s", ""] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
