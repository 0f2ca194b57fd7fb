//! How often a gate rolls back a version that is as good as the old one, and how fast one that is not:
//! `cargo bench --bench gate --features rollout`. With `-- --test` few ramps, and what must hold.
//!
//! Seeds are fixed, so each run gives the same figures; those of a full run stand in `results.md`. All
//! is by default thresholds, where nothing else is said. Words behind `--` choose among `false-alarms`,
//! `detection`, `late` and `bursts`.

#[path = "../options/mod.rs"]
#[expect(dead_code, reason = "other benches have more options")]
mod options;
mod ramp;

use pointsman::rollout::statistics::{Confidence, wilson};
use pointsman::rollout::{Gate, Ratio};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::options::Options;
use crate::ramp::{End, Harm, Ramp};

const ERRORS: [f64; 5] = [0.000_1, 0.001, 0.01, 0.05, 0.2];
const RATES: [u64; 3] = [5, 100, 1_000];
const STEPS: [u64; 2] = [60, 600];

fn main() {
    let options = Options::of_process();
    if options.choose("false-alarms") {
        false_alarms(&options);
    }
    if options.choose("detection") {
        for times in [2.0, 5.0] {
            detection(times, &options);
        }
    }
    if options.choose("late") {
        late(&options);
    }
    if options.choose("bursts") {
        bursts(&options);
    }
}

/// Every ramp of the grid.
fn grid(times: f64) -> impl Iterator<Item = Ramp> {
    let traffic = STEPS.into_iter().flat_map(|step| RATES.map(|rate| (step, rate)));
    traffic.flat_map(move |(step, rate)| {
        ERRORS.map(|errors| Ramp { rate, step, errors, times, from: 0, burst: 1 })
    })
}

fn run(ramp: &Ramp, gate: &Gate, runs: u64) -> Vec<End> {
    // Each case has a seed of its own, made of what it is.
    let seed = [
        ramp.rate,
        ramp.step,
        millionths(ramp.errors),
        millionths(ramp.times) / 1_000_000,
        ramp.burst,
    ]
    .into_iter()
    .fold(20_260_101, |seed: u64, part| seed.wrapping_mul(1_000_003).wrapping_add(part));
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    (0..runs).map(|_| ramp.run(gate.clone(), &mut random)).collect()
}

fn millionths(number: f64) -> u64 {
    Ratio::new(number).expect("in range").millionths().into()
}

fn real(count: u64) -> f64 {
    f64::from(u32::try_from(count).expect("a bench has fewer"))
}

/// How many ramps, where a step of ten minutes takes ten times as long as one of one.
fn runs(ramp: &Ramp, of: u64, options: &Options) -> u64 {
    let runs = if ramp.step == 60 { of } else { of / 5 };
    if options.trial { (runs / 200).max(5) } else { runs }
}

fn row(ramp: &Ramp) -> String {
    let Ramp { rate, step, errors, .. } = ramp;
    format!("| {step} s | {rate}/s | {}% ", errors * 1e6 / 1e4)
}

/// The part of the ramps for which something holds, and between what it lies at 95 %.
fn part(ends: &[End], holds: impl Fn(&End) -> bool) -> String {
    let (hits, of) = (ends.iter().filter(|end| holds(end)).count() as u64, ends.len() as u64);
    let interval = wilson(hits, of, Confidence::default()).expect("ramps");
    format!(
        "{:.2}% ({:.2} to {:.2})",
        100.0 * real(hits) / real(of),
        100.0 * interval.low(),
        100.0 * interval.high()
    )
}

