use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Home, LeafBuilder, Record};
use crate::label::{Label, Seed};
use crate::{Function, RoutingTable, TableError};

/// As many names as a leaf has by far not the bits for, whose hashes begin alike, so that one of 16
/// leaves would have them all.
fn crowd() -> Vec<String> {
    let names = (0..).map(|number| format!("function-{number}"));
    names.filter(|name| Label::new(name).hash(Seed::FIRST) >> 60 == 0).take(700).collect()
}

fn table<'a>(names: impl IntoIterator<Item = &'a String>) -> RoutingTable<String> {
    let functions = names.into_iter().map(|name| function(name));
    RoutingTable::new(functions).expect("no name stands twice")
}

fn function(name: &str) -> Function<String> {
    Function::new(name.parse().expect("a name"), String::from(name))
}

fn payload<'t>(table: &'t RoutingTable<String>, name: &str) -> Option<&'t String> {
    table.versions(name)?.next().map(|(_, payload)| payload)
}

#[test]
fn functions_beyond_what_a_home_can_tell_are_found() {
    let names = crowd();
    // So many bits as tell a home, and all in one group.
    let hash = |name: &str| Label::new(name).hash(Seed::FIRST) << 57;
    for count in [1, 2, 253, 254, 255, 256, 257, 600] {
        let (there, missing) = names.split_at(count);
        let table = table(there);
        let record_hash = |record: &Record<'_, String>| {
            let name = there.iter().find(|name| record.function.is_named(&Label::new(name)));
            hash(name.expect("it has a name"))
        };
        let hashes: Vec<_> = table.tree.records().map(|record| record_hash(&record)).collect();
        let mut records: Vec<_> = table.tree.records().map(Some).collect();
        let leaf = LeafBuilder::for_about(0).leaf(&hashes, |place| records.get_mut(place)?.take());
        for name in there {
            let function = leaf.function(hash(name), &Label::new(name)).expect(name);
            assert_eq!(function.payloads.first(), Some(name));
        }
        for name in missing {
            assert!(leaf.function(hash(name), &Label::new(name)).is_none(), "{name} of {count}");
        }
    }
}

#[test]
fn a_name_is_refused_though_another_came_between_into_its_home() {
    let mut names = crowd();
    // Alike in the bits that tell a home and a group.
    let home = |name: &String| Label::new(name).hash(Seed::FIRST) >> 54;
    names.sort_by_key(home);
    let mut pairs = names.windows(2).filter_map(|pair| pair.as_array());
    let [a, b] = pairs.find(|[a, b]| home(a) == home(b)).expect("there are many");
    for order in [[a, b, a], [b, a, a], [a, a, b]] {
        let refused = RoutingTable::new(order.map(|name| function(name))).err();
        assert_eq!(refused, Some(TableError::Duplicate(a.parse().expect("an id"))));
    }
}

/// A tenant who chooses names that come into one leaf made every look-up there walk over them.
#[test]
fn names_whose_hashes_begin_alike_crowd_no_leaf() {
    let names = crowd();
    let (first, later) = names.split_at(500);
    let most = |table: &RoutingTable<String>| table.tree.fullest();
    let table = table(first);
    assert!(most(&table) <= 128, "{}", most(&table));
    let mut grown = RoutingTable::default();
    for name in first.iter().chain(later) {
        grown = grown.with(function(name));
        assert!(most(&grown) <= 256, "{} of {}", most(&grown), grown.len());
    }
    for name in &names {
        assert_eq!(payload(&grown, name), Some(name));
        let less = grown.without(&name.parse().expect("a name"));
        assert_eq!((less.len(), payload(&less, name)), (699, None));
    }
}

/// As many as a leaf may have, more than its homes tell, and then leaves that are made after it.
#[test]
fn leaves_after_a_full_one_have_their_own_functions() {
    let numbered = |number: usize| format!("function-{number}");
    let is_first = |name: &String| Label::new(name).hash(Seed::FIRST) >> 58 == 0;
    let (first, others) = ((0..).map(numbered), (0..).map(numbered));
    let first = first.filter(is_first).take(256);
    let names: Vec<String> =
        others.filter(|name| !is_first(name)).take(3_000).chain(first).collect();
    let mut left = names.iter();
    // Announced as what they are, and as none.
    let tables = [table(&names), table(core::iter::from_fn(|| left.next()))];
    for table in tables {
        assert_eq!((table.tree.fullest(), table.tree.seed()), (256, Seed::FIRST));
        for name in &names {
            assert_eq!(payload(&table, name), Some(name));
        }
    }
}

/// When the seeds that followed were known before the names, some hundreds chosen for each seed
/// crowded a leaf by all of them.
#[test]
fn names_chosen_for_the_next_seed_change_it() {
    let mut numbers = 0..;
    let mut alike = |seed| -> Vec<String> {
        let names = numbers.by_ref().map(|number| format!("function-{number}"));
        names.filter(|name| Label::new(name).hash(seed) >> 60 == 0).take(300).collect()
    };
    let mut names = alike(Seed::FIRST);
    for _ in 0..3 {
        let seed = table(&names).tree.seed();
        assert_ne!(seed, Seed::FIRST);
        names.extend(alike(seed));
        let table = table(&names);
        assert_ne!(table.tree.seed(), seed);
        assert!(table.tree.fullest() <= 256, "{}", table.tree.fullest());
        for name in &names {
            assert_eq!(payload(&table, name), Some(name));
        }
    }
}

#[test]
fn a_home_tells_what_its_bits_can() {
    for function in 0..=254 {
        let home = Home::new(function).expect("the bits suffice");
        assert_eq!(usize::from(home.0), function);
        assert_ne!(home, Home::EMPTY);
    }
    for function in [255, 256, usize::MAX] {
        assert_eq!(Home::new(function), None);
    }
}
