use http::{HeaderMap, Uri};
use pointsman::{AttributeKey, Attributes, RequestAttributes};
use proptest::prelude::*;

use super::{config, has, naive, query, shown, uri};

/// The query gives the parameter `a` this value.
#[track_caller]
fn gives(text: &str, value: Option<&[u8]>) {
    let (headers, uri) = (HeaderMap::new(), uri(text));
    let attributes = RequestAttributes::new(&headers, &uri);
    has(&attributes, &query("a"), value);
    assert_eq!(shown(attributes.query("a")), shown(value));
}

#[test]
fn parameters_stand_between_ampersands() {
    gives("", None);
    gives("a=1", Some(b"1"));
    gives("b=2&a=1", Some(b"1"));
    gives("&&", None);
    gives("&&a=1&&", Some(b"1"));
    gives("?a=1", None);
    gives("b?&a=1?", Some(b"1?"));
    // No separators.
    gives("b=2;a=1", None);
    gives("a=1;b=2", Some(b"1;b=2"));
    gives("b=2%26a=1", None);
}

#[test]
fn the_first_of_one_name_counts() {
    gives("a=1&a=2", Some(b"1"));
    gives("a&a=2", Some(b""));
    gives("a=&a=2", Some(b""));
    gives("%61=1&a=2", Some(b"1"));
    gives("a=%31&%61=2&a=3", Some(b"1"));
    gives("A=1&a=2", Some(b"2"));
}

#[test]
fn the_first_equals_sign_divides() {
    gives("a=b=c", Some(b"b=c"));
    gives("a==", Some(b"="));
    gives("=x", None);
    gives("=", None);
    gives("=a=1", None);
    gives("a", Some(b""));
    gives("a=", Some(b""));
    gives("a%3D1", None);
    gives("a=%3D", Some(b"="));
    has(&RequestAttributes::new(&HeaderMap::new(), &uri("x%3Dy=1")), &query("x=y"), Some(b"1"));
    has(&RequestAttributes::new(&HeaderMap::new(), &uri("x=y=1")), &query("x=y"), None);
}

#[test]
fn escapes_are_decoded_in_names_and_values() {
    gives("%61=1", Some(b"1"));
    gives("a=%41%6f%6F", Some(b"Aoo"));
    gives("%41=x", None);
    has(&RequestAttributes::new(&HeaderMap::new(), &uri("%41=x")), &query("A"), Some(b"x"));
    gives("a=%26%3d%25", Some(b"&=%"));
    gives("a=%2541", Some(b"%41"));
    gives("a=%00", Some(b"\0"));
    gives("a=%ff", Some(b"\xff"));
    gives("a=%C3%A9", Some("é".as_bytes()));
    gives("b=%41%42&c=%zz&d=%43&a=%44%45&e=%46", Some(b"DE"));
    gives("b=%41&a=1", Some(b"1"));
    gives("%ff=1&a=2", Some(b"2"));
}

#[test]
fn what_is_no_escape_stays() {
    for text in ["%", "%%", "%4", "%zz", "%4z", "%z4", "%-1", "%+1", "+", "a+b", "%u0041"] {
        gives(&format!("a={text}"), Some(text.as_bytes()));
        gives(&format!("a={text}&b=%41"), Some(text.as_bytes()));
    }
    gives("a=%%41", Some(b"%A"));
    gives("a=%4%41", Some(b"%4A"));
    gives("%4&a=%4", Some(b"%4"));
    has(&RequestAttributes::new(&HeaderMap::new(), &uri("%4=1")), &query("%4"), Some(b"1"));
}

#[test]
fn a_uri_without_a_query_has_no_parameters() {
    let headers = HeaderMap::new();
    for text in ["/", "/a=1", "/?", "*", "http://host", "http://a=1@host/", "/?#a=1"] {
        let uri: Uri = text.parse().expect(text);
        has(&RequestAttributes::new(&headers, &uri), &query("a"), None);
    }
    has(
        &RequestAttributes::new(&headers, &Uri::from_static("http://host?a=1#b")),
        &query("a"),
        Some(b"1"),
    );
}

#[test]
fn very_long_ones_are_read_to_their_end() {
    let filler = ["b=%41&", "&", "%41&", "c=1&", "%zz=%zz&"];
    for part in filler {
        let text = part.repeat(65_000 / part.len()) + "a=%41%42";
        gives(&text, Some(b"AB"));
    }
    let value = "%41".repeat(21_000);
    gives(&format!("b={value}&a=1"), Some(b"1"));
    gives(&format!("a={value}&b=1"), Some(&vec![b'A'; 21_000]));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn as_the_naive_reader_has_it(
        text in "([ab=&%+;4é]|%[0-9a-fA-F]{2}|a=|&a=%6){0,24}",
        name in "[ab=&%+;4é]{1,3}",
    ) {
        let (headers, uri) = (HeaderMap::new(), uri(&text));
        let attributes = RequestAttributes::new(&headers, &uri);
        let pairs = naive::parameters(&text);
        let names = pairs.iter().filter_map(|(name, _)| std::str::from_utf8(name).ok());
        for name in names.chain([name.as_str()]) {
            let Ok(key) = AttributeKey::query(name) else { continue };
            prop_assert_eq!(shown(attributes.attribute(&key)), shown(naive::first(&pairs, name)));
        }
    }
}
