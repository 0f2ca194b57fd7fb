use std::hint::black_box;
use std::time::{Duration, Instant};

/// The part of a split with nine tenths.
pub const LARGE: usize = 0;
/// The part of a split with one tenth.
pub const SMALL: usize = 1;

/// One who decides in a case: contexts that were built before, and a decision that turns each into a
/// part.
pub struct Contestant {
    pub name: &'static str,
    course: Box<dyn Course>,
}

impl Contestant {
    pub fn new<C: 'static>(
        name: &'static str,
        contexts: Vec<C>,
        decide: impl FnMut(&C) -> usize + 'static,
    ) -> Self {
        Self { name, course: Box::new(Decisions { contexts, decide }) }
    }

    /// The part of each context.
    pub fn parts(&mut self) -> Vec<usize> {
        self.course.parts()
    }

    /// What a decision costs, over all contexts in turn, in nanoseconds.
    pub fn run(&mut self) -> f64 {
        let (elapsed, decisions) = self.course.run();
        elapsed.as_secs_f64() * 1e9 / f64::from(decisions)
    }
}

/// It hides the type of the contexts; one call goes over all of them, so that it costs nothing.
trait Course {
    fn parts(&mut self) -> Vec<usize>;
    fn run(&mut self) -> (Duration, u32);
}

struct Decisions<C, D> {
    contexts: Vec<C>,
    decide: D,
}

impl<C, D: FnMut(&C) -> usize> Course for Decisions<C, D> {
    fn parts(&mut self) -> Vec<usize> {
        self.contexts.iter().map(&mut self.decide).collect()
    }

    fn run(&mut self) -> (Duration, u32) {
        let start = Instant::now();
        for context in &self.contexts {
            black_box((self.decide)(black_box(context)));
        }
        (start.elapsed(), u32::try_from(self.contexts.len()).expect("few"))
    }
}
