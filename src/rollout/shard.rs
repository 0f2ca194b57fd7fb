//! Counters on memory of their own.

use alloc::sync::Arc;
use core::sync::atomic::{AtomicU64, Ordering};

use super::{Count, Outcome};

/// The counters of one thread: of each position in the list of versions, and of each outcome.
#[derive(Clone, Default)]
pub(super) struct Shard(Arc<[Line]>);

/// Counters that share no cache line with anything else.
///
/// 128 bytes: what a processor with lines of 64 bytes fetches as a pair, and a line of some others.
#[derive(Default)]
#[repr(align(128))]
struct Line([AtomicU64; Line::CELLS]);

impl Line {
    const CELLS: usize = 16;
}

const _: () = assert!(size_of::<Line>() == 128, "a line is full of counters");

impl Shard {
    pub(super) fn of_positions(positions: usize) -> Self {
        let cells = positions.saturating_mul(2);
        Self((0..cells.div_ceil(Line::CELLS)).map(|_| Line::default()).collect())
    }

    #[inline]
    fn cell(&self, position: usize, outcome: Outcome) -> Option<&AtomicU64> {
        let cell = position.saturating_mul(2).saturating_add(match outcome {
            Outcome::Success => 0,
            Outcome::Failure => 1,
        });
        self.0.get(cell / Line::CELLS)?.0.get(cell % Line::CELLS)
    }

    // Nothing is decided by a count while it rises, so nothing has to be ordered.
    #[inline]
    pub(super) fn add_one(&self, position: usize, outcome: Outcome) {
        if let Some(cell) = self.cell(position, outcome) {
            cell.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn count(&self, position: usize) -> Count {
        let [successes, failures] = [Outcome::Success, Outcome::Failure].map(|outcome| {
            self.cell(position, outcome).map_or(0, |cell| cell.load(Ordering::Relaxed))
        });
        Count { successes, failures }
    }
}
