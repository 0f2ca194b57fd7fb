//! Counting by version and outcome while requests are served.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::sync::atomic::{AtomicUsize, Ordering};

use super::shard::Shard;
use super::{Count, Counts, Recorder};
use crate::Version;

/// Counts the requests of a few versions by outcome, while many threads serve them: a handle, cheap to
/// clone.
///
/// Each thread that serves requests has a [`Recorder`] of its own, which counts in memory that no other
/// thread writes. Whoever watches takes a [snapshot](Tally::snapshot) now and then, and judges what has
/// come [since](Counts::since) the last change of the split.
///
/// ```
/// use pointsman::rollout::{Outcome, Tally};
/// use pointsman::{Alias, Function, Point, Qualifier, Request, RoutingTable, Split, Weight};
///
/// let mut resize = Function::new("image-resize".parse()?, "http://127.0.0.1:9000");
/// let [v1, v2] = [resize.publish()?, resize.publish()?];
/// let release = Alias::to(Split::new(v1, [(v2, Weight::from_percent(10)?)])?);
/// let tally = Tally::new(release.named_versions().map(|(_, version)| version), 2);
/// resize.create_alias("release".parse()?, release)?;
/// let table = RoutingTable::new([resize])?;
/// # fn forward(_: &str) -> u16 { 200 }
///
/// std::thread::scope(|scope| {
///     for thread in 0..2 {
///         let (table, recorder) = (&table, tally.recorder());
///         scope.spawn(move || {
///             let route = table.route("image-resize", Qualifier::parse("release")?)?;
///             for count in 0..500 {
///                 let request = Request::new(&(), Point::sequence(2 * count + thread));
///                 let decision = route.resolve(&request);
///                 let status = forward(decision.payload());
///                 recorder.record(decision.version(), Outcome::failed_if(status >= 500));
///             }
///             Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
///         });
///     }
/// });
/// let counts = tally.snapshot();
/// assert_eq!(counts.total().requests(), 1_000);
/// assert!((94..=106).contains(&counts.of(v2).requests()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What a snapshot holds
///
/// - A request that was recorded before the snapshot was begun is in it; one that is recorded after it
///   was taken is not; each is in it once or not at all.
/// - A later snapshot never shows less, of any version and outcome.
/// - It is not all of one instant. While requests are recorded, those that came in its course may be in
///   it for one version, and not yet for another: as many as come in a microsecond or so. After a thread
///   was joined, all that it recorded is there.
///
/// A count would begin again at 0 after 2⁶⁴ requests, which at a thousand million a second takes 584
/// years.
///
/// # When versions change
///
/// The versions of a tally are fixed. A new rollout has a new tally, and threads take recorders of it
/// when they first serve by the new table. What is recorded of other versions, as by a thread that does
/// so late, is counted apart, as [`Counts::unlisted`].
///
/// # What to record
///
/// Record what the split decided, whose [`Reason`](crate::Reason) is `Only` or `Share`. Where a rule sent
/// a request, or the caller named the version, it is no request of the split, and would look like a
/// mismatch of its shares.
///
/// A request is recorded when it ends, by the version that it was given when it began. So after each
/// change of the split let the requests in flight end before you take the snapshot that later ones are
/// compared with; else they count for a split that they don't come from.
///
/// # Where there are no 64-bit atomics
///
/// On targets without them, mostly small 32-bit ones, there is no `Tally`: a count of 32 bits would begin
/// again at 0 within the time of a rollout. [`Counts`] are there, to be filled from counters of your own.
#[derive(Clone)]
pub struct Tally {
    /// Ascending, each once.
    versions: Arc<[Version]>,
    shared: Arc<Shared>,
}

struct Shared {
    /// Each has counters of all versions, and behind them those of what is not listed.
    shards: Box<[Shard]>,
    /// How many recorders were made: they take the shards in turn.
    recorders: AtomicUsize,
}

impl Tally {
    /// A tally of these versions, in any order, for so many threads; for none as for one.
    ///
    /// More threads may record, but then some of them share counters, which is as right but slower.
    ///
    /// ```
    /// use pointsman::Version;
    /// use pointsman::rollout::{Count, Tally};
    ///
    /// let threads = std::thread::available_parallelism()?.get();
    /// let tally = Tally::new([Version::LATEST, Version::numbered(1)?], threads);
    /// assert_eq!(tally.versions(), [Version::numbered(1)?, Version::LATEST]);
    /// assert_eq!(tally.snapshot().total(), Count::ZERO);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// 128 bytes a thread for up to seven versions, and as much again for each further eight.
    #[must_use]
    pub fn new(versions: impl IntoIterator<Item = Version>, threads: usize) -> Self {
        let mut versions: Vec<_> = versions.into_iter().collect();
        versions.sort_unstable();
        versions.dedup();
        let positions = versions.len().saturating_add(1);
        let shards = (0..threads.max(1)).map(|_| Shard::of_positions(positions)).collect();
        let shared = Shared { shards, recorders: AtomicUsize::new(0) };
        Self { versions: versions.into(), shared: Arc::new(shared) }
    }

    /// The versions that are counted, ascending.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// A recorder, for a thread that serves requests.
    ///
    /// ```
    /// use pointsman::Version;
    /// use pointsman::rollout::{Outcome, Tally};
    ///
    /// let tally = Tally::new([Version::LATEST], 1);
    /// tally.recorder().record(Version::LATEST, Outcome::Success);
    /// assert_eq!(tally.snapshot().of(Version::LATEST).successes, 1);
    /// ```
    ///
    /// # Cost
    ///
    /// Counters that all recorders share are raised: make one for a thread, not for a request.
    #[must_use]
    pub fn recorder(&self) -> Recorder {
        let Shared { shards, recorders } = &*self.shared;
        let turn = recorders.fetch_add(1, Ordering::Relaxed).checked_rem(shards.len());
        let shard = turn.and_then(|turn| shards.get(turn)).cloned().unwrap_or_default();
        Recorder::new(Arc::clone(&self.versions), shard)
    }

    /// What has been recorded until now: see [above](Tally#what-a-snapshot-holds).
    ///
    /// # Cost
    ///
    /// A load for each version, outcome and thread, and an allocation. Recorders don't wait.
    #[must_use]
    pub fn snapshot(&self) -> Counts {
        let versions = self.versions.iter().enumerate();
        let versions = versions.map(|(position, &version)| (version, self.count(position)));
        Counts::new(versions).with_unlisted(self.count(self.versions.len()))
    }

    fn count(&self, position: usize) -> Count {
        let shards = self.shared.shards.iter();
        shards.fold(Count::ZERO, |sum, shard| sum.plus(shard.count(position)))
    }
}

impl fmt::Debug for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tally").field(&self.snapshot()).finish()
    }
}
