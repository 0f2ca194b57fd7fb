//! Diffs of functions: nothing is left out, and nothing is told that doesn't change.

use std::collections::BTreeMap;

use pointsman::{Alias, AliasName, Function, Version, VersionDiff};

use super::applied::edited;
use super::written::WrittenFunction;
use super::{generate, rng};

/// What a diff must tell: all but revision and next version.
fn content(function: &Function<u8>) -> (Versions, Aliases) {
    let versions = function.versions().map(|(version, payload)| (version, *payload));
    let aliases = function.aliases().map(|(name, alias)| (name.clone(), alias.clone()));
    (versions.collect(), aliases.collect())
}

type Versions = BTreeMap<Version, u8>;
type Aliases = BTreeMap<AliasName, Alias>;

#[test]
fn what_the_text_tells_makes_the_new_function_of_the_old() {
    let rng = &mut rng(4);
    for _ in 0..20_000 {
        let old = generate::function(rng);
        let new = generate::changed(&old, rng);
        let text = old.diff(&new).to_string();
        let mut written = WrittenFunction::of(&old);
        written.apply(&text, |version| *new.payload(version).expect("it is told to be there"));
        assert_eq!(written, WrittenFunction::of(&new), "{text}");
    }
}

#[test]
fn what_the_values_tell_makes_the_new_function_of_the_old() {
    let rng = &mut rng(5);
    for _ in 0..20_000 {
        let old = generate::function(rng);
        let new = generate::changed(&old, rng);
        let diff = old.diff(&new);

        let (mut versions, mut aliases) = content(&old);
        for (version, diff) in diff.versions() {
            let payload = new.payload(*version);
            let before = match payload {
                Some(payload) => versions.insert(*version, *payload),
                None => versions.remove(version),
            };
            let expected = match (before, payload) {
                (None, _) => VersionDiff::Published,
                (_, None) => VersionDiff::Deleted,
                (Some(_), Some(_)) => VersionDiff::Payload,
            };
            assert_eq!(*diff, expected);
        }
        for diff in diff.aliases() {
            let before = aliases.remove(diff.name());
            assert_eq!(before.as_ref(), diff.before());
            let Some(after) = diff.after() else { continue };
            let rules = before.as_ref().map_or(&[][..], Alias::rules);
            assert_eq!(edited(rules, diff), after.rules());
            aliases.insert(diff.name().clone(), after.clone());
        }
        assert_eq!((versions, aliases), content(&new));
    }
}

#[test]
fn a_diff_is_empty_if_and_only_if_versions_and_aliases_are_equal() {
    let rng = &mut rng(6);
    let mut equal = 0;
    for _ in 0..20_000 {
        let old = generate::function(rng);
        let mut new = generate::changed(&old, rng);
        for (name, alias) in old.aliases() {
            if rand::RngExt::random_ratio(rng, 4, 5) && new.alias(name.as_str()).is_some() {
                new.update_alias(name.as_str(), alias.clone()).expect("versions 1 to 3 exist");
            }
        }
        let diff = old.diff(&new);
        assert_eq!(diff.is_empty(), content(&old) == content(&new), "{diff}");
        assert_eq!(diff.is_empty(), diff.to_string().is_empty());
        equal += usize::from(diff.is_empty());
        assert!(new.diff(&new).is_empty());
        let restored = Function::from_parts(new.clone().into_parts()).expect("it was one");
        assert!(new.diff(&restored).is_empty());
    }
    assert!(equal > 5, "{equal}");
}

#[test]
fn payloads_are_compared_as_the_caller_will() {
    /// Neither cloned nor compared.
    struct Opaque(u8);

    let [old, new] = [1, 2].map(|byte| Function::new("B".parse().expect("an id"), Opaque(byte)));
    assert!(old.diff_by(&new, |_, _| true).is_empty());
    let diff = old.diff_by(&new, |old, new| old.0 == new.0);
    assert_eq!(diff.versions(), [(Version::LATEST, VersionDiff::Payload)]);
}

#[test]
fn revisions_count_for_nothing() {
    let old = Function::new("B".parse().expect("an id"), ());
    let mut new = old.clone();
    let version = new.publish().expect("published");
    new.delete_version(version).expect("no alias names it");
    assert_ne!(old, new);
    assert!(old.diff(&new).is_empty());
}
