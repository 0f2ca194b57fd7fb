use std::hint::black_box;
use std::time::Instant;

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
        Self { name, course: Box::new(Decisions { contexts, decide, next: 0 }) }
    }

    /// The part of each context.
    pub fn parts(&mut self) -> Vec<usize> {
        self.course.parts()
    }

    /// What a decision costs in nanoseconds, over so many contexts, which go on from those of the
    /// last time. Their number must divide that of all contexts.
    pub fn run(&mut self, count: usize) -> f64 {
        self.course.run(count)
    }
}

/// It hides the type of the contexts; one call goes over many of them, so that it costs nothing.
trait Course {
    fn parts(&mut self) -> Vec<usize>;
    fn run(&mut self, count: usize) -> f64;
}

struct Decisions<C, D> {
    contexts: Vec<C>,
    decide: D,
    next: usize,
}

impl<C, D: FnMut(&C) -> usize> Course for Decisions<C, D> {
    fn parts(&mut self) -> Vec<usize> {
        self.contexts.iter().map(&mut self.decide).collect()
    }

    fn run(&mut self, count: usize) -> f64 {
        let contexts = &self.contexts[self.next..self.next + count];
        let start = Instant::now();
        for context in contexts {
            black_box((self.decide)(black_box(context)));
        }
        let elapsed = start.elapsed();
        self.next = (self.next + count) % self.contexts.len();
        elapsed.as_secs_f64() * 1e9 / f64::from(u32::try_from(count).expect("few"))
    }
}
