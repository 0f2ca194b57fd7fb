//! Whether a rollout may go on.

mod gains;
mod record;
#[cfg(test)]
mod tests;
mod thresholds;

use self::record::Record;
pub use self::thresholds::{ThresholdError, Thresholds};
use super::{Evidence, Finding, HoldReason, Report, Verdict};
use crate::{Version, Weight};

/// Judges a rollout by its reports: *continue*, *hold* or *roll back*.
///
/// It holds its [`Thresholds`], and the evidence that it has seen so far. So it can be stored beside
/// the rollout, and goes on after a restart where it was. Each rollout takes a gate of its own.
///
/// ```
/// use pointsman::rollout::{Count, Counts, Gate, Report, Verdict};
/// use pointsman::{Split, Version, Weight};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
/// let mut gate = Gate::default();
/// let mut judge = |new, old| {
///     let counts = Counts::new([(v2, new), (v1, old)]);
///     gate.judge(&Report::new(&split, &counts, v2))
/// };
///
/// // After a second.
/// let [new, old] = [(10, 0), (90, 0)].map(|(successes, failures)| Count { successes, failures });
/// assert_eq!(
///     judge(new, old).to_string(),
///     "hold: version 2 has 10 requests in this step, fewer than 100",
/// );
/// // After ten.
/// let [new, old] = [(99, 1), (890, 10)].map(|(successes, failures)| Count { successes, failures });
/// assert_eq!(judge(new, old), Verdict::Continue);
/// // After thirty the new version fails as the old one never did.
/// let [new, old] = [(280, 20), (2_670, 30)].map(|(successes, failures)| Count { successes, failures });
/// assert_eq!(
///     judge(new, old).to_string(),
///     "roll back: version 2 failed 20 of 300 requests (6.67%), the others failed 30 of 2700 \
///      requests (1.11%): more often than they do; evidence 2683922 to 1, 100 to 1 decides",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Verdicts
///
/// The first of these that holds:
///
/// 1. *Roll back*, if there is enough evidence that the new version fails more often than it may, and
///    there has been at so many looks in a row. It waits for no number of requests.
/// 2. *Hold*, if the evidence is half-way there, as odds multiply: 10 to 1 where 100 to 1 decides. A
///    good version comes there in at most one of ten rollouts, and then mostly soon leaves.
/// 3. *Hold*, if the new version gets another share of the requests than its split gives it. That is
///    no fault of the version, so it is none to roll back for; somebody should look.
/// 4. *Hold*, if the new version has a share and has had too few requests in this step.
/// 5. *Continue*.
///
/// # Looking again and again
///
/// A p-value is right for one look. Who looks every second until it is below 1 % finds it there in
/// every second rollout of a version that is just as good. So evidence is here the money of one who bets
/// against the new version, at odds that are fair while it keeps to the thresholds. It starts at 1,
/// and then *ever* comes to 100 in at most one of 100 rollouts, by Ville's inequality, however often
/// one looks and whenever one stops. See G. Shafer, Testing by betting, 2021; A. Ramdas and others,
/// Game-theoretic statistics and safe anytime-valid inference, 2023.
///
/// - *Beside the others* it is bet on which side failures fall, given the requests that both have had
///   between two looks. How often requests fail in general may change from look to look, as when
///   something breaks on which both depend; and the shares may change from step to step.
/// - *The error rate* is bet on request by request, if such a threshold is set. Then each of the two
///   takes half of the false alarms.
/// - *The share* is bet on as in M. Lindon, A. Malek, Anytime-valid inference for multinomial count
///   data, 2022, but against a range of shares. Its false alarms are counted apart, as they end in a
///   hold.
///
/// What that comes to, by `cargo bench --bench gate`, over ramps of ten steps of a minute each, looked
/// at every second, with 100 requests a second of which the old version fails 1 %:
///
/// | the new version | rolled back | seconds, median and 95th percentile | its failed requests |
/// |---|---:|---:|---:|
/// | fails as often | 0.5 % | | |
/// | fails as often, by a test at 1 % at each look | 41 % | | |
/// | fails twice as often | 100 % | 127 and 231 | 39 and 96 |
/// | fails five times as often | 100 % | 18 and 45 | 10 and 17 |
/// | fails five times as often from the fifth step on | 100 % | 15 and 25 from there | 39 and 57 |
///
/// Over error rates from 0.01 % to 20 %, 5 to 1,000 requests a second, and steps of one and of ten minutes,
/// at most 0.75 % of such ramps are rolled back for nothing (the bound is 1 %), and by the test up to 74 %.
/// What counts is failures: some 40 of a version that fails twice as often as its old one, and 10 of one
/// that fails five times as often. Where requests or failures are rare, that takes longer steps.
///
/// # What it asks for
///
/// - *Reports of one step are cumulative*: their counts begin when the split begins to stand, and are
///   those of [`Report`]. A new step is one in which the new version has another share than in the
///   report before. A count that is lower than before means that whoever counts has begun anew, and
///   then all of its counts are new. Counts that go on from step to step would be settled twice.
///   Where counts begin anew while the share stays, as in a plan from 10 % to 10 %, or after a restart,
///   look soon: once all of them have come to where they were, they are taken for the same gone on.
/// - *Requests that have nothing to do with each other.* Users who are kept on a version fail again
///   and again for one cause, and a client that tries again makes many failures of one. That makes
///   evidence of chance. Count users instead of requests, or the first failure of each only; or say
///   by [`Thresholds::with_burst`] how many failures one cause may bring, which takes as many times
///   as long.
/// - *A last look* at each step before the split changes, as what has come since the last one is lost
///   to the evidence. Fewer than ten requests since then are not settled, either.
/// - *An error rate as threshold* for when the new version has all requests, as there is nothing left
///   to compare with. Where the old version never fails, a handful of failures of the new one decide,
///   unless a [margin](Thresholds::with_margin) allows them.
///
/// # Cost
///
/// Some 90 logarithms and exponentials for a look, and no allocation; about 400 bytes.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Gate {
    thresholds: Thresholds,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    record: Option<Record>,
}

