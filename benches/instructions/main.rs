//! How many instructions a resolve takes: `cargo bench --bench instructions --all-features`. The
//! counts can be repeated, so that a change of them is a change of the code or of the toolchain.
//!
//! Each case runs alone under valgrind's callgrind, for one cycle of requests, for two and for three;
//! the difference is what a cycle costs, without what came before. It is printed beside the committed
//! table; with `-- --write` it becomes the committed table. Parts of ids choose cases.

mod callgrind;
#[path = "../cases/mod.rs"]
#[expect(dead_code, reason = "a count needs no large scale")]
mod cases;
mod count;
#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../options/mod.rs"]
#[expect(dead_code, reason = "other benches have more options")]
mod options;
mod table;

use crate::callgrind::has_valgrind;
use crate::cases::{Case, Scale, subjects};
use crate::count::instructions;
use crate::options::Options;
use crate::table::Table;

/// Before the id of the one case that a process under callgrind runs, and before how many cycles of
/// requests: a digit.
const ONLY: &str = "--only=";
const CYCLES: &str = "--cycles=";

fn main() {
    let options = Options::of_process();
    if let (Some(id), Some(cycles)) = (options.value(ONLY), options.value(CYCLES)) {
        let case = counted().into_iter().find(|case| case.id == id).expect("a case");
        let cycles: usize = cycles.parse().expect("a digit");
        case.prepare()(cycles * Scale::SMALL.requests);
    } else if options.trial {
        for case in counted() {
            case.prepare()(1);
        }
    } else if has_valgrind() {
        compare(&options);
    } else {
        println!("SKIPPED: no valgrind to count instructions with");
    }
}

fn compare(options: &Options) {
    let before = Table::committed();
    let ids = counted().into_iter().map(|case| case.id).filter(|id| options.choose(id));
    let now = Table::new(ids.map(|id| {
        let count = instructions(&id, Scale::SMALL.requests);
        (id, count)
    }));
    println!("{}", now.beside(&before));
    if options.has("--write") {
        now.commit();
    }
}

/// The cases that have a limit, and their floors; but not those whose limit is on waiting for memory.
fn counted() -> Vec<Case> {
    let cases: Vec<_> = subjects(Scale::SMALL).into_iter().flatten().collect();
    let limits = cases.iter().filter_map(|case| {
        let limit = case.limit.as_ref().filter(|limit| limit.most.is_some())?;
        Some([case.id.clone(), limit.floor.clone()])
    });
    let ids: Vec<String> = limits.flatten().filter(|id| !id.contains("latency")).collect();
    cases.into_iter().filter(|case| ids.contains(&case.id)).collect()
}
