//! Time, the gateways and the operator.

use std::error::Error;
use std::thread;
use std::time::Duration;

use pointsman::Alias;
use pointsman::rollout::{Counts, Tally};

use crate::gateway::Gateway;
use crate::history::{History, Second};
use crate::operator::Operator;
use crate::options::Options;
use crate::service::Service;

const GATEWAYS: u32 = 2;

/// So much is shown of the time after the end.
const AFTERWARDS: Duration = Duration::from_secs(30);

/// What is undecided until then stays so.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// A release in simulated time.
#[derive(Debug)]
pub struct Release {
    service: Service,
    /// The alias that stood before.
    before: Alias,
    gateways: Vec<Gateway>,
    requests: u32,
    tally: Tally,
    counted: Counts,
    operator: Operator,
    now: Duration,
    end: Option<Duration>,
}

impl Release {
    /// Begins a release.
    ///
    /// # Errors
    ///
    /// If the options don't go together.
    pub fn new(options: &Options) -> Result<Self, Box<dyn Error>> {
        let service = Service::new(options.errors, options.new_errors())?;
        let before = service.alias()?;
        let tally = Tally::new([service.old, service.new], GATEWAYS.try_into()?);
        let gateways = (0..GATEWAYS)
            .map(|number| Gateway::new(&service, &tally, options.seed, number.into()))
            .collect();
        let (plan, thresholds) = (options.plan.clone(), options.thresholds()?);
        let operator = Operator::begin(&service, service.new, plan, thresholds, tally.clone())?;
        // A plan of no steps has nothing to look at.
        let end = operator.rollout().state().is_final().then_some(Duration::ZERO);
        Ok(Self {
            service,
            before,
            gateways,
            requests: options.rate.div_ceil(GATEWAYS),
            counted: tally.snapshot(),
            tally,
            operator,
            now: Duration::ZERO,
            end,
        })
    }

    /// A second passes: requests come, and the operator looks. None after the end.
    ///
    /// # Errors
    ///
    /// If a part refuses to go on, which it shouldn't; or after a day without a decision.
    pub fn second(&mut self) -> Result<Option<Second>, Box<dyn Error>> {
        if self.end.is_some_and(|end| self.now >= end + AFTERWARDS) {
            return Ok(None);
        }
        if self.now >= LONGEST {
            return Err("nothing was decided in a day".into());
        }
        self.serve()?;
        self.now += Duration::from_secs(1);
        let (split, snapshot) = (self.operator.rollout().split(), self.tally.snapshot());
        let counts = snapshot.since(&self.counted);
        self.counted = snapshot;
        let verdict = match self.end {
            None => Some(self.operator.look(self.now, &self.service)?),
            Some(_) => None,
        };
        let rollout = self.operator.rollout().clone();
        if rollout.state().is_final() {
            self.end.get_or_insert(self.now);
        }
        Ok(Some(Second { end: self.now, split, counts, verdict, rollout }))
    }

    /// All gateways at once, each with its part of the requests.
    fn serve(&mut self) -> Result<(), Box<dyn Error>> {
        let requests = self.requests;
        thread::scope(|scope| {
            let gateways = self.gateways.iter_mut();
            let gateways = gateways.map(|gateway| scope.spawn(move || gateway.serve(requests)));
            let gateways: Vec<_> = gateways.collect();
            for gateway in gateways {
                gateway.join().map_err(|_| "a gateway panicked")??;
            }
            Ok(())
        })
    }

    /// All seconds to the end.
    ///
    /// # Errors
    ///
    /// As [`Release::second`].
    pub fn run(&mut self, mut show: impl FnMut(&Second)) -> Result<History, Box<dyn Error>> {
        let mut seconds = Vec::new();
        while let Some(second) = self.second()? {
            show(&second);
            seconds.push(second);
        }
        Ok(History { old: self.service.old, new: self.service.new, seconds })
    }

    /// The alias that stood before, and the one that is served now.
    ///
    /// # Errors
    ///
    /// If it is gone, which it shouldn't be.
    pub fn aliases(&self) -> Result<[Alias; 2], Box<dyn Error>> {
        Ok([self.before.clone(), self.service.alias()?])
    }
}
