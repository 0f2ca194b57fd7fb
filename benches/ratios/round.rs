//! Measuring two things in turns.

use std::fmt;
use std::time::{Duration, Instant};

use crate::cases::case::Run;

/// So many turns, each shorter than what a scheduler gives at a time: where another process takes the
/// processor away, it spoils few of them, and not the median.
const ROUNDS: usize = 151;
const TURN: Duration = Duration::from_millis(1);

/// A thing, and how often it is done in a turn.
pub struct Timed {
    run: Run,
    count: usize,
    rounds: usize,
}

impl Timed {
    pub fn new(run: Run, trial: bool) -> Self {
        let mut timed = Self { run, count: 1 << 4, rounds: if trial { 1 } else { ROUNDS } };
        while !trial && timed.turn() * 2.0 < TURN.as_secs_f64() {
            timed.count *= 2;
        }
        timed
    }

    /// How many seconds a turn takes.
    fn turn(&mut self) -> f64 {
        let start = Instant::now();
        (self.run)(self.count);
        start.elapsed().as_secs_f64()
    }

    fn nanoseconds(&mut self) -> f64 {
        let count = u32::try_from(self.count).expect("few");
        self.turn() / f64::from(count) * 1e9
    }
}

/// Medians over the rounds, and the quartiles of the ratio.
pub struct Comparison {
    case: f64,
    floor: f64,
    ratio: [f64; 3],
}

pub fn compare(case: &mut Timed, floor: &mut Timed) -> Comparison {
    let mut rounds: [Vec<f64>; 3] = Default::default();
    for _ in 0..case.rounds {
        let (floor, case) = (floor.nanoseconds(), case.nanoseconds());
        for (all, one) in rounds.iter_mut().zip([case, floor, case / floor]) {
            all.push(one);
        }
    }
    let [case, floor, ratio] = rounds.map(|mut each| {
        each.sort_by(f64::total_cmp);
        [1, 2, 3].map(|quarter| each[each.len() * quarter / 4])
    });
    Comparison { case: case[1], floor: floor[1], ratio }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { case, floor, ratio: [low, ratio, high] } = self;
        write!(f, "{case:.2} | {floor:.2} | {ratio:.2} | {low:.2} to {high:.2}")
    }
}
