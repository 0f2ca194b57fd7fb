//! How an alias divides its traffic among versions.

mod diff;
mod layout;
mod mass;
mod ramp;
mod reweight;

use thiserror::Error;

pub use self::diff::{Flow, SplitDiff};
use self::layout::slices;
pub(crate) use self::layout::{Layout, cut};
pub use self::layout::{Slice, SliceError};
pub use self::mass::Mass;
use crate::few::Few;
use crate::sorted::repeated;
use crate::{Point, Version, Weight};

/// How traffic is divided among versions: a partition of the unit interval into slices.
///
/// A split has a *main* version and any number of *additional* ones, each with its [`Weight`]; the
/// main version takes the rest of 100 %. A version of weight 0 stays listed and gets exactly no
/// point.
///
/// # Layout
///
/// Slices stand in ascending version order, `$LATEST` last; slice *i* ends at
/// `floor(S_i * 2^64 / 10^6)`, where `S_i` is the running sum of millionths; a point belongs to the
/// first slice whose end is above it, and the last slice ends at 2⁶⁴. So the layout depends neither
/// on the order in which weights were listed nor on which version is called main, and while a split
/// keeps the same two versions, moving weight between them moves only the keys it must. Where
/// versions join, leave, or are three or more, [`Split::reweight`] moves as little as possible, at
/// the price of a layout of its own.
///
/// ```
/// use pointsman::{Point, Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let split = Split::new(v1, [(v2, Weight::from_percent(25)?)])?;
/// assert_eq!(split.share(v1), Weight::from_percent(75)?);
/// assert_eq!(split.pick(Point::from_ratio(3, 4)?), v2);
/// assert_eq!(split.pick(Point::from_ratio(749, 1000)?), v1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Split {
    main: Version,
    /// Ascending by version; never the main one.
    additional: Few<(Version, Weight)>,
    /// Each version's width is its share. None where it is the canonical one, as it nearly always is.
    layout: Option<Layout>,
}

impl Split {
    /// How many slices [`Split::with_slices`] takes.
    pub const MAX_SLICES: usize = 1_000;

    /// All traffic to one version.
    ///
    /// ```
    /// use pointsman::{Split, Version};
    ///
    /// assert_eq!(Split::only(Version::LATEST).sole(), Some(Version::LATEST));
    /// ```
    #[must_use]
    pub const fn only(version: Version) -> Self {
        Self { main: version, additional: Few::None, layout: None }
    }

    /// Traffic to additional versions by weight, the rest to the main one; in the canonical layout.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    /// assert_eq!(split.share(v1).to_string(), "90%");
    /// assert!(Split::new(v1, [(v1, Weight::ZERO)]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a version stands twice, an additional version is the main one, or the weights sum to more
    /// than 100 %.
    // For where documents are read: not inlined there, the split is copied in pieces.
    #[inline]
    pub fn new(
        main: Version,
        additional: impl IntoIterator<Item = (Version, Weight)>,
    ) -> Result<Self, SplitError> {
        let mut additional: Few<_> = additional.into_iter().collect();
        additional.sort_unstable_by_key(|&(version, _)| version);
        if let Some(&version) = repeated(&additional) {
            return Err(SplitError::Twice(version));
        }
        if additional.iter().any(|&(version, _)| version == main) {
            return Err(SplitError::Main(main));
        }
        check_sum(additional.iter().map(|&(_, weight)| weight))?;
        Ok(Self { main, additional, layout: None })
    }

    /// The same weights in another layout, given as versions with their millionths in interval order.
    ///
    /// This is how a layout that [`Split::reweight`] has left is written down and read again.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(25)?)])?;
    /// let turned = split.with_slices([(v2, 250_000), (v1, 750_000)])?;
    /// assert!(!turned.is_canonical());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are more than [`Split::MAX_SLICES`]; if a slice is empty, or has the version of the
    /// one before it; or if the sum of a version's slices is not its share.
    pub fn with_slices(
        self,
        slices: impl IntoIterator<Item = (Version, u32)>,
    ) -> Result<Self, SliceError> {
        self.with_layout(Layout::checked(slices)?)
    }

    pub(crate) fn with_layout(self, layout: Layout) -> Result<Self, SliceError> {
        layout.check_shares(&self)?;
        Ok(self.laid_out(layout))
    }

    /// The same in a layout that has its shares.
    fn laid_out(self, layout: Layout) -> Self {
        let canonical = Self { layout: None, ..self };
        let layout = Some(layout).filter(|layout| !layout.slices().eq(canonical.slices()));
        Self { layout, ..canonical }
    }

    /// The main version, which takes what the additional ones leave.
    #[must_use]
    pub fn main(&self) -> Version {
        self.main
    }

