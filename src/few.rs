//! A list that mostly has one entry.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::mem;
use core::ops::{Deref, DerefMut};

/// A list that needs no memory of its own for one entry: among a million functions each piece of memory that
/// is not taken, and not given back, is felt.
#[derive(Clone, Default)]
pub(crate) enum Few<T> {
    #[default]
    None,
    One(T),
    Several(Vec<T>),
}

impl<T> Few<T> {
    /// Adds one at the end.
    pub(crate) fn push(&mut self, entry: T) {
        *self = match mem::take(self) {
            Self::None => Self::One(entry),
            Self::One(first) => Self::Several(vec![first, entry]),
            Self::Several(mut entries) => {
                entries.push(entry);
                Self::Several(entries)
            }
        };
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut entries = entries.into_iter();
        match (entries.next(), entries.next()) {
            (None, _) => Self::None,
            (Some(first), None) => Self::One(first),
            (Some(first), Some(second)) => {
                let mut several: Vec<_> = [first, second].into_iter().chain(entries).collect();
                several.shrink_to_fit();
                Self::Several(several)
            }
        }
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::None => &[],
            Self::One(entry) => core::slice::from_ref(entry),
            Self::Several(entries) => entries,
        }
    }
}

impl<T> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::None => &mut [],
            Self::One(entry) => core::slice::from_mut(entry),
            Self::Several(entries) => entries,
        }
    }
}

impl<T: PartialEq> PartialEq for Few<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Few<T> {}

impl<T: Hash> Hash for Few<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&**self).finish()
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Few;

    #[test]
    fn it_is_the_list_that_it_was_made_of_or_that_was_put_in() {
        for length in 0..4 {
            let list: Vec<_> = (0..length).collect();
            let made: Few<_> = list.iter().copied().collect();
            let mut grown = Few::None;
            for &entry in &list {
                grown.push(entry);
            }
            assert_eq!((&*made, &*grown), (&*list, &*list));
            assert_eq!(made, grown);
        }
    }
}
