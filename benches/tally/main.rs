//! What counting a request costs: `cargo bench --bench tally --features rollout`.
//!
//! Two threads record at once. The floor is one relaxed atomic add for each request, by two threads at
//! once, each to a cache line of its own. All is measured in turns, in one run, so that what else the
//! machine does falls on all alike; ratios are medians of those of the rounds. Two threads want two
//! processors for themselves: where they take turns on one, they don't get in each other's way, and what
//! one counter for both costs doesn't show.

#[path = "../live/middle.rs"]
#[expect(dead_code, reason = "other benches need a number")]
mod middle;
#[path = "../options/mod.rs"]
#[expect(dead_code, reason = "other benches have more options")]
mod options;
mod team;
mod traffic;

use crate::middle::Middle;
use crate::options::Options;
use crate::team::{Team, teams};

/// Many short turns: where another process takes a processor away, it spoils few of them.
const ROUNDS: usize = 301;
const COUNT: usize = 1 << 16;

/// So many times the floor is the most that recording may cost.
const MOST: &str = "1.5";

fn main() {
    let options = Options::of_process();
    let (rounds, count) = if options.trial { (2, 1_000) } else { (ROUNDS, COUNT) };
    let mut teams = teams();
    for _ in 0..rounds {
        for team in &mut teams {
            team.turn(count);
        }
    }
    println!(
        "| two threads, for each request | ns | middle half | ratio | middle half | at most |"
    );
    println!("|---|---:|---:|---:|---:|---:|");
    for team in &teams {
        team.check(rounds * count);
        let Team { name, is_limited, took, .. } = team;
        let (ns, ratio) = (Middle::of(took.iter().copied()), Middle::ratio(took, &teams[0].took));
        println!("| {name} | {ns} | {ratio} | {} |", if *is_limited { MOST } else { "" });
    }
}
