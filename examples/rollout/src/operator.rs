//! The operator's side: watches, judges, and moves the alias.

use std::error::Error;
use std::time::Duration;

use pointsman::Version;
use pointsman::rollout::{
    Counts, Gate, Observation, Plan, Report, Rollout, State, Tally, Thresholds, Verdict,
};

use crate::service::{ALIAS, Service};

/// Carries a rollout out, by one alias update for each change.
#[derive(Debug)]
pub struct Operator {
    rollout: Rollout,
    gate: Gate,
    tally: Tally,
    /// What had been counted when the split was changed last.
    before: Counts,
}

impl Operator {
    /// Begins: from now on the alias is what the rollout says.
    pub fn begin(
        service: &Service,
        to: Version,
        plan: Plan,
        thresholds: Thresholds,
        tally: Tally,
    ) -> Result<Self, Box<dyn Error>> {
        let rollout = Rollout::new(ALIAS.parse()?, service.alias()?, to, plan, Duration::ZERO)?;
        service.set_alias(rollout.alias())?;
        let before = tally.snapshot();
        Ok(Self { rollout, gate: Gate::new(thresholds), tally, before })
    }

    pub fn rollout(&self) -> &Rollout {
        &self.rollout
    }

    /// Looks at what has come since the last change, and does what follows from it.
    pub fn look(&mut self, now: Duration, service: &Service) -> Result<Verdict, Box<dyn Error>> {
        let counts = self.tally.snapshot().since(&self.before);
        let report = Report::new(&self.rollout.split(), &counts, self.rollout.version());
        let verdict = self.gate.judge(&report);
        self.observe(now, verdict.into(), service)?;
        // A step that waits for a person: this one trusts the gate.
        if matches!(self.rollout.state(), State::Paused { .. }) && verdict == Verdict::Continue {
            self.observe(now, Observation::Resume, service)?;
        }
        if matches!(self.rollout.state(), State::RollingBack { .. }) {
            self.observe(now, Observation::Restored, service)?;
        }
        Ok(verdict)
    }

    fn observe(
        &mut self,
        now: Duration,
        observation: Observation,
        service: &Service,
    ) -> Result<(), Box<dyn Error>> {
        let next = self.rollout.observe(now, observation)?;
        if next.alias() != self.rollout.alias() {
            service.set_alias(next.alias())?;
            self.before = self.tally.snapshot();
        }
        self.rollout = next;
        Ok(())
    }
}
