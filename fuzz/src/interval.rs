//! Intervals, and what is in them.

use pointsman::Interval;

use crate::grammar::{self, integer};
use crate::value::parse_text;

/// The first line is an interval, and each that follows a value that is in it or not.
pub fn parse(text: &str) {
    let (text, values) = text.split_once('\n').unwrap_or((text, ""));
    let interval = parse_text::<Interval>(text);
    let due = grammar::interval(text);
    assert_eq!(interval.map(|interval| (interval.lower(), interval.upper())), due);
    let Some(interval) = interval else { return };
    let (lower, upper) = (interval.lower(), interval.upper());
    assert_eq!(interval.to_string(), format!("[{lower},{upper}]"));
    assert_eq!(Interval::closed(lower, upper), Ok(interval));
    for value in values.split('\n') {
        let is_in = integer(value).is_some_and(|it| (lower.into()..=upper.into()).contains(&it));
        assert_eq!(interval.accepts(value.as_bytes()), is_in, "{value:?} of {interval}");
    }
    // Beside the borders.
    for bound in [lower, upper] {
        for integer in (bound.saturating_sub(1)..=bound.saturating_add(1)).take(3) {
            let is_in = lower <= integer && integer <= upper;
            assert_eq!(interval.contains(integer), is_in);
            assert_eq!(interval.accepts(integer.to_string().as_bytes()), is_in);
        }
    }
}
