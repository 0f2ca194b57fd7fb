use core::fmt;
use core::str::FromStr;

use thiserror::Error;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::Excerpt;

/// Where a request falls on the unit interval: `n / 2^64` for a `u64` *n*.
///
/// It is the one source of variety in routing. A request brings its point, made in one of these
/// ways; all that follows is a pure function. There is no default: with one and the same point every
/// request without a sticky key would get the same version.
///
/// | made by | for |
/// |---|---|
/// | [`Point::sticky`] | the same user on the same version, on every machine and in every release |
/// | `Point::random` | an independent draw (feature `rand`) |
/// | [`Point::sequence`] | the most even spread, from a counter |
/// | [`Point::from_ratio`] | a bucket of the embedder's own hash |
/// | `Point::from(u64)` | whatever else is spread over all of `u64` |
///
/// # Syntax
///
/// 16 hexadecimal digits; printed in lower case.
///
/// # Ordering
///
/// Along the interval.
///
/// ```
/// use pointsman::Point;
///
/// let point = Point::sticky("default/B:release", "Bob");
/// assert_eq!(point.to_string(), "255979608fed916e");
/// assert_eq!("255979608fed916e".parse(), Ok(point));
/// assert_eq!(Point::from(0x2559_7960_8fed_916e), point);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point(u64);

impl Point {
    /// The least point, 0.
    pub const MIN: Self = Self(0);

    /// The greatest point, just below 1.
    pub const MAX: Self = Self(u64::MAX);

    /// The point of a key: `XXH3_64(key, seed = XXH3_64(salt, seed = 0))`.
    ///
    /// The same salt and key give the same point for ever: on every machine, in every release of
    /// this crate, and in every language that has [XXH3]. Keys under one salt are independent of the
    /// same keys under another.
    ///
    /// XXH3 is not keyed against an adversary: someone who knows the salt and may choose the key
    /// can choose the version.
    ///
    /// # Cost
    ///
    /// Two hashes. An alias that is sticky has its salt hashed when the table is made, which leaves
    /// one.
    ///
    /// ```
    /// use pointsman::Point;
    ///
    /// assert_eq!(Point::sticky("default/B:prepub", "user-42"), Point::from(0xe800_f819_53ec_5a81));
    /// ```
    ///
    /// [XXH3]: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
    #[must_use]
    pub fn sticky(salt: impl AsRef<[u8]>, key: impl AsRef<[u8]>) -> Self {
        SaltSeed::of(salt.as_ref()).point(key.as_ref())
    }

    /// One `u64` drawn from the caller's generator.
    ///
    /// ```
    /// use pointsman::Point;
    /// use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
    ///
    /// let mut generator = ChaCha8Rng::seed_from_u64(1);
    /// assert_ne!(Point::random(&mut generator), Point::random(&mut generator));
    /// ```
    #[cfg(feature = "rand")]
    #[must_use]
    pub fn random<R: rand_core::Rng + ?Sized>(rng: &mut R) -> Self {
        Self(rng.next_u64())
    }

