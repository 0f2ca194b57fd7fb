//! Models of what threads meet by. Those of loom, and where it has none, the same over its atomics,
//! in the standard library's memory orders. Memory itself is real and kept too long rather than freed
//! too early: what is modelled is who sees which count.

use core::ops::Deref;

use loom::sync::atomic::AtomicUsize;
pub(in crate::live) use loom::sync::atomic::{AtomicU64, Ordering, fence};
pub(in crate::live) use loom::sync::{Mutex, MutexGuard};

struct Counted<T> {
    strong: AtomicUsize,
    value: T,
}

pub(in crate::live) struct Arc<T>(std::sync::Arc<Counted<T>>);

impl<T> Arc<T> {
    pub(in crate::live) fn new(value: T) -> Self {
        Self(std::sync::Arc::new(Counted { strong: AtomicUsize::new(1), value }))
    }

    pub(in crate::live) fn downgrade(this: &Self) -> Weak<T> {
        Weak(std::sync::Arc::clone(&this.0))
    }
}

impl<T> Clone for Arc<T> {
    fn clone(&self) -> Self {
        self.0.strong.fetch_add(1, Ordering::Relaxed);
        Self(std::sync::Arc::clone(&self.0))
    }
}

impl<T> Deref for Arc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T> Drop for Arc<T> {
    fn drop(&mut self) {
        if self.0.strong.fetch_sub(1, Ordering::Release) == 1 {
            fence(Ordering::Acquire);
        }
    }
}

pub(in crate::live) struct Weak<T>(std::sync::Arc<Counted<T>>);

impl<T> Weak<T> {
    pub(in crate::live) fn strong_count(&self) -> usize {
        self.0.strong.load(Ordering::Relaxed)
    }

    pub(in crate::live) fn upgrade(&self) -> Option<Arc<T>> {
        let one_more = |count: usize| (count > 0).then(|| count.wrapping_add(1));
        let raised = self.0.strong.fetch_update(Ordering::Acquire, Ordering::Relaxed, one_more);
        raised.is_ok().then(|| Arc(std::sync::Arc::clone(&self.0)))
    }
}

/// `arc-swap` promises of a pointer what a lock does; how it does without one is tried by its authors.
pub(in crate::live) struct ArcSwap<T>(Mutex<Arc<T>>);

impl<T> ArcSwap<T> {
    pub(in crate::live) fn new(value: Arc<T>) -> Self {
        Self(Mutex::new(value))
    }

    pub(in crate::live) fn load_full(&self) -> Arc<T> {
        Arc::clone(&super::lock(&self.0))
    }

    pub(in crate::live) fn swap(&self, value: Arc<T>) -> Arc<T> {
        core::mem::replace(&mut super::lock(&self.0), value)
    }
}
