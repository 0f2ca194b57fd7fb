/// When a series or a fraction has come to its end.
const ENOUGH: f64 = 1e-16;

/// No shape below a hundred million needs as many.
const STEPS: u32 = 100_000;

/// The regularized upper incomplete gamma function `Q(a, x)`, for `a > 0`.
///
/// Below `x = a + 1` by the series for `P = 1 − Q`, else by the continued fraction for `Q`, evaluated
/// by the method of Lentz: each is used where it converges fast, and where nothing cancels.
///
/// Source: NIST Digital Library of Mathematical Functions, 8.7.1, 8.11.4 and 8.9.2; the choice between
/// them as in Numerical Recipes, 6.2.
pub(super) fn upper_gamma(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x == f64::INFINITY {
        return 0.0;
    }
    let scale = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    let tail = if x < a + 1.0 { 1.0 - scale * series(a, x) } else { scale * fraction(a, x) };
    tail.clamp(0.0, 1.0)
}

/// `Σ xⁿ / (a (a+1) … (a+n))`.
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let (mut sum, mut next) = (term, a);
    for _ in 0..STEPS {
        next += 1.0;
        term *= x / next;
        sum += term;
        if term <= sum * ENOUGH {
            break;
        }
    }
    sum
}

/// `1/(x+1−a − 1(1−a)/(x+3−a − 2(2−a)/(x+5−a − …)))`.
fn fraction(a: f64, x: f64) -> f64 {
    let mut denominator = x + 1.0 - a;
    let mut ratio = 1.0 / denominator;
    let mut numerator = f64::INFINITY;
    let mut value = ratio;
    for step in 1..STEPS {
        let n = f64::from(step);
        let part = n * (a - n);
        denominator += 2.0;
        // Neither is 0: all convergents are positive where x is above a + 1.
        ratio = 1.0 / (denominator + part * ratio);
        numerator = denominator + part / numerator;
        let change = numerator * ratio;
        value *= change;
        if (change - 1.0).abs() <= ENOUGH * 4.0 {
            break;
        }
    }
    value
}
