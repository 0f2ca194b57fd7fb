use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

/// The `z` beyond which, either side, a standard normal variable lies with this probability: 1.96 for
/// 0.05. It is 0 for 1 and above, and at most 37.5, beyond which probabilities are too small for a
/// double.
///
/// It solves `erfc(z / √2) = tail` by Newton's steps on the logarithm of both sides, which bends one
/// way only, so that they cannot go astray.
///
/// ```
/// use pointsman::rollout::statistics::two_sided_quantile;
///
/// assert!((two_sided_quantile(0.05) - 1.959_963_984_540_054).abs() < 1e-14);
/// assert_eq!(two_sided_quantile(1.0), 0.0);
/// ```
#[must_use]
pub fn two_sided_quantile(tail: f64) -> f64 {
    const LARGEST: f64 = 37.5;
    if tail >= 1.0 || tail.is_nan() {
        return 0.0;
    }
    let mut z = 0.0;
    for _ in 0..64 {
        let beyond = libm::erfc(z * FRAC_1_SQRT_2);
        let slope = -FRAC_2_SQRT_PI * FRAC_1_SQRT_2 * libm::exp(-z * z / 2.0) / beyond;
        let step = (libm::log(beyond) - libm::log(tail)) / slope;
        if !step.is_finite() {
            return LARGEST;
        }
        let next = (z - step).clamp(0.0, LARGEST);
        if (next - z).abs() <= f64::EPSILON * next {
            return next;
        }
        z = next;
    }
    z
}
