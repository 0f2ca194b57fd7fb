//! What it costs that a table can change under traffic: `cargo bench --bench live --all-features`.
//!
//! All is measured in turns, in one run, so that what else the machine does falls on all alike. Ratios
//! are medians of those of the rounds. Two readers and a writer want two processors for themselves.
//! What else runs there takes more from two readers than from one. So requests are counted by the time
//! in which their threads had a processor, where the system tells it, and by the clock besides. The
//! first leaves out what others took, and also how long a thread slept before a lock; the second leaves
//! out nothing. On a quiet machine they agree but for the lock: there two readers with a writer reach
//! more than nine tenths of two with plain tables, and 1.9 of one reader and more.

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
