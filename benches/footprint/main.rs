//! What a table holds of memory: `cargo bench --bench footprint --all-features`, or with a number of
//! functions behind `--`; a million if there is none.
//!
//! Counting slows every allocation down, so time is measured by another program: `--bench build`.

#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../options/mod.rs"]
#[expect(dead_code, reason = "other benches have more options")]
mod options;
#[path = "../fixture/released.rs"]
#[expect(dead_code, reason = "payloads are all `()`")]
mod released;
mod resident;

use std::hint::black_box;
use std::process::Command;

use allocation_counter::measure;
use pointsman::{Alias, Function, Point, Qualifier, Request, RoutingTable};

use crate::fixture::{RELEASE, function, name, tenth, user};
use crate::options::Options;
use crate::released::released;
use crate::resident::resident;

/// Before the name of the one table that a process makes.
const ONLY: &str = "--only=";

type Make = fn(usize) -> RoutingTable<()>;

/// How functions are made, and what becomes of them.
const TABLES: [(&str, Make); 4] = [
    ("plain", |count| one_by_one(count, sticky)),
    ("rule", |count| one_by_one(count, released)),
    ("aliases", |count| one_by_one(count, two_aliases)),
    ("at hand", at_hand),
];

fn main() {
    let options = Options::of_process();
    let count = options.count();
    if let Some(only) = options.value(ONLY) {
        let (_, make) = TABLES.into_iter().find(|(name, _)| *name == only).expect("a table");
        let (live, grown) = measured(|| make(count));
        println!("{live} {grown}");
        return;
    }
    println!("{count} functions, model dropped, payload `()`; a process for each table\n");
    println!("| memory | bytes each | resident each | at most |\n|---|---:|---:|---:|");
    let [plain, rule, aliases, at_hand] = TABLES.map(|(name, _)| of_child(name, count));
    let print = |what: &str, (live, grown): (f64, f64), most: &str| {
        println!("| {what} | {live:.1} | {grown:.1} | {most} |");
    };
    print("a function with `release`: 2 weights, sticky", plain, "160");
    print("the same with a rule", rule, "160");
    print("the same, all at hand before", at_hand, "");
    print("a further alias: 2 weights, sticky", (aliases.0 - plain.0, aliases.1 - plain.1), "64");
    println!("\nAllocations of {count} resolves: {} (at most 0)", allocations(count));
}

/// The bytes that are still held of those asked for, and those that the process grew by.
fn measured(make: impl FnOnce() -> RoutingTable<()>) -> (i64, i64) {
    let (before, mut table) = (resident(), None);
    let info = measure(|| table = Some(make()));
    let grown = resident() - before;
    drop(table);
    (info.bytes_current, grown)
}

/// The same for each function, of a process of its own: in this one it would get what the table
/// before has left.
fn of_child(name: &str, count: usize) -> (f64, f64) {
    let output = Command::new(std::env::current_exe().expect("a program"))
        .args([format!("{ONLY}{name}"), count.to_string()])
        .output()
        .expect("it starts");
    let text = String::from_utf8(output.stdout).expect("numbers");
    let number = |text: &str| text.trim().parse::<f64>().expect("a number");
    let (live, grown) = text.split_once(' ').expect("two numbers");
    let count = number(&count.to_string());
    (number(live) / count, number(grown) / count)
}

/// The model of a function is dropped before the next is made.
fn one_by_one(count: usize, make: fn(usize) -> Function<()>) -> RoutingTable<()> {
    let table = RoutingTable::new((0..count).map(make)).expect("no name stands twice");
    assert_eq!(table.len(), count);
    table
}

fn at_hand(count: usize) -> RoutingTable<()> {
    let functions: Vec<_> = (0..count).map(released).collect();
    RoutingTable::new(functions).expect("no name stands twice")
}

fn sticky(index: usize) -> Function<()> {
    function(&name(index), 2, Alias::to(tenth()).sticky_on(user()))
}

fn two_aliases(index: usize) -> Function<()> {
    let mut function = sticky(index);
    let alias = function.alias(RELEASE).cloned().expect("it was made");
    function.create_alias("preview".parse().expect("a name"), alias).expect("created");
    function
}

/// Of one resolve for each function, hit and miss.
fn allocations(count: usize) -> u64 {
    let table = RoutingTable::new((0..count.min(10_000)).map(released)).expect("no name twice");
    let names: Vec<_> = (0..count).map(name).collect();
    let release = Qualifier::parse(RELEASE).expect("a qualifier");
    let info = measure(|| {
        for name in &names {
            let request = Request::new(&[("user", "Ann")], Point::MIN);
            let _ = black_box(table.resolve(name, release, &request));
        }
    });
    info.count_total
}
