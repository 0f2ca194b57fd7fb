use std::hash::{BuildHasher, RandomState};

use crate::Point;

/// A point that nobody can foresee, without a generator of our own.
///
/// The standard library makes the keys of each `RandomState` so that no two hash alike, from what the
/// system's generator gave a thread once; what they hash is then a draw. It takes no lock.
pub(super) fn draw() -> Point {
    Point::from(RandomState::new().hash_one(()))
}

#[cfg(test)]
mod tests {
    use super::draw;

    /// A hundred buckets of 1,000 expected, each within 6 standard deviations of 31.5.
    #[test]
    fn draws_are_spread_evenly() {
        let mut buckets = [0_i32; 100];
        for _ in 0..100_000 {
            let bucket = u128::from(draw().get()).wrapping_mul(100) >> 64;
            if let Some(count) = usize::try_from(bucket).ok().and_then(|at| buckets.get_mut(at)) {
                *count = count.wrapping_add(1);
            }
        }
        for count in buckets {
            assert!((811..=1_189).contains(&count), "{buckets:?}");
        }
    }
}
