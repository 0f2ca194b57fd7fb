//! What each case costs beside its floor: `cargo bench --bench ratios --all-features`, or with parts
//! of ids behind `--` only the cases that have one of them.
//!
//! Floor and case are measured in turns, so that what else the machine does falls on both. The ratio
//! is the median of those of the rounds.

#[path = "../cases/mod.rs"]
mod cases;
#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../options/mod.rs"]
#[expect(dead_code, reason = "other benches have more options")]
mod options;
mod round;

use std::collections::BTreeMap;

use crate::cases::{Case, Scale, subjects};
use crate::options::Options;
use crate::round::{Timed, compare};

fn main() {
    let options = Options::of_process();
    println!("| case | ns | floor ns | ratio | middle half | at most |");
    println!("|---|---:|---:|---:|---:|---:|");
    for cases in subjects(if options.trial { Scale::SMALL } else { Scale::FULL }) {
        subject(cases, &options);
    }
}

fn subject(cases: Vec<Case>, options: &Options) {
    let rows: Vec<_> = cases.iter().filter(|case| options.choose(&case.id)).collect();
    let rows = rows.iter().filter_map(|case| {
        let limit = case.limit.as_ref()?;
        Some((case.id.clone(), limit.floor.clone(), limit.most))
    });
    let rows: Vec<_> = rows.collect();
    let needed = |id: &String| rows.iter().any(|(case, floor, _)| id == case || id == floor);
    let mut timed: BTreeMap<_, _> = cases
        .into_iter()
        .filter(|case| needed(&case.id))
        .map(|case| (case.id.clone(), Timed::new(case.prepare(), options.trial)))
        .collect();
    for (id, floor, most) in rows {
        let mut take = |id: &String| timed.remove(id).expect("a case of this subject");
        let (mut case, mut beside) = (take(&id), take(&floor));
        println!("| {id} | {} | {} |", compare(&mut case, &mut beside), limit(most, &floor));
        timed.extend([(id, case), (floor, beside)]);
    }
}

fn limit(most: Option<f64>, floor: &str) -> String {
    let floor = floor.split_once('/').map_or(floor, |(_, floor)| floor);
    match most {
        Some(most) => format!("{most:.2} x {floor}"),
        None => format!("({floor})"),
    }
}
