use core::fmt;

/// A part of a whole as people read it: percent with three digits that count, at most six decimals.
#[derive(Clone, Copy)]
pub(super) struct Percent(f64);

impl Percent {
    pub(super) const fn new(fraction: f64) -> Self {
        Self(100.0 * fraction)
    }

    /// `part` of `whole`: 0 % of nothing.
    pub(super) fn of(part: u64, whole: u64) -> Self {
        Self::new(if whole == 0 { 0.0 } else { real(part) / real(whole) })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        let scale = match size {
            10.0.. => 1e1,
            1.0.. => 1e2,
            0.1.. => 1e3,
            0.01.. => 1e4,
            0.001.. => 1e5,
            _ => 1e6,
        };
        // Rounded first, so that no zeros stand at the end; and never `-0`.
        let rounded = libm::round(self.0 * scale) / scale + 0.0;
        f.pad(&alloc::format!("{rounded}%"))
    }
}

/// The nearest double.
pub(super) fn real(count: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a count above 2^53 is off by 10^-16 of itself")]
    let real = count as f64;
    real
}
