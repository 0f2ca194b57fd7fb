//! Grouping by counting, which takes a fraction of what comparing does.

use alloc::vec::Vec;
use core::mem;

/// Groups one list after the other in the same memory.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// How often each number stands there; then where its places come; then where they end.
    ends: Vec<usize>,
    places: Vec<usize>,
}

impl Groups {
    /// The places in a list of numbers below `end`, by the numbers.
    pub(super) fn of(&mut self, numbers: impl Iterator<Item = usize> + Clone, end: usize) -> &Self {
        let Self { ends, places } = self;
        ends.clear();
        ends.resize(end, 0);
        numbers.clone().for_each(|number| {
            if let Some(count) = ends.get_mut(number) {
                *count = count.saturating_add(1);
            }
        });
        let mut before = 0_usize;
        for end in ends.iter_mut() {
            before = before.saturating_add(mem::replace(end, before));
        }
        // Each is written over.
        places.resize(before, 0);
        for (place, number) in numbers.enumerate() {
            let Some(end) = ends.get_mut(number) else { continue };
            if let Some(slot) = places.get_mut(*end) {
                *slot = place;
            }
            *end = end.saturating_add(1);
        }
        self
    }

    /// All places, in the order of their numbers.
    pub(super) fn in_order(&self) -> &[usize] {
        &self.places
    }

    /// The places of each number.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[usize]> {
        let (places, mut start) = (&*self.places, 0);
        self.ends.iter().map(move |&end| {
            let group = places.get(start..end).unwrap_or_default();
            start = end;
            group
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Groups;

    #[test]
    fn places_come_by_their_numbers_and_equal_ones_as_they_stood() {
        let lists: [&[usize]; 6] =
            [&[], &[0], &[2, 1, 0], &[0, 1, 2], &[1, 1, 1], &[2, 0, 2, 1, 0]];
        let mut groups = Groups::default();
        for numbers in lists {
            let places =
                |of| (0..numbers.len()).filter(move |&place| numbers.get(place) == Some(&of));
            let expected: [Vec<_>; 3] = [0, 1, 2].map(|number| places(number).collect());
            let found: Vec<_> = groups.of(numbers.iter().copied(), 3).iter().collect();
            assert_eq!(found, expected);
            assert_eq!(groups.in_order(), expected.concat());
        }
    }
}
