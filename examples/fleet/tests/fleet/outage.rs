use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fleet::{Client, Entry, Store, Upstream, WriteError};
use pointsman::{Function, Version};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::fleet::{Fleet, Gateway, function, id, ramp, say, users};
use crate::proxy::Proxy;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_when_etcd_is_killed_in_the_middle() {
    const FUNCTIONS: usize = 4;
    const UPDATES: usize = 100;
    let Some(mut fleet) = Fleet::start(5).await else { return };
    let (done, written) = (Arc::new(AtomicBool::new(false)), watch::Sender::new(0));
    let mut writers = JoinSet::new();
    for number in 0..FUNCTIONS {
        let store = fleet.store.clone();
        let function = function(&format!("f{number}"));
        store.put(&function, None).await.unwrap();
        writers.spawn(insist(store, function, UPDATES, written.clone()));
    }
    let start = fleet.store.revision().await.unwrap();
    let mut askers = JoinSet::new();
    for client in fleet.clients() {
        client.stand(start).await.unwrap();
        askers.spawn(ask(client, Arc::clone(&done)));
    }

    let half = |written: &usize| *written >= FUNCTIONS * UPDATES / 2;
    written.subscribe().wait_for(half).await.unwrap();
    fleet.etcd.kill();
    for client in fleet.clients() {
        let status = client.status_when(false).await.unwrap();
        assert!(status.error.is_some() && status.functions == FUNCTIONS, "{status:?}");
        assert_eq!(client.decide("f0", "release", "user").await.unwrap().len(), 1);
    }
    fleet.etcd.restart();

    let mut unclear = 0;
    while let Some(writer) = writers.join_next().await {
        let (last, repeated) = writer.unwrap();
        // Each update was made once, and the last of them is there.
        let entry = fleet.store.read(last.id()).await.unwrap().unwrap();
        assert_eq!(entry.function(fleet.store.keys()), Ok(last));
        unclear += repeated;
    }
    let digest = fleet.agrees().await;
    done.store(true, Ordering::SeqCst);
    let mut requests = 0;
    while let Some(asker) = askers.join_next().await {
        requests += asker.unwrap();
    }
    for client in fleet.clients() {
        let status = client.status().await.unwrap();
        assert!(status.connected && status.watches > 1, "{status:?}");
        assert_eq!(status.listings, 1, "it watched on from where it was");
        // Each revision was told, and in order.
        let applied = client.applied(start).await.unwrap();
        let revisions: Vec<i64> = applied.iter().map(|applied| applied.revision).collect();
        assert_eq!(
            revisions,
            (start + 1..=fleet.store.revision().await.unwrap()).collect::<Vec<_>>()
        );
    }
    assert!(unclear > 0, "etcd was not missed");
    say(format!(
        "etcd killed amid {} updates, and restarted: nothing lost, {unclear} writes repeated \
        or found written, {requests} requests answered meanwhile; {digest}",
        FUNCTIONS * UPDATES
    ));
}

/// Ramps a function in so many steps, whatever etcd does. Returns what it came to, and how many writes
/// had no answer.
async fn insist(
    store: Store,
    mut function: Function<Upstream>,
    updates: usize,
    written: watch::Sender<usize>,
) -> (Function<Upstream>, usize) {
    let mut unclear = 0;
    let mut entry = read(&store, &function).await;
    for percent in (1..=100).cycle().take(updates) {
        ramp(&mut function, percent).unwrap();
        entry = loop {
            match store.put(&function, Some(&entry)).await {
                Ok(entry) => break entry,
                Err(WriteError::Store(_)) => {
                    unclear += 1;
                    let found = read(&store, &function).await;
                    if found.function(store.keys()).as_ref() == Ok(&function) {
                        break found;
                    }
                    assert_eq!(found.modified, entry.modified, "nobody else writes it");
                }
                Err(error) => panic!("{error}"),
            }
        };
        written.send_modify(|written| *written += 1);
    }
    (function, unclear)
}

