//! The instructions of a case.

use std::process::Child;

use crate::callgrind::{self, collected};
use crate::{CYCLES, ONLY};

/// The instructions of one call of a case, over a cycle of so many.
///
/// The cycles are told from what comes before them by the difference of two runs, which holds only if
/// all else is equal: an argument more moves the heap, and `malloc` alone may then take other ways by
/// more than all the cycles cost. So the command lines are equally long, and a third run must differ
/// from the second as that from the first.
pub fn instructions(id: &str, cycle: usize) -> f64 {
    // All at once: a count does not depend on what else the machine does.
    let [one, two, three] = [1, 2, 3].map(|cycles| start(id, cycles)).map(collected);
    let [first, second] = [two - one, three - two];
    assert!((first - second).abs() <= first * TOLERANCE, "{id}: {first} and then {second}");
    let count = f64::midpoint(first, second) / f64::from(u32::try_from(cycle).expect("few"));
    // As it is printed, so that what is equal has changed by nothing.
    (count * 10.0).round() / 10.0
}

/// Draws are drawn anew in each cycle, so that not every cycle must take the same ways.
const TOLERANCE: f64 = 0.001;

fn start(id: &str, cycles: usize) -> Child {
    callgrind::start(|program| {
        program.arg(format!("{ONLY}{id}")).arg(format!("{CYCLES}{cycles}"));
        // What stands in the environment would move the stack.
        program.env_clear();
    })
}
