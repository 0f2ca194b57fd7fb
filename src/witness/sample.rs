use alloc::string::String;

use super::numbered;
use crate::Test;
use crate::condition::Predicate;

/// The `n`-th of some values that the test is true of; `None` if it has no more.
pub(super) fn sample(test: &Test, n: u64) -> Option<String> {
    match test.predicate() {
        Predicate::Exact(_) | Predicate::In(_) => {
            test.texts().nth(usize::try_from(n).ok()?).map(String::from)
        }
        Predicate::Range(interval) => {
            let value = interval.lower().checked_add_unsigned(n);
            value.filter(|&value| interval.contains(value)).map(|value| alloc::format!("{value}"))
        }
        Predicate::Prefix(prefix) => Some(alloc::format!("{prefix}{}", numbered(n))),
        Predicate::Suffix(suffix) => Some(alloc::format!("{}{suffix}", numbered(n))),
        Predicate::Present => Some(numbered(n)),
    }
}
