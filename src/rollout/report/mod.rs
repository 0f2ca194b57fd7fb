//! What the versions of a split did.

mod estimate;
mod share_test;
mod table;
mod too_few;
mod version;

use alloc::vec::Vec;

pub use self::estimate::Estimate;
pub use self::share_test::ShareTest;
pub use self::too_few::TooFew;
pub use self::version::VersionReport;
use self::version::proportion;
use super::percent::real;
use super::statistics::{Confidence, newcombe};
use super::{Count, Counts};
use crate::{Split, Version, Weight};

/// What the versions of a split did while it stood: shares, error rates, and how the new version does
/// beside the others, each with its uncertainty.
///
/// It is made of the counts *of the time in which this split stood*, such as
/// [`Counts::since`] gives: those of another split, mixed in, look like a mismatch of shares. Nor do
/// requests belong here that a rule of the alias sent somewhere, or that named their version: only
/// those whose [`Reason`](crate::Reason) is `Share`, or `Only`.
///
/// What can't be said for want of requests is [`TooFew`] instead of a guess. All intervals are of one
/// look: for whether to go on, look at a [`Gate`](super::Gate).
///
/// It is printed as a table of at most 80 columns.
///
/// ```
/// use pointsman::rollout::{Count, Counts, Report};
/// use pointsman::{Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
/// let counts = Counts::new([
///     (v1, Count { successes: 8_910, failures: 90 }),
///     (v2, Count { successes: 970, failures: 30 }),
/// ]);
/// let report = Report::new(&split, &counts, v2);
/// assert_eq!(
///     report.to_string(),
///     "\
/// version     expected  observed share               requests  failed
/// 1                90%  90% (89.4% to 90.6%)             9000  1% (0.814% to 1.23%)
/// 2 (new)          10%  10% (9.43% to 10.6%)             1000  3% (2.11% to 4.25%)
/// shares: as expected (p = 1.000)
/// new less old: 2% (1.08% to 3.26%), at 95% confidence
/// ",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Cost
///
/// Making it takes one allocation and is linear in the versions; each statement is computed when it
/// is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    new: Version,
    /// Ascending by version; the new one always among them.
    versions: Vec<VersionReport>,
    unlisted: Count,
    confidence: Confidence,
}

impl Report {
    /// The requests without which nothing is said of a share or a rate.
    ///
    /// Wilson's interval is right for fewer, too, but so wide that it tells nothing.
    pub const LEAST: u64 = 10;

    /// What the counts of the time in which a split stood say about its versions, at 95 % confidence.
    ///
    /// The new version is compared with all others of the split together. If the split doesn't list
    /// it, it is reported with a share of 0 %.
    ///
    /// ```
    /// use pointsman::rollout::{Counts, Report, TooFew};
    /// use pointsman::{Split, Version};
    ///
    /// let v2 = Version::numbered(2)?;
    /// let report = Report::new(&Split::only(v2), &Counts::default(), v2);
    /// assert_eq!(report.difference(), Err(TooFew { requests: 0, least: 10 }));
    /// # Ok::<(), pointsman::VersionError>(())
    /// ```
    #[must_use]
    pub fn new(split: &Split, counts: &Counts, new: Version) -> Self {
        let confidence = Confidence::default();
        let stranger = split.shares().all(|(version, _)| version != new);
        let shares = split.shares().chain(stranger.then_some((new, Weight::ZERO)));
        let mut versions: Vec<_> = shares
            .map(|(version, expected)| {
                let count = counts.of(version);
                VersionReport { version, expected, count, of: 0, confidence }
            })
            .collect();
        versions.sort_unstable_by_key(|each| each.version);
        let requests = versions.iter().fold(0_u64, |sum, each| sum.saturating_add(each.requests()));
        for each in &mut versions {
            each.of = requests;
        }
        let listed = |version| versions.binary_search_by_key(&version, |each| each.version).is_ok();
        let unlisted = counts.iter().filter(|&(version, _)| !listed(version));
        let unlisted = unlisted.fold(counts.unlisted(), |sum, (_, count)| sum.plus(count));
        Self { new, versions, unlisted, confidence }
    }

