//! What each stake of a wager gains by what was seen: its logarithm.
//!
//! Of each gain the expectation is at most 1 while the claim is true, which is all that the theory
//! asks for. The proofs stand beside the functions.

use crate::rollout::Count;
use crate::rollout::percent::real;
use crate::rollout::statistics::GRID;

pub(super) type Gains = [f64; GRID.len()];

/// Against the claim that the new version fails at most `times` as often as the old one, plus
/// `margin`, by the requests of both *in the same time*.
///
/// Let `n` and `o` be the requests, `p` and `q` the error rates then, and `p ≤ times·q + margin`. A
/// stake on `m` multiplies by `a` for each failure of the new version and by `b` for each of the old
/// one, where `b = (times·n + o) / (times·m·n + o)` and `a = m·b`, and pays `exp(−margin·n·(a−1))`.
/// As `1 + x ≤ exp(x)`, and `a ≥ 1`, the expectation is at most
///
/// ```text
/// exp(n·p·(a−1) + o·q·(b−1) − margin·n·(a−1)) ≤ exp(q·(times·n·(a−1) + o·(b−1))) = exp(0)
/// ```
///
/// since `times·n·a + o·b = times·n + o`. So `q` need not be known, and may change from one look to
/// the next; nor do the shares enter, but the requests that came. Apart from the margin it is the
/// likelihood ratio for on which side failures fall.
pub(super) fn increase(new: Count, old: Count, times: f64, margin: f64) -> Gains {
    let (n, o) = (times * real(new.requests()), real(old.requests()));
    GRID.map(|multiple| {
        let b = (n + o) / (n * multiple + o);
        let a = multiple * b;
        let paid = margin * real(new.requests()) * (a - 1.0);
        real(new.failures) * libm::log(a) + real(old.failures) * libm::log(b) - paid
    })
}

/// Against the claim that each of these requests fails with a probability of at most `most`: the
/// likelihood ratio of one with odds so many times as high. It grows with each failure and shrinks
/// with each success, so its expectation is at most what it is at `most`, which is 1.
pub(super) fn rate(count: Count, most: f64) -> Gains {
    GRID.map(|multiple| against(real(count.failures), real(count.successes), most, multiple))
}

/// Against the claim that a request goes to the new version with a probability whose odds are at most
/// `times` as high as they should be, and against the claim that they are at most so much lower.
///
/// Each is a likelihood ratio as that of [`rate`].
pub(super) fn share(new: u64, old: u64, expected: f64, times: f64) -> [Gains; 2] {
    let (new, old) = (real(new), real(old));
    let odds = expected / (1.0 - expected);
    let highest = odds * times / (1.0 + odds * times);
    // The share of all others is the highest when that of the new version is the lowest.
    let others = times / (odds + times);
    let more = GRID.map(|multiple| against(new, old, highest, multiple));
    [more, GRID.map(|multiple| against(old, new, others, multiple))]
}

fn against(hits: f64, misses: f64, most: f64, multiple: f64) -> f64 {
    // The probability whose odds are so many times those of `most` is `most * multiple / total`.
    let total = 1.0 + most * (multiple - 1.0);
    hits * libm::log(multiple / total) - misses * libm::log(total)
}
