use std::time::Duration;

use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::rollout::{
    Count, Evidence, Finding, HoldReason, Observation, Plan, Ratio, Rollout, State, Step, Verdict,
    Wait,
};
use pointsman::{Alias, Version, Weight};

use crate::accident::{self, Accident};
use crate::naive::Version as PlainVersion;
use crate::rollout::{follows, holds};
use crate::stored::{again, keeps, written};
use crate::{generate, schedule};

/// A rollout, what is observed of it, and accidents that may befall what is stored at last.
#[derive(Debug)]
pub struct Release {
    before: Alias,
    version: Version,
    plan: Plan,
    begin: Duration,
    events: Vec<(Clock, Observation)>,
    accidents: Vec<Accident>,
}

/// What the clock shows next.
#[derive(Debug, Arbitrary)]
enum Clock {
    Same,
    /// Around when the step has had its time.
    Change(i8),
    Later(u16),
    Earlier(u16),
    At(Duration),
    Last,
}

impl<'a> Arbitrary<'a> for Release {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let numbered = (1..=3).map(PlainVersion::Numbered);
        let versions: Vec<_> = numbered.chain([PlainVersion::Latest]).collect();
        let plan = plan(u)?;
        let mut events = Vec::new();
        for _ in 0..u.int_in_range(0..=40)? {
            events.push((u.arbitrary()?, observation(u)?));
        }
        let version = (*u.choose(&versions)?).into();
        let begin = *u.choose(&[Duration::ZERO, Duration::from_secs(1_000), Duration::MAX])?;
        let mut before = generate::alias(u, &versions)?;
        // They stay what they are: a few are as good as many.
        before.rules.truncate(2);
        let (before, accidents) = (Alias::from(&before), u.arbitrary()?);
        Ok(Self { before, version, plan, begin, events, accidents })
    }
}

fn plan(u: &mut Unstructured<'_>) -> Result<Plan> {
    if u.ratio(1, 4)? {
        let weight = weight(u)?;
        let weight = if weight == Weight::ZERO { Weight::FULL } else { weight };
        return Ok(Plan::linear(weight, time(u)?).expect("it grows"));
    }
    let mut steps = Vec::new();
    for _ in 0..u.int_in_range(0..=6)? {
        let wait = if u.ratio(1, 4)? { Wait::Approval } else { Wait::For(time(u)?) };
        steps.push(Step { weight: weight(u)?, wait });
    }
    let mut weights: Vec<_> = steps.iter().map(|step| step.weight).collect();
    weights.sort_unstable();
    steps.iter_mut().zip(weights).for_each(|(step, weight)| step.weight = weight);
    Ok(Plan::steps(steps).expect("no share falls"))
}

fn weight(u: &mut Unstructured<'_>) -> Result<Weight> {
    let millionths = match u.int_in_range(0..=3)? {
        0 => *u.choose(&[0, 1, 999_999, 1_000_000])?,
        1 => u.int_in_range(0..=1_000_000)?,
        _ => 10_000 * u.int_in_range(0..=100)?,
    };
    Ok(Weight::from_millionths(millionths).expect("it is not above the whole"))
}

fn time(u: &mut Unstructured<'_>) -> Result<Duration> {
    Ok(match u.int_in_range(0..=7)? {
        0 => Duration::ZERO,
        1 => Duration::from_nanos(1),
        2 => Duration::MAX,
        3 => u.arbitrary()?,
        _ => Duration::from_secs(u.int_in_range(1..=100)?),
    })
}

fn observation(u: &mut Unstructured<'_>) -> Result<Observation> {
    Ok(match u.int_in_range(0..=11)? {
        0 => Observation::Pause,
        1 | 2 => Observation::Resume,
        3 => Observation::RollBack,
        4 => Observation::Restored,
        5 => Verdict::Hold(reason(u)?).into(),
        6 => Verdict::RollBack(finding(u)?).into(),
        7..10 => Verdict::Continue.into(),
        _ => Observation::Elapsed,
    })
}

fn reason(u: &mut Unstructured<'_>) -> Result<HoldReason> {
    let version = Version::LATEST;
    Ok(match u.int_in_range(0..=2)? {
        0 => HoldReason::TooFew { version, requests: u.arbitrary()?, least: u.arbitrary()? },
        1 => HoldReason::Suspicion(finding(u)?),
        _ => HoldReason::Share {
            version,
            requests: u.arbitrary()?,
            of: u.arbitrary()?,
            expected: weight(u)?,
            evidence: evidence(u)?,
        },
    })
}

fn finding(u: &mut Unstructured<'_>) -> Result<Finding> {
    let (version, new, evidence) = (Version::LATEST, count(u)?, evidence(u)?);
    Ok(if u.arbitrary()? {
        Finding::ErrorRate { version, new, most: ratio(u)?, evidence }
    } else {
        let (old, times, margin) = (count(u)?, ratio(u)?, ratio(u)?);
        Finding::Increase { version, new, old, times, margin, evidence }
    })
}

fn count(u: &mut Unstructured<'_>) -> Result<Count> {
    Ok(Count { successes: u.arbitrary()?, failures: u.arbitrary()? })
}

