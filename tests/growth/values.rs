//! Values, queries and cookies.

use pointsman::{
    AliasName, AttributeKey, Attributes, Condition, FunctionId, Interval, Point, Qualifier,
    RequestAttributes, RoutingKey, Version, Weight,
};

use crate::Case;

pub fn cases() -> Vec<Case> {
    vec![
        ("digits", |size| "1".repeat(size), values),
        ("letters", |size| "a".repeat(size), values),
        ("slashes", |size| "a/".repeat(size / 2), values),
        ("a percentage", |size| format!("{}%", "0".repeat(size)), values),
        ("an interval of zeros", |size| format!("[{}1,5]", "0".repeat(size)), values),
        ("an interval of spaces", |size| format!("[{}1,5]", " ".repeat(size)), values),
        ("an interval of commas", |size| format!("[{}1,5]", ",".repeat(size)), values),
        ("a test of one text", |n| format!("invoke.query.a exact {}", "é".repeat(n / 2)), test),
        ("a test of many texts", |n| format!("invoke.query.a in {}", ",".repeat(n)), test),
        ("spaces", |size| " ".repeat(size), values),
        ("a query", |size| "a=1&".repeat(size / 4), query),
        ("a query of escapes", |size| "%41=%41&".repeat(size / 8), query),
        ("a query of percent signs", |size| "%".repeat(size), query),
        ("cookies", |size| "a=1; ".repeat(size / 5), cookies),
        ("equals signs in cookies", |size| "=".repeat(size), cookies),
    ]
}

fn values(text: &str) {
    let outcomes = [
        text.parse::<FunctionId>().is_ok(),
        text.parse::<AliasName>().is_ok(),
        text.parse::<Version>().is_ok(),
        text.parse::<Weight>().is_ok(),
        text.parse::<Point>().is_ok(),
        text.parse::<Interval>().is_ok(),
        text.parse::<AttributeKey>().is_ok(),
        text.parse::<Condition>().is_ok(),
        Qualifier::parse(text).is_ok(),
        RoutingKey::parse(text).is_ok(),
    ];
    // No text is two of them.
    assert!(outcomes.into_iter().filter(|is_ok| *is_ok).count() <= 1);
}

fn test(text: &str) {
    let condition: Condition = text.parse().expect("a test");
    assert!(!condition.to_string().is_empty());
}

fn query(text: &str) {
    let (headers, uri) = (http::HeaderMap::new(), format!("/?{text}").parse().expect("a URI"));
    let attributes = RequestAttributes::new(&headers, &uri);
    assert_eq!(attributes.query("nobody"), None);
}

fn cookies(text: &str) {
    let value = text.parse().expect("a header's value");
    let headers: http::HeaderMap = [(http::header::COOKIE, value)].into_iter().collect();
    let nobody = AttributeKey::cookie("nobody").expect("a key");
    assert_eq!(headers.attribute(&nobody), None);
}
