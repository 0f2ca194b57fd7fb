//! Functions made of SCF's aliases, which don't list the versions.

use pointsman::document::scf::{function, function_with, read_alias, read_aliases};
use pointsman::{Alias, Function, Point, Qualifier, Request, RoutingKey, RoutingTable, Version};

use crate::{Result, matching, name, reading, split, version};

fn numbers<T>(function: &Function<T>) -> Vec<Option<u64>> {
    function.versions().map(|(version, _)| version.number()).collect()
}

#[test]
fn what_is_named_exists() -> Result {
    let mut asked = Vec::new();
    let function = function("prod/B".parse()?, reading::listed(), |version| {
        asked.push(version);
        format!("http://127.0.0.1/{version}")
    })?;
    assert_eq!(function.id().to_string(), "prod/B");
    // Also those with weight 0, and those that rules alone name.
    assert_eq!(numbers(&function), [Some(1), Some(2), Some(3), Some(4), None]);
    asked.sort_unstable();
    assert_eq!(asked, [1, 2, 3, 4, 0].map(version));
    for (version, payload) in function.versions() {
        assert_eq!(*payload, format!("http://127.0.0.1/{version}"));
    }
    assert_eq!((function.revision(), function.next_version()), (0, 5));
    let aliases: Vec<_> =
        function.aliases().map(|(name, alias)| (name.clone(), alias.clone())).collect();
    assert_eq!(aliases, reading::listed());
    Ok(())
}

#[test]
fn latest_and_the_default_alias_exist_always() -> Result {
    let bare = function("B".parse()?, [], |_| ())?;
    assert_eq!(bare, Function::new("B".parse()?, ()));
    let seven = function("B".parse()?, [(name("a"), Alias::to(version(7)))], |_| ())?;
    assert_eq!(numbers(&seven), [Some(7), None]);
    assert_eq!(seven.alias("$DEFAULT"), Some(&Alias::to(Version::LATEST)));
    assert_eq!(seven.next_version(), 8);

    let last = version(Version::MAX_NUMBER);
    let last = function("B".parse()?, [(name("$DEFAULT"), Alias::to(last))], |_| ())?;
    assert_eq!(last.alias("$DEFAULT"), Some(&Alias::to(version(Version::MAX_NUMBER))));
    assert_eq!(last.next_version(), Version::MAX_NUMBER + 1);
    Ok(())
}

#[test]
fn the_versions_may_be_given() -> Result {
    let release = || [(name("release"), Alias::to(split(1, &[(3, 10)])))];
    let given = [(1, "a"), (3, "c"), (9, "i"), (0, "latest")];
    let given = given.map(|(number, payload)| (version(number), payload)).into();
    let function = function_with("B".parse()?, given, release())?;
    let versions: Vec<_> =
        function.versions().map(|(version, payload)| (version, *payload)).collect();
    assert_eq!(
        versions,
        [(version(1), "a"), (version(3), "c"), (version(9), "i"), (Version::LATEST, "latest")],
    );
    assert_eq!((function.revision(), function.next_version()), (0, 10));
    let without = [(version(1), "a"), (version(3), "c")].into();
    let error = function_with("B".parse()?, without, release()).unwrap_err();
    assert_eq!(error.to_string(), "version $LATEST does not exist");
    Ok(())
}

#[test]
fn a_version_that_is_missing() -> Result {
    let main = || Alias::to(version(1));
    for (alias, place) in [
        (Alias::to(version(2)), "version"),
        (Alias::to(split(1, &[(2, 10)])), "weights.2"),
        (Alias::to(split(1, &[(2, 0)])), "weights.2"),
        (matching(main(), "User", "exact", "Bob", 2), "rules[0].version"),
        (main().rule("invoke.query.u present".parse()?, split(1, &[(2, 0)])), "rules[0].weights.2"),
    ] {
        for as_name in ["release", "$DEFAULT"] {
            let aliases = [(name("good"), main()), (name(as_name), alias.clone())];
            let error =
                function_with("B".parse()?, [(version(0), ()), (version(1), ())].into(), aliases)
                    .unwrap_err();
            let expected = format!("alias `{as_name}`: {place}: version 2 does not exist");
            assert_eq!(error.to_string(), expected);
        }
    }
    Ok(())
}

#[test]
fn an_alias_that_stands_twice() -> Result {
    for twice in ["release", "$DEFAULT"] {
        let aliases = [1, 2].map(|number| (name(twice), Alias::to(version(number))));
        let error = function("B".parse()?, aliases, |_| ()).unwrap_err();
        assert_eq!(error.to_string(), format!("alias `{twice}` exists already"));
    }
    Ok(())
}

#[test]
fn a_document_of_cloudbase_in_force() -> Result {
    let aliases = [read_alias(include_str!("../data/cloudbase.json"))?];
    let function = function("env-prod/checkout".parse()?, aliases, |version| version)?;
    let table = RoutingTable::new([function])?;
    for (key, expected) in [
        (r#"{"X-Tcb-Route-Key":0}"#, 6),
        (r#"{"X-Tcb-Route-Key":"29"}"#, 6),
        (r#"{"X-Tcb-Route-Key":30}"#, 5),
        (r#"{"X-Tcb-Route-Key":"99"}"#, 5),
        (r#"{"X-Tcb-Route-Key":"100"}"#, 5),
        (r#"{"x-tcb-route-key":"0"}"#, 5),
        ("{}", 5),
    ] {
        let key = RoutingKey::parse(key)?;
        let request = Request::new(&key, Point::sequence(1));
        let decision = table.resolve("env-prod/checkout", Qualifier::DEFAULT, &request)?;
        assert_eq!(decision.version(), version(expected), "{key:?}");
    }
    Ok(())
}

#[test]
fn the_same_from_a_list() -> Result {
    let aliases = read_aliases(include_str!("../data/list-aliases.json"))?;
    let table = RoutingTable::new([function("B".parse()?, aliases, |version| version)?])?;
    let headers = [("userHash", "30"), ("User", "Ann")];
    let request = Request::new(&headers, Point::sequence(1));
    for (qualifier, expected) in [("", 0), ("prepub", 2), ("ramp-begun", 1), ("ramp-finished", 0)] {
        let decision = table.resolve("B", Qualifier::parse(qualifier)?, &request)?;
        assert_eq!(*decision.payload(), version(expected), "{qualifier}");
    }
    Ok(())
}
