//! What all handles of a router share.

use alloc::collections::BTreeMap;

use super::generation::Generation;
use super::register::Register;
use super::sync::{Arc, ArcSwap, AtomicU64, Mutex, MutexGuard, Ordering, lock};
use crate::{Function, FunctionId, RoutingTable};

/// The functions that are served, as writers see them.
pub(super) type Models<T> = BTreeMap<FunctionId, Function<T>>;

/// The models, the table that was made of them, and who holds which table.
///
/// Locks are taken in the order of the fields, and none while an embedder's payload is dropped.
pub(super) struct Shared<T> {
    models: Mutex<Models<T>>,
    register: Mutex<Register<T>>,
    served: Served<T>,
}

/// What every load reads, on cache lines to which nothing else is written.
#[repr(align(128))]
struct Served<T> {
    /// The number of the generation, or of the next while that one is being put there.
    newest: AtomicU64,
    generation: ArcSwap<Generation<T>>,
    /// What a reader caches before it has loaded anything.
    nothing: Arc<Generation<T>>,
}

impl<T> Shared<T> {
    pub(super) fn new(models: Models<T>, table: RoutingTable<T>) -> Self {
        let [nothing, first] = [(0, RoutingTable::default()), (1, table)]
            .map(|(number, table)| Arc::new(Generation { number, table }));
        let register = Mutex::new(Register::new(&first));
        let (newest, generation) = (AtomicU64::new(first.number), ArcSwap::new(first));
        let served = Served { newest, generation, nothing };
        Self { models: Mutex::new(models), register, served }
    }

    /// The number of the generation that is served, or is about to be.
    #[inline]
    pub(super) fn newest(&self) -> u64 {
        self.served.newest.load(Ordering::Acquire)
    }

    pub(super) fn load(&self) -> Arc<Generation<T>> {
        self.served.generation.load_full()
    }

    /// An empty table that stands for none.
    pub(super) fn nothing(&self) -> Arc<Generation<T>> {
        Arc::clone(&self.served.nothing)
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
        let number = register.next_number();
        let generation = Arc::new(Generation { number, table });
        register.add_generation(&generation);
        // Before it is there: whoever has had it as a snapshot finds no older one in a reader.
        self.served.newest.store(number, Ordering::Release);
        self.served.generation.swap(generation)
    }
}