fn false_alarms(options: &Options) {
    println!(
        "\n## Rolled back though both versions are alike, in ten steps, looked at every second\n"
    );
    println!(
        "| step | requests | errors | ramps | by the gate | by a test at 1 % | time of the plan's |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let (mut all, mut alarms) = (0, 0);
    for ramp in grid(1.0) {
        let ends = run(&ramp, &Gate::default(), runs(&ramp, 10_000, options));
        let [gate, naive] = [part(&ends, |end| end.caught.is_some()), part(&ends, |end| end.naive)];
        let seconds = ends.iter().map(|end| real(end.seconds)).sum::<f64>();
        let longer = seconds / real(ends.len() as u64) / real(10 * ramp.step);
        println!("{}| {} | {gate} | {naive} | {longer:.2} |", row(&ramp), ends.len());
        all += ends.len() as u64;
        alarms += ends.iter().filter(|end| end.caught.is_some()).count() as u64;
    }
    let interval = wilson(alarms, all, Confidence::default()).expect("ramps");
    println!("\nAll together: {alarms} of {all}, {interval}.");
    assert!(interval.low() < 0.01, "more than one of a hundred");
}

fn detection(times: f64, options: &Options) {
    println!(
        "\n## A version that fails {times} times as often, in ten steps, looked at every second\n\n\
         Median and 95th percentile; a dash where fewer were caught.\n"
    );
    println!(
        "| step | requests | errors | caught before 100% | seconds | requests | failures of the new version | step |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    for ramp in grid(times) {
        let ends = run(&ramp, &Gate::default(), runs(&ramp, 1_000, options));
        let caught = part(&ends, |end| end.caught.is_some_and(|harm| harm.step < 9));
        let middle = |of: fn(&Harm) -> u64| spread(&ends, of);
        let [seconds, requests, failures, step] = [
            middle(|harm| harm.seconds),
            middle(|harm| harm.requests),
            middle(|harm| harm.failures),
            middle(|harm| u64::from(harm.step) + 1),
        ];
        println!("{}| {caught} | {seconds} | {requests} | {failures} | {step} |", row(&ramp));
        if (ramp.rate, ramp.errors, times) == (100, 0.01, 5.0) {
            assert!(ends.iter().all(|end| end.caught.is_some_and(|harm| harm.step <= 1)));
        }
    }
}

/// The median and the 95th percentile over all ramps, those that were never caught being the longest.
fn spread(ends: &[End], of: impl Fn(&Harm) -> u64) -> String {
    let mut values: Vec<_> = ends.iter().map(|end| end.caught.map(|harm| of(&harm))).collect();
    values.sort_unstable_by_key(|value| value.unwrap_or(u64::MAX));
    let at = |rank: usize| values[(values.len() * rank / 100).min(values.len() - 1)];
    let [median, most] =
        [50, 95].map(at).map(|value| value.map_or("–".into(), |value| value.to_string()));
    format!("{median}, {most}")
}

fn late(options: &Options) {
    println!(
        "\n## A version that fails as the old one at first, and from 50 % on more often, at 1 % errors\n\n\
         Median and 95th percentile; a dash where fewer were caught.\n"
    );
    println!(
        "| step | requests | times | caught before 100% | seconds from then | failures from then |"
    );
    println!("|---|---:|---:|---:|---:|---:|");
    for step in STEPS {
        for rate in RATES {
            for times in [2.0, 5.0] {
                let ramp = Ramp { rate, step, errors: 0.01, times, from: 4, burst: 1 };
                let ends = run(&ramp, &Gate::default(), runs(&ramp, 1_000, options));
                let caught = part(&ends, |end| end.caught.is_some_and(|harm| harm.step < 9));
                let [seconds, failures] =
                    [spread(&ends, |harm| harm.seconds), spread(&ends, |harm| harm.failures)];
                println!("| {step} s | {rate}/s | {times} | {caught} | {seconds} | {failures} |");
            }
        }
    }
}

fn bursts(options: &Options) {
    println!("\n## Versions that are alike, whose requests fail five at a time, at 100 a second\n");
    println!("| step | errors | ramps | threshold | by the gate |");
    println!("|---|---:|---:|---:|---:|");
    for errors in [0.01, 0.05] {
        for burst in [1, 5] {
            let ramp = Ramp { rate: 100, step: 60, errors, times: 1.0, from: 0, burst: 5 };
            let gate = Gate::new(Gate::default().thresholds().with_burst(burst).expect("a burst"));
            let ends = run(&ramp, &gate, runs(&ramp, 5_000, options));
            let caught = part(&ends, |end| end.caught.is_some());
            println!("| 60 s | {}% | {} | burst {burst} | {caught} |", 100.0 * errors, ends.len());
        }
    }
}
