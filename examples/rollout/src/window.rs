//! Some seconds together, as a picture shows them.

use pointsman::rollout::{Counts, Report};

use crate::history::History;

/// Seconds of one split.
pub struct Window {
    /// The time in its middle, in seconds since the release began.
    pub middle: f64,
    pub report: Report,
    /// The report of all requests from the beginning of the release to the end of the window: for
    /// error rates, since shares have changed meanwhile.
    pub until: Report,
}

impl Window {
    /// All seconds of a history in windows of this length, shorter where the split was changed.
    pub fn all(history: &History, seconds: usize) -> Vec<Self> {
        let splits = history.seconds.chunk_by(|one, next| one.split == next.split);
        let windows = splits.flat_map(|split| split.chunks(seconds));
        let mut all = Counts::default();
        let windows = windows.filter_map(|window| {
            let (first, last) = (window.first()?, window.last()?);
            let counts = window.iter().map(|second| &second.counts);
            let counts = counts.fold(Counts::default(), |sum, counts| sum.plus(counts));
            all = all.plus(&counts);
            let [report, until] =
                [&counts, &all].map(|counts| Report::new(&first.split, counts, history.new));
            let start = first.end.as_secs_f64() - 1.0;
            let middle = f64::midpoint(start, last.end.as_secs_f64());
            Some(Self { middle, report, until })
        });
        windows.collect()
    }
}
