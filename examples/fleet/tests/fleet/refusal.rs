use pointsman::Version;

use crate::fleet::{Fleet, function, id, ramp, users};

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_document_keeps_the_last_good_one_and_is_reported() {
    let Some(fleet) = Fleet::start(5).await else { return };
    let store = &fleet.store;
    let mut good = function("B");
    ramp(&mut good, 100).unwrap();
    store.put(&good, None).await.unwrap();
    let before = fleet.agrees().await;

    let key = store.keys().key(&id("B"));
    let mut raw = fleet.etcd.raw().await;
    let (users, v2) = (users(1_000), Version::numbered(2).unwrap());
    for (broken, reason) in [
        ("{", "EOF while parsing an object at line 1 column 1"),
        (
            r#"{"pointsman":1,"functions":[{"name":"B","versions":{}}]}"#,
            "functions[0].versions.$LATEST: is missing",
        ),
        (
            r#"{"pointsman":1,"functions":[{"name":"B","revision":3,"versions":{"$LATEST":{"payload":""}}}]}"#,
            "its revision 3 is not above 5",
        ),
    ] {
        raw.put(key.as_str(), broken, None).await.unwrap();
        let revision = store.revision().await.unwrap();
        for client in fleet.clients() {
            assert_eq!(client.stand(revision).await.unwrap().digest, before);
            let refused = client.status().await.unwrap().refused;
            assert_eq!(refused[&key].revision, revision);
            assert!(refused[&key].reason.contains(reason), "{refused:?}");
            let versions = client.decide("B", "release", &users).await.unwrap();
            assert!(versions.iter().all(|version| *version == v2));
        }
    }

    // Mended: in place of what is there, at a revision above the last good one.
    let broken = store.read(&id("B")).await.unwrap().unwrap();
    ramp(&mut good, 0).unwrap();
    store.put(&good, Some(&broken)).await.unwrap();
    assert_ne!(fleet.agrees().await, before);
    for client in fleet.clients() {
        assert!(client.status().await.unwrap().refused.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_no_function_is_reported() {
    let Some(fleet) = Fleet::start(1).await else { return };
    fleet.store.put(&function("B"), None).await.unwrap();
    let before = fleet.agrees().await;
    let key = format!("{}B", fleet.store.keys().prefix());
    let mut raw = fleet.etcd.raw().await;
    raw.put(key.as_str(), "", None).await.unwrap();
    let client = &fleet.gateways[0].client;
    assert_eq!(client.stand(fleet.store.revision().await.unwrap()).await.unwrap().digest, before);
    let refused = client.status().await.unwrap().refused;
    assert_eq!(refused[&key].reason, "the key is not PREFIX/NAMESPACE/NAME");
    raw.delete(key.as_str(), None).await.unwrap();
    fleet.agrees().await;
    assert!(client.status().await.unwrap().refused.is_empty());
}
