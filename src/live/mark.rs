//! What a reader says of itself.

use super::sync::{AtomicU64, Ordering};

/// Which generation a reader caches, and whether a request is on it.
///
/// Its reader alone writes it, at every load and every drop of a guard: so it has cache lines of its
/// own, and plain stores do. Nothing is decided by it, so nothing has to be ordered.
#[derive(Debug, Default)]
#[repr(align(128))]
pub(super) struct Mark(AtomicU64);

impl Mark {
    const BUSY: u64 = 1;

    #[inline]
    pub(super) fn busy(&self, generation: u64) {
        self.0.store(generation << 1 | Self::BUSY, Ordering::Relaxed);
    }

    #[inline]
    pub(super) fn idle(&self, generation: u64) {
        self.0.store(generation << 1, Ordering::Relaxed);
    }

    /// The reader caches nothing: there is no generation 0.
    pub(super) fn nothing(&self) {
        self.idle(0);
    }

    /// The generation that the reader caches, and whether a request is on it.
    pub(super) fn read(&self) -> (u64, bool) {
        let raw = self.0.load(Ordering::Relaxed);
        (raw >> 1, raw & Self::BUSY != 0)
    }
}
