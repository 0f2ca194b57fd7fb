use alloc::string::String;
use alloc::vec::Vec;

use super::Label;

/// The name with another letter in this place.
fn changed(name: &str, place: usize) -> String {
    let letters = name.chars().enumerate();
    letters.map(|(index, letter)| if index == place { 'Z' } else { letter }).collect()
}

fn names() -> impl Iterator<Item = String> {
    let letters: String = ('a'..='z').cycle().take(300).collect();
    (0..=letters.len()).filter_map(move |length| letters.get(..length).map(String::from))
}

/// What is compared of a name: its head, and its tail.
fn compared(name: &str) -> ([u64; 2], &[u8]) {
    let label = Label::new(name);
    (label.head(), label.tail())
}

/// A home has few functions, so no test of tables sees all of these.
#[test]
fn names_differ_by_every_letter_and_by_their_length() {
    for name in names() {
        for other in (0..name.len()).map(|place| changed(&name, place)) {
            assert_ne!(compared(&name), compared(&other), "{name} and {other}");
        }
        for zeros in 1..20 {
            let padded = name.clone() + &"\0".repeat(zeros);
            assert_ne!(compared(&name), compared(&padded), "{name} and {zeros} zeros");
        }
    }
}

#[test]
fn a_name_is_told_from_its_head_and_tail() {
    for name in names().filter(|name| name.len() < 255) {
        let (head, tail) = compared(&name);
        assert_eq!(Label::tail_bytes(head), tail.len());
        let followed = tail.iter().copied().chain([7; 9]);
        assert_eq!(Label::text_of(head, followed), name.as_bytes());
    }
}

#[test]
fn labels_are_ordered_by_their_bytes() {
    let mut labels: Vec<_> = ["b", "aa", "", "a", "$DEFAULT", "release"].map(Label::new).into();
    labels.sort();
    let texts: Vec<_> = labels.iter().map(Label::text).collect();
    assert_eq!(texts, ["", "$DEFAULT", "a", "aa", "b", "release"]);
}
