use std::collections::BTreeMap;

use pointsman::{Function, Version};

use super::Replica;
use crate::{Entry, Keys, Listing};

const KEY: &str = "/pointsman/functions/default/B";

/// What etcd would hold, in a few lines.
#[derive(Debug, Clone, Default)]
struct Etcd {
    revision: i64,
    entries: BTreeMap<String, Entry>,
}

impl Etcd {
    fn put(&mut self, key: &str, value: impl Into<Vec<u8>>) -> Entry {
        self.revision += 1;
        let modified = self.revision;
        let created = self.entries.get(key).map_or(modified, |entry| entry.created);
        let entry = Entry { key: key.into(), value: value.into(), created, modified };
        self.entries.insert(key.into(), entry.clone());
        entry
    }

    fn remove(&mut self, key: &str) {
        self.revision += 1;
        self.entries.remove(key);
    }

    fn list(&self) -> Listing {
        let entries = self.entries.values().cloned().collect();
        Listing { revision: self.revision, entries }
    }
}

fn replica() -> Replica {
    Replica::new(Keys::default())
}

/// A document of function B at a revision.
fn document(revision: u64, payload: &str) -> String {
    let mut parts = Function::new("B".parse().unwrap(), payload.to_owned()).into_parts();
    parts.revision = revision;
    Entry::value(Function::from_parts(parts).unwrap()).unwrap()
}

/// What is served of function B: its revision and the payload of `$LATEST`.
fn served(replica: &Replica) -> Option<(u64, String)> {
    let function = replica.router().function(&"B".parse().unwrap())?;
    Some((function.revision(), function.payload(Version::LATEST).cloned().unwrap_or_default()))
}

fn serves(replica: &Replica, revision: u64, payload: &str) -> bool {
    served(replica) == Some((revision, payload.to_owned()))
}

#[test]
fn what_is_written_is_served_and_what_is_removed_is_not() {
    let (mut etcd, mut replica) = (Etcd::default(), replica());
    replica.put(&etcd.put(KEY, document(0, "a")));
    assert!(serves(&replica, 0, "a"));
    replica.put(&etcd.put(KEY, document(1, "b")));
    assert!(serves(&replica, 1, "b"));
    replica.remove(KEY);
    assert_eq!(served(&replica), None);
    assert!(replica.is_empty() && replica.refused().is_empty());
}

#[test]
fn a_broken_document_keeps_the_last_good_one_until_it_is_mended() {
    let (mut etcd, mut replica) = (Etcd::default(), replica());
    replica.put(&etcd.put(KEY, document(1, "a")));
    replica.put(&etcd.put(KEY, "{"));
    assert!(serves(&replica, 1, "a"));
    assert_eq!(replica.refused()[KEY].revision, 2);
    replica.reconcile(&etcd.list());
    assert!(serves(&replica, 1, "a"));
    replica.put(&etcd.put(KEY, document(2, "b")));
    assert!(serves(&replica, 2, "b"));
    assert!(replica.refused().is_empty());
}

#[test]
fn a_revision_that_is_not_above_is_refused() {
    for (revision, payload, reason) in [
        (4, "b", "its revision 4 is not above 5"),
        (5, "b", "its revision 5 is not above 5"),
        (4, "a", "revision 4 is not above 5, which is served"),
    ] {
        let (mut etcd, mut replica) = (Etcd::default(), replica());
        replica.put(&etcd.put(KEY, document(5, "a")));
        replica.put(&etcd.put(KEY, document(revision, payload)));
        assert!(serves(&replica, 5, "a"));
        let told = &replica.refused()[KEY].reason;
        assert!(told.contains(reason), "{told}");
    }
}

#[test]
fn the_same_document_again_is_no_change() {
    let (mut etcd, mut replica) = (Etcd::default(), replica());
    replica.put(&etcd.put(KEY, document(5, "a")));
    let before = replica.router().snapshot().generation();
    replica.put(&etcd.put(KEY, document(5, "a")));
    replica.reconcile(&etcd.list());
    assert!(replica.refused().is_empty());
    assert_eq!(replica.router().snapshot().generation(), before);
}

#[test]
fn what_was_removed_while_it_was_broken_goes() {
    let (mut etcd, mut replica) = (Etcd::default(), replica());
    replica.put(&etcd.put(KEY, document(5, "a")));
    replica.put(&etcd.put(KEY, "{"));
    replica.put(&etcd.put("/pointsman/functions/stray", "{"));
    assert_eq!(replica.refused().len(), 2);
    etcd.remove(KEY);
    etcd.remove("/pointsman/functions/stray");
    replica.reconcile(&etcd.list());
    assert!(replica.is_empty() && replica.refused().is_empty());
}

#[test]
fn a_function_created_again_begins_anew_even_if_its_deletion_was_missed() {
    for (again, expected) in [(document(0, "b"), Some((0, "b".to_owned()))), ("{".to_owned(), None)]
    {
        let (mut etcd, mut replica) = (Etcd::default(), replica());
        replica.put(&etcd.put(KEY, document(5, "a")));
        etcd.remove(KEY);
        etcd.put(KEY, again);
        replica.reconcile(&etcd.list());
        assert_eq!(served(&replica), expected);
        assert_eq!(replica.refused().is_empty(), expected.is_some());
    }
}

/// Every history of five steps, in which a function is written, deleted, or deleted and created again,
/// and each step is either told or missed: who lists in the end serves what one serves who saw all.
#[test]
fn whoever_missed_any_of_it_ends_where_others_are() {
    const STEPS: u32 = 5;
    const KINDS: u32 = 6;
    for history in 0..KINDS.pow(STEPS) {
        let (mut etcd, mut there, mut away) = (Etcd::default(), replica(), replica());
        for step in 0..STEPS {
            let kind = history / KINDS.pow(step) % KINDS;
            let mut both = [Some(&mut there), kind.is_multiple_of(2).then_some(&mut away)];
            if kind / 2 > 0 {
                etcd.remove(KEY);
                both.iter_mut().flatten().for_each(|replica| replica.remove(KEY));
            }
            if kind / 2 < 2 {
                let stored = etcd.entries.get(KEY).and_then(|e| e.function(&Keys::default()).ok());
                let revision = stored.map_or(0, |function| function.revision() + 1);
                let entry = etcd.put(KEY, document(revision, &step.to_string()));
                both.iter_mut().flatten().for_each(|replica| replica.put(&entry));
            }
        }
        away.reconcile(&etcd.list());
        assert!(away.refused().is_empty() && there.refused().is_empty(), "history {history}");
        let [there, away] = [there, away].map(|replica| replica.router().functions());
        assert_eq!(there, away, "history {history}");
    }
}
