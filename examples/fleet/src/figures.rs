use std::fmt;
use std::time::Duration;

/// The median, the 99th percentile and the most of what was measured: each a value that occurred.
///
/// ```
/// use std::time::Duration;
///
/// use fleet::Figures;
///
/// let figures = Figures::of((1..=100).map(Duration::from_millis).collect());
/// assert_eq!(figures.to_string(), "p50 50.0 ms, p99 99.0 ms, most 100.0 ms");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Half of all are at most this.
    pub p50: Duration,
    /// 99 of 100 are.
    pub p99: Duration,
    /// All are.
    pub most: Duration,
}

impl Figures {
    /// Of these. Of none, all are zero.
    #[must_use]
    pub fn of(mut measured: Vec<Duration>) -> Self {
        measured.sort_unstable();
        let rank = |percent: usize| {
            let rank = (measured.len() * percent).div_ceil(100);
            measured.get(rank.saturating_sub(1)).copied().unwrap_or_default()
        };
        Self { p50: rank(50), p99: rank(99), most: rank(100) }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [p50, p99, most] =
            [self.p50, self.p99, self.most].map(|figure| figure.as_secs_f64() * 1e3);
        write!(f, "p50 {p50:.1} ms, p99 {p99:.1} ms, most {most:.1} ms")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Figures;

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        for (count, p50, p99) in [(1, 1, 1), (2, 1, 2), (3, 2, 3), (200, 100, 198), (201, 101, 199)]
        {
            let figures = Figures::of((1..=count).rev().map(Duration::from_secs).collect());
            let expected = [p50, p99, count].map(Duration::from_secs);
            assert_eq!([figures.p50, figures.p99, figures.most], expected, "of {count}");
        }
        assert_eq!(Figures::of(Vec::new()), Figures::default());
    }
}
