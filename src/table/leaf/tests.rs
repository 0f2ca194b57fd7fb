use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Home;
use crate::label::Label;
use crate::{Function, Qualifier, RoutingTable};

/// As many names as a leaf has by far not the bits for, whose hashes begin alike, so that one of 16
/// leaves has them all.
fn crowd() -> Vec<String> {
    let names = (0..).map(|number| format!("function-{number}"));
    names.filter(|name| Label::new(name).hash() >> 60 == 0).take(700).collect()
}

fn table<'a>(names: impl IntoIterator<Item = &'a String>) -> RoutingTable<String> {
    let functions = names.into_iter().map(|name| function(name));
    RoutingTable::new(functions).expect("no name stands twice")
}

fn function(name: &str) -> Function<String> {
    Function::new(name.parse().expect("a name"), String::from(name))
}

fn payload<'t>(table: &'t RoutingTable<String>, name: &str) -> Option<&'t String> {
    table.versions(name)?.next().map(|(_, payload)| payload)
}

/// No stranger can make names of functions, but an operator may be unlucky.
#[test]
fn functions_beyond_what_a_home_can_tell_are_found() {
    let names = crowd();
    let (there, missing) = names.split_at(600);
    let table = table(there);
    for name in there {
        assert_eq!(payload(&table, name), Some(name));
    }
    for name in missing {
        assert!(table.route(name, Qualifier::DEFAULT).is_err(), "{name}");
    }
    let more = missing.iter().fold(table.clone(), |table, name| table.with(function(name)));
    for name in &names {
        assert_eq!(payload(&more, name), Some(name));
        let less = more.without(&name.parse().expect("a name"));
        assert_eq!((less.len(), payload(&less, name)), (699, None));
    }
}

#[test]
fn a_home_tells_what_its_bits_can() {
    for (function, start) in [(0, 0), (255, 0), (0, (1 << 24) - 2), (255, (1 << 24) - 2)] {
        let home = Home::new(function, start).expect("the bits suffice");
        assert_eq!((home.function(), home.start()), (function, start));
        assert_ne!(home, Home::EMPTY);
    }
    for (function, start) in [(256, 0), (0, (1 << 24) - 1), (usize::MAX, usize::MAX)] {
        assert_eq!(Home::new(function, start), None);
    }
}
