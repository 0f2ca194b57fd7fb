//! A document that is changed in code.

use pointsman::document::Document;
use pointsman::{Function, FunctionId, Version};

fn id(text: &str) -> FunctionId {
    text.parse().expect("an id")
}

fn latest(function: &Function<u32>) -> u32 {
    *function.payload(Version::LATEST).expect("it always exists")
}

fn document(functions: &[(&str, u32)]) -> Document<u32> {
    let mut document = Document::new();
    for (name, payload) in functions {
        assert_eq!(document.insert(Function::new(id(name), *payload)), None);
    }
    document
}

/// It has these functions, each filed under its own name.
#[track_caller]
fn has(document: &Document<u32>, functions: &[(&str, u32)]) {
    let found = document.functions().map(|function| (function.id().to_string(), latest(function)));
    let expected = functions.iter().map(|(name, payload)| ((*name).to_owned(), *payload));
    assert!(found.eq(expected), "{document:?}");
    for (name, payload) in functions {
        assert_eq!(document.function(&id(name)).map(latest), Some(*payload), "{name}");
    }
}

#[test]
fn a_function_comes_takes_a_place_and_goes() {
    let mut document = document(&[("B", 1), ("A", 2)]);
    has(&document, &[("A", 2), ("B", 1)]);
    assert_eq!(document.insert(Function::new(id("B"), 3)), Some(Function::new(id("B"), 1)));
    has(&document, &[("A", 2), ("B", 3)]);
    assert_eq!(document.remove(&id("C")), None);
    assert_eq!(document.remove(&id("A")), Some(Function::new(id("A"), 2)));
    has(&document, &[("B", 3)]);
}

#[test]
fn a_change_that_puts_another_function_there_files_it_under_its_own_name() {
    let mut document = document(&[("A", 1), ("B", 2), ("C", 3)]);
    let put = |name: &'static str, payload| {
        move |function: &mut Function<u32>| *function = Function::new(id(name), payload)
    };
    assert_eq!(document.update(&id("B"), put("D", 4)), Some(()));
    has(&document, &[("A", 1), ("C", 3), ("D", 4)]);
    assert_eq!(document.update(&id("C"), put("A", 5)), Some(()));
    has(&document, &[("A", 5), ("D", 4)]);
    assert_eq!(document.update(&id("A"), put("A", 6)), Some(()));
    has(&document, &[("A", 6), ("D", 4)]);
    assert_eq!(document.update(&id("B"), put("E", 7)), None);
    has(&document, &[("A", 6), ("D", 4)]);
}
