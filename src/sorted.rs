//! A map of few entries: a sorted list.

use alloc::vec::Vec;
use core::borrow::Borrow;

/// A map as a list, ascending by key.
///
/// A function has few versions and few aliases, and mostly gets new ones at the end. A list of them
/// takes what they need and no more, where a node of a `BTreeMap` has room for eleven: with it a
/// million functions took 2.7 GB.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct SortedMap<K, V>(Vec<(K, V)>);

impl<K: Ord, V> SortedMap<K, V> {
    pub(crate) const EMPTY: Self = Self(Vec::new());

    /// The map of these entries, unless a key stands twice.
    ///
    /// Put in one by one, entries that descend, or that stand as texts are sorted (1, 10, 2), would each
    /// move others that came before.
    #[cfg(feature = "serde")]
    pub(crate) fn of_distinct(mut entries: Vec<(K, V)>) -> Option<Self> {
        if !entries.is_sorted_by(|(one, _), (other, _)| one < other) {
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            repeated(&entries).is_none().then_some(())?;
        }
        Some(Self(entries))
    }

    fn position<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        // Most are asked for the last, or take one behind it.
        match self.0.last() {
            Some((last, _)) if last.borrow() < key => Err(self.0.len()),
            _ => self.0.binary_search_by(|(each, _)| each.borrow().cmp(key)),
        }
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entry(key).map(|(_, value)| value)
    }

    pub(crate) fn entry<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        let (key, value) = self.0.get(self.position(key).ok()?)?;
        Some((key, value))
    }

    /// Puts a value under a key, and returns the one that was there.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.position(&key) {
            Ok(position) => self.0.get_mut(position).map(|(_, old)| core::mem::replace(old, value)),
            Err(position) => {
                reserve_one(&mut self.0);
                self.0.insert(position, (key, value));
                None
            }
        }
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let position = self.position(key).ok()?;
        Some(self.0.remove(position).1)
    }

    /// The entries, ascending by key.
    pub(crate) fn entries(&self) -> &[(K, V)] {
        &self.0
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&K, &V)> + DoubleEndedIterator {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

/// Of entries with one key the last stays.
impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let mut map = Self(Vec::with_capacity(entries.size_hint().0));
        entries.for_each(|(key, value)| drop(map.insert(key, value)));
        map
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = alloc::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Makes room for one more, as a list does by itself, but beginning with no more than a piece of memory
/// has at the least, not with four: of lists that mostly stay short there may be millions.
pub(crate) fn reserve_one<T>(list: &mut Vec<T>) {
    /// What allocators round up to.
    const LEAST: usize = 24;

    match list.len() {
        0 if list.capacity() == 0 => {
            *list = Vec::with_capacity(LEAST.checked_div(size_of::<T>()).unwrap_or(1).max(1));
        }
        length if length == list.capacity() => list.reserve_exact(length),
        _ => {}
    }
}

/// The first key that stands twice in entries that are sorted by their keys.
pub(crate) fn repeated<K: PartialEq, V>(entries: &[(K, V)]) -> Option<&K> {
    entries.windows(2).find_map(|pair| match pair {
        [(lower, _), (upper, _)] if lower == upper => Some(lower),
        _ => None,
    })
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use alloc::vec::Vec;

    use super::SortedMap;

    #[test]
    fn entries_come_in_any_order_and_no_key_twice() {
        for keys in [&[][..], &[1], &[1, 2, 3], &[3, 2, 1], &[2, 3, 1]] {
            let map = SortedMap::of_distinct(keys.iter().map(|&key| (key, ())).collect());
            let read: Option<Vec<_>> = map.map(|map| map.iter().map(|(&key, ())| key).collect());
            let mut sorted = keys.to_vec();
            sorted.sort_unstable();
            assert_eq!(read, Some(sorted));
        }
        for keys in [&[1, 1][..], &[1, 2, 2], &[2, 1, 2], &[2, 2, 1]] {
            let entries = keys.iter().map(|&key| (key, ())).collect();
            assert_eq!(SortedMap::of_distinct(entries), None);
        }
    }
}
