//! Scales that people can read.

use std::time::Duration;

/// The shares from 0 to one that is not below this one.
pub fn shares(most: f64) -> impl Iterator<Item = f64> {
    // Round ones, and into how many parts they are divided.
    let tops = [(1, 4), (2, 4), (3, 3), (4, 4), (5, 5), (6, 3), (8, 4)];
    let tens = tops.map(|(percent, parts)| (10 * percent, parts));
    let mut percents =
        tops.into_iter().chain(tens).map(|(percent, parts)| (f64::from(percent), parts));
    let top = percents.find(|(percent, _)| most <= percent / 100.0);
    let (percent, parts) = top.unwrap_or((100.0, 4));
    (0..=parts).map(move |part| percent / 100.0 * f64::from(part) / f64::from(parts))
}

/// Seconds to be shown together, so that of so many there are thirty at most, or a few more.
pub fn together(seconds: usize) -> usize {
    let lengths = [10, 15, 30, 60];
    lengths.into_iter().find(|length| seconds / length <= 30).unwrap_or(seconds / 30)
}

/// Times from 0 to the end, ten at most.
pub fn times(end: Duration) -> impl Iterator<Item = Duration> {
    let minute = 60;
    let steps = [10, 30, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute];
    let step = steps.into_iter().find(|step| end.as_secs() / step < 10).unwrap_or(120 * minute);
    (0..=end.as_secs() / step).map(move |count| Duration::from_secs(count * step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_round() {
        let percents = |most| shares(most).map(|share| share * 100.0).collect::<Vec<_>>();
        assert_eq!(percents(0.0), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(percents(0.021), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(percents(1.0), [0.0, 25.0, 50.0, 75.0, 100.0]);
    }

    #[test]
    fn times_are_few() {
        let seconds = |end| times(Duration::from_secs(end)).map(|time| time.as_secs());
        assert!(seconds(99).eq((0..10).map(|count| count * 10)));
        assert!(seconds(100).eq([0, 30, 60, 90]));
        assert!((1..30_000).all(|end| seconds(end).count() <= 10));
    }

    #[test]
    fn windows_are_few() {
        assert_eq!([1, 309, 310, 100_000].map(together), [10, 10, 15, 3_333]);
    }
}