    /// The same with intervals of this confidence.
    ///
    /// ```
    /// use pointsman::rollout::statistics::Confidence;
    /// use pointsman::rollout::{Count, Counts, Report};
    /// use pointsman::{Split, Version};
    ///
    /// let counts = Counts::new([(Version::LATEST, Count { successes: 980, failures: 20 })]);
    /// let report = Report::new(&Split::only(Version::LATEST), &counts, Version::LATEST)
    ///     .with_confidence(Confidence::new(0.999)?);
    /// let rate = report.of(Version::LATEST).expect("a version of the split").error_rate()?;
    /// assert_eq!(rate.to_string(), "2% (0.977% to 4.05%)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_confidence(mut self, confidence: Confidence) -> Self {
        for each in &mut self.versions {
            each.confidence = confidence;
        }
        Self { confidence, ..self }
    }

    /// The confidence of its intervals.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// The version that is being rolled out.
    #[must_use]
    pub fn new_version(&self) -> Version {
        self.new
    }

    /// Its share of the split.
    #[must_use]
    pub fn new_share(&self) -> Weight {
        self.of(self.new).map_or(Weight::ZERO, VersionReport::expected)
    }

    /// The requests of the new version, by outcome.
    #[must_use]
    pub fn new_count(&self) -> Count {
        self.of(self.new).map_or(Count::ZERO, VersionReport::count)
    }

    /// The requests of all other versions of the split together, by outcome.
    #[must_use]
    pub fn old_count(&self) -> Count {
        let others = self.versions().filter(|each| each.version != self.new);
        others.fold(Count::ZERO, |sum, each| sum.plus(each.count))
    }

    /// The versions of the split, ascending, `$LATEST` last.
    #[must_use]
    pub fn versions(&self) -> impl ExactSizeIterator<Item = &VersionReport> {
        self.versions.iter()
    }

    /// What is said of one version: `None` if the split doesn't list it, and it is not the new one.
    #[must_use]
    pub fn of(&self, version: Version) -> Option<&VersionReport> {
        let found = self.versions.binary_search_by_key(&version, |each| each.version);
        found.ok().and_then(|index| self.versions.get(index))
    }

    /// The requests of versions that the split doesn't list: such as went by another split, before
    /// or after it, or as a rule sent.
    #[must_use]
    pub fn unlisted(&self) -> Count {
        self.unlisted
    }

    /// The requests of versions whose share is 0 %, and which should have none.
    ///
    /// A few are no fault: requests end after the split has changed under which they began.
    ///
    /// ```
    /// use pointsman::rollout::{Count, Counts, Report};
    /// use pointsman::{Split, Version};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let counts = Counts::new([(v2, Count { successes: 7, failures: 0 })]);
    /// let report = Report::new(&Split::only(v1), &counts, v2);
    /// assert_eq!(report.unexpected().requests(), 7);
    /// # Ok::<(), pointsman::VersionError>(())
    /// ```
    #[must_use]
    pub fn unexpected(&self) -> Count {
        let without = self.versions().filter(|each| each.expected == Weight::ZERO);
        without.fold(Count::ZERO, |sum, each| sum.plus(each.count))
    }

    /// The error rate of all other versions of the split together.
    ///
    /// # Errors
    ///
    /// If they got fewer than [`Report::LEAST`] requests.
    pub fn old_error_rate(&self) -> Result<Estimate, TooFew> {
        let old = self.old_count();
        proportion(old.failures, old.requests(), self.confidence)
    }

    /// By how much the new version's error rate is above that of all others together, with
    /// Newcombe's interval: 0.01 is one percentage point.
    ///
    /// ```
    /// use pointsman::rollout::{Count, Counts, Report};
    /// use pointsman::{Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    /// let counts = Counts::new([
    ///     (v1, Count { successes: 8_910, failures: 90 }),
    ///     (v2, Count { successes: 970, failures: 30 }),
    /// ]);
    /// let difference = Report::new(&split, &counts, v2).difference()?;
    /// assert_eq!(difference.to_string(), "2% (1.08% to 3.26%)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If either got fewer than [`Report::LEAST`] requests.
    pub fn difference(&self) -> Result<Estimate, TooFew> {
        let [new, old] = [self.new_count(), self.old_count()];
        let fewest = new.requests().min(old.requests());
        TooFew::check(fewest, Self::LEAST)?;
        let pair = |count: Count| (count.failures, count.requests());
        let interval = newcombe(pair(new), pair(old), self.confidence);
        let rate = |count: Count| real(count.failures) / real(count.requests());
        interval
            .map(|interval| Estimate { value: rate(new) - rate(old), interval })
            .ok_or(TooFew { requests: fewest, least: Self::LEAST })
    }
}
