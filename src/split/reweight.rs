use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::layout::Layout;
use super::{Mass, Split};
use crate::{Version, Weight};

impl Split {
    /// The split with the weights of `new` that moves the least mass from this one, and that mass:
    /// exactly half the sum of |change of weight| over the versions.
    ///
    /// Its layout is determined:
    ///
    /// 1. If the canonical layout of `new` moves no more than that, it is the result.
    /// 2. Else the slices of this split are walked from the top of the interval down. Each version
    ///    above its new weight gives up its topmost millionths; they go, topmost first, to the
    ///    versions below theirs in descending version order (`$LATEST` first); touching slices of
    ///    one version merge.
    ///
    /// Any slices that `new` brings count for nothing.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2, v3] = [Version::numbered(1)?, Version::numbered(2)?, Version::numbered(3)?];
    /// let tenth = Weight::from_percent(10)?;
    /// let old = Split::new(v1, [(v3, tenth)])?;
    /// let new = Split::new(v1, [(v2, tenth), (v3, tenth)])?;
    /// let (split, moved) = old.reweight(&new);
    /// assert_eq!(moved.to_string(), "10%");
    /// assert_eq!(old.diff(&split).moved(), moved);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Linear in the slices, times the logarithm of the versions. Each re-weighting of many versions
    /// may cut slices anew: whoever re-weights again and again goes back to the canonical layout
    /// ([`Split::new`]) now and then, since documents take [`Split::MAX_SLICES`] slices at most.
    #[must_use]
    pub fn reweight(&self, new: &Self) -> (Self, Mass) {
        let canonical = Self { layout: None, ..new.clone() };
        let least = self.least_mass(new);
        if self.diff(&canonical).moved() == least {
            return (canonical, least);
        }
        (Self { layout: Some(self.shifted_to(new)), ..canonical }, least)
    }

    /// Half the sum of |change of weight|: as much as any layout of `new` must move.
    fn least_mass(&self, new: &Self) -> Mass {
        // What versions gain is what others lose, so either is half of the sum.
        let gains = self.gains(new);
        Mass::from_millionths(gains.values().fold(0, |sum, &gain| sum.saturating_add(gain.into())))
    }

    /// How much more each version of `new` has there than here; what it loses counts as 0.
    fn gains(&self, new: &Self) -> BTreeMap<Version, u32> {
        let shares = new.shares();
        shares
            .map(|(version, weight)| (version, Weight::excess(weight, self.share(version))))
            .collect()
    }

    fn shifted_to(&self, new: &Self) -> Layout {
        // What a version gains on the way back is what it has to give up on the way there.
        let mut surplus = new.gains(self);
        let mut gains = self.gains(new).into_iter().rev();
        let mut gain = gains.next();

        let mut from_the_top = Vec::new();
        for (version, width) in self.widths().rev() {
            let surplus = surplus.entry(version).or_default();
            let mut given = width.min(*surplus);
            *surplus = surplus.saturating_sub(given);
            let kept = width.saturating_sub(given);
            while let Some((receiver, wanted)) = gain.as_mut() {
                let part = given.min(*wanted);
                from_the_top.push((*receiver, part));
                given = given.saturating_sub(part);
                *wanted = wanted.saturating_sub(part);
                if given == 0 {
                    break;
                }
                gain = gains.next();
            }
            from_the_top.push((version, kept));
        }
        Layout::new(from_the_top.into_iter().rev())
    }
}
