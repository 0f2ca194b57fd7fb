//! Rollouts: plans, counts, reports and verdicts.
#![cfg(feature = "rollout")]

mod counts;
mod gate;
mod report;
mod statistics;