    /// The additional versions and their weights, ascending by version.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::ZERO)])?;
    /// assert!(split.additional().eq([(v2, Weight::ZERO)]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn additional(&self) -> impl ExactSizeIterator<Item = (Version, Weight)> {
        self.additional.iter().copied()
    }

    /// All versions and their shares, the main one first, then the additional ones, ascending.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v2, [(v1, Weight::ZERO)])?;
    /// assert!(split.shares().eq([(v2, Weight::FULL), (v1, Weight::ZERO)]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn shares(&self) -> impl Iterator<Item = (Version, Weight)> {
        core::iter::once((self.main, self.share(self.main))).chain(self.additional())
    }

    /// The share of a version: 0 % if the split doesn't list it.
    #[must_use]
    pub fn share(&self, version: Version) -> Weight {
        if version == self.main {
            main_share(&self.additional)
        } else {
            let found = self.additional.binary_search_by_key(&version, |&(version, _)| version);
            let found = found.ok().and_then(|index| self.additional.get(index));
            found.map_or(Weight::ZERO, |&(_, weight)| weight)
        }
    }

    /// The version that has all of the traffic, if one has.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// assert_eq!(Split::new(v1, [(v2, Weight::ZERO)])?.sole(), Some(v1));
    /// assert_eq!(Split::new(v1, [(v2, Weight::from_percent(1)?)])?.sole(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sole(&self) -> Option<Version> {
        self.halves().filter(|halves| halves.border == 0).map(|halves| halves.lowest)
    }

    /// Where the split is divided, if it has no more than two slices.
    // As nearly every split has. By the slices themselves it took five times the instructions, of
    // which building a table of a million functions has many.
    pub(crate) fn halves(&self) -> Option<Halves> {
        let main = self.main;
        match (&self.layout, &*self.additional) {
            (None, []) => Some(Halves { lowest: main, border: 0, highest: main }),
            (None, &[(version, weight)]) => Some(match weight {
                Weight::ZERO => Halves { lowest: main, border: 0, highest: main },
                Weight::FULL => Halves { lowest: version, border: 0, highest: version },
                _ if version < main => {
                    Halves { lowest: version, border: weight.millionths(), highest: main }
                }
                _ => {
                    let border = Weight::excess(Weight::FULL, weight);
                    Halves { lowest: main, border, highest: version }
                }
            }),
            _ => {
                let mut slices = self.slices();
                match (slices.next()?, slices.next(), slices.next()) {
                    (sole, None, _) => {
                        let version = sole.version();
                        Some(Halves { lowest: version, border: 0, highest: version })
                    }
                    (low, Some(high), None) => {
                        let (lowest, highest) = (low.version(), high.version());
                        Some(Halves { lowest, border: low.end(), highest })
                    }
                    _ => None,
                }
            }
        }
    }

    /// The slices in interval order; none is empty.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v2, [(v1, Weight::from_percent(10)?)])?;
    /// let ends: Vec<_> = split.slices().map(|slice| (slice.version(), slice.end())).collect();
    /// assert_eq!(ends, [(v1, 100_000), (v2, 1_000_000)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn slices(&self) -> impl Iterator<Item = Slice> {
        slices(self.widths())
    }

    /// The versions of the slices and their widths in millionths, in interval order; none is 0.
    fn widths(&self) -> impl DoubleEndedIterator<Item = (Version, u32)> {
        let layout = self.layout.iter().flat_map(|layout| layout.widths().iter().copied());
        let canonical = self.layout.is_none().then(|| {
            let main = self.main;
            let borders = self.additional.partition_point(|&(version, _)| version < main);
            let (below, above) = self.additional.split_at_checked(borders).unwrap_or_default();
            let main = (main, main_share(&self.additional));
            let shares = below.iter().copied().chain([main]).chain(above.iter().copied());
            shares.map(|(version, weight)| (version, weight.millionths()))
        });
        let canonical = canonical.into_iter().flatten().filter(|&(_, width)| width != 0);
        layout.chain(canonical)
    }

    /// Whether the slices lie as the weights alone would have them.
    ///
    /// ```
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(50)?)])?;
    /// assert!(split.is_canonical());
    /// assert!(!split.with_slices([(v2, 500_000), (v1, 500_000)])?.is_canonical());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        self.layout.is_none()
    }

    /// The version that a point falls to.
    ///
    /// ```
    /// use pointsman::{Point, Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    /// assert_eq!(split.pick(Point::MIN), v1);
    /// assert_eq!(split.pick(Point::MAX), v2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Linear in the slices. A [`RoutingTable`](crate::RoutingTable) has them compiled.
    #[must_use]
    pub fn pick(&self, point: Point) -> Version {
        let slice = self.slices().find(|slice| slice.points().contains(&point));
        slice.map_or(self.main, |slice| slice.version())
    }
}

/// Two slices, or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Halves {
    /// The version of the points below the border.
    pub(crate) lowest: Version,
    /// In millionths; 0 if there is but one slice.
    pub(crate) border: u32,
    /// The version of the other points.
    pub(crate) highest: Version,
}

/// Whether the weights leave the main version a share, be it 0, whichever it is.
pub(crate) fn check_sum(weights: impl IntoIterator<Item = Weight>) -> Result<(), SplitError> {
    let millionths = weights
        .into_iter()
        .fold(0_u64, |sum, weight| sum.saturating_add(weight.millionths().into()));
    if millionths > u64::from(Weight::FULL.millionths()) {
        return Err(SplitError::Overweight(Mass::from_millionths(millionths)));
    }
    Ok(())
}

/// What additional versions leave to the main one.
fn main_share(additional: &[(Version, Weight)]) -> Weight {
    additional.iter().fold(Weight::FULL, |rest, &(_, weight)| {
        Weight::from_millionths(Weight::excess(rest, weight)).unwrap_or_default()
    })
}

/// All traffic to this version.
impl From<Version> for Split {
    fn from(version: Version) -> Self {
        Self::only(version)
    }
}

/// Why weights don't make a [`Split`].
///
/// ```
/// use pointsman::{Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let error = Split::new(v1, [(v2, Weight::ZERO), (v2, Weight::FULL)]).unwrap_err();
/// assert_eq!(error.to_string(), "version 2 stands twice");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SplitError {
    /// A version stands twice.
    #[error("version {0} stands twice")]
    Twice(Version),
    /// The main version stands among the additional ones.
    #[error("version {0} is the main version and takes the rest: it can't have a weight")]
    Main(Version),
    /// The weights sum to more than 100 %.
    #[error("the weights sum to {0}, above 100%")]
    Overweight(Mass),
}
