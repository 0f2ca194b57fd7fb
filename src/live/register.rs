//! Who holds which table.

use alloc::vec::Vec;

use super::generation::Generation;
use super::mark::Mark;
use super::sync::{Arc, Ordering, Weak, fence};

/// Who holds a table: see [`Router::snapshots`](super::Router::snapshots).
///
/// ```
/// use pointsman::live::Router;
/// use pointsman::Function;
///
/// let router = Router::new([Function::new("B".parse()?, ())])?;
/// let request = router.snapshot();
/// let [held] = router.snapshots()[..] else { panic!("one table") };
/// assert_eq!((held.generation, held.requests, held.idle_readers), (1, 1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SnapshotUse {
    /// Which table: tables are counted from 1 in the order in which they were served.
    pub generation: u64,
    /// How many hold it: [`Snapshot`](super::Snapshot)s and their clones, and
    /// [`Guard`](super::Guard)s.
    pub requests: usize,
    /// How many [`Reader`](super::Reader)s cache it and serve no request.
    pub idle_readers: usize,
}

/// All tables that are held, and all readers.
pub(super) struct Register<T> {
    /// Ascending, the served one last.
    generations: Vec<(u64, Weak<Generation<T>>)>,
    readers: Vec<Weak<Mark>>,
}

impl<T> Register<T> {
    pub(super) fn new(first: &Arc<Generation<T>>) -> Self {
        let mut register = Self { generations: Vec::new(), readers: Vec::new() };
        register.add_generation(first);
        register
    }

    pub(super) fn add_generation(&mut self, generation: &Arc<Generation<T>>) {
        let entry = (generation.number, Arc::downgrade(generation));
        add(&mut self.generations, entry, |(_, held)| held.strong_count() > 0);
    }

    pub(super) fn add_reader(&mut self, mark: &Arc<Mark>) {
        add(&mut self.readers, Arc::downgrade(mark), |mark| mark.strong_count() > 0);
    }

    /// The number of the table that is served next.
    pub(super) fn next_number(&self) -> u64 {
        self.generations.last().map_or(1, |(number, _)| number.wrapping_add(1))
    }

    pub(super) fn uses(&self) -> Vec<SnapshotUse> {
        let mut uses: Vec<SnapshotUse> = Vec::new();
        for (generation, held) in &self.generations {
            let requests = held.strong_count();
            if requests > 0 {
                uses.push(SnapshotUse { generation: *generation, requests, idle_readers: 0 });
            }
        }
        // Whoever has let go of a table has said so before: what is read from here on is no older. One
        // who takes the served table up meanwhile is told as idle, but was not counted.
        fence(Ordering::Acquire);
        // The router itself holds the one that it serves.
        if let Some(served) = uses.last_mut() {
            served.requests = served.requests.saturating_sub(1);
        }
        for mark in self.readers.iter().filter_map(Weak::upgrade) {
            let (generation, busy) = mark.read();
            let cached = uses.binary_search_by_key(&generation, |each| each.generation);
            if let Some(cached) = cached.ok().and_then(|index| uses.get_mut(index))
                && !busy
            {
                cached.requests = cached.requests.saturating_sub(1);
                cached.idle_readers = cached.idle_readers.saturating_add(1);
            }
        }
        uses
    }
}

/// Adds to a list of which those that are no longer alive are cleared away before it grows: so it is
/// never longer than a few, or twice those that once were alive together, and adding costs a constant
/// time on average.
fn add<V>(list: &mut Vec<V>, entry: V, is_alive: impl Fn(&V) -> bool) {
    const FEW: usize = 8;
    if list.len() == list.capacity() {
        list.retain(is_alive);
        list.reserve(list.len().max(FEW));
    }
    list.push(entry);
}
