//! Requests by version and outcome.

use alloc::vec::Vec;
use core::fmt;

use super::Count;
use crate::Version;

/// How many requests each version has served, and with which outcome: what a rollout is judged by.
///
/// It comes from a tally, or from a metrics store by [`Counts::new`]. Versions are listed
/// ascending, `$LATEST` last, each once; one that is listed may have no request. Requests of versions
/// that whoever counted did not know are counted apart, as [`Counts::unlisted`], so that none is lost.
///
/// As a document: `{"versions": {"1": {"successes": 900, "failures": 0}}}`, and `unlisted` beside
/// `versions` where there are such requests. Unknown fields and a version that stands twice are refused.
///
/// ```
/// use pointsman::Version;
/// use pointsman::rollout::{Count, Counts};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let counts = Counts::new([
///     (v2, Count { successes: 97, failures: 3 }),
///     (v1, Count { successes: 900, failures: 0 }),
/// ]);
/// assert_eq!(counts.of(v2).requests(), 100);
/// assert_eq!(counts.total(), Count { successes: 997, failures: 3 });
/// assert_eq!(counts.to_string(), "1: 0 of 900 failed, 2: 3 of 100 failed");
/// # Ok::<(), pointsman::VersionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Counts {
    /// Ascending by version.
    #[cfg_attr(feature = "serde", serde(with = "super::counts_serde"))]
    versions: Vec<(Version, Count)>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Count::is_zero"))]
    unlisted: Count,
}

impl Counts {
    /// These counts, in any order. Those of one version are added up, such as come from several
    /// gateways.
    ///
    /// ```
    /// use pointsman::Version;
    /// use pointsman::rollout::{Count, Counts};
    ///
    /// let each = Count { successes: 10, failures: 1 };
    /// let counts = Counts::new([(Version::LATEST, each), (Version::LATEST, each)]);
    /// assert!(counts.iter().eq([(Version::LATEST, Count { successes: 20, failures: 2 })]));
    /// ```
    #[must_use]
    pub fn new(versions: impl IntoIterator<Item = (Version, Count)>) -> Self {
        let mut versions: Vec<_> = versions.into_iter().collect();
        versions.sort_unstable_by_key(|&(version, _)| version);
        versions.dedup_by(|&mut (version, count), (kept, sum)| {
            let is_same = version == *kept;
            if is_same {
                *sum = sum.plus(count);
            }
            is_same
        });
        Self { versions, unlisted: Count::ZERO }
    }

    /// The same, with these requests of versions that are not listed.
    ///
    /// ```
    /// use pointsman::rollout::{Count, Counts};
    ///
    /// let counts = Counts::default().with_unlisted(Count { successes: 1, failures: 0 });
    /// assert_eq!(counts.total().requests(), 1);
    /// ```
    #[must_use]
    pub fn with_unlisted(self, unlisted: Count) -> Self {
        Self { unlisted, ..self }
    }

    /// The requests of a version: none if it is not listed.
    #[must_use]
    pub fn of(&self, version: Version) -> Count {
        let found = self.versions.binary_search_by_key(&version, |&(version, _)| version);
        let found = found.ok().and_then(|index| self.versions.get(index));
        found.map_or(Count::ZERO, |&(_, count)| count)
    }

    /// The requests of versions that are not listed, all together.
    #[must_use]
    pub fn unlisted(&self) -> Count {
        self.unlisted
    }

    /// The listed versions and their requests, ascending.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Version, Count)> + DoubleEndedIterator {
        self.versions.iter().copied()
    }

    /// All requests, those of versions that are not listed too.
    #[must_use]
    pub fn total(&self) -> Count {
        self.iter().fold(self.unlisted, |sum, (_, count)| sum.plus(count))
    }

    /// These requests and the others together, as of two gateways.
    ///
    /// ```
    /// use pointsman::Version;
    /// use pointsman::rollout::{Count, Counts};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let each = Count { successes: 10, failures: 1 };
    /// let both = Counts::new([(v1, each)]).plus(&Counts::new([(v1, each), (v2, each)]));
    /// assert_eq!(both.to_string(), "1: 2 of 22 failed, 2: 1 of 11 failed");
    /// # Ok::<(), pointsman::VersionError>(())
    /// ```
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let unlisted = self.unlisted.plus(other.unlisted);
        Self::new(self.iter().chain(other.iter())).with_unlisted(unlisted)
    }

    /// The requests that have been counted since an earlier moment: what came while one split stood.
    ///
    /// Versions are those listed here; where the earlier counts don't list one, it had none. Where any
    /// count is lower than it was, whoever counts was restarted in between, and all counts came since,
    /// those of other versions too. So counts of several gateways are taken one by one, and
    /// [added up](Counts::plus) then.
    ///
    /// A restart can't be seen any more once all counts have come to where they were. Who knows of it
    /// begins with [`Counts::default`]; who doesn't takes what came since the last look, and adds that up.
    ///
    /// ```
    /// use pointsman::Version;
    /// use pointsman::rollout::{Count, Counts};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let earlier = Counts::new([(v1, Count { successes: 900, failures: 1 })]);
    /// let now = Counts::new([
    ///     (v1, Count { successes: 990, failures: 1 }),
    ///     (v2, Count { successes: 9, failures: 1 }),
    /// ]);
    /// assert_eq!(now.since(&earlier).to_string(), "1: 0 of 90 failed, 2: 1 of 10 failed");
    /// # Ok::<(), pointsman::VersionError>(())
    /// ```
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let mut pairs = self.iter().map(|(version, now)| (now, earlier.of(version)));
        if !self.unlisted.follows(earlier.unlisted) || !pairs.all(|(now, then)| now.follows(then)) {
            return self.clone();
        }
        let versions = self.iter().map(|(version, now)| (version, now.since(earlier.of(version))));
        let unlisted = self.unlisted.since(earlier.unlisted);
        Self { versions: versions.collect(), unlisted }
    }
}

/// As by [`Counts::new`].
impl FromIterator<(Version, Count)> for Counts {
    fn from_iter<I: IntoIterator<Item = (Version, Count)>>(versions: I) -> Self {
        Self::new(versions)
    }
}

/// `1: 0 of 900 failed, 2: 3 of 100 failed`, and behind it, where there are any, `unlisted: 0 of 4
/// failed`. Empty if nothing is listed.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (version, count) in self.iter() {
            write!(f, "{separator}{version}: {count}")?;
            separator = ", ";
        }
        if !self.unlisted.is_zero() {
            write!(f, "{separator}unlisted: {}", self.unlisted)?;
        }
        Ok(())
    }
}
