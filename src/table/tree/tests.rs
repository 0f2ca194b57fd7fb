use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::super::spread::HOMES;
use super::{Shape, Tree};
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
    let olds: Vec<_> = old.twigs().map(|twig| Arc::as_ptr(&twig.leaf)).collect();
    new.twigs().filter(|twig| olds.contains(&Arc::as_ptr(&twig.leaf))).count()
}

/// The change of one function makes one leaf anew, or all where their number no longer does.
#[track_caller]
fn is_small(old: &Tree<usize>, new: &Tree<usize>) {
    let (leaves, functions) = (old.twigs().count(), new.len());
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
    let homes = |home| tree.twigs().filter(|twig| twig.leaf.has_home(home)).count();
    (0..HOMES).map(homes).sum()
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
    assert_eq!(table.tree.twigs().count(), 1);
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
        let is_taken = |twig: &super::Twig<_>| twig.leaf.has_home(twig.spread.home(turned));
        if old.shape == new.shape {
            for (old, new) in old.twigs().zip(new.twigs()) {
                let is_touched = !Arc::ptr_eq(&old.leaf, &new.leaf);
                assert!(old.spread == new.spread || (is_touched && is_taken(old)), "{name}");
            }
        }
        table = grown;
    }
    let homes = homes(&table.tree);
    assert!((640..=700).contains(&homes), "{homes} of 700 are the first of their home");

    let spread = |table: &RoutingTable<usize>| -> Vec<_> {
        table.tree.twigs().map(|twig| twig.spread).collect()
    };
    for number in 0..700 {
        assert_eq!(spread(&table.with(function(number))), spread(&table), "{number}");
        assert_eq!(spread(&without(&table, number)), spread(&table), "{number}");
    }
}
