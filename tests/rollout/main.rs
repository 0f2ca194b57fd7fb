//! Rollouts: plans, counts, reports and verdicts.
#![cfg(feature = "rollout")]

mod counts;
mod machine;
mod plan;
mod plan_text;
mod sequences;
#[cfg(feature = "serde")]
mod stored;
mod traffic;
mod users;
mod values;
