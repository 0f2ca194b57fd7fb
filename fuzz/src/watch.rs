use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::rollout::statistics::Confidence;
use pointsman::rollout::{Count, Counts, Finding, Gate, HoldReason, Report, Thresholds, Verdict};
use pointsman::{Split, Version, Weight};

use crate::accident::{self, Accident};
use crate::gate::{holds, judges, tells};
use crate::stored::{again, keeps, written};

/// A gate, what it looks at, and accidents that may befall what is stored at last.
#[derive(Debug)]
pub struct Watch {
    thresholds: Thresholds,
    confidence: f64,
    looks: Vec<Look>,
    accidents: Vec<Accident>,
}

/// What has been counted of the old version, the new one, and one that is neither.
type Counted = [Count; 3];

#[derive(Debug)]
struct Look {
    shares: [u32; 2],
    /// The version that neither was before is the new one.
    is_other: bool,
    counted: Counted,
}

impl<'a> Arbitrary<'a> for Watch {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let thresholds = thresholds(u)?;
        let mut looks = Vec::new();
        let (mut counted, mut shares) = (Counted::default(), [100_000, 0]);
        for _ in 0..u.int_in_range(0..=12)? {
            if u.ratio(1, 4)? {
                let share = 10_000 * u.int_in_range(0..=100)?;
                let rest = 1_000_000 - share;
                shares = [share, if u.arbitrary()? { 0 } else { u.int_in_range(0..=rest)? }];
            }
            if u.ratio(1, 8)? {
                counted = Counted::default();
            }
            for count in &mut counted {
                *count = count.plus(Count { successes: amount(u)?, failures: amount(u)? });
            }
            looks.push(Look { shares, is_other: u.ratio(1, 16)?, counted });
        }
        let confidence = if u.arbitrary()? { u.arbitrary()? } else { *u.choose(&[0.5, 0.999])? };
        Ok(Self { thresholds, confidence, looks, accidents: u.arbitrary()? })
    }
}

fn amount(u: &mut Unstructured<'_>) -> Result<u64> {
    Ok(match u.int_in_range(0..=15)? {
        0..6 => 0,
        6 | 7 => 1,
        8..14 => u.int_in_range(0..=5_000)?,
        14 => u.int_in_range(0..=1 << 40)?,
        _ => u.arbitrary()?,
    })
}

fn thresholds(u: &mut Unstructured<'_>) -> Result<Thresholds> {
    let part = |u: &mut Unstructured<'_>, least, most| {
        Ok(f64::from(u.int_in_range::<u32>(least..=most)?) / 1e6)
    };
    let times = |u: &mut Unstructured<'_>| {
        let most = *u.choose(&[1_000_000, 2_000_000, 1_000_000_000])?;
        part(u, 1_000_000, most)
    };
    let mut all = Thresholds::default();
    if u.arbitrary()? {
        all = all.with_error_rate(part(u, 1, 999_999)?).expect("in range");
    }
    if u.ratio(1, 4)? {
        all = all.with_increase(times(u)?).expect("in range");
    }
    if u.ratio(1, 4)? {
        all = all.with_margin(part(u, 0, 999_999)?).expect("in range");
    }
    if u.ratio(1, 4)? {
        all = all.with_share(times(u)?).expect("in range");
    }
    if u.ratio(1, 4)? {
        all = all.with_false_alarms(part(u, 1, 500_000)?).expect("in range");
    }
    if u.ratio(1, 4)? {
        all = all.with_burst(u.int_in_range(1..=1_000_000)?).expect("in range");
    }
    if u.ratio(1, 4)? {
        all = all.with_in_a_row(u.int_in_range(1..=4)?).expect("in range");
    }
    Ok(if u.ratio(1, 4)? { all.with_least_requests(u.arbitrary()?) } else { all })
}

