//! A thing to measure.

use std::fmt::Display;

/// Does the thing so many times, going on where it stopped.
pub type Run = Box<dyn FnMut(usize)>;

/// A thing to measure, under a name, and what it may cost.
pub struct Case {
    /// It begins with the subject's name.
    pub id: String,
    pub limit: Option<Limit>,
    make: Box<dyn FnOnce() -> Run>,
}

/// What a case is compared with.
pub struct Limit {
    /// The id of another case of the same subject.
    pub floor: String,
    /// So many times as much is the most that the case may cost, if that is settled.
    pub most: Option<f64>,
}

impl Case {
    /// What `make` does before it returns is not measured: it is there to build and to assert, and
    /// is not called before the case is chosen.
    pub fn new(id: impl Display, make: impl FnOnce() -> Run + 'static) -> Self {
        Self { id: id.to_string(), limit: None, make: Box::new(make) }
    }

    /// The same, at most so many times the floor.
    pub fn at_most(self, most: f64, floor: impl Display) -> Self {
        self.within(Some(most), floor)
    }

    /// The same, to be read beside the floor.
    pub fn beside(self, floor: impl Display) -> Self {
        self.within(None, floor)
    }

    /// The same, at most so many times the floor if that is settled.
    pub fn within(self, most: Option<f64>, floor: impl Display) -> Self {
        Self { limit: Some(Limit { floor: floor.to_string(), most }), ..self }
    }

    pub fn prepare(self) -> Run {
        (self.make)()
    }
}
