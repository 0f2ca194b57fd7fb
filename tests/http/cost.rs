//! What is allocated when, counted.

use allocation_counter::measure;
use http::{HeaderMap, Uri};
use pointsman::{
    Alias, Function, Point, Qualifier, Request, RequestAttributes, RoutingTable, Version,
};

use super::{uri, with_cookies};

/// How often making the adapter allocates, and how many bytes.
fn making(uri: &Uri) -> (u64, u64) {
    let headers = HeaderMap::new();
    let allocations = measure(|| drop(RequestAttributes::new(&headers, uri)));
    (allocations.count_total, allocations.bytes_total)
}

#[test]
fn nothing_is_copied_unless_decoding_forces_it() {
    let invalid = "%zz&a=%4&b=%".repeat(100);
    for text in ["", "a=1", "a=1&b=2&c", "a+b=1", &"a=1&".repeat(10_000), &invalid] {
        assert_eq!(making(&uri(text)), (0, 0), "{text}");
    }
    assert_eq!(making(&Uri::from_static("/path")), (0, 0));
    assert_eq!(making(&Uri::from_static("*")), (0, 0));
}

#[test]
fn a_query_with_escapes_is_decoded_once_and_whole() {
    let pair = u64::try_from(size_of::<[usize; 2]>()).expect("few");
    assert_eq!(making(&uri("a=%41")), (2, 3 + pair));
    assert_eq!(making(&uri("%61")), (2, 1 + pair));
    assert_eq!(making(&uri("a=1&b=x%41%42&c=%zz&&d=%43&%44=5")), (2, 24 + 5 * pair));
    assert_eq!(making(&uri(&"a=%41&".repeat(10_000))), (2, 10_000 * (4 + pair)));
}

#[test]
fn resolving_allocates_nothing() {
    let mut function = Function::new("B".parse().expect("an id"), ());
    let mut alias = Alias::to(Version::LATEST);
    for source in ["headers", "cookies", "query"] {
        for name in ["User", "uid", "é", "a=b", &"x".repeat(256)] {
            let rule = format!("invoke.{source}.{name} exact Bob");
            alias = alias.rule(rule.parse().expect("a condition"), Version::LATEST);
        }
    }
    function.create_alias("release".parse().expect("a name"), alias).expect("created");
    let table = RoutingTable::new([function]).expect("a table");
    let release = Qualifier::parse("release").expect("a qualifier");
    let long = "x=%41&".repeat(10_000);
    let mut rules = Vec::new();
    for text in ["", "User=%42ob", "a&b=%41&uid=B%6fb", "%C3%A9=Bob", &long] {
        for cookies in ["", "uid=Bob", &long.replace('&', ";")] {
            let (mut headers, uri) = (with_cookies([cookies]), uri(text));
            headers.insert("other", "Bob".parse().expect("a value"));
            let attributes = RequestAttributes::new(&headers, &uri);
            let allocations = measure(|| {
                let request = Request::new(&attributes, Point::MIN);
                let decision = table.resolve("B", release, &request).expect("it exists");
                std::hint::black_box(decision.reason());
            });
            assert_eq!(allocations.count_total, 0, "{text} {cookies}");
            let request = Request::new(&attributes, Point::MIN);
            let decision = table.resolve("B", release, &request).expect("it exists");
            rules.push(decision.reason().rule());
        }
    }
    for rule in [None, Some(6), Some(10), Some(11), Some(12)] {
        assert!(rules.contains(&rule), "{rule:?} in {rules:?}");
    }
    let allocations = measure(|| drop(std::hint::black_box(Box::new(1))));
    assert!(allocations.count_total > 0, "else nothing above was counted");
}
