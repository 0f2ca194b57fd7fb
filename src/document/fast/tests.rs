//! The two readers of a document agree: what is read at one go, the other reads as an equal value;
//! and whatever is good is read at one go, unless the name of a field is written with an escape.

mod trees;

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Debug;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use self::trees::{Tree, accident, documents};
use crate::document::{Document, fast, read};
use crate::{Function, RoutingTable};

/// Whether it is read at one go, to a document as to a table; then the other reader takes it for the
/// same.
#[track_caller]
fn agrees<T: DeserializeOwned + PartialEq + Debug>(text: &str) -> bool {
    let quick: Option<Document<T>> = fast::document(text);
    if quick.is_some() {
        let start: String = text.chars().take(2_000).collect();
        assert_eq!(quick, read::document(text).ok(), "{start}");
    }
    let table = fast::table::<T>(text).map(|table| table.len());
    assert_eq!(table, quick.as_ref().map(|document| document.functions().count()));
    quick.is_some()
}

/// The same with payloads that are judged differently.
#[track_caller]
fn agrees_for_any_payload(text: &str) -> bool {
    agrees::<String>(text);
    agrees::<()>(text);
    agrees::<Option<u64>>(text);
    agrees::<f64>(text);
    agrees::<Vec<Option<bool>>>(text);
    agrees::<Value>(text)
}

#[test]
fn texts_at_hand() {
    const DATA: [(&str, bool); 5] = [
        (include_str!("../../../tests/data/spec.json"), true),
        (include_str!("../../../tests/data/full.json"), true),
        (include_str!("../../../tests/data/faulty.json"), false),
        (include_str!("../../../tests/data/get-alias.json"), false),
        (include_str!("../../../tests/data/cloudbase.json"), false),
    ];
    for (text, good) in DATA {
        assert_eq!(agrees_for_any_payload(text), good, "{text}");
        // Cut off anywhere, or with anything behind it, it is a document no longer.
        for (end, _) in text.char_indices() {
            let cut = text.get(..end).unwrap_or_default();
            assert!(!agrees::<Value>(cut.trim_end()) || cut.trim_end() == text.trim_end());
        }
        for behind in ["}", ",", "0", "\u{feff}", "\0", "\u{b}", "\u{a0}", "{}"] {
            assert!(!agrees::<Value>(&(text.to_string() + behind)));
        }
        assert!(!agrees::<Value>(&("\u{feff}".to_string() + text)));
        assert_eq!(agrees::<Value>(&(" \r\n\t".to_string() + text + " \n")), good);
    }
}

#[test]
fn every_byte_of_a_string() {
    // Whatever stands in it, wherever among the words of eight bytes: as it is, and escaped.
    let place = |description: &str| {
        alloc::format!(
            r#"{{"pointsman":1,"functions":[{{"name":"B","versions":{{"$LATEST":{{}}}},
            "aliases":{{"a":{{"version":"$LATEST","description":"{description}"}}}}}}]}}"#
        )
    };
    for character in (0..=u8::MAX).map(char::from) {
        let (plain, escaped) = (character.to_string(), alloc::format!("\\{character}"));
        for before in (0..18).map(|length| "x".repeat(length)) {
            for (written, after) in [(&plain, ""), (&plain, "12345678"), (&escaped, "12345678")] {
                let text = place(&[&before, written, after].concat());
                let good = read::document::<()>(&text).is_ok();
                assert_eq!(agrees::<()>(&text), good, "{text}");
            }
        }
    }
}

#[test]
fn names_keys_and_tests_that_stood_there_before() {
    let alias = |name: &str, key: &str, test: &str| {
        alloc::format!(
            r#"{{"{name}":{{"version":"$LATEST","sticky":"invoke.headers.{key}",
            "rules":[{{"when":"invoke.headers.{test}","version":"$LATEST"}}]}}}}"#
        )
    };
    // One in a row, several, and one that comes again; the same with an escape; and each that is no good,
    // first, and behind what was good.
    let [a, b, escaped] =
        ["a", "b", "\\u0061"].map(|each| alias(each, each, &alloc::format!("{each} present")));
    let bad = [
        alias("a b", "a", "a present"),
        alias("a", "a b", "a present"),
        alias("a", "a", "a absent"),
        alias("a", "a", "a b present"),
    ];
    let good = [
        Vec::from([&a, &a, &a, &b, &b, &a, &b, &a, &a]),
        Vec::from([&escaped, &a, &escaped, &a, &a, &escaped, &escaped]),
    ];
    let good = good.map(|aliases| (aliases, true));
    let bad = bad.iter().flat_map(|bad| {
        [Vec::from([bad, &a]), Vec::from([&a, &a, bad])].map(|aliases| (aliases, false))
    });
    for (aliases, good) in good.into_iter().chain(bad) {
        let functions = aliases.iter().enumerate().map(|(index, aliases)| {
            alloc::format!(
                r#"{{"name":"B{index}","versions":{{"$LATEST":{{}}}},"aliases":{aliases}}}"#
            )
        });
        let functions: Vec<_> = functions.collect();
        let text = alloc::format!(r#"{{"pointsman":1,"functions":[{}]}}"#, functions.join(","));
        assert_eq!(agrees::<()>(&text), good, "{text}");
    }
}

