//! Plans once more, as shares in millionths and times in whole nanoseconds.

use std::time::Duration;

use pointsman::rollout::{Plan, Step, Wait};

use crate::grammar::{duration, percentage};

/// The nanoseconds of [`Duration::MAX`].
const LAST: u128 = (1 << 64) * 1_000_000_000 - 1;

/// Steps that take time or wait for a person, and behind them 100 %.
pub(crate) enum Schedule {
    List(Vec<PlainStep>),
    /// As many steps as stay below 100 %.
    Linear {
        weight: u32,
        every: u128,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlainStep {
    weight: u32,
    /// `None` until it is approved.
    wait: Option<u128>,
}

impl PlainStep {
    /// The step that the text is, word by word.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        match *words {
            [weight, "for", time] => {
                Some(Self { weight: percentage(weight)?, wait: Some(duration(time)?) })
            }
            [weight, "until", "approved"] => Some(Self { weight: percentage(weight)?, wait: None }),
            _ => None,
        }
    }
}

impl From<PlainStep> for Step {
    fn from(PlainStep { weight, wait }: PlainStep) -> Self {
        let weight = pointsman::Weight::from_millionths(weight).expect("a weight");
        wait.map_or(Self::until_approved(weight), |wait| Self::lasting(weight, time(wait)))
    }
}

impl From<Step> for PlainStep {
    fn from(step: Step) -> Self {
        let wait = match step.wait {
            Wait::For(time) => Some(time.as_nanos()),
            Wait::Approval => None,
        };
        Self { weight: step.weight.millionths(), wait }
    }
}

impl Schedule {
    /// The plan that the text is.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let name = text.strip_prefix("CodeDeployDefault.Lambda").unwrap_or(text);
        if let Some((_, preset)) = Plan::presets().find(|(preset, _)| *preset == name) {
            return Self::read(&preset.to_string());
        }
        let words: Vec<&str> = text.split(' ').collect();
        match *words {
            ["100%", "at", "once"] => return Some(Self::List(Vec::new())),
            [weight, "more", "every", time, "up", "to", "100%"] => {
                let (weight, every) = (percentage(weight)?, duration(time)?);
                return Some(match every {
                    _ if weight == 0 => return None,
                    0 => Self::List(Vec::new()),
                    _ => Self::Linear { weight, every },
                });
            }
            _ => {}
        }
        let mut parts: Vec<&str> = text.split(", ").collect();
        if parts.pop() != Some("then 100%") {
            return None;
        }
        let steps: Option<Vec<PlainStep>> = parts.into_iter().map(PlainStep::read).collect();
        let mut steps = steps.filter(|steps| !steps.is_empty())?;
        let rises = steps.is_sorted_by_key(|step| step.weight);
        steps.retain(|step| step.wait != Some(0));
        rises.then_some(Self::List(steps))
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::List(steps) => steps.len(),
            Self::Linear { weight, .. } => {
                usize::try_from(999_999 / weight).expect("there are few")
            }
        }
    }

    pub(crate) fn step(&self, index: usize) -> Option<PlainStep> {
        match self {
            Self::List(steps) => steps.get(index).copied(),
            Self::Linear { weight, every } => {
                let number = u32::try_from(index + 1).ok().filter(|_| index < self.len())?;
                Some(PlainStep { weight: weight * number, wait: Some(*every) })
            }
        }
    }

    /// When the step of this index ends, if time alone leads there, and a clock can show it.
    pub(crate) fn end(&self, index: usize) -> Option<u128> {
        let end = match self {
            Self::List(steps) => {
                let steps = steps.get(..=index)?.iter();
                steps.map(|step| step.wait).sum::<Option<u128>>()?
            }
            Self::Linear { every, .. } if index < self.len() => (index as u128 + 1) * every,
            Self::Linear { .. } => return None,
        };
        Some(end).filter(|end| *end <= LAST)
    }

    /// How many steps have ended then. Where they are many, each takes as long as the first.
    fn ended(&self, elapsed: u128) -> usize {
        if let Self::Linear { every, .. } = self {
            let count = usize::try_from(elapsed / every).unwrap_or(usize::MAX);
            return count.min(self.len());
        }
        let ends = (0..self.len()).map_while(|index| self.end(index));
        ends.take_while(|end| *end <= elapsed).count()
    }

    fn weight(&self, index: usize) -> u32 {
        self.step(index).map_or(1_000_000, |step| step.weight)
    }

    pub(crate) fn weight_at(&self, elapsed: u128) -> u32 {
        self.weight(self.ended(elapsed))
    }

    /// The first end of a step after this time that another share follows.
    pub(crate) fn next_change(&self, elapsed: u128) -> Option<u128> {
        let ended = self.ended(elapsed);
        let mut later = ended..self.len();
        let last = later.find(|index| self.weight(index + 1) != self.weight(ended))?;
        self.end(last)
    }
}

/// So many nanoseconds, which a clock can show.
pub(crate) fn time(nanos: u128) -> Duration {
    let second = 1_000_000_000;
    let secs = u64::try_from(nanos / second).expect("it is not too long");
    Duration::new(secs, u32::try_from(nanos % second).expect("a part of a second"))
}
