//! A gateway: what serves requests, on a thread of its own.

use pointsman::live::Reader;
use pointsman::rollout::{Outcome, Recorder, Tally};
use pointsman::{Point, Qualifier, Request, ResolveError};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::service::{ALIAS, Service, USER, Upstream};

/// So many, that few come twice within a step: whoever comes often counts often.
const USERS: u32 = 10_000_000;

#[derive(Debug)]
pub struct Gateway {
    function: String,
    reader: Reader<Upstream>,
    recorder: Recorder,
    rng: ChaCha8Rng,
}

impl Gateway {
    pub fn new(service: &Service, tally: &Tally, seed: u64, number: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(number);
        let (reader, recorder) = (service.router.reader(), tally.recorder());
        Self { function: service.id.to_string(), reader, recorder, rng }
    }

    /// Serves so many requests, each of any user.
    pub fn serve(&mut self, requests: u32) -> Result<(), ResolveError> {
        for _ in 0..requests {
            let user = format!("user-{}", self.rng.random_range(0..USERS));
            let headers = [(USER, user.as_str())];
            let request = Request::new(&headers, Point::from(self.rng.random::<u64>()));
            let table = self.reader.load();
            let release = Qualifier::parse(ALIAS).unwrap_or(Qualifier::DEFAULT);
            let decision = table.resolve(&self.function, release, &request)?;
            let status = decision.payload().call(&mut self.rng);
            // What a rule decided, or the caller, says nothing of the split.
            if decision.reason().rule().is_none() {
                self.recorder.record(decision.version(), Outcome::failed_if(status >= 500));
            }
        }
        Ok(())
    }
}
