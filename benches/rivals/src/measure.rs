use std::time::{Duration, Instant};

use crate::case::Case;
use crate::contestant::Contestant;
use crate::scene::VISITS;

/// How long a case is measured.
const TIME: Duration = Duration::from_secs(8);
/// How long a run is at the most. A run that the scheduler breaks off says nothing, and if those of
/// the slower were longer, they alone would be broken off.
const RUN: Duration = Duration::from_micros(250);

/// What came out of a case, pointsman the first.
pub struct Outcome {
    pub title: &'static str,
    pub rounds: usize,
    pub timings: Vec<Timing>,
}

pub struct Timing {
    pub name: &'static str,
    /// The median over the rounds, for a decision.
    pub nanos: f64,
    /// How often pointsman's time: the median over the rounds of the ratio within each.
    pub ratio: f64,
}

/// In each round everyone runs for about the same time, so that noise hits all, and another begins.
pub fn measure(mut case: Case) -> Outcome {
    let counts: Vec<usize> = case.contestants.iter_mut().map(count).collect();
    let mut runs: Vec<Vec<f64>> = vec![Vec::new(); counts.len()];
    let mut first = 0;
    let start = Instant::now();
    while start.elapsed() < TIME {
        for index in (first..counts.len()).chain(0..first) {
            runs[index].push(case.contestants[index].run(counts[index]));
        }
        first = (first + 1) % counts.len();
    }

    let timing = |(index, name): (usize, &'static str)| {
        let ratios = runs[index].iter().zip(&runs[0]).map(|(rival, own)| rival / own);
        Timing { name, nanos: median(runs[index].clone()), ratio: median(ratios.collect()) }
    };
    let names = case.contestants.iter().map(|contestant| contestant.name);
    Outcome {
        title: case.title,
        rounds: runs[0].len(),
        timings: names.enumerate().map(timing).collect(),
    }
}

/// How many decisions make a run: a power of two, which divides the number of visits. All of them
/// once, before, warm up.
fn count(contestant: &mut Contestant) -> usize {
    let nanos = contestant.run(VISITS);
    let fits = |count: &u32| f64::from(*count) * nanos <= RUN.as_secs_f64() * 1e9;
    let powers = (0..=VISITS.ilog2()).map(|exponent| 1 << exponent);
    powers.take_while(fits).last().map_or(1, |count| count as usize)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