async fn read(store: &Store, function: &Function<Upstream>) -> Entry {
    loop {
        if let Ok(entry) = store.read(function.id()).await {
            return entry.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Asks without pause, and fails if an answer does.
async fn ask(client: Client, done: Arc<AtomicBool>) -> usize {
    let users = users(100);
    let mut requests = 0;
    while !done.load(Ordering::SeqCst) {
        client.decide("f0", "release", &users).await.unwrap();
        requests += 1;
    }
    requests
}

/// A fleet of two, of which one has a line that can be cut.
async fn with_line() -> Option<(Fleet, Proxy)> {
    let mut fleet = Fleet::start(1).await?;
    let proxy = Proxy::to(fleet.etcd.address()).await;
    let gateway = Gateway::start(proxy.address());
    gateway.client.status_when(true).await.unwrap();
    fleet.gateways.push(gateway);
    Some((fleet, proxy))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_missed_what_was_compacted_lists_again() {
    let Some((fleet, proxy)) = with_line().await else { return };
    let store = &fleet.store;
    for name in ["changed", "deleted", "again", "broken"] {
        let mut function = function(name);
        ramp(&mut function, 50).unwrap();
        store.put(&function, None).await.unwrap();
    }
    fleet.agrees().await;
    let away = fleet.gateways[1].client.clone();
    proxy.cut();
    away.status_when(false).await.unwrap();

    store.update(&id("changed"), |function| ramp(function, 100)).await.unwrap();
    for name in ["deleted", "again"] {
        let entry = store.read(&id(name)).await.unwrap().unwrap();
        store.remove(&entry).await.unwrap();
    }
    // Its revision is below that of the one before, which the gateway still serves.
    store.put(&function("again"), None).await.unwrap();
    store.put(&function("new"), None).await.unwrap();
    let broken = store.keys().key(&id("broken"));
    let mut raw = fleet.etcd.raw().await;
    raw.put(broken.as_str(), "{", None).await.unwrap();
    let revision = store.revision().await.unwrap();
    raw.compact(revision, None).await.unwrap();
    assert_eq!(away.decide("again", "release", "user").await.unwrap().len(), 1);

    proxy.mend();
    let stands = [away.stand(revision).await, fleet.gateways[0].client.stand(revision).await];
    let [away_stands, there_stands] = stands.map(|stand| stand.unwrap().digest);
    assert_eq!(away_stands, there_stands);
    let status = away.status().await.unwrap();
    assert_eq!((status.listings, status.functions), (2, 4), "{status:?}");
    assert_eq!(status.refused.keys().collect::<Vec<_>>(), [&broken]);
    let gone = away.decide("deleted", "release", "user").await.unwrap_err();
    assert_eq!(gone.to_string(), "status 404: unknown function");
    let v1 = Version::numbered(1).unwrap();
    let versions = away.decide("again", "release", &users(1_000)).await.unwrap();
    assert!(versions.iter().all(|version| *version == v1));
}

/// More than 4 MiB, which is what such a client takes in one answer if it isn't told otherwise.
#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_missed_much_catches_up() {
    const FUNCTIONS: usize = 700;
    let Some((mut fleet, proxy)) = with_line().await else { return };
    let away = fleet.gateways[1].client.clone();
    proxy.cut();
    away.status_when(false).await.unwrap();
    for number in 0..FUNCTIONS {
        let mut large = function(&format!("f{number}"));
        large.set_latest("x".repeat(10_000)).unwrap();
        fleet.store.put(&large, None).await.unwrap();
    }
    proxy.mend();
    // And one that has to list as much.
    fleet.gateways.push(Gateway::start(fleet.etcd.address()));
    fleet.agrees().await;
    let status = away.status().await.unwrap();
    assert_eq!((status.listings, status.functions), (1, FUNCTIONS), "{status:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_falls_silent_is_noticed() {
    let Some((fleet, proxy)) = with_line().await else { return };
    let away = fleet.gateways[1].client.clone();
    proxy.fall_silent();
    fleet.store.put(&function("B"), None).await.unwrap();
    away.status_when(false).await.unwrap();
    assert!(away.decide("B", "release", "user").await.is_err());
    proxy.mend();
    fleet.agrees().await;
    assert_eq!(away.decide("B", "release", "user").await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_etcd_that_lost_its_data_takes_nothing_from_gateways() {
    let Some(mut fleet) = Fleet::start(1).await else { return };
    fleet.store.put(&function("B"), None).await.unwrap();
    fleet.agrees().await;
    let client = fleet.gateways[0].client.clone();
    fleet.etcd.kill();
    client.status_when(false).await.unwrap();
    fleet.etcd.restart_empty();
    let told = async {
        loop {
            let status = client.status().await.unwrap();
            if status.error.as_ref().is_some_and(|error| error.contains("lost its data")) {
                break status;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let status = tokio::time::timeout(Duration::from_secs(30), told).await.unwrap();
    assert!(!status.connected && status.functions == 1, "{status:?}");
    assert_eq!(client.decide("B", "release", "user").await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_may_be_there_before_etcd() {
    let Some(mut fleet) = Fleet::start(0).await else { return };
    fleet.store.put(&function("B"), None).await.unwrap();
    fleet.etcd.kill();
    let gateway = Gateway::start(fleet.etcd.address());
    let early = gateway.client.decide("B", "release", "user").await.unwrap_err();
    assert_eq!(early.to_string(), "status 503: not listed yet");
    fleet.etcd.restart();
    fleet.gateways.push(gateway);
    fleet.agrees().await;
}
