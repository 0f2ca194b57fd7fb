//! Attribute keys and tests.

use pointsman::{AttributeKey, Condition, Source, Test};

use crate::grammar::{self, integer};
use crate::value::{is_short, parse_text};

/// A key, a test, and on the last line, if there are several, a value that the test is asked about.
pub fn parse(input: &str) {
    key(input);
    let (test, value) = match input.rsplit_once('\n') {
        Some((test, value)) => (test, Some(value.as_bytes())),
        None => (input, None),
    };
    let due = read(test);
    let parsed = parse_text::<Test>(test);
    assert_eq!(parsed.is_some(), due.is_some());
    let condition = test.parse::<Condition>().map_err(|error| is_short(&error)).ok();
    assert_eq!(condition, parsed.clone().map(Condition::from));
    let (Some(test), Some(due)) = (parsed, due) else { return };
    let Some(condition) = condition else { return };

    assert_eq!((test.key().to_string().as_str(), test.method()), (due.key, due.method));
    let expression = test.expression();
    match due.method {
        "range" => {
            let (lower, upper) = grammar::interval(due.expression).expect("an interval");
            assert_eq!(expression.as_deref(), Some(format!("[{lower},{upper}]").as_str()));
        }
        "present" => assert_eq!(expression, None),
        _ => assert_eq!(expression.as_deref(), Some(due.expression)),
    }

    let header = |value| [(test.key().name(), value)];
    let answered = match value.filter(|_| test.key().source() == Source::Headers) {
        Some(value) => (test.evaluate(&header(value)), condition.evaluate(&header(value))),
        None => (test.evaluate(&()), condition.evaluate(&())),
    };
    let value = value.filter(|_| test.key().source() == Source::Headers);
    assert_eq!(answered, (due.truth(value), due.truth(value)));
    assert_eq!(condition.tests().collect::<Vec<_>>(), [&test]);
    let not = Condition::not(condition).expect("it is not nested deeply");
    assert_eq!(not.evaluate(&()), due.truth(None).map(|truth| !truth));
    let written = serde_json::to_string(&not).expect("a condition can be written");
    assert_eq!(serde_json::from_str(&written).ok(), Some(not));
}

fn key(text: &str) {
    let key = parse_text::<AttributeKey>(text);
    let due = grammar::key(text);
    assert_eq!(key.as_ref().map(AttributeKey::to_string).as_deref(), due.and(Some(text)));
    let Some((source, name)) = due else { return };
    let (source, key_of_name) = match source {
        "headers" => (Source::Headers, AttributeKey::header(name)),
        "cookies" => (Source::Cookies, AttributeKey::cookie(name)),
        _ => (Source::Query, AttributeKey::query(name)),
    };
    assert_eq!(key.as_ref().map(|key| (key.source(), key.name())), Some((source, name)));
    assert_eq!(key, key_of_name.ok());
}

/// A test as it stands there.
struct Parts<'t> {
    key: &'t str,
    method: &'t str,
    /// Empty for `present`.
    expression: &'t str,
}

fn read(text: &str) -> Option<Parts<'_>> {
    let mut parts = text.splitn(3, ' ');
    let (key, method) = (parts.next()?, parts.next()?);
    let expression = parts.next();
    let fits = match (method, expression) {
        ("present", None) | ("exact" | "in", Some(_)) => true,
        ("range", Some(text)) => grammar::interval(text).is_some(),
        ("prefix" | "suffix", Some(text)) => !text.is_empty(),
        _ => false,
    };
    let expression = expression.unwrap_or_default();
    (fits && grammar::key(key).is_some()).then_some(Parts { key, method, expression })
}

impl Parts<'_> {
    fn truth(&self, value: Option<&[u8]>) -> Option<bool> {
        let text = self.expression.as_bytes();
        match (self.method, value) {
            ("present", value) => Some(value.is_some()),
            (_, None) => None,
            ("exact", Some(value)) => Some(value == text),
            ("in", Some(value)) => Some(text.split(|&byte| byte == b',').any(|it| it == value)),
            ("prefix", Some(value)) => Some(value.starts_with(text)),
            ("suffix", Some(value)) => Some(value.ends_with(text)),
            (_, Some(value)) => {
                let (lower, upper) = grammar::interval(self.expression)?;
                let integer = str::from_utf8(value).ok().and_then(integer);
                let is_in = |it: i128| i128::from(lower) <= it && it <= i128::from(upper);
                Some(integer.is_some_and(is_in))
            }
        }
    }
}
