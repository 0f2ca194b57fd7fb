//! Rollouts: plans, counts, reports and verdicts.
#![cfg(feature = "rollout")]

mod counts;
mod gate;
mod machine;
mod plan;
mod plan_text;
mod report;
mod sequences;
mod statistics;
#[cfg(feature = "serde")]
mod stored;
mod tally;
mod tally_stress;
mod traffic;
mod users;
mod values;
