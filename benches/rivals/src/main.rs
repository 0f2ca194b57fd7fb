//! Runs the same cases in pointsman and in what else would decide in its place, prints a table, and
//! writes `results.md` and `results.svg` beside the manifest. The README tells what is compared.

mod case;
mod chart;
mod contestant;
mod dice;
mod envoy;
mod eppo;
mod growthbook;
mod launchdarkly;
mod matchit;
mod measure;
mod nginx;
mod pointsman;
mod report;
mod scene;
mod unleash;

use std::error::Error;
use std::fs;
use std::path::Path;

use crate::measure::Outcome;

fn main() -> Result<(), Box<dyn Error>> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for build in case::ALL {
        let mut case = build();
        case.check();
        eprintln!("measuring {} ...", case.title);
        outcomes.push(measure::measure(case));
    }
    let report = report::markdown(&outcomes);
    print!("{report}");
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::write(home.join("results.md"), report)?;
    chart::draw(&outcomes, &home.join("results.svg"))?;
    Ok(())
}
