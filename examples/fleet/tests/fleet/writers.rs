use fleet::WriteError;
use tokio::task::JoinSet;

use crate::fleet::{Fleet, function, id, ramp};

#[tokio::test(flavor = "multi_thread")]
async fn of_writers_who_read_the_same_one_wins() {
    const WRITERS: u32 = 8;
    let Some(fleet) = Fleet::start(1).await else { return };
    let mut read = fleet.store.put(&function("B"), None).await.unwrap();
    for _ in 0..20 {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let (store, read) = (fleet.store.clone(), read.clone());
            writers.spawn(async move {
                let mut function = read.function(store.keys()).unwrap();
                ramp(&mut function, writer).unwrap();
                (writer, store.put(&function, Some(&read)).await)
            });
        }
        let mut won = Vec::new();
        while let Some(writer) = writers.join_next().await {
            match writer.unwrap() {
                (writer, Ok(entry)) => won.push((writer, entry)),
                (_, Err(WriteError::Conflict { expected, found })) => {
                    assert!(expected == read.modified && found > expected);
                }
                (_, Err(error)) => panic!("{error}"),
            }
        }
        let [(winner, entry)] = won.try_into().unwrap();
        let mut expected = read.function(fleet.store.keys()).unwrap();
        ramp(&mut expected, winner).unwrap();
        let stored = fleet.store.read(&id("B")).await.unwrap();
        assert_eq!(stored.as_ref(), Some(&entry));
        assert_eq!(entry.function(fleet.store.keys()), Ok(expected));
        read = entry;
    }
    fleet.agrees().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_all_updates_each_is_made_once() {
    const UPDATES: u32 = 50;
    let Some(fleet) = Fleet::start(1).await else { return };
    let created = function("B");
    fleet.store.put(&created, None).await.unwrap();
    let mut writers = JoinSet::new();
    for update in 0..UPDATES {
        let store = fleet.store.clone();
        writers.spawn(async move {
            store.update(&id("B"), |function| ramp(function, update)).await.unwrap();
        });
    }
    writers.join_all().await;
    fleet.agrees().await;
    let stored = fleet.functions().await;
    assert_eq!(stored[0].revision(), created.revision() + u64::from(UPDATES));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_read_is_not_written() {
    let Some(fleet) = Fleet::start(0).await else { return };
    let store = &fleet.store;
    let mut b = function("B");
    let first = store.put(&b, None).await.unwrap();
    let conflict = |found| format!("conflict: read at revision 0, but modified at {found}");
    let error = store.put(&b, None).await.unwrap_err();
    assert_eq!(error.to_string(), conflict(first.modified));

    let error = store.put(&b, Some(&first)).await.unwrap_err();
    assert_eq!(error.to_string(), "revision 4 is not above 4");
    ramp(&mut b, 10).unwrap();
    let second = store.put(&b, Some(&first)).await.unwrap();
    assert_eq!(second.created, first.created);
    assert!(store.remove(&first).await.is_err(), "it was read before it was changed");

    // One that was deleted and created again is not the one that was read.
    store.remove(&second).await.unwrap();
    let third = store.put(&function("B"), None).await.unwrap();
    ramp(&mut b, 20).unwrap();
    let error = store.put(&b, Some(&second)).await.unwrap_err();
    let expected = format!(
        "conflict: read at revision {}, but modified at {}",
        second.modified, third.modified
    );
    assert_eq!(error.to_string(), expected);
    let gone = store.update(&id("C"), |function| ramp(function, 1)).await.unwrap_err();
    assert_eq!(gone.to_string(), "unknown function");
}
