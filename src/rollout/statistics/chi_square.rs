use super::gamma::upper_gamma;

/// The probability that a chi-square variable of so many degrees of freedom comes to at least this
/// value: the p-value of a test with that statistic. It is `Q(degrees / 2, statistic / 2)`, the
/// regularized upper incomplete gamma function.
///
/// A statistic of 0 or below gives 1; so does one that is not a number, and no degree of freedom with
/// anything but an infinite statistic. What is below the smallest double is 0.
///
/// Relative error: below 10⁻¹⁰ up to a thousand degrees of freedom.
///
/// ```
/// use pointsman::rollout::statistics::chi_square_tail;
///
/// assert!((chi_square_tail(3.841_458_820_694_124, 1) - 0.05).abs() < 1e-12);
/// ```
///
/// # Cost
///
/// About as many steps as the square root of the degrees of freedom, times ten.
#[must_use]
pub fn chi_square_tail(statistic: f64, degrees: u32) -> f64 {
    if degrees == 0 || statistic.is_nan() {
        return if statistic == f64::INFINITY { 0.0 } else { 1.0 };
    }
    upper_gamma(f64::from(degrees) / 2.0, statistic / 2.0)
}