impl Gate {
    /// A gate of these thresholds that has seen nothing yet.
    ///
    /// ```
    /// use pointsman::rollout::{Gate, Thresholds};
    ///
    /// let gate = Gate::new(Thresholds::default().with_error_rate(0.05)?);
    /// assert_eq!(gate.thresholds().error_rate().map(|most| most.as_f64()), Some(0.05));
    /// # Ok::<(), pointsman::rollout::ThresholdError>(())
    /// ```
    #[must_use]
    pub fn new(thresholds: Thresholds) -> Self {
        Self { thresholds, record: None }
    }

    /// What it allows.
    #[must_use]
    pub fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// Judges what has come since the last report, together with all before.
    ///
    /// The same report again changes nothing. A report of another new version begins anew.
    ///
    /// ```
    /// use pointsman::rollout::{Counts, Gate, Report, Verdict};
    /// use pointsman::{Split, Version};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let before = Report::new(&Split::only(v1), &Counts::default(), v2);
    /// assert_eq!(Gate::default().judge(&before), Verdict::Continue);
    /// # Ok::<(), pointsman::VersionError>(())
    /// ```
    pub fn judge(&mut self, report: &Report) -> Verdict {
        let record = self.record.filter(|record| record.version == report.new_version());
        let mut record = record.unwrap_or_else(|| Record::new(report));
        let settled = record.settle(report, &self.thresholds);
        let (finding, money) = self.finding(&record);
        let decisive = self.decisive();
        if settled {
            let more = record.in_a_row.saturating_add(1);
            record.in_a_row = if money >= decisive { more } else { 0 };
        }
        self.record = Some(record);
        if money >= decisive && record.in_a_row >= self.thresholds.in_a_row() {
            Verdict::RollBack(finding)
        } else if money >= libm::sqrt(decisive) {
            Verdict::Hold(HoldReason::Suspicion(finding))
        } else if let Some(reason) = self.mismatch(&record, report).or_else(|| self.few(report)) {
            Verdict::Hold(reason)
        } else {
            Verdict::Continue
        }
    }

    /// The odds that decide: the false alarms are shared by the claims that are tested.
    fn decisive(&self) -> f64 {
        let claims = if self.thresholds.error_rate().is_some() { 2.0 } else { 1.0 };
        claims / self.thresholds.false_alarms().as_f64()
    }

    /// What speaks most against the new version, and its odds.
    fn finding(&self, record: &Record) -> (Finding, f64) {
        let (version, total) = (record.version, record.total());
        let decisive = self.decisive();
        let (increase, error_rate) = (record.increase(), record.error_rate());
        match self.thresholds.error_rate() {
            Some(most) if error_rate > increase => {
                let evidence = evidence(error_rate, decisive);
                (Finding::ErrorRate { version, new: total.new, most, evidence }, error_rate)
            }
            _ => {
                let (times, margin) = (self.thresholds.increase(), self.thresholds.margin());
                let evidence = evidence(increase, decisive);
                let (new, old) = (total.new, total.old);
                (Finding::Increase { version, new, old, times, margin, evidence }, increase)
            }
        }
    }

    fn mismatch(&self, record: &Record, report: &Report) -> Option<HoldReason> {
        let (money, decisive) = (record.mismatch(), 1.0 / self.thresholds.false_alarms().as_f64());
        let requests = report.new_count().requests();
        (money >= decisive).then(|| HoldReason::Share {
            version: record.version,
            requests,
            of: requests.saturating_add(report.old_count().requests()),
            expected: report.new_share(),
            evidence: evidence(money, decisive),
        })
    }

    fn few(&self, report: &Report) -> Option<HoldReason> {
        let version: Version = report.new_version();
        let (requests, least) = (report.new_count().requests(), self.thresholds.least_requests());
        let few = report.new_share() != Weight::ZERO && requests < least;
        few.then_some(HoldReason::TooFew { version, requests, least })
    }
}

fn evidence(odds: f64, decisive: f64) -> Evidence {
    #[expect(clippy::cast_possible_truncation, reason = "the money ends at 10^12")]
    #[expect(clippy::cast_sign_loss, reason = "the money is not below 0")]
    let [odds, decisive] = [libm::floor(odds), libm::ceil(decisive)].map(|odds| odds as u64);
    Evidence { odds, decisive }
}
