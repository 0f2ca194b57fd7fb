//! Medians and quartiles.

use std::fmt;

/// The quartiles of what was measured.
pub struct Middle([f64; 3]);

impl Middle {
    pub fn of(all: impl IntoIterator<Item = f64>) -> Self {
        let mut all: Vec<f64> = all.into_iter().collect();
        all.sort_by(f64::total_cmp);
        Self([1, 2, 3].map(|quarter| all[all.len() * quarter / 4]))
    }

    /// Of the ratios of each round.
    pub fn ratio(these: &[f64], beside: &[f64]) -> Self {
        Self::of(these.iter().zip(beside).map(|(this, that)| this / that))
    }

    pub fn median(&self) -> f64 {
        self.0[1]
    }
}

/// The median, and the middle half as a column of its own.
impl fmt::Display for Middle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, median, high] = self.0;
        write!(f, "{median:.2} | {low:.2} to {high:.2}")
    }
}
