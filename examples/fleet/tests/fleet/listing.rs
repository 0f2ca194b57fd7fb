use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use etcd_client::{Client, Txn, TxnOp};

use crate::fleet::Fleet;

/// Two keys that are always written together stand on different pages.
#[tokio::test(flavor = "multi_thread")]
async fn a_listing_is_of_one_revision_however_many_pages_it_has() {
    let Some(fleet) = Fleet::start(0).await else { return };
    let prefix = fleet.store.keys().prefix().to_owned();
    let mut raw = fleet.etcd.raw().await;
    // No more than 128 in a transaction: that is etcd's limit.
    for page in 0..10 {
        write(&mut raw, (0..100).map(|key| format!("{prefix}default/m{page}-{key}"))).await;
    }

    let done = Arc::new(AtomicBool::new(false));
    let ends = ["a", "z"].map(|name| format!("{prefix}default/{name}"));
    write(&mut raw, ends.clone()).await;
    let writer = tokio::spawn({
        let done = Arc::clone(&done);
        async move {
            while !done.load(Ordering::SeqCst) {
                write(&mut raw, ends.clone()).await;
            }
        }
    });
    let mut revisions = Vec::new();
    for _ in 0..20 {
        let listing = fleet.store.list().await.unwrap();
        assert_eq!(listing.entries.len(), 1_002);
        let (first, last) = (&listing.entries[0], &listing.entries[1_001]);
        assert!(first.key.ends_with("/a") && last.key.ends_with("/z"));
        assert_eq!(first.modified, last.modified);
        assert!(first.modified <= listing.revision);
        revisions.push(listing.revision);
    }
    done.store(true, Ordering::SeqCst);
    writer.await.unwrap();
    assert!(revisions.is_sorted() && revisions[0] < revisions[19], "it was written meanwhile");
}

async fn write(client: &mut Client, keys: impl IntoIterator<Item = String>) {
    let puts: Vec<TxnOp> = keys.into_iter().map(|key| TxnOp::put(key, "", None)).collect();
    client.txn(Txn::new().and_then(puts)).await.unwrap();
}
