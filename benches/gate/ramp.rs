//! Rollouts as they might go, of two versions that fail at given rates.

use pointsman::rollout::{Count, Counts, Gate, Report, Verdict};
use pointsman::{Split, Version, Weight};
use rand::Rng;
use rand_distr::{Binomial, Distribution};

/// Ten steps of equal weight: 10 %, 20 % … 100 %. Somebody looks every second.
#[derive(Debug, Clone, Copy)]
pub struct Ramp {
    /// Requests a second, to both versions together.
    pub rate: u64,
    /// Seconds that a step takes at least: it goes on while the gate holds.
    pub step: u64,
    /// The error rate of the old version.
    pub errors: f64,
    /// How many times as often the new one fails; it can't more often than always.
    pub times: f64,
    /// The step, from 0, from which on it does so; before, it is as good as the old one.
    pub from: u32,
    /// How many requests come of one user, who stays on a version and has the same outcome each time.
    pub burst: u64,
}

/// How a ramp went.
#[derive(Debug, Clone, Copy)]
pub struct End {
    /// If it was rolled back, after what.
    pub caught: Option<Harm>,
    /// Whether a fixed-sample test, looked at as often, would have rolled it back.
    pub naive: bool,
    /// How long it took to its end, in seconds, held steps included.
    pub seconds: u64,
}

/// What came before a rollback, from the step on in which the new version became worse.
#[derive(Debug, Clone, Copy)]
pub struct Harm {
    pub seconds: u64,
    /// Requests to both versions.
    pub requests: u64,
    /// Failed requests of the new version.
    pub failures: u64,
    /// The step, from 0.
    pub step: u32,
}

/// A held step takes so many times as long at most: then a person would come and let it go on.
const PATIENCE: u64 = 20;

impl Ramp {
    pub fn run(&self, mut gate: Gate, random: &mut impl Rng) -> End {
        let [old, new] = [1, 2].map(|number| Version::numbered(number).expect("a number"));
        let mut end = End { caught: None, naive: false, seconds: 0 };
        let mut harm = Harm { seconds: 0, requests: 0, failures: 0, step: 0 };
        for step in 0..10 {
            harm.step = step;
            let share = Weight::from_percent(10 * (step + 1)).expect("a weight");
            let split = Split::new(old, [(new, share)]).expect("two versions");
            let worse = if step < self.from { 1.0 } else { self.times };
            let mut counts = [Count::ZERO; 2];
            for second in 1..=self.step * PATIENCE {
                let all = self.rate / self.burst;
                let arrived = draw(all, share.as_fraction(), random);
                let rates = [self.errors, (self.errors * worse).min(1.0)];
                let came = [all - arrived, arrived].into_iter().zip(rates);
                for (count, (came, rate)) in counts.iter_mut().zip(came) {
                    let failures = draw(came, rate, random);
                    *count = count.plus(Count {
                        successes: (came - failures) * self.burst,
                        failures: failures * self.burst,
                    });
                }
                end.seconds += 1;
                let report =
                    Report::new(&split, &Counts::new([(old, counts[0]), (new, counts[1])]), new);
                end.naive |= naive(counts);
                let verdict = gate.judge(&report);
                if let Verdict::RollBack(_) = verdict {
                    end.caught = Some(harm.plus(step >= self.from, second, counts));
                    return end;
                }
                if second >= self.step
                    && (verdict == Verdict::Continue || second == self.step * PATIENCE)
                {
                    harm = harm.plus(step >= self.from, second, counts);
                    break;
                }
            }
        }
        end
    }
}

impl Harm {
    fn plus(self, counts_for: bool, seconds: u64, counts: [Count; 2]) -> Self {
        if !counts_for {
            return self;
        }
        Self {
            seconds: self.seconds + seconds,
            requests: self.requests + counts[0].plus(counts[1]).requests(),
            failures: self.failures + counts[1].failures,
            step: self.step,
        }
    }
}

fn draw(trials: u64, probability: f64, random: &mut impl Rng) -> u64 {
    match trials {
        0 => 0,
        _ => Binomial::new(trials, probability).expect("a probability").sample(random),
    }
}

fn real(count: u64) -> f64 {
    f64::from(u32::try_from(count).expect("a step has fewer"))
}

/// What a script might do: a one-sided z-test of two proportions at 1 %, once both versions have had
/// 100 requests in the step.
fn naive([old, new]: [Count; 2]) -> bool {
    const QUANTILE: f64 = 2.326_347_874;
    let [n, o] = [new, old].map(|count| real(count.requests()));
    let [x, y] = [new, old].map(|count| real(count.failures));
    let pooled = (x + y) / (n + o);
    n >= 100.0
        && o >= 100.0
        && (x / n - y / o) > QUANTILE * (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / o)).sqrt()
}
