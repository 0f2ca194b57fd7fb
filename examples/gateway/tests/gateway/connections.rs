//! Many clients at once, with the gateway and its upstreams in processes of their own.

use std::fs;
use std::sync::Arc;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::client::Connection;
use crate::process::{Gateway, Process};
use crate::upstream::{RELEASE, document};

const CONNECTIONS: u64 = 10_000;
const IN_FLIGHT: u64 = 1_000;

/// What a process opens besides.
const OTHERS: u64 = 500;

/// How many connections the limit on open files leaves room for: the gateway's own, too, which has
/// another for each request in flight.
fn connections() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    let maximum = limit.maximum.unwrap_or(u64::MAX);
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum }).unwrap();
    let connections = CONNECTIONS.min(maximum - IN_FLIGHT - OTHERS);
    if connections < CONNECTIONS {
        eprintln!("{connections} connections, since {maximum} files may be open");
    }
    connections
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_connections_are_kept_and_served() {
    let count = connections();
    let upstreams: Vec<_> = ["version 1", "version 2", "version 3"].map(Process::upstream).into();
    let addresses: Vec<_> = upstreams.iter().map(|upstream| upstream.address(0)).collect();
    let half = r#""weights": {"2": 0.5}, "sticky""#;
    let document = document(&addresses, &RELEASE.replace(r#""sticky""#, half));
    // All ask at once, and wait for their turn.
    let in_flight = IN_FLIGHT.to_string();
    let options = ["--in-flight", &in_flight, "--connect-timeout", "60"];
    let gateway = Arc::new(Gateway::start_with(document, &options));

    // No more at once than a socket that listens lets wait.
    let (opening, mut opened) = (Arc::new(Semaphore::new(500)), JoinSet::new());
    for user in 0..count {
        let (opening, gateway) = (Arc::clone(&opening), Arc::clone(&gateway));
        opened.spawn(async move {
            let _place = opening.acquire().await.unwrap();
            let mut connection = gateway.connect().await;
            let version = ask(&mut connection, user).await;
            (connection, user, version)
        });
    }
    let opened = opened.join_all().await;
    let files = fs::read_dir(format!("/proc/{}/fd", gateway.process.id())).unwrap().count() as u64;
    assert!(files >= count, "the gateway has only {files} files open");
    assert!(files <= count + IN_FLIGHT + OTHERS, "the gateway has {files} files open");

    let mut asked = JoinSet::new();
    for (mut connection, user, version) in opened {
        asked.spawn(async move {
            for _ in 0..2 {
                assert_eq!(ask(&mut connection, user).await, version);
            }
            (connection, version)
        });
    }
    let asked = asked.join_all().await;
    let on_2 = asked.iter().filter(|(_, version)| version == "2").count() as u64;
    assert!(on_2.abs_diff(count / 2) < count / 20, "{on_2} of {count} are on version 2");
}

async fn ask(connection: &mut Connection, user: u64) -> String {
    let answer = connection.get("/release/B", &[&format!("User: user-{user}")]).await;
    let version = answer.version().to_owned();
    answer.assert(200, &format!("version {version}: GET /"));
    version
}
