//! Durations as people write them.

use core::fmt;
use core::str::FromStr;
use core::time::Duration;

use thiserror::Error;

use crate::Excerpt;

/// A length of time as text: whole numbers, each with its unit, the larger units first, as in
/// `1h30m`.
///
/// It is read with any numbers, so that `90m` is the same; it is printed with as few units as need
/// be, exact to the nanosecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span(pub(super) Duration);

const NANOS_PER_SEC: u128 = 1_000_000_000;

/// The units and their nanoseconds. A day has 24 hours.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400 * NANOS_PER_SEC),
    ("h", 3_600 * NANOS_PER_SEC),
    ("m", 60 * NANOS_PER_SEC),
    ("s", NANOS_PER_SEC),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(duration) = self;
        if duration.is_zero() {
            return f.write_str("0s");
        }
        let mut rest = duration.as_nanos();
        for (unit, nanos) in UNITS {
            let count = rest.checked_div(nanos).unwrap_or_default();
            rest = rest.checked_rem(nanos).unwrap_or_default();
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Span {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let nanos = nanos(text).ok_or_else(|| DurationError::Syntax(Excerpt::of(text)))?;
        let duration = duration(nanos).ok_or_else(|| DurationError::TooLong(Excerpt::of(text)))?;
        Ok(Self(duration))
    }
}

/// The nanoseconds of a text, at most [`u128::MAX`]; `None` where it is not written as a duration.
fn nanos(text: &str) -> Option<u128> {
    let mut units = UNITS.iter();
    let (mut rest, mut sum) = (text, 0_u128);
    loop {
        let (number, tail) = split(rest, u8::is_ascii_digit)?;
        let (unit, tail) = split(tail, u8::is_ascii_alphabetic)?;
        // The units that are larger have been passed over, so that none can follow.
        let (_, nanos) = units.find(|(name, _)| *name == unit)?;
        // Digits alone: what can't be read is too large.
        let count = number.parse().unwrap_or(u128::MAX);
        sum = sum.saturating_add(nanos.saturating_mul(count));
        if tail.is_empty() {
            return Some(sum);
        }
        rest = tail;
    }
}

/// The bytes at the beginning that are such, at least one, and the rest.
fn split(text: &str, is_such: impl Fn(&u8) -> bool) -> Option<(&str, &str)> {
    let len = text.bytes().take_while(is_such).count();
    text.split_at_checked(len).filter(|(such, _)| !such.is_empty())
}

fn duration(nanos: u128) -> Option<Duration> {
    let secs = u64::try_from(nanos / NANOS_PER_SEC).ok()?;
    let nanos = u32::try_from(nanos % NANOS_PER_SEC).ok()?;
    Some(Duration::new(secs, nanos))
}

/// Serialized as text.
#[cfg(feature = "serde")]
pub(super) mod text {
    use core::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Span;

    pub(crate) fn serialize<S: Serializer>(
        duration: &Duration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        Span(*duration).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Duration, D::Error> {
        Span::deserialize(deserializer).map(|Span(duration)| duration)
    }
}

/// Why a text is not a duration.
///
/// ```
/// use pointsman::rollout::Step;
///
/// let error = "10% for 5min".parse::<Step>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "duration `5min` must be whole numbers with the units d, h, m, s, ms, us, ns, such as `1h30m`",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DurationError {
    /// Not written as a duration.
    #[error(
        "duration {0} must be whole numbers with the units d, h, m, s, ms, us, ns, such as `1h30m`"
    )]
    Syntax(Excerpt),
    /// Longer than [`Duration::MAX`].
    #[error("duration {0} must be below 2^64 seconds")]
    TooLong(Excerpt),
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use core::time::Duration;

    use super::{DurationError, Span};

    #[track_caller]
    fn reads(text: &str, duration: Duration, canonical: &str) {
        assert_eq!(text.parse(), Ok(Span(duration)));
        assert_eq!(Span(duration).to_string(), canonical);
        assert_eq!(canonical.parse(), Ok(Span(duration)));
    }

    #[test]
    fn durations_are_read_and_printed() {
        let minute = Duration::from_secs(60);
        reads("5m", 5 * minute, "5m");
        reads("300s", 5 * minute, "5m");
        reads("1h90m", 150 * minute, "2h30m");
        reads("48h", 2 * 24 * 60 * minute, "2d");
        reads("250ms", Duration::from_millis(250), "250ms");
        reads("0h0ns", Duration::ZERO, "0s");
        reads("007ns", Duration::from_nanos(7), "7ns");
        let one_of_each = Duration::new(86_400 + 3_600 + 60 + 1, 1_001_001);
        reads("1d1h1m1s1ms1us1ns", one_of_each, "1d1h1m1s1ms1us1ns");
        let longest = "213503982334601d7h15s999ms999us999ns";
        reads("18446744073709551615s999999999ns", Duration::MAX, longest);
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "", "5", "m", "5 m", " 5m", "5m ", "1m1h", "1m1m", "1.5h", "-5m", "+5m", "5M", "5min",
            "5µs", "5m30", "٥m", "1e3s",
        ] {
            assert!(matches!(text.parse::<Span>(), Err(DurationError::Syntax(_))), "{text}");
        }
    }

    #[test]
    fn what_is_too_long_is_refused() {
        let digits = "9".repeat(99);
        for text in ["18446744073709551616s", "213503982334601d7h16s", &(digits + "ns")] {
            let error = text.parse::<Span>().map_err(|error| (error, error.to_string()));
            assert!(
                matches!(&error, Err((DurationError::TooLong(_), message))
                    if message.ends_with("` must be below 2^64 seconds")),
                "{error:?}"
            );
        }
    }
}
