//! An alias by itself: in JSON of one's own, in the form that it has in a document.

use pointsman::document::Document;
use pointsman::{Alias, Function, Split, Version, Weight};

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

fn split(millionths: u32) -> Split {
    let weight = Weight::from_millionths(millionths).expect("a weight");
    Split::new(v(1), [(v(3), weight)]).expect("a split")
}

fn full() -> Alias {
    let slices = [(v(3), 200_000), (v(1), 800_000)];
    Alias::to(split(200_000).with_slices(slices).expect("they fit"))
        .rule("invoke.headers.User exact Bob".parse().expect("a test"), v(2))
        .sticky_on("invoke.headers.User".parse().expect("a key"))
        .described("to everyone")
}

#[test]
fn it_is_written_as_in_a_document() {
    let mut function = Function::new("B".parse().expect("a name"), ());
    for _ in 0..3 {
        function.publish().expect("a version");
    }
    for alias in [full(), Alias::to(v(1)), Alias::to(split(1))] {
        let json = serde_json::to_string(&alias).expect("JSON");
        let mut document = Document::new();
        let mut function = function.clone();
        function.create_alias("release".parse().expect("a name"), alias).expect("they exist");
        document.insert(function);
        let document = document.to_json().expect("JSON");
        assert!(document.contains(&format!(r#""aliases":{{"release":{json}}}"#)), "{document}");
    }
    let json = serde_json::to_string(&Alias::to(split(100_000))).expect("JSON");
    assert_eq!(json, r#"{"version":"1","weights":{"3":0.1}}"#);
}

#[test]
fn it_is_read_from_wherever_json_comes() {
    for alias in [full(), Alias::to(v(1)), Alias::to(split(1))] {
        let json = serde_json::to_string(&alias).expect("JSON");
        assert_eq!(serde_json::from_str::<Alias>(&json).expect("an alias"), alias);
        assert_eq!(serde_json::from_reader::<_, Alias>(json.as_bytes()).expect("an alias"), alias);
        let value = serde_json::to_value(&alias).expect("JSON");
        assert_eq!(serde_json::from_value::<Alias>(value).expect("an alias"), alias);
    }
}

#[test]
fn every_fault_is_named() {
    let text = r#"{"version":"0","weights":{"3":0.2,"3":0.2},"rule":[]}"#;
    let error = serde_json::from_str::<Alias>(text).expect_err("no alias").to_string();
    let faults = "rule: unknown field\nversion: version `0` does not exist: numbers begin with 1\n\
        weights.3: stands twice";
    assert_eq!(error, faults);
    let error = serde_json::from_str::<Alias>("[]").expect_err("no alias").to_string();
    assert_eq!(error, "expected an object, found a list");
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    let alias = Alias::to(v(1)).described(&"x".repeat(1_001));
    let error = serde_json::to_string(&alias).expect_err("over the limit");
    assert_eq!(error.to_string(), "description: 1001 characters are more than 1000");
}