#[test]
fn numbers() {
    let place = |revision: &str, weight: &str| {
        alloc::format!(
            r#"{{"functions":[{{"name":"B","revision":{revision},"versions":{{"$LATEST":{{}},"1":{{}}}},
            "aliases":{{"a":{{"version":"1","weights":{{"$LATEST":{weight}}}}}}}}}],"pointsman":1}}"#
        )
    };
    for number in [
        "0",
        "-0",
        "00",
        "01",
        "1",
        "10",
        "+1",
        "1.",
        ".5",
        "0.5",
        "1.0",
        "0.0",
        "1e0",
        "1E-1",
        "1e",
        "1e+",
        "0e0",
        "0E-400",
        "1e400",
        "-1",
        "--1",
        "0.1e1",
        "0x1",
        "1_0",
        "NaN",
        "Infinity",
        "1 0",
        "1,0",
        "",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999",
        "0.49999999999999999999",
        "0.1000000000000000055511151231257827021181583404541015625",
        "1e-6",
        "0.0000005",
        "0.00000049",
        "0.0000015000000000000001",
        "0.00781250",
        "0.999999999999",
        "1.0000000000000002",
        "1e-13",
        "4.9e-324",
        "true",
        "null",
        "\"1\"",
        "[1]",
        "{}",
        "0.123456500000000000000000000000000000000000001",
    ] {
        for text in [place(number, "0"), place("0", number)] {
            let good = read::document::<()>(&text).is_ok();
            assert_eq!(agrees::<()>(&text), good, "{text}");
        }
    }
}