    /// The *n*-th of an evenly spread sequence: `n * 0x9E37_79B9_7F4A_7C15`, wrapping.
    ///
    /// The factor is 2⁶⁴ divided by the golden ratio: the Weyl sequence of least discrepancy
    /// (Knuth, *The Art of Computer Programming*, volume 3, section 6.4). Where *n* counts this
    /// alias's own requests, for every split of two and every count up to 10⁶ the number of requests
    /// to a version stays within 6 of its exact share; a random draw is off by hundreds. *G*
    /// gateways that count apart are together within 6 · *G*. A counter shared among aliases gives no
    /// such bound.
    ///
    /// ```
    /// use pointsman::{Point, Split, Version, Weight};
    ///
    /// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    /// let hits = (0..1_000).filter(|&n| split.pick(Point::sequence(n)) == v2).count();
    /// assert!((94..=106).contains(&hits));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn sequence(n: u64) -> Self {
        Self(n.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// The point of bucket `n` of `d`: `floor(n * 2^64 / d)`.
    ///
    /// ```
    /// use pointsman::Point;
    ///
    /// assert_eq!(Point::from_ratio(1, 2)?, Point::from(1 << 63));
    /// assert!(Point::from_ratio(100, 100).is_err());
    /// # Ok::<(), pointsman::PointError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `n` is not below `d`.
    pub fn from_ratio(n: u64, d: u64) -> Result<Self, PointError> {
        let error = PointError::Ratio(n, d);
        if n >= d {
            return Err(error);
        }
        let point = (u128::from(n) << 64).checked_div(u128::from(d)).ok_or(error)?;
        u64::try_from(point).map(Self).map_err(|_| error)
    }

    /// Which millionth of the interval the point is in, where millionth *m* ends at
    /// `floor((m + 1) * 2^64 / 10^6)`: so a point is below a cut at *S* millionths if and only if its
    /// millionth is below *S*.
    ///
    /// `p < floor(S * 2^64 / 10^6)` means `(p + 1) * 10^6 <= S * 2^64`, since all of them are whole;
    /// which is `floor(((p + 1) * 10^6 - 1) / 2^64) < S`.
    #[inline]
    pub(crate) fn millionth(self) -> u32 {
        let scaled = u128::from(self.0).wrapping_mul(1_000_000).wrapping_add(999_999);
        #[expect(clippy::cast_possible_truncation, reason = "it is below 10^6 * 2^64")]
        let millionth = (scaled >> 64) as u32;
        millionth
    }

    /// The numerator over 2⁶⁴.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// A salt once hashed: what [`Point::sticky`] needs of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SaltSeed(u64);

impl SaltSeed {
    pub(crate) fn of(salt: &[u8]) -> Self {
        Self(xxh3_64_with_seed(salt, 0))
    }

    pub(crate) const fn from_raw(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn raw(self) -> u64 {
        self.0
    }

    #[inline]
    pub(crate) fn point(self, key: &[u8]) -> Point {
        /// What is inlined should be little: XXH3 treats keys of up to so many bytes in few
        /// instructions, and has several ways for longer ones.
        const SHORT: usize = 16;

        if key.len() <= SHORT {
            Point(xxh3_64_with_seed(key, self.0))
        } else {
            self.point_of_long(key)
        }
    }

    #[inline(never)]
    fn point_of_long(self, key: &[u8]) -> Point {
        Point(xxh3_64_with_seed(key, self.0))
    }
}

impl From<u64> for Point {
    fn from(numerator: u64) -> Self {
        Self(numerator)
    }
}

impl From<Point> for u64 {
    fn from(point: Point) -> Self {
        point.0
    }
}

impl FromStr for Point {
    type Err = PointError;

    fn from_str(text: &str) -> Result<Self, PointError> {
        // `from_str_radix` would take a sign, too.
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u64::from_str_radix(text, 16) {
            Ok(numerator) if digits => Ok(Self(numerator)),
            _ => Err(PointError::Syntax(Excerpt::of(text))),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Point({self})")
    }
}

/// Why a text or a ratio is not a [`Point`].
///
/// ```
/// use pointsman::Point;
///
/// let error = Point::from_ratio(3, 2).unwrap_err();
/// assert_eq!(error.to_string(), "ratio 3/2 is not below 1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PointError {
    /// Not 16 hexadecimal digits.
    #[error("point {0} must be 16 hexadecimal digits")]
    Syntax(Excerpt),
    /// A ratio that is not below 1.
    #[error("ratio {0}/{1} is not below 1")]
    Ratio(u64, u64),
}

#[cfg(test)]
mod tests {
    use super::Point;

    /// At every cut that a split can have, and beside it.
    #[test]
    fn a_point_is_below_a_cut_if_its_millionth_is() {
        for millionths in 0..=1_000_000_u32 {
            let cut = (u128::from(millionths) << 64) / 1_000_000;
            for point in [cut.saturating_sub(1), cut, cut.saturating_add(1)] {
                let Ok(numerator) = u64::try_from(point) else { continue };
                let is_below = Point::from(numerator).millionth() < millionths;
                assert_eq!(is_below, point < cut, "{numerator} at {millionths}");
            }
        }
    }
}
