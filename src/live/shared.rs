//! What all handles of a router share.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use core::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;

use super::generation::Generation;
use super::register::Register;
use crate::{Function, FunctionId, RoutingTable};

/// The functions that are served, as writers see them.
pub(super) type Models<T> = BTreeMap<FunctionId, Function<T>>;

/// The models, the table that was made of them, and who holds which table.
///
/// Locks are taken in the order of the fields, and none while an embedder's payload is dropped.
pub(super) struct Shared<T> {
    models: Mutex<Models<T>>,
    register: Mutex<Register<T>>,
    served: Apart<ArcSwap<Generation<T>>>,
}

/// What every load reads, on cache lines that nothing else is written to.
#[repr(align(128))]
struct Apart<V>(V);

impl<T> Shared<T> {
    pub(super) fn new(models: Models<T>, table: RoutingTable<T>) -> Self {
        let first = Arc::new(Generation { number: 1, table });
        let register = Mutex::new(Register::new(&first));
        Self { models: Mutex::new(models), register, served: Apart(ArcSwap::new(first)) }
    }

    pub(super) fn served(&self) -> &ArcSwap<Generation<T>> {
        &self.served.0
    }

    pub(super) fn models(&self) -> MutexGuard<'_, Models<T>> {
        lock(&self.models)
    }

    pub(super) fn register(&self) -> MutexGuard<'_, Register<T>> {
        lock(&self.register)
    }

    /// Serves a table, and returns the one that was served: to be dropped when no lock is held. Models
    /// are locked, so that no other table is made of the same ones.
    pub(super) fn serve(
        &self,
        _models: &MutexGuard<'_, Models<T>>,
        table: RoutingTable<T>,
    ) -> Arc<Generation<T>> {
        let mut register = self.register();
        let generation = Arc::new(Generation { number: register.next_number(), table });
        register.add_generation(&generation);
        self.served().swap(generation)
    }
}

/// A panic in an embedder's code leaves what is locked as it was: all of it is changed at the end of a
/// change, where nothing of theirs is called.
fn lock<V>(mutex: &Mutex<V>) -> MutexGuard<'_, V> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The served table as a reader's cache asks for it.
pub(super) struct Served<T>(pub(super) Arc<Shared<T>>);

impl<T> Deref for Served<T> {
    type Target = ArcSwap<Generation<T>>;

    #[inline]
    fn deref(&self) -> &Self::Target {
        self.0.served()
    }
}
