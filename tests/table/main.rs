//! What a table keeps, however it is stored: every name, every cut, every payload.

mod aliases;
mod announced;
mod names;
mod payloads;
mod splits;

use std::collections::BTreeMap;

use pointsman::{Function, FunctionParts, Point, Qualifier, Request, RoutingTable, Version};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// What a name may be made of.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

/// A function with these numbered versions besides `$LATEST`, whatever the gaps between them. The
/// payload of a version is itself.
fn function_of(id: &str, numbers: impl IntoIterator<Item = u64>) -> Function<Version> {
    let mut versions = BTreeMap::from([(Version::LATEST, Version::LATEST)]);
    versions.extend(numbers.into_iter().map(|number| (v(number), v(number))));
    Function::from_parts(FunctionParts {
        id: id.parse().expect("an id"),
        versions,
        aliases: BTreeMap::new(),
        next_version: Version::MAX_NUMBER + 1,
        revision: 0,
    })
    .expect("the parts fit")
}

/// The payload of `$LATEST`, if the table has the function.
fn latest<'t, T>(table: &'t RoutingTable<T>, name: &str) -> Option<&'t T> {
    let decision = table.resolve(name, Qualifier::LATEST, &Request::new(&(), Point::MIN));
    decision.ok().map(|decision| decision.payload())
}

/// All texts that differ from this one in one of its bytes, which becomes another of these.
fn changed_in_a_byte<'a>(text: &'a str, others: &'a [u8]) -> impl Iterator<Item = String> + 'a {
    (0..text.len()).flat_map(move |at| {
        let others = others.iter().filter(move |&&other| other != text.as_bytes()[at]);
        others.map(move |&other| {
            let mut changed = text.to_owned();
            changed.replace_range(at..=at, char::from(other).encode_utf8(&mut [0; 4]));
            changed
        })
    })
}

/// This text with any two letters in place of two neighbours, in any order.
fn with_any_two_letters(text: &str, at: usize, rng: &mut impl rand::Rng) -> Vec<String> {
    let letters = || (b'A'..=b'z').filter(u8::is_ascii_alphabetic).map(char::from);
    let pairs = letters().flat_map(|one| letters().map(move |other| [one, other]));
    let mut texts: Vec<_> = pairs
        .map(|pair| {
            let mut text = text.to_owned();
            text.replace_range(at..at + 2, &String::from_iter(pair));
            text
        })
        .collect();
    texts.shuffle(rng);
    texts
}
