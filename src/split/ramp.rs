use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Split;
use super::layout::Layout;
use crate::{Version, Weight};

impl Split {
    /// The split in which `to` has this weight, or the share that it has here if that is larger; what
    /// it gains is taken from the others, and nothing else moves.
    ///
    /// Ramps of one split are monotone: a key that is on `to` at some weight is on it at each higher
    /// one, and no key moves but to `to`. So a release is ramped up from the split that stood before
    /// it, at each step anew.
    ///
    /// Other versions keep their order, and stay listed even where they lose all they had; the main
    /// version stays the main one. At 100 % the result is [`Split::only`]`(to)`.
    ///
    /// # Layout
    ///
    /// 1. If this split is canonical and lists, together with `to`, no more than two versions, the
    ///    result is canonical too.
    /// 2. Else `to` takes the topmost millionths of the interval that are not its own yet; touching
    ///    slices merge. Slices may become more by one, and where they are
    ///    [as many as may be](Split::MAX_SLICES) already, a document can't be written of the result.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2, v3] = [Version::numbered(1)?, Version::numbered(2)?, Version::numbered(3)?];
    /// let before = Split::new(v1, [(v2, Weight::from_percent(5)?)])?;
    /// let tenth = before.ramp(v3, Weight::from_percent(10)?);
    /// assert!(tenth.shares().eq([
    ///     (v1, Weight::from_percent(90)?),
    ///     (v2, Weight::ZERO),
    ///     (v3, Weight::from_percent(10)?),
    /// ]));
    /// assert_eq!(before.diff(&tenth).moved(), Weight::from_percent(10)?);
    /// assert_eq!(before.ramp(v3, Weight::FULL), Split::only(v3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Linear in the slices, times the logarithm of the versions.
    // `reweight` moves as little, but which of its two rules applies depends on the weights: as the
    // weight grows they can take turns, and what the one gave to `to` the other takes back. Here the
    // rule depends on what doesn't change in the course of a ramp, and under either `to` only grows.
    #[must_use]
    pub fn ramp(&self, to: Version, weight: Weight) -> Self {
        let share = self.share(to);
        let weight = weight.max(share);
        if weight == Weight::FULL {
            return Self::only(to);
        }
        let mut shares: BTreeMap<Version, u32> = BTreeMap::from([(to, 0)]);
        shares.extend(self.shares().map(|(version, _)| (version, 0)));
        let keeps_canonical = self.is_canonical() && shares.len() <= 2;

        let mut wanted = Weight::excess(weight, share);
        let mut from_the_top = Vec::new();
        for (version, width) in self.widths().rev() {
            let taken = if version == to { 0 } else { width.min(wanted) };
            wanted = wanted.saturating_sub(taken);
            for (version, width) in [(to, taken), (version, width.saturating_sub(taken))] {
                let share = shares.entry(version).or_default();
                *share = share.saturating_add(width);
                from_the_top.push((version, width));
            }
        }

        shares.remove(&self.main);
        let additional = shares
            .into_iter()
            .map(|(version, share)| (version, Weight::from_millionths(share).unwrap_or_default()));
        let canonical = Self { main: self.main, additional: additional.collect(), layout: None };
        if keeps_canonical {
            return canonical;
        }
        canonical.laid_out(Layout::new(from_the_top.into_iter().rev()))
    }
}
