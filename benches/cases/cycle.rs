//! The loop that all cases share, so that floors and things bear the same bookkeeping.

use std::hint::black_box;
use std::rc::Rc;

use pointsman::{ResolveError, Version};

/// Requests that come round and round.
pub struct Cycle<T> {
    /// A power of two of them, so that a mask finds the next: a division would cost more than some
    /// of the things measured.
    items: Rc<[T]>,
    index: usize,
}

impl<T> Cycle<T> {
    pub fn over(items: &Rc<[T]>) -> Self {
        assert!(items.len().is_power_of_two());
        Self { items: Rc::clone(items), index: 0 }
    }

    /// Throughput: calls may overlap.
    #[inline]
    pub fn each<O>(&mut self, count: usize, mut call: impl FnMut(&T) -> O) {
        let (items, mask) = (&*self.items, self.items.len() - 1);
        let mut index = self.index;
        for _ in 0..count {
            index = index.wrapping_add(1);
            black_box(call(black_box(&items[index & mask])));
        }
        self.index = index;
    }

    /// Latency: which request is next is known when the last has its outcome.
    #[inline]
    pub fn chain<O: Outcome>(&mut self, count: usize, mut call: impl FnMut(&T) -> O) {
        let (items, mask) = (&*self.items, self.items.len() - 1);
        let mut index = self.index;
        let mut nothing = 0;
        for _ in 0..count {
            index = index.wrapping_add(1);
            let outcome = call(black_box(&items[(index ^ nothing) & mask]));
            nothing = black_box(outcome).nothing();
        }
        self.index = index;
    }
}

/// What the caller uses of an answer.
pub trait Outcome {
    /// 0, but only the processor finds out, and only once it has the outcome.
    fn nothing(self) -> usize;
}

impl Outcome for bool {
    fn nothing(self) -> usize {
        // Of a `bool` the compiler would know.
        black_box(usize::from(self)) >> 1
    }
}

impl Outcome for usize {
    fn nothing(self) -> usize {
        self >> (usize::BITS - 1)
    }
}

impl Outcome for (Version, &()) {
    fn nothing(self) -> usize {
        usize::try_from(self.0.number().unwrap_or(0) >> 63).unwrap_or(0)
    }
}

impl<O: Outcome> Outcome for Option<O> {
    fn nothing(self) -> usize {
        self.map_or(0, Outcome::nothing)
    }
}

impl<O: Outcome> Outcome for Result<O, ResolveError> {
    fn nothing(self) -> usize {
        self.map_or(0, Outcome::nothing)
    }
}
