//! What the worst documents within the limits cost, and the worst requests on them:
//! `cargo bench --bench worst --all-features`, or with parts of names behind `--` only what has one of
//! them; a number is how many bytes the largest document has, 4 MiB if there is none.
//!
//! Each shape is made in three sizes, each four times the one before. A growth near 4 is linear; what
//! grows by more than [`LINEAR`] is marked.

mod collide;
mod measure;
#[path = "../options/mod.rs"]
#[expect(dead_code, reason = "other benches have more options")]
mod options;
mod row;
mod shape;
mod shapes;
mod text;

use crate::options::Options;
use crate::row::Row;

/// Times a document four times as large may take at the most, and count as linear: sorting, and
/// memory that is no longer cached, take their share.
const LINEAR: f64 = 6.0;

fn main() {
    let options = Options::of_process();
    let largest = match options.count() {
        1_000 if options.trial => 64 << 10,
        1_000_000 => 4 << 20,
        given => given,
    };
    let sizes = [largest / 16, largest / 4, largest];
    println!("Documents of {largest} bytes; times for each MiB of them, `x` what a fourth took\n");
    Row::head();
    for shape in shapes::all().into_iter().filter(|shape| options.choose(shape.name)) {
        println!("{}", Row::of(&shape, sizes, options.trial));
    }
    if options.choose("colliding") {
        collide::print(options.trial);
    }
}
