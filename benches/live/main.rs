//! What it costs that a table can change under traffic: `cargo bench --bench live --all-features`.
//!
//! All is measured in turns, in one run, so that what else the machine does falls on all alike. Ratios
//! are medians of those of the rounds. Two readers and a writer want two processors for themselves.
//! What else runs there takes more from two readers than from one, so rates are compared once more as
//! they were in the best tenth of the turns: nothing adds to them. On a quiet machine both ratios of two
//! readers to one are 1.9 and more, and two readers with a writer reach more than nine tenths of two
//! with plain tables.

mod change;
#[path = "../fixture/mod.rs"]
mod fixture;
mod middle;
#[path = "../options/mod.rs"]
#[expect(dead_code, reason = "other benches have more options")]
mod options;
#[path = "../fixture/released.rs"]
#[expect(dead_code, reason = "other benches have other payloads")]
mod released;
mod request;
mod table;
mod threads;
mod throughput;

use crate::options::Options;

fn main() {
    let options = Options::of_process();
    throughput::print(options.trial);
    table::print(options.trial);
    change::print(options.trial);
}
