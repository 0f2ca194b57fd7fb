use fleet::Load;
use pointsman::{Point, Qualifier, Request, Version};

use crate::fleet::{Fleet, Gateway, say, users};

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_updates_under_load_come_to_one_digest_and_equal_decisions() {
    let Some(mut fleet) = Fleet::start(5).await else { return };
    let load = Load { updates: 1_000, ..Load::default() };
    let report = load.run(&fleet.store, &fleet.clients()).await.unwrap();
    say(format!("\n{report}"));
    assert!(report.digests.is_ok());
    assert_eq!(report.updates, 1_000);
    assert!(report.requests > 1_000, "{} requests are no load", report.requests);

    // One that comes later stands where the others are.
    fleet.gateways.push(Gateway::start(fleet.etcd.address()));
    fleet.agrees().await;

    let (table, users) = (fleet.table().await, users(10_000));
    let mut decisions = 0;
    for function in fleet.functions().await {
        let name = function.id().to_string();
        let route = table.route(&name, Qualifier::parse("release").unwrap()).unwrap();
        let expected: Vec<Version> = users
            .lines()
            .map(|user| route.resolve(&Request::new(&[("User", user)], Point::MIN)).version())
            .collect();
        for client in fleet.clients() {
            assert_eq!(client.decide(&name, "release", &users).await.unwrap(), expected, "{name}");
            decisions += expected.len();
        }
    }
    say(format!("{decisions} decisions, the same on {} gateways", fleet.gateways.len()));
}
