//! A rollout as it is written down.

use core::time::Duration;

use serde::{Deserialize, Deserializer};
use thiserror::Error;

use super::span::Span;
use super::{Plan, Rollout, RolloutError, State, Wait};
use crate::{Alias, AliasName, Version, document};

/// What is read before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stored {
    alias: AliasName,
    #[serde(deserialize_with = "before")]
    before: Alias,
    version: Version,
    plan: Plan,
    state: State,
    #[serde(with = "super::span::text")]
    seen: Duration,
}

fn before<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Alias, D::Error> {
    document::deserialize_field("before", deserializer)
}

impl TryFrom<Stored> for Rollout {
    type Error = StoredError;

    fn try_from(stored: Stored) -> Result<Self, StoredError> {
        let Stored { alias, before, version, plan, state, seen } = stored;
        check_position(&plan, &state)?;
        let begun = Self::new(alias, before, version, plan, seen)?;
        Ok(Self { state, ..begun })
    }
}

/// Whether a rollout by this plan can be in this state.
fn check_position(plan: &Plan, state: &State) -> Result<(), StoredError> {
    let &(State::Running { step: index, .. }
    | State::Paused { step: index, .. }
    | State::RollingBack { step: index, .. }
    | State::RolledBack { step: index, .. }) = state
    else {
        return Ok(());
    };
    let step = plan.step(index).ok_or(StoredError::Step { index, count: plan.len() })?;
    match (state, step.wait) {
        (State::Running { .. }, Wait::Approval) => Err(StoredError::Approval { index }),
        (State::Running { spent, .. } | State::Paused { spent, .. }, wait) => {
            let time = if let Wait::For(time) = wait { time } else { Duration::ZERO };
            if *spent > time {
                let (spent, time) = (Span(*spent), Span(time));
                return Err(StoredError::Spent { index, spent, time });
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Why what was read is no rollout.
#[derive(Debug, Error)]
pub(super) enum StoredError {
    #[error(transparent)]
    Rollout(#[from] RolloutError),
    #[error("step {index} is not in the plan, which has {count}")]
    Step { index: usize, count: usize },
    #[error("step {index} waits for a person, so it can't be running")]
    Approval { index: usize },
    #[error("step {index} has {time}, so {spent} of it can't be spent")]
    Spent { index: usize, spent: Span, time: Span },
}