fn evidence(u: &mut Unstructured<'_>) -> Result<Evidence> {
    Ok(Evidence { odds: u.arbitrary()?, decisive: u.arbitrary()? })
}

fn ratio(u: &mut Unstructured<'_>) -> Result<Ratio> {
    let millionths: u32 = *u.choose(&[0, 1, 50_000, 1_000_000, 1_500_000, 1_000_000_000])?;
    Ok(Ratio::new(f64::from(millionths) / 1e6).expect("it is in range"))
}

impl Release {
    /// After each observation it is where a walk by plain numbers is, stored and read or not, and
    /// what is left of it after accidents is refused, or is a rollout like any other.
    pub fn check(&self) {
        let name = "release".parse().expect("a name");
        let (before, plan) = (self.before.clone(), self.plan.clone());
        let is_there = before.split().share(self.version) == Weight::FULL;
        let rollout = Rollout::new(name, before, self.version, plan, self.begin);
        assert_eq!(rollout.is_err(), is_there);
        let Ok(mut rollout) = rollout else { return };
        let mut walk = Walk::begin(&self.plan);
        walk.is_at(&rollout);
        for (clock, observed) in &self.events {
            let now = clock.after(&rollout);
            let passed = now.saturating_sub(rollout.seen());
            if let Some(next) = follows(&again(&rollout), now, *observed) {
                walk.goes(passed.as_nanos(), *observed);
                rollout = next;
            }
            walk.is_at(&rollout);
        }
        let text = written(&rollout);
        holds(&rollout);
        if let Some(left) = keeps::<Rollout>(&accident::befall(&self.accidents, text)) {
            holds(&left);
        }
    }
}

impl Clock {
    fn after(&self, rollout: &Rollout) -> Duration {
        let seen = rollout.seen();
        match *self {
            Self::Same => seen,
            Self::Change(by) => {
                let next = rollout.next_change().unwrap_or(seen);
                let off = Duration::from_nanos(by.unsigned_abs().into());
                if by < 0 { next.saturating_sub(off) } else { next.saturating_add(off) }
            }
            Self::Later(seconds) => seen.saturating_add(Duration::from_secs(seconds.into())),
            Self::Earlier(seconds) => seen.saturating_sub(Duration::from_secs(seconds.into())),
            Self::At(time) => time,
            Self::Last => Duration::MAX,
        }
    }
}

/// Where a rollout must be, in whole nanoseconds.
struct Walk<'p> {
    plan: &'p Plan,
    step: usize,
    spent: u128,
    /// By a person.
    is_paused: bool,
    is_back: bool,
    is_restored: bool,
}

impl<'p> Walk<'p> {
    fn begin(plan: &'p Plan) -> Self {
        let (is_paused, is_back, is_restored) = (false, false, false);
        Self { plan, step: 0, spent: 0, is_paused, is_back, is_restored }
    }

    /// The time of the step, if it is not until it is approved.
    fn time(&self) -> Option<u128> {
        match self.plan.step(self.step)?.wait {
            Wait::For(time) => Some(time.as_nanos()),
            Wait::Approval => None,
        }
    }

    /// What is legal happens when so much time has passed.
    fn goes(&mut self, passed: u128, observed: Observation) {
        match (observed, self.time()) {
            (Observation::Restored, _) => self.is_restored = true,
            _ if self.is_back => {}
            (Observation::RollBack | Observation::Verdict(Verdict::RollBack(_)), _) => {
                self.is_back = true;
            }
            (Observation::Resume, Some(_)) => self.is_paused = false,
            (Observation::Resume, None) => self.enter(0),
            (_, None) => {}
            _ if self.is_paused => {}
            (Observation::Elapsed | Observation::Verdict(Verdict::Continue), Some(time)) => {
                let beyond = (self.spent + passed).checked_sub(time);
                match beyond {
                    // Nobody was allowed to leave when its time was up.
                    Some(_) if self.spent == time => self.enter(0),
                    Some(beyond) => self.enter(beyond),
                    None => self.spent += passed,
                }
            }
            (_, Some(time)) => {
                self.spent = time.min(self.spent + passed);
                self.is_paused = observed == Observation::Pause;
            }
        }
    }

    /// The next step begins, and so much of it is over unless that is all of it.
    fn enter(&mut self, passed: u128) {
        self.step += 1;
        self.spent = self.time().filter(|time| passed < *time).map_or(0, |_| passed);
    }

    fn is_at(&self, rollout: &Rollout) {
        let (step, spent) = (self.step, schedule::time(self.spent));
        let due = match rollout.state() {
            State::RolledBack { reason, .. } if self.is_restored => {
                State::RolledBack { step, reason: reason.clone() }
            }
            State::RollingBack { reason, .. } if self.is_back && !self.is_restored => {
                State::RollingBack { step, reason: reason.clone() }
            }
            _ if step == self.plan.len() => State::Succeeded,
            _ if self.is_paused || self.time().is_none() => State::Paused { step, spent },
            _ => State::Running { step, spent },
        };
        assert_eq!(rollout.state(), &due);
    }
}
