use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fleet::Client;
use pointsman::Version;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::fleet::{Fleet, function, id, ramp, say, users};

const USERS: usize = 10_000;

/// What users have seen, all gateways together.
type Moved = Arc<Vec<AtomicBool>>;

#[tokio::test(flavor = "multi_thread")]
async fn no_user_goes_back_on_any_gateway_during_a_ramp() {
    let Some(fleet) = Fleet::start(5).await else { return };
    let entry = fleet.store.put(&function("B"), None).await.unwrap();
    let moved: Moved = Arc::new((0..USERS).map(|_| AtomicBool::new(false)).collect());
    let (mut observers, mut rounds) = (JoinSet::new(), Vec::new());
    for client in fleet.clients() {
        client.stand(entry.modified).await.unwrap();
        let (sender, receiver) = watch::channel(0);
        observers.spawn(observe(client, Arc::clone(&moved), sender));
        rounds.push(receiver);
    }

    for percent in 1..=100 {
        let step = |function: &mut _| ramp(function, percent);
        fleet.store.update(&id("B"), step).await.unwrap();
        // The next step when each gateway was asked again, whether it had taken this one up or not.
        for round in &mut rounds {
            let next = *round.borrow() + 1;
            // Whoever has seen all move asks no more.
            let _ = round.wait_for(|round| *round >= next).await;
        }
    }

    let mut bounces = 0;
    while let Some(observer) = observers.join_next().await {
        let (steps, back) = observer.unwrap();
        assert!(steps > 20, "only {steps} steps were seen of 100");
        bounces += back;
    }
    say(format!(
        "a ramp of 100 steps: no user went back on a gateway; {bounces} who changed gateways \
        right then saw version 1 after version 2, in {USERS} users, 5 gateways"
    ));
}

/// Asks a gateway for all users again and again, until they all have moved. Returns how often the
/// number of those who have was another, and how many had moved on another gateway before they were
/// asked for here, and here not.
async fn observe(client: Client, moved: Moved, rounds: watch::Sender<usize>) -> (usize, usize) {
    let (users, v2) = (users(USERS), Version::numbered(2).unwrap());
    let mut here = vec![false; USERS];
    let (mut steps, mut bounces) = (0, 0);
    while here.contains(&false) {
        let before: Vec<bool> = moved.iter().map(|moved| moved.load(Ordering::SeqCst)).collect();
        let versions = client.decide("B", "release", &users).await.unwrap();
        let now: Vec<bool> = versions.iter().map(|version| *version == v2).collect();
        for (user, (was, is)) in here.iter().zip(&now).enumerate() {
            assert!(is >= was, "user {user} went back on {client}");
        }
        bounces += before.iter().zip(&now).filter(|(before, now)| before > now).count();
        steps += usize::from(here != now);
        here = now;
        for (moved, is) in moved.iter().zip(&here) {
            moved.fetch_or(*is, Ordering::SeqCst);
        }
        rounds.send_modify(|round| *round += 1);
    }
    (steps, bounces)
}
