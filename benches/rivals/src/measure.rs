use std::time::{Duration, Instant};

use crate::case::Case;

/// How long a case is measured.
const TIME: Duration = Duration::from_secs(10);

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

/// In each round everyone runs once, so that noise hits all, and another begins.
pub fn measure(mut case: Case) -> Outcome {
    let start = Instant::now();
    for contestant in &mut case.contestants {
        contestant.run();
    }
    let rounds = (TIME.as_nanos() / start.elapsed().as_nanos()).clamp(31, 1_001);

    let count = case.contestants.len();
    let mut runs: Vec<Vec<f64>> = vec![Vec::new(); count];
    let mut first = 0;
    for _ in 0..rounds {
        for index in (first..count).chain(0..first) {
            runs[index].push(case.contestants[index].run());
        }
        first = (first + 1) % count;
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

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
