use alloc::format;

use super::{Leaf, Shape, Tree};
use crate::label::{Label, Seed};
use crate::{Function, RoutingTable};

fn function(number: usize) -> Function<usize> {
    Function::new(format!("function-{number}").parse().expect("a name"), number)
}

fn without(table: &RoutingTable<usize>, number: usize) -> RoutingTable<usize> {
    table.without(function(number).id())
}

/// How many of the new tree's leaves the old one has, too.
fn shared(old: &Tree<usize>, new: &Tree<usize>) -> usize {
    new.leaves().filter(|new| old.leaves().any(|old| old.is(new))).count()
}

/// The change of one function makes one leaf anew, or all where their number no longer does.
#[track_caller]
fn is_small(old: &Tree<usize>, new: &Tree<usize>) {
    let (leaves, functions) = (old.leaves().count(), new.len());
    let does = functions < 128 * leaves && (leaves == 1 || functions >= 4 * leaves);
    let shared = shared(old, new);
    assert_eq!(shared, if does { leaves - 1 } else { 0 }, "{functions} in {leaves} leaves");
}

/// By the first seed, and the two arrays on the way to a leaf are no longer than need be.
#[track_caller]
fn is_even(tree: &Tree<usize>) {
    let Shape { bits, leaf_bits } = tree.shape;
    assert_eq!((tree.seed(), leaf_bits), (Seed::FIRST, bits / 2));
    assert!(tree.fullest() <= 256, "{} of {}", tree.fullest(), tree.len());
}

/// How many functions are the first of their home.
fn homes(tree: &Tree<usize>) -> usize {
    tree.leaves().map(Leaf::homes).sum()
}

#[test]
fn a_table_that_grows_and_shrinks_by_one_is_made_anew_when_it_has_doubled_or_come_down_to_an_eighth()
 {
    let mut table = RoutingTable::default();
    for number in 0..2_500 {
        let grown = table.with(function(number));
        is_small(&table.tree, &grown.tree);
        is_even(&grown.tree);
        table = grown;
    }
    for number in 0..2_500 {
        let shrunk = without(&table, number);
        is_small(&table.tree, &shrunk.tree);
        is_even(&shrunk.tree);
        table = shrunk;
    }
    assert_eq!(table.tree.leaves().count(), 1);
}

#[test]
fn functions_stay_in_their_homes_unless_one_more_finds_none_free() {
    let mut table = RoutingTable::default();
    for number in 0..700 {
        let function = function(number);
        let name = format!("{}", function.id());
        let grown = table.with(function);
        let (old, new) = (&table.tree, &grown.tree);
        let turned = old.shape.turn(Label::new(&name).hash(old.seed));
        if old.shape == new.shape {
            for (old, new) in old.leaves().zip(new.leaves()) {
                let is_taken = !old.is(new) && !old.is_free(turned);
                assert!(old.is_spread_as(new) || is_taken, "{name}");
            }
        }
        table = grown;
    }
    let homes = homes(&table.tree);
    assert!((640..=700).contains(&homes), "{homes} of 700 are the first of their home");

    let spread_alike = |one: &RoutingTable<usize>, other: &RoutingTable<usize>| {
        one.tree.leaves().zip(other.tree.leaves()).all(|(one, other)| one.is_spread_as(other))
    };
    for number in 0..700 {
        assert!(spread_alike(&table.with(function(number)), &table), "{number}");
        assert!(spread_alike(&without(&table, number), &table), "{number}");
    }
}
