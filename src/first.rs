//! What errors keep of the many things that are wrong.

use alloc::vec::Vec;
use core::fmt;

/// How many are kept.
pub(crate) const MAX: usize = 100;

/// The first so many of a list, and how many there are in all. It is printed one a line, then how many
/// more there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct First<T> {
    kept: Vec<T>,
    total: usize,
}

impl<T> First<T> {
    /// Adds one, which is made only if it is kept.
    pub(crate) fn add(&mut self, make: impl FnOnce() -> T) {
        self.total = self.total.saturating_add(1);
        if self.kept.len() < MAX {
            self.kept.push(make());
        }
    }

    pub(crate) fn kept(&self) -> &[T] {
        &self.kept
    }

    /// How many there are.
    pub(crate) fn total(&self) -> usize {
        self.total
    }
}

/// None.
impl<T> Default for First<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), total: 0 }
    }
}

impl<T: fmt::Display> fmt::Display for First<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, each) in self.kept.iter().enumerate() {
            write!(f, "{}{each}", if index == 0 { "" } else { "\n" })?;
        }
        match self.total.saturating_sub(self.kept.len()) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}
