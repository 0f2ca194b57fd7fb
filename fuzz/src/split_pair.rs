use std::collections::BTreeSet;

use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::{Point, Split, Version};

use crate::generate;
use crate::naive::{self, Version as PlainVersion};

/// A split, another that takes its place, and points.
#[derive(Debug)]
pub struct SplitPair {
    old: naive::Split,
    new: naive::Split,
    points: Vec<u64>,
}

impl<'a> Arbitrary<'a> for SplitPair {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let numbered = (1..=6).map(PlainVersion::Numbered);
        let versions: Vec<_> = numbered.chain([PlainVersion::Latest]).collect();
        let (old, new) = (generate::split(u, &versions)?, generate::split(u, &versions)?);
        Ok(Self { old, new, points: u.arbitrary()? })
    }
}

impl SplitPair {
    /// Points fall where plain arithmetic has them; re-weighting moves no more than it must, and says
    /// how much.
    pub fn check(&self) {
        let (old, new) = (Split::from(&self.old), Split::from(&self.new));
        self.falls(&old, &self.old);
        self.falls(&new, &self.new);

        let (moved, mass) = old.reweight(&new);
        let mut shares: Vec<_> = moved.shares().collect();
        let mut due: Vec<_> = new.shares().collect();
        assert_eq!(moved.main(), new.main());
        shares.sort_unstable();
        due.sort_unstable();
        assert_eq!(shares, due);
        let versions: BTreeSet<Version> =
            old.shares().chain(new.shares()).map(|(version, _)| version).collect();
        let changes = versions.iter().map(|&version| {
            u64::from(old.share(version).millionths().abs_diff(new.share(version).millionths()))
        });
        // Each millionth that moves leaves one version and comes to another.
        let changes: u64 = changes.sum();
        assert_eq!(mass.trillionths() * 2, changes * 1_000_000);
        assert_eq!(old.diff(&moved).moved(), mass);

        assert!(old.diff(&new).moved() >= mass);
        assert!(old.diff(&old).is_empty());
        assert_eq!(old.diff(&new).moved(), new.diff(&old).moved());
        for version in old.shares().map(|(version, _)| version) {
            let pinned = Split::only(version);
            assert_eq!(old.reweight(&pinned).0, pinned);
        }
    }

    fn falls(&self, split: &Split, plain: &naive::Split) {
        let borders = plain.ends().into_iter().map(|(_, end)| u64::try_from(end).unwrap_or(0));
        let borders = borders.flat_map(|end| [end.wrapping_sub(1), end, end.wrapping_add(1)]);
        for point in borders.chain(self.points.iter().copied()) {
            let due = plain.ends().into_iter().find(|&(_, end)| u128::from(point) < end);
            let due = due.map(|(version, _)| Version::from(version));
            assert_eq!(Some(split.pick(Point::from(point))), due, "{point}");
        }
    }
}