#[test]
fn limits() {
    let aliases = |aliases: &str| {
        alloc::format!(
            r#"{{"pointsman":1,"functions":[{{"name":"B","versions":{{"$LATEST":{{}}}},"aliases":{{{aliases}}}}}]}}"#
        )
    };
    let alias = |fields: &str| aliases(&alloc::format!(r#""a":{{"version":"$LATEST",{fields}}}"#));
    let rule =
        |when: &str| alias(&alloc::format!(r#""rules":[{{"when":{when},"version":"$LATEST"}}]"#));
    let many = |count: usize, entry: &dyn Fn(usize) -> String| {
        (1..=count).map(entry).collect::<Vec<_>>().join(",")
    };
    let test = r#""invoke.headers.u present""#;
    let check = |limit: usize, with: &dyn Fn(usize) -> String| {
        assert!(agrees::<()>(&with(limit)));
        assert!(!agrees::<()>(&with(limit.saturating_add(1))));
    };
    check(9_999, &|count| {
        let versions = many(count, &|number| alloc::format!(r#""{number}":{{}}"#));
        aliases("").replace(r#""$LATEST":{}"#, &alloc::format!(r#""$LATEST":{{}},{versions}"#))
    });
    check(1_000, &|count| {
        aliases(&many(count, &|index| alloc::format!(r#""a{index}":{{"version":"$LATEST"}}"#)))
    });
    check(10_000, &|count| {
        let rule = alloc::format!(r#"{{"when":{test},"version":"$LATEST"}}"#);
        alias(&alloc::format!(r#""rules":[{}]"#, many(count, &|_| rule.clone())))
    });
    check(1_000, &|count| {
        rule(&alloc::format!(r#"{{"any":[{}]}}"#, many(count, &|_| test.into())))
    });
    check(32, &|depth| rule(&(r#"{"not":"#.repeat(depth) + test + &"}".repeat(depth))));
    // Deeper than any stack.
    assert!(!agrees::<()>(&rule(&r#"{"not":"#.repeat(100_000))));
    check(1_000, &|count| alias(&alloc::format!(r#""description":"{}""#, "é".repeat(count))));
    check(8, &|count| {
        alias(&alloc::format!(r#""sticky":[{}]"#, many(count, &|_| r#""invoke.query.a""#.into())))
    });
    let long = |length| rule(&alloc::format!(r#""invoke.query.a exact {}""#, "x".repeat(length)));
    agrees::<()>(&long(65_536));
    assert!(!agrees::<()>(&long(65_537)));
    let payload = |nesting: usize| {
        let payload = "[".repeat(nesting) + &"]".repeat(nesting);
        aliases("").replace("T\":{}", &alloc::format!(r#"T":{{"payload":{payload}}}"#))
    };
    assert!(agrees::<Value>(&payload(127)) && !agrees::<Value>(&payload(128)));
}

#[test]
fn a_payload_left_out_is_null() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Wrapped(Option<u8>);

    let text = r#"{"pointsman":1,"functions":[{"name":"B","versions":{"$LATEST":{},"1":{"payload":null}}}]}"#;
    assert!(agrees::<()>(text) && agrees::<Value>(text) && agrees::<Wrapped>(text));
    assert!(!agrees::<u8>(text) && !agrees::<String>(text));
    // Which keeps how it is written.
    let are_null = fast::document(text).map(|document: Document<Box<RawValue>>| {
        let mut payloads = document.functions().flat_map(Function::versions);
        payloads.all(|(_, payload)| payload.get() == "null")
    });
    assert_eq!(are_null, Some(true));
}

#[test]
fn fields_written_with_escapes() {
    for text in GOOD {
        assert!(agrees::<Value>(text));
        for field in ["pointsman", "functions", "name", "versions", "aliases", "version"] {
            let (first, rest) = field.split_at(1);
            let code = first.bytes().map(u32::from).sum::<u32>();
            let written = alloc::format!("\"\\u{code:04x}{rest}\"");
            let text = text.replace(&alloc::format!("\"{field}\""), &written);
            assert!(!agrees::<Value>(&text), "{field}");
            assert!(Document::<Value>::from_json(&text).is_ok(), "{field}");
            assert!(RoutingTable::<Value>::from_json(&text).is_ok(), "{field}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn good_documents(document in documents(), layout in vec(any::<u8>(), 1..30)) {
        let text = document.text(&layout);
        prop_assert!(read::document::<Value>(&text).is_ok(), "{}", text);
        // Keys may have escapes, those of fields among them.
        let escapes = layout.iter().any(|&byte| byte >= Tree::ESCAPED);
        prop_assert!(agrees_for_any_payload(&text) || escapes, "{}", text);
    }

    #[test]
    fn documents_after_accidents(
        mut document in documents(),
        accidents in vec(accident(), 1..3),
        layout in vec(any::<u8>(), 1..30),
    ) {
        for accident in accidents {
            accident.befall(&mut document);
        }
        agrees_for_any_payload(&document.text(&layout));
    }

    #[test]
    fn texts_after_accidents(
        document in documents(),
        layout in vec(any::<u8>(), 1..30),
        (place, length, byte) in (any::<prop::sample::Index>(), 0_usize..3, "[\\x00-\\x7fé]{0,2}"),
    ) {
        let text = document.text(&layout);
        let (start, _) = *place.get(&text.char_indices().collect::<Vec<_>>());
        let (before, after) = text.split_at(start);
        let after: String = after.chars().skip(length).collect();
        agrees_for_any_payload(&[before, &byte, &after].concat());
    }
}

const GOOD: [&str; 2] =
    [include_str!("../../../tests/data/spec.json"), include_str!("../../../tests/data/full.json")];

#[test]
fn single_accidents_anywhere() {
    for text in GOOD {
        let good = Tree::of(text);
        for accident in good.every_accident() {
            let mut tree = good.clone();
            accident.befall(&mut tree);
            agrees_for_any_payload(&tree.text(&[0]));
        }
    }
}

#[test]
fn single_characters_anywhere() {
    for text in GOOD {
        for (place, _) in text.char_indices() {
            let (before, after) = text.split_at(place);
            let mut rest = after.chars();
            rest.next();
            for character in
                ["", ",", ":", "\"", "[", "]", "{", "}", "0", "-", ".", "\\", "\n", "\u{b}", "x"]
            {
                agrees::<Value>(&[before, character, after].concat());
                agrees::<Value>(&[before, character, rest.as_str()].concat());
            }
        }
    }
}
