use core::fmt;
use core::str::FromStr;

use thiserror::Error;

use crate::Excerpt;

/// A range of integers, as a `range` test has it.
///
/// # Syntax
///
/// `(a,b)`, `[a,b]`, `[a,b)` or `(a,b]`: a round bracket leaves its bound out. The bounds are
/// `i64` in decimal, with a sign and leading zeros if wanted, and spaces beside them. The full-width
/// `，（）［］` are read too. It is held as a closed interval, and always printed `[a,b]`.
///
/// # Ordering
///
/// By the lower bound, then by the upper.
///
/// ```
/// use pointsman::Interval;
///
/// let interval: Interval = "(0,100)".parse()?;
/// assert_eq!(interval.to_string(), "[1,99]");
/// assert!(interval.accepts(b"007"));
/// assert!(!interval.accepts(b"7.0"));
/// assert!("(5,6)".parse::<Interval>().is_err());
/// # Ok::<(), pointsman::IntervalError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    lower: i64,
    upper: i64,
}

impl Interval {
    /// The closed interval from `lower` to `upper`.
    ///
    /// ```
    /// use pointsman::Interval;
    ///
    /// assert_eq!(Interval::closed(1, 5)?.to_string(), "[1,5]");
    /// assert!(Interval::closed(5, 4).is_err());
    /// # Ok::<(), pointsman::IntervalError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `lower` is above `upper`.
    pub fn closed(lower: i64, upper: i64) -> Result<Self, IntervalError> {
        if lower > upper {
            return Err(IntervalError::Reversed(lower, upper));
        }
        Ok(Self { lower, upper })
    }

    /// The least integer in it.
    #[must_use]
    pub fn lower(self) -> i64 {
        self.lower
    }

    /// The greatest integer in it.
    #[must_use]
    pub fn upper(self) -> i64 {
        self.upper
    }

    /// Whether the value is, whole, an integer in the interval: an optional `-` or `+` and ASCII
    /// digits, leading zeros allowed. Anything else is not, and neither is what `i64` can't hold.
    ///
    /// ```
    /// use pointsman::Interval;
    ///
    /// let interval = Interval::closed(-5, 5)?;
    /// assert!(interval.accepts(b"-05"));
    /// assert!(!interval.accepts(b" 5"));
    /// # Ok::<(), pointsman::IntervalError>(())
    /// ```
    #[must_use]
    pub fn accepts(self, value: &[u8]) -> bool {
        parse_integer(value).is_some_and(|value| self.contains(value))
    }

    /// Whether the integer is in it.
    ///
    /// ```
    /// use pointsman::Interval;
    ///
    /// assert!(Interval::closed(-5, 5)?.contains(5));
    /// # Ok::<(), pointsman::IntervalError>(())
    /// ```
    #[must_use]
    pub fn contains(self, value: i64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

/// An integer as a request's value must be written: exactly what `i64` itself parses.
///
/// Eight digits at once, within a word, made a request of six digits no more than a thirtieth faster.
// Inlined, it took registers from the rules that ask for no integer.
#[inline(never)]
pub(crate) fn parse_integer(value: &[u8]) -> Option<i64> {
    let (is_negative, digits) = match value {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    // So many digits can't be too large. Of more, some may be leading zeros.
    if !(1..=18).contains(&digits.len()) {
        return parse_long_integer(is_negative, digits);
    }
    let mut magnitude = 0_i64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        magnitude = magnitude.wrapping_mul(10).wrapping_add(digit.into());
    }
    Some(if is_negative { magnitude.wrapping_neg() } else { magnitude })
}

/// Of no digits, or of many. A stranger may send thousands of zeros, and many rules may ask for them:
/// so they are passed over by the word.
#[cold]
fn parse_long_integer(is_negative: bool, digits: &[u8]) -> Option<i64> {
    let (words, _) = digits.as_chunks::<16>();
    let zeros = words.iter().take_while(|&word| *word == [b'0'; 16]).count().saturating_mul(16);
    // What are zeros alone keeps some of them.
    let digits = digits.get(zeros.min(digits.len().saturating_sub(1))..)?;
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    let digits = digits.get(zeros.min(digits.len().saturating_sub(1))..)?;
    let magnitude: u64 = match digits {
        [b'0'..=b'9', ..] if digits.len() <= 19 => {
            core::str::from_utf8(digits).ok()?.parse().ok()?
        }
        _ => return None,
    };
    if is_negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, IntervalError> {
        let syntax = || IntervalError::Syntax(Excerpt::of(text));
        let mut inner = text.chars();
        let lower_open = match inner.next() {
            Some('(' | '（') => true,
            Some('[' | '［') => false,
            _ => return Err(syntax()),
        };
        let upper_open = match inner.next_back() {
            Some(')' | '）') => true,
            Some(']' | '］') => false,
            _ => return Err(syntax()),
        };
        let (lower, upper) = inner.as_str().split_once([',', '，']).ok_or_else(syntax)?;
        let bound = |bound: &str| {
            let bound = bound.trim_matches(' ');
            let digits = bound.strip_prefix(['-', '+']).unwrap_or(bound);
            if !crate::version::is_digits(digits) {
                return Err(syntax());
            }
            bound.parse::<i64>().map_err(|_| IntervalError::Bound(Excerpt::of(bound)))
        };
        let (mut lower, mut upper) = (bound(lower)?, bound(upper)?);
        let empty = || IntervalError::Empty(Excerpt::of(text));
        if lower_open {
            lower = lower.checked_add(1).ok_or_else(empty)?;
        }
        if upper_open {
            upper = upper.checked_sub(1).ok_or_else(empty)?;
        }
        Self::closed(lower, upper).map_err(|_| empty())
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{},{}]", self.lower, self.upper)
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Interval({self})")
    }
}

/// Why a text or a pair of bounds is not an [`Interval`].
///
/// ```
/// use pointsman::Interval;
///
/// let error = "(5,6)".parse::<Interval>().unwrap_err();
/// assert_eq!(error.to_string(), "interval `(5,6)` holds no integer");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IntervalError {
    /// Not written as an interval.
    #[error("interval {0} must be written `[a,b]`, `(a,b)`, `[a,b)` or `(a,b]` with whole numbers")]
    Syntax(Excerpt),
    /// A bound that `i64` can't hold.
    #[error("bound {0} does not fit 64 bits")]
    Bound(Excerpt),
    /// No integer lies between the bounds.
    #[error("interval {0} holds no integer")]
    Empty(Excerpt),
    /// The bounds are in the wrong order.
    #[error("interval `[{0},{1}]` holds no integer")]
    Reversed(i64, i64),
}
