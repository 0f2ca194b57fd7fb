use alloc::string::String;
use core::fmt;

use super::{Estimate, Report, TooFew};
use crate::rollout::percent::Percent;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "version      expected  observed share         requests  failed")?;
        for each in self.versions() {
            let mark = if each.version() == self.new_version() { " (new)" } else { "" };
            let name = alloc::format!("{}{mark}", each.version());
            let expected = alloc::format!("{}", each.expected());
            let share = cell(each.observed_share());
            let (requests, rate) = (each.requests(), cell(each.error_rate()));
            writeln!(f, "{name:<12}{expected:>9}  {share:<20}{requests:>11}  {rate}")?;
        }
        match self.share_test() {
            Ok(test) => writeln!(f, "shares: {test}")?,
            Err(few) => writeln!(f, "shares: {few}")?,
        }
        if !self.unexpected().is_zero() {
            writeln!(f, "of versions without a share: {}", self.unexpected())?;
        }
        if !self.unlisted().is_zero() {
            writeln!(f, "of versions that are not in the split: {}", self.unlisted())?;
        }
        match self.difference() {
            Ok(difference) => {
                let percent = 100.0 * self.confidence().level();
                writeln!(f, "new less old: {difference}, at {percent}% confidence")
            }
            Err(few) => writeln!(f, "new less old: {few}"),
        }
    }
}

/// With at most four decimals, so that it takes at most 23 columns.
fn cell(estimate: Result<Estimate, TooFew>) -> String {
    let Ok(Estimate { value, interval }) = estimate else { return "too few".into() };
    let [value, low, high] = [value, interval.low(), interval.high()]
        .map(|fraction| libm::round(Percent::new(fraction).number() * 1e4) / 1e4);
    alloc::format!("{value}% ({low}–{high})")
}
