//! Rollouts: plans, counts, reports and verdicts.
#![cfg(feature = "rollout")]

mod counts;
mod statistics;
mod tally;
mod tally_stress;
