use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::super::span::Span;
use super::{Plan, PlanError, Shape};
use crate::Excerpt;
use crate::rollout::Step;

const ALL_AT_ONCE: &str = "100% at once";
const EVERY: &str = " more every ";
const UP_TO_ALL: &str = " up to 100%";
const THEN_ALL: &str = ", then 100%";

impl FromStr for Plan {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        if let Some(preset) = Self::preset(text) {
            return Ok(preset);
        }
        if text == ALL_AT_ONCE {
            return Ok(Self::ALL_AT_ONCE);
        }
        if let Some(growth) = text.strip_suffix(UP_TO_ALL)
            && let Some((weight, every)) = growth.split_once(EVERY)
        {
            let (weight, Span(every)) = (weight.parse()?, every.parse()?);
            return Self::linear(weight, every);
        }
        let steps = text.strip_suffix(THEN_ALL);
        let steps = steps.ok_or_else(|| PlanError::Syntax(Excerpt::of(text)))?;
        let steps: Result<Vec<Step>, _> = steps.split(", ").map(str::parse).collect();
        Self::steps(steps?)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Shape::Steps(steps) if steps.is_empty() => f.write_str(ALL_AT_ONCE),
            Shape::Steps(steps) => {
                for (index, step) in steps.iter().enumerate() {
                    write!(f, "{}{step}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str(THEN_ALL)
            }
            &Shape::Linear { weight, every } => {
                write!(f, "{weight}{EVERY}{}{UP_TO_ALL}", Span(every))
            }
        }
    }
}
