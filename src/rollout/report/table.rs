use core::fmt;

use super::{Estimate, Report, TooFew};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "version     expected  observed share               requests  failed")?;
        for each in self.versions() {
            let mark = if each.version() == self.new_version() { " (new)" } else { "" };
            let name = alloc::format!("{}{mark}", each.version());
            let expected = alloc::format!("{}", each.expected());
            let share = cell(each.observed_share());
            let (requests, rate) = (each.requests(), cell(each.error_rate()));
            writeln!(f, "{name:<10}{expected:>10}  {share:<25}{requests:>12}  {rate}")?;
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

fn cell(estimate: Result<Estimate, TooFew>) -> alloc::string::String {
    estimate.map_or_else(|_| "too few".into(), |estimate| alloc::format!("{estimate}"))
}
