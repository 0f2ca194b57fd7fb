use std::collections::BTreeMap;

use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::Version;
use pointsman::rollout::{Count, Counts, Outcome, Tally};

use crate::counts::hold;
use crate::naive::Version as PlainVersion;
use crate::stored::again;

/// A tally of some versions, and what is recorded.
#[derive(Debug)]
pub struct Counting {
    versions: Vec<Version>,
    threads: usize,
    events: Vec<Event>,
}

#[derive(Debug)]
enum Event {
    /// As many requests of a version, one after the other.
    Record {
        recorder: usize,
        version: Version,
        outcome: Outcome,
        times: u8,
    },
    Recorder,
    Snapshot,
}

impl<'a> Arbitrary<'a> for Counting {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let threads = u.int_in_range(0..=3)?;
        let mut versions = Vec::new();
        for _ in 0..u.int_in_range(0..=20)? {
            versions.push(version(u)?);
        }
        let mut events = Vec::new();
        for _ in 0..u.int_in_range(0..=60)? {
            events.push(match u.int_in_range(0..=7)? {
                0 => Event::Recorder,
                1 => Event::Snapshot,
                _ => Event::Record {
                    recorder: u.int_in_range(0..=5)?,
                    version: version(u)?,
                    outcome: Outcome::failed_if(u.arbitrary()?),
                    times: u.arbitrary()?,
                },
            });
        }
        Ok(Self { versions, threads, events })
    }
}

fn version(u: &mut Unstructured<'_>) -> Result<Version> {
    Ok(match u.int_in_range(0..=24)? {
        0 => PlainVersion::Latest,
        number => PlainVersion::Numbered(number),
    }
    .into())
}

impl Counting {
    /// Each snapshot has what plain maps have, and so has each difference of two.
    pub fn check(&self) {
        let tally = Tally::new(self.versions.iter().copied(), self.threads);
        let mut model = Model::default();
        model.listed.extend(self.versions.iter().map(|version| (*version, Count::ZERO)));
        let mut recorders = vec![tally.recorder()];
        let mut before = tally.snapshot();
        let mut since = model.clone();
        for event in &self.events {
            match *event {
                Event::Recorder => recorders.push(tally.recorder()),
                Event::Record { recorder, version, outcome, times } => {
                    let recorder = &recorders[recorder % recorders.len()];
                    (0..times).for_each(|_| recorder.record(version, outcome));
                    model.record(version, outcome, times);
                    since.record(version, outcome, times);
                }
                Event::Snapshot => {
                    let now = tally.snapshot();
                    model.is(&now);
                    since.is(&now.since(&before));
                    assert_eq!(before.plus(&now.since(&before)), now);
                    again(&now);
                    hold(&now);
                    before = now;
                    since.begin();
                }
            }
        }
        drop(recorders);
        model.is(&tally.snapshot());
    }
}

#[derive(Clone, Default)]
struct Model {
    listed: BTreeMap<Version, Count>,
    unlisted: Count,
}

impl Model {
    fn record(&mut self, version: Version, outcome: Outcome, times: u8) {
        let count = self.listed.get_mut(&version).unwrap_or(&mut self.unlisted);
        match outcome {
            Outcome::Success => count.successes += u64::from(times),
            Outcome::Failure => count.failures += u64::from(times),
        }
    }

    fn begin(&mut self) {
        self.listed.values_mut().for_each(|count| *count = Count::ZERO);
        self.unlisted = Count::ZERO;
    }

    fn is(&self, counts: &Counts) {
        assert!(counts.iter().eq(self.listed.iter().map(|(version, count)| (*version, *count))));
        assert_eq!(counts.unlisted(), self.unlisted);
    }
}
