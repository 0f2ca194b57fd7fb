//! What threads meet by: the standard library's and `arc-swap`'s, or models of them, under which every
//! order of their steps can be tried.

#[cfg(all(test, loom))]
mod model;

use std::sync::PoisonError;

#[cfg(all(test, loom))]
pub(super) use self::model::{Arc, ArcSwap, AtomicU64, Mutex, MutexGuard, Ordering, Weak, fence};
#[cfg(not(all(test, loom)))]
pub(super) use {
    alloc::sync::{Arc, Weak},
    arc_swap::ArcSwap,
    core::sync::atomic::{AtomicU64, Ordering, fence},
    std::sync::{Mutex, MutexGuard},
};

/// A panic in an embedder's code leaves what is locked as it was: all of it is changed at the end of a
/// change, where nothing of theirs is called.
pub(super) fn lock<V>(mutex: &Mutex<V>) -> MutexGuard<'_, V> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
