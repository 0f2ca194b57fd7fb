//! Putting in order by counting, which takes a fraction of what comparing does.

use alloc::vec;
use alloc::vec::Vec;
use core::mem;

/// The places of numbers below `end`, in the order of the numbers.
pub(super) fn in_order(numbers: impl Iterator<Item = usize> + Clone, end: usize) -> Vec<usize> {
    // How often each number stands there, then where its places come.
    let mut starts = vec![0_usize; end];
    numbers.clone().for_each(|number| {
        if let Some(count) = starts.get_mut(number) {
            *count = count.saturating_add(1);
        }
    });
    let mut before = 0_usize;
    for start in &mut starts {
        before = before.saturating_add(mem::replace(start, before));
    }
    let mut order = vec![0; before];
    for (place, number) in numbers.enumerate() {
        let Some(start) = starts.get_mut(number) else { continue };
        if let Some(slot) = order.get_mut(*start) {
            *slot = place;
        }
        *start = start.saturating_add(1);
    }
    order
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::in_order;

    #[test]
    fn places_come_in_the_order_of_the_numbers_and_equal_ones_as_they_stood() {
        let lists: [&[usize]; 6] =
            [&[], &[0], &[2, 1, 0], &[0, 1, 2], &[1, 1, 1], &[2, 0, 2, 1, 0]];
        for numbers in lists {
            let mut expected: Vec<_> = (0..numbers.len()).collect();
            expected.sort_by_key(|&place| numbers.get(place));
            assert_eq!(in_order(numbers.iter().copied(), 3), expected);
        }
    }
}
