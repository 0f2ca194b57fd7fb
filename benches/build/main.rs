//! How long a table takes to be built and changed: `cargo bench --bench build --all-features`, or
//! with a number of functions behind `--`; a million if there is none.

mod change;
#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../options/mod.rs"]
#[expect(dead_code, reason = "other benches have more options")]
mod options;
#[path = "../fixture/released.rs"]
mod released;
mod time;

use pointsman::document::Document;
use pointsman::{Function, RoutingTable};
use serde::de::IgnoredAny;

use crate::change::{with, without};
use crate::options::Options;
use crate::released::{opaque, released};
use crate::time::{median, middle, milliseconds, time};

fn main() {
    let options = Options::of_process();
    let (count, rounds) = (options.count(), if options.trial { 1 } else { 5 });
    println!("{count} functions; medians\n\n| time | took | at most |\n|---|---:|---:|");
    let build = functions(count, rounds);
    document(count, rounds, build);
    for (count, most) in [(1_000, 5), (count, 50)] {
        changes("`()`", count, most, released);
        changes("not Clone", count, most, |index| opaque(released(index)));
    }
}

/// Times the building from functions, and returns how long it took with all at hand.
fn functions(count: usize, rounds: usize) -> f64 {
    let all = || (0..count).map(released);
    // The model is dropped within: so it is for a caller. The first table is made in memory that the
    // process has not had before.
    let collected = || all().collect::<Vec<_>>();
    let first = median(1, collected, RoutingTable::new);
    let at_hand = median(rounds, collected, RoutingTable::new);
    let one_by_one = median(rounds, || (), |()| RoutingTable::new(all()));
    let making = median(rounds, || (), |()| all().for_each(drop));
    print("built from functions at hand, for the first time", milliseconds(first), "");
    print("built from functions at hand", milliseconds(at_hand), "250 ms");
    print("built from functions made one by one", milliseconds(one_by_one), "");
    print("making and dropping these alone", milliseconds(making), "");
    print("the difference", milliseconds(one_by_one - making), "250 ms");
    at_hand
}

fn document(count: usize, rounds: usize, build: f64) {
    let mut document = Document::new();
    (0..count).for_each(|index| assert!(document.insert(released(index)).is_none()));
    let text = document.to_json().expect("it can be written");
    drop(document);
    let walk = median(rounds, || (), |()| serde_json::from_str::<IgnoredAny>(&text));
    let [mut reads, mut tables, mut wholes] = [(); 3].map(|()| Vec::new());
    for _ in 0..rounds {
        let (document, read) = time(text.as_str(), Document::<()>::from_json);
        let (_, table) = time(document.expect("it was written"), RoutingTable::from);
        reads.push(read);
        tables.push(table);
        wholes.push(read + table);
    }
    let [read, table, whole] = [reads, tables, wholes].map(|mut times| middle(&mut times));
    let at_once =
        median(rounds, || (), |()| RoutingTable::<()>::from_json(&text).expect("it was written"));
    print("bare walk over the JSON", milliseconds(walk), "");
    print("document read", milliseconds(read), "");
    print("table of the document", milliseconds(table), "");
    let most = format!("{} (3 x walk + build)", milliseconds(3.0 * walk + build));
    print("read and built", milliseconds(whole), "");
    print("table read at once", milliseconds(at_once), &most);
}

fn changes<T>(payload: &str, count: usize, most: usize, make: impl Fn(usize) -> Function<T>) {
    let table = RoutingTable::new((0..count).map(&make)).expect("no name stands twice");
    let most = format!("{most} µs");
    let [with, without] = [with(&table, make), without(&table)];
    print(&format!("`with`, {count} functions, payload {payload}"), with, &most);
    print(&format!("`without`, {count} functions, payload {payload}"), without, &most);
}

fn print(what: &str, took: impl std::fmt::Display, most: &str) {
    println!("| {what} | {took} | {most} |");
}