impl Watch {
    /// A gate that is stored and read goes on where it was; it names the requests of all steps; and
    /// one failure more of the new version is no lesser evidence.
    pub fn check(&self) {
        let mut gate = Gate::new(self.thresholds);
        let mut settled: Option<Settled> = None;
        for look in &self.looks {
            let report = look.report(look.counted);
            match Confidence::new(self.confidence) {
                Ok(confidence) => tells(&report.clone().with_confidence(confidence)),
                Err(_) => tells(&report),
            }
            let before = gate.clone();
            let verdict = judges(&mut gate, &report);
            gate = again(&gate);

            let same = settled.filter(|it| it.is_other == look.is_other);
            let settled = settled.insert(same.unwrap_or_else(|| Settled::none(look)));
            settled.look(look);
            if let Some(finding) = finding(verdict) {
                settled.is_found(finding);
            }
            if let Some(worse) = look.worse(settled) {
                let worse = before.clone().judge(&look.report(worse));
                assert!(rank(worse) >= rank(verdict), "{worse}, but {verdict}");
            }
        }
        let text = written(&gate);
        if let Some(left) = keeps::<Gate>(&accident::befall(&self.accidents, text)) {
            holds(left);
        }
    }
}

/// How much speaks against the new version.
fn rank(verdict: Verdict) -> (u8, u64) {
    let odds = finding(verdict).map_or(0, |finding| finding.evidence().odds);
    match verdict {
        Verdict::RollBack(_) => (2, odds),
        Verdict::Hold(HoldReason::Suspicion(_)) => (1, odds),
        _ => (0, 0),
    }
}

fn finding(verdict: Verdict) -> Option<Finding> {
    match verdict {
        Verdict::RollBack(finding) | Verdict::Hold(HoldReason::Suspicion(finding)) => Some(finding),
        _ => None,
    }
}

fn version(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

/// Beyond this a double has no room for a single request.
const MANY: u64 = 1 << 40;

impl Look {
    fn report(&self, counted: Counted) -> Report {
        let [share, other] =
            self.shares.map(|share| Weight::from_millionths(share).expect("a weight"));
        let split = Split::new(version(1), [(version(2), share), (version(3), other)]);
        let counts = (1..).zip(counted).map(|(number, count)| (version(number), count));
        let counts = Counts::new(counts).with_unlisted(counted[2]);
        Report::new(&split.expect("a split"), &counts, version(2 + u64::from(self.is_other)))
    }

    /// Requests of the new version, and of the others.
    fn sides(&self) -> [Count; 2] {
        let [old, new, other] = self.counted;
        if self.is_other { [other, old.plus(new)] } else { [new, old.plus(other)] }
    }

    fn share(&self) -> u32 {
        self.shares[usize::from(self.is_other)]
    }

    /// The counts if one request more of the new version had failed since the last look.
    fn worse(&self, settled: &Settled) -> Option<Counted> {
        let mut counted = self.counted;
        let new = &mut counted[if self.is_other { 2 } else { 1 }];
        let is_few = |count: Count| count.requests() < MANY;
        (settled.fresh > 0 && self.counted.into_iter().all(is_few)).then_some(())?;
        (new.successes, new.failures) = (new.successes.checked_sub(1)?, new.failures + 1);
        Some(counted)
    }
}

/// What a gate has taken into account, of the new version and of the others.
#[derive(Clone, Copy)]
struct Settled {
    is_other: bool,
    share: u32,
    step: [Count; 2],
    total: [Count; 2],
    /// How many requests of the new version ended well since the last look.
    fresh: u64,
}

impl Settled {
    fn none(look: &Look) -> Self {
        let (step, total) = (<[Count; 2]>::default(), <[Count; 2]>::default());
        Self { is_other: look.is_other, share: look.share(), step, total, fresh: 0 }
    }

    /// Ten requests or more are taken into account; counts that fell, or of another share, are new.
    fn look(&mut self, look: &Look) {
        let now = look.sides();
        let fell = |now: Count, then: Count| {
            now.successes < then.successes || now.failures < then.failures
        };
        let [new, old] = now;
        let is_anew = fell(new, self.step[0]) || fell(old, self.step[1]);
        if is_anew || self.share != look.share() {
            self.step = [Count::ZERO; 2];
            self.share = look.share();
        }
        let fresh = [new.since(self.step[0]), old.since(self.step[1])];
        self.fresh = 0;
        if fresh[0].requests().saturating_add(fresh[1].requests()) >= 10 {
            self.fresh = fresh[0].successes;
            self.step = now;
            self.total = [self.total[0].plus(fresh[0]), self.total[1].plus(fresh[1])];
        }
    }

    fn is_found(&self, finding: Finding) {
        match finding {
            Finding::ErrorRate { new, .. } => assert_eq!(new, self.total[0]),
            Finding::Increase { new, old, .. } => assert_eq!([new, old], self.total),
            other => panic!("no gate finds this: {other}"),
        }
    }
}
