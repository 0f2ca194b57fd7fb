use super::{Confidence, ConfidenceInterval, wilson};
use crate::rollout::percent::real;

/// Newcombe's hybrid score interval for the difference of two proportions, the first less the
/// second, each given as hits and trials: his method 10, made of the [`wilson`] intervals of both.
///
/// It never leaves −1 to 1, and holds for few trials and for no hits at all. `None` where either has
/// no trials.
///
/// Source: R. G. Newcombe, Interval estimation for the difference between independent proportions:
/// comparison of eleven methods, 1998.
///
/// ```
/// use pointsman::rollout::statistics::{Confidence, newcombe};
///
/// // His example (a).
/// let interval = newcombe((56, 70), (48, 80), Confidence::default()).expect("trials");
/// assert!((interval.low() - 0.0524).abs() < 5e-5);
/// assert!((interval.high() - 0.3339).abs() < 5e-5);
/// ```
#[must_use]
pub fn newcombe(
    first: (u64, u64),
    second: (u64, u64),
    confidence: Confidence,
) -> Option<ConfidenceInterval> {
    let one = wilson(first.0, first.1, confidence)?;
    let two = wilson(second.0, second.1, confidence)?;
    let (p, q) = (proportion(first), proportion(second));
    let difference = p - q;
    let below = libm::hypot(p - one.low(), two.high() - q);
    let above = libm::hypot(one.high() - p, q - two.low());
    Some(ConfidenceInterval::new((difference - below).max(-1.0), (difference + above).min(1.0)))
}

fn proportion((hits, trials): (u64, u64)) -> f64 {
    real(hits.min(trials)) / real(trials)
}
