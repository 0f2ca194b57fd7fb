use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use super::{Mass, Split};
use crate::Version;

/// The traffic that moves from one version to another when a split changes.
///
/// ```
/// use pointsman::{Split, Version};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let diff = Split::only(v1).diff(&Split::only(v2));
/// let flow = diff.flows()[0];
/// assert_eq!((flow.from, flow.to), (v1, v2));
/// assert_eq!(flow.to_string(), "100% moves from version 1 to version 2");
/// # Ok::<(), pointsman::VersionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Flow {
    /// The version that the traffic leaves.
    pub from: Version,
    /// The version that it goes to: always another.
    pub to: Version,
    /// How much of the alias's traffic it is, never 0.
    pub mass: Mass,
}

/// What moves when one split takes the place of another.
///
/// ```
/// use pointsman::{Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let old = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
/// let new = Split::new(v1, [(v2, Weight::from_percent(30)?)])?;
/// let diff = old.diff(&new);
/// let flow = diff.flows()[0];
/// assert_eq!((flow.from, flow.to), (v1, v2));
/// assert_eq!(flow.mass, Weight::from_percent(20)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct SplitDiff(Vec<Flow>);

impl SplitDiff {
    fn collect(parts: impl IntoIterator<Item = (Version, Version, Mass)>) -> Self {
        let mut flows: BTreeMap<(Version, Version), Mass> = BTreeMap::new();
        for (from, to, mass) in parts {
            if from != to && mass != Mass::default() {
                let sum = flows.entry((from, to)).or_default();
                *sum = sum.plus(mass);
            }
        }
        Self(flows.into_iter().map(|((from, to), mass)| Flow { from, to, mass }).collect())
    }

    /// What moves from each version to each other, in the order of both.
    #[must_use]
    pub fn flows(&self) -> &[Flow] {
        &self.0
    }

    /// All that moves.
    #[must_use]
    pub fn moved(&self) -> Mass {
        self.0.iter().fold(Mass::default(), |sum, flow| sum.plus(flow.mass))
    }

    /// Whether nothing moves.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// As in `10% moves from version 1 to version 2`.
impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to, mass } = self;
        write!(f, "{mass} moves from version {from} to version {to}")
    }
}

impl Split {
    /// [`Split::diff`], or [`Split::diff_anew`].
    pub(crate) fn diff_as(&self, new: &Self, is_dealt_anew: bool) -> SplitDiff {
        if is_dealt_anew { self.diff_anew(new) } else { self.diff(new) }
    }

    /// What moves from each version to each other when `new` takes the place of this split: the
    /// overlap of their slices.
    ///
    /// It holds while points stay what they are. Where the salt or a sticky key changes with the
    /// split, see [`Split::diff_anew`].
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let old = Split::only(v1);
    /// let new = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    /// assert_eq!(old.diff(&new).moved(), Weight::from_percent(10)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Linear in the slices of both, times the logarithm of the flows.
    #[must_use]
    pub fn diff(&self, new: &Self) -> SplitDiff {
        let mut news = new.slices().peekable();
        let mut parts = Vec::new();
        for old in self.slices() {
            while let Some(&new) = news.peek() {
                let overlap = old.end().min(new.end()).saturating_sub(old.start().max(new.start()));
                parts.push((old.version(), new.version(), Mass::from_millionths(overlap.into())));
                if new.end() > old.end() {
                    break;
                }
                news.next();
            }
        }
        SplitDiff::collect(parts)
    }

    /// What moves when `new` takes the place of this split and everyone is dealt anew, as when the
    /// salt or a sticky key changes: from each version to each other, the product of their shares.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    /// assert_eq!(split.diff_anew(&split).moved().to_string(), "18%");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// The versions of the one times the versions of the other.
    #[must_use]
    pub fn diff_anew(&self, new: &Self) -> SplitDiff {
        SplitDiff::collect(self.shares().flat_map(|(from, old)| {
            new.shares().map(move |(to, new)| {
                let product = u64::from(old.millionths()).saturating_mul(new.millionths().into());
                (from, to, Mass::from_trillionths(product))
            })
        }))
    }
}
