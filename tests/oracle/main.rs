//! The resolver against a naive oracle, which was written from the specification alone, and laws
//! of resolving that need no oracle.

#[path = "../table/announced.rs"]
mod announced;
mod asked;
mod chains;
mod counts;
mod decide;
#[cfg(feature = "serde")]
mod documents;
mod generate;
mod logic;
mod model;
mod naive;
mod precedence;

use std::collections::BTreeMap;

use pointsman::RoutingTable;
use proptest::test_runner::{Config as ProptestConfig, FileFailurePersistence};

use decide::{attributes, decide, plain_outcome};
use generate::{Generator, Numbers};
use naive::Outcome;

const REQUESTS_TO_A_TABLE: usize = 50;

#[test]
fn the_oracle_knows_the_golden_points() {
    let golden = [
        ("default/B:release", "", 0xefbf_3fb2_938c_353e),
        ("default/B:release", "Bob", 0x2559_7960_8fed_916e),
        ("default/B:prepub", "user-42", 0xe800_f819_53ec_5a81),
        ("", "", 0x412f_1275_e100_17f3),
        ("spring-sale", "0123456789abcdef0123456789abcdef0123456789", 0x0a43_f341_a544_d220),
    ];
    for (salt, key, point) in golden {
        assert_eq!(naive::sticky_point(salt, key.as_bytes()), point, "{salt} {key}");
    }
}

#[test]
fn the_crate_agrees_with_the_oracle() {
    let mut tally = Tally::default();
    let mut generator = Generator::new(1, Numbers::Published);
    for _ in 0..30_000 {
        let plain = generator.table();
        let table = RoutingTable::from(&plain);
        for _ in 0..REQUESTS_TO_A_TABLE {
            let request = generator.request(&plain);
            let due = plain.resolve(&request);
            assert_eq!(decide(&table, &request), due, "{request:#?} on {plain:#?}");
            tally.count(&due);
        }
    }
    tally.demand(1_000_000, 1_000);
}

#[test]
fn a_clone_decides_as_its_original() {
    let mut generator = Generator::new(2, Numbers::Published);
    for _ in 0..1_000 {
        let plain = generator.table();
        let table = RoutingTable::from(&plain);
        let clone = table.clone();
        let requests = requests(&mut generator, &plain);
        let due: Vec<_> = requests.iter().map(|request| decide(&table, request)).collect();
        // The clone must not live on what its original keeps.
        drop(table);
        for (request, due) in requests.iter().zip(due) {
            assert_eq!(decide(&clone, request), due, "{request:#?} on {plain:#?}");
        }
    }
}

#[test]
fn the_order_in_which_a_table_is_put_together_changes_no_decision() {
    let mut generator = Generator::new(3, Numbers::Published);
    for _ in 0..3_000 {
        let plain = generator.table();
        let reordered = generator.reordered(&plain);
        let requests = requests(&mut generator, &plain);
        assert_same_decisions(
            &RoutingTable::from(&plain),
            &RoutingTable::from(&reordered),
            &requests,
        );
    }
}

fn requests(generator: &mut Generator, table: &naive::Table) -> Vec<naive::Request> {
    (0..REQUESTS_TO_A_TABLE).map(|_| generator.request(table)).collect()
}

fn assert_same_decisions(
    one: &RoutingTable<u32>,
    other: &RoutingTable<u32>,
    requests: &[naive::Request],
) {
    for request in requests {
        assert_eq!(decide(one, request), decide(other, request), "{request:#?}");
    }
}

/// How often each kind of outcome came up, so that a property can't hold for want of cases.
#[derive(Debug, Default)]
struct Tally(BTreeMap<&'static str, usize>);

impl Tally {
    const KINDS: [&str; 12] = [
        "malformed qualifier",
        "unknown function",
        "unknown version",
        "unknown alias",
        "pinned",
        "only",
        "rule",
        "rule beyond the first 16",
        "rule, shared by the sticky point",
        "rule, shared by the request's point",
        "share by the sticky point",
        "share by the request's point",
    ];

    fn count(&mut self, outcome: &Outcome) {
        *self.0.entry(kind(outcome)).or_default() += 1;
    }

    fn demand(&self, total: usize, each: usize) {
        let count: usize = self.0.values().sum();
        println!("{count} decisions: {:#?}", self.0);
        assert!(count >= total, "{count} are fewer than {total}");
        for kind in Self::KINDS {
            let count = self.0.get(kind).copied().unwrap_or(0);
            assert!(count >= each, "{kind}: {count} are fewer than {each}");
        }
    }
}

fn kind(outcome: &Outcome) -> &'static str {
    match outcome {
        Err(naive::Error::MalformedQualifier) => "malformed qualifier",
        Err(naive::Error::UnknownFunction) => "unknown function",
        Err(naive::Error::UnknownVersion(_)) => "unknown version",
        Err(naive::Error::UnknownAlias) => "unknown alias",
        Ok(decision) => match decision.reason {
            naive::Reason::Pinned => "pinned",
            naive::Reason::Only => "only",
            naive::Reason::Rule { index: 16.., .. } => "rule beyond the first 16",
            naive::Reason::Rule { share: None, .. } => "rule",
            naive::Reason::Rule { share: Some(share), .. } if share.sticky => {
                "rule, shared by the sticky point"
            }
            naive::Reason::Rule { .. } => "rule, shared by the request's point",
            naive::Reason::Share(share) if share.sticky => "share by the sticky point",
            naive::Reason::Share(_) => "share by the request's point",
        },
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 5_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}
