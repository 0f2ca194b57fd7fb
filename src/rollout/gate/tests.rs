//! That every stake is fair while the claim is true: its expectation, summed over all that can happen.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "all numbers are small here"
)]

use super::gains::{increase, rate, share};
use crate::rollout::Count;

/// The probability of so many hits, by the definition.
fn binomial(hits: u64, trials: u64, probability: f64) -> f64 {
    let paths = (1..=hits).fold(1.0, |paths, k| paths * (trials - hits + k) as f64 / k as f64);
    paths * probability.powi(hits as i32) * (1.0 - probability).powi((trials - hits) as i32)
}

fn count(failures: u64, requests: u64) -> Count {
    Count { successes: requests - failures, failures }
}

/// What each stake is expected to become, if bursts of so many requests have one outcome each.
fn expectation(
    (n, p): (u64, f64),
    (o, q): (u64, f64),
    burst: u64,
    gains: impl Fn(Count, Count) -> [f64; 7],
) -> [f64; 7] {
    let mut sums = [0.0; 7];
    for x in 0..=n {
        for y in 0..=o {
            let chance = binomial(x, n, p) * binomial(y, o, q);
            let gains = gains(count(x * burst, n * burst), count(y * burst, o * burst));
            for (sum, gain) in sums.iter_mut().zip(gains) {
                *sum += chance * (gain / burst as f64).exp();
            }
        }
    }
    sums
}

const SIZES: [(u64, u64); 6] = [(1, 1), (1, 9), (9, 1), (5, 20), (20, 5), (0, 10)];
const ERRORS: [f64; 7] = [0.0, 0.001, 0.01, 0.1, 0.3, 0.7, 1.0];

#[test]
fn no_stake_on_an_increase_gains_while_there_is_none() {
    for (n, o) in SIZES {
        for q in ERRORS {
            for (times, margin) in [(1.0, 0.0), (1.5, 0.0), (1.0, 0.05), (2.0, 0.01), (30.0, 0.0)] {
                let most = (times * q + margin).min(1.0);
                for p in [most, most * 0.5, 0.0] {
                    for burst in [1, 3] {
                        let fair = |new, old| increase(new, old, times, margin);
                        for sum in expectation((n, p), (o, q), burst, fair) {
                            assert!(sum <= 1.0 + 1e-12, "{n} {o} {q} {p} {times} {margin}: {sum}");
                        }
                    }
                }
            }
        }
    }
}

/// At small rates next to nothing is given away: the bound is then an equality.
#[test]
fn a_stake_on_an_increase_is_fair_where_failures_are_rare() {
    let sums = expectation((10, 1e-4), (40, 1e-4), 1, |new, old| increase(new, old, 1.0, 0.0));
    assert!(sums.iter().all(|sum| (0.999..=1.0 + 1e-12).contains(sum)), "{sums:?}");
}

/// Its gain is the logarithm of the probability that a failure falls where it fell.
#[test]
fn a_stake_on_an_increase_is_the_likelihood_ratio_of_where_failures_fall() {
    let gains = increase(count(3, 10), count(2, 90), 1.0, 0.0);
    // With twice the rate: 2 × 10 of 110 instead of 10 of 100.
    let double = 3.0 * f64::ln((20.0 / 110.0) / 0.1) + 2.0 * f64::ln((90.0 / 110.0) / 0.9);
    assert!((gains[1] - double).abs() < 1e-14);
}

#[test]
fn a_margin_is_paid_for_each_request_of_the_new_version() {
    let gains = |margin| increase(count(3, 10), count(2, 90), 2.0, margin)[1];
    let b = (2.0 * 10.0 + 90.0) / (2.0 * 2.0 * 10.0 + 90.0);
    let paid = 0.01 * 10.0 * (2.0 * b - 1.0);
    assert!((gains(0.0) - gains(0.01) - paid).abs() < 1e-14);
}

#[test]
fn every_stake_on_an_increase_gains_where_it_should() {
    for (index, times) in [1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0].into_iter().enumerate() {
        let (n, p, o, q) = (100.0, 0.005 * times, 100.0, 0.005);
        let mean = |failures: f64, requests: f64| Count {
            failures: (failures * 1e6) as u64,
            successes: ((requests - failures) * 1e6) as u64,
        };
        let gains = increase(mean(n * p, n), mean(o * q, o), 1.0, 0.0);
        assert!(gains[index] > 0.0);
        assert!(
            gains.iter().all(|gain| *gain <= gains[index] * (1.0 + 1e-9)),
            "{times}: {gains:?}"
        );
    }
}

#[test]
fn no_stake_on_a_rate_gains_while_it_is_kept() {
    for requests in [1, 7, 30] {
        for most in [1e-6, 0.01, 0.1, 0.5, 0.999_999] {
            for part in [1.0, 0.5, 0.0] {
                for burst in [1, 4] {
                    let fair = |new, _| rate(new, most);
                    for sum in expectation((requests, most * part), (0, 0.0), burst, fair) {
                        assert!(sum <= 1.0 + 1e-12, "{requests} {most} {part}: {sum}");
                        assert!(part < 1.0 || burst > 1 || sum > 1.0 - 1e-9);
                    }
                }
            }
        }
    }
}

#[test]
fn no_stake_on_a_share_gains_while_it_is_kept() {
    for expected in [0.0, 0.000_1, 0.1, 0.5, 0.9, 1.0] {
        for times in [1.0, 1.25, 3.0] {
            let odds: f64 = expected / (1.0 - expected);
            let bounds: [f64; 3] =
                [odds / times, odds, odds * times].map(|odds| odds / (1.0 + odds));
            let inside = bounds.map(|bound| if bound.is_nan() { 1.0 } else { bound });
            for actual in inside {
                for side in [0, 1] {
                    // Hits are the requests of the new version here.
                    let fair =
                        |all: Count, _| share(all.failures, all.successes, expected, times)[side];
                    for sum in expectation((20, actual), (0, 0.0), 1, fair) {
                        assert!(sum <= 1.0 + 1e-12, "{expected} {times} {actual}: {sum}");
                    }
                }
            }
        }
    }
}
