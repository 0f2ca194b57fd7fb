use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::Label;

/// What follows a name in these tests.
const AFTER: [u32; 4] = [7; 4];

fn packed(name: &str) -> Vec<u32> {
    let mut words = Vec::new();
    Label::new(name).expect("not too long").pack(&mut words);
    words.extend(AFTER);
    words
}

/// The name with another letter in this place.
fn changed(name: &str, place: usize) -> String {
    let letters = name.chars().enumerate();
    letters.map(|(index, letter)| if index == place { 'Z' } else { letter }).collect()
}

fn names() -> impl Iterator<Item = String> {
    let letters: String = ('a'..='z').cycle().take(255).collect();
    (1..=letters.len()).filter_map(move |length| letters.get(..length).map(String::from))
}

/// A table's tags let nearly no other name come so far, so that no test of tables could see it.
#[test]
fn a_name_is_stripped_of_its_own_words_alone() {
    for name in names() {
        let words = packed(&name);
        let label = Label::new(&name).expect("not too long");
        assert_eq!(label.strip(&words), Some(&AFTER[..]), "{name}");
        assert_eq!(label.compare(&words), Ordering::Equal, "{name}");
        assert_eq!(Label::unpack(&words), name.as_bytes());
        let longer = String::from("x") + &name;
        let others = (0..name.len()).map(|place| changed(&name, place)).chain([longer]);
        for other in others.filter(|other| other.len() <= 255) {
            let label = Label::new(&other).expect("not too long");
            assert_eq!(label.strip(&words), None, "{other} of {name}");
            assert_ne!(label.compare(&words), Ordering::Equal, "{other} of {name}");
        }
    }
}

#[test]
fn zeros_are_no_filling() {
    for name in names().take(40) {
        let words = packed(&name);
        for zeros in 1..5 {
            let padded = name.clone() + &"\0".repeat(zeros);
            assert_eq!(Label::new(&padded).and_then(|label| label.strip(&words)), None, "{name}");
        }
    }
}

#[test]
fn packed_names_are_in_the_order_of_their_labels() {
    let mut names: Vec<String> = names().take(70).collect();
    let thirty = names[29].clone();
    names.extend((0..30).map(|place| changed(&thirty, place)));
    for one in &names {
        for other in &names {
            let [one_label, other_label] = [one, other].map(|name| Label::new(name));
            let order = one_label.cmp(&other_label);
            let label = other_label.expect("not too long");
            assert_eq!(label.compare(&packed(one)), order, "{one} to {other}");
        }
    }
}

#[test]
fn no_name_is_longer_than_its_length_can_say() {
    assert!(Label::new(&"a".repeat(255)).is_some());
    assert!(Label::new(&"a".repeat(256)).is_none());
}
