//! What operators change: every operation is checked, and happens whole or changes nothing.

use std::hash::{BuildHasher, RandomState};

use pointsman::{
    Alias, AliasName, AttributeKey, Function, FunctionError, FunctionParts, Split, Sticky, Version,
    Weight,
};

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

/// `to` with ten percent to `additional`.
fn tenth(to: Version, additional: Version) -> Split {
    Split::new(to, [(additional, Weight::from_percent(10).expect("a weight"))]).expect("a split")
}

/// Versions 1 to `count`, each with its number as payload.
fn function(count: u64) -> Function<u64> {
    let mut function = Function::new("B".parse().expect("an id"), 0);
    for number in 1..=count {
        function.set_latest(number).expect("it is set");
        assert_eq!(function.publish(), Ok(v(number)));
    }
    function
}

/// The operation fails with this message, and the function is as it was.
#[track_caller]
fn refuses<V: std::fmt::Debug>(
    function: &mut Function<u64>,
    operation: impl FnOnce(&mut Function<u64>) -> Result<V, FunctionError>,
    message: &str,
) {
    let before = function.clone();
    assert_eq!(operation(function).expect_err("refused").to_string(), message);
    assert_eq!(*function, before);
}

#[test]
fn a_new_function_has_latest_and_default() {
    let function = Function::new("prod/B".parse().expect("an id"), "payload");
    assert_eq!(function.revision(), 0);
    assert_eq!(function.next_version(), 1);
    assert!(function.versions().eq([(Version::LATEST, &"payload")]));
    assert_eq!(function.alias("$DEFAULT"), Some(&Alias::to(Version::LATEST)));
    assert_eq!(function.aliases().len(), 1);
}

#[test]
fn publishing_takes_a_snapshot_that_does_not_change() {
    let mut function = function(2);
    assert_eq!(function.set_latest(9), Ok(2));
    assert!(function.versions().eq([(v(1), &1), (v(2), &2), (Version::LATEST, &9)]));
    assert_eq!(function.payload(v(1)), Some(&1));
    assert_eq!(function.payload(v(3)), None);
}

#[test]
fn a_number_is_never_used_again() {
    let mut function = function(2);
    assert_eq!(function.delete_version(v(2)), Ok(2));
    assert_eq!(function.publish(), Ok(v(3)));
    assert!(function.versions().map(|(version, _)| version).eq([v(1), v(3), Version::LATEST]));
}

#[test]
fn each_successful_operation_raises_the_revision_by_one() {
    let mut function = function(0);
    let mut revision = 0;
    let mut raised = |function: &Function<u64>| {
        revision += 1;
        assert_eq!(function.revision(), revision);
    };
    function.publish().expect("published");
    raised(&function);
    function.set_latest(0).expect("set to what it was");
    raised(&function);
    function.create_alias("release".parse().expect("a name"), Alias::to(v(1))).expect("created");
    raised(&function);
    function.update_alias("release", Alias::to(v(1))).expect("updated to what it was");
    raised(&function);
    function.delete_alias("release").expect("deleted");
    raised(&function);
    function.delete_version(v(1)).expect("deleted");
    raised(&function);
}

#[test]
fn an_update_replaces_the_whole_route() {
    let mut function = function(2);
    let full = Alias::to(tenth(v(1), v(2)))
        .rule("invoke.headers.User exact Bob".parse().expect("a condition"), v(2))
        .sticky_on(AttributeKey::header("User").expect("a key"))
        .described("to everyone");
    function.create_alias("release".parse().expect("a name"), full.clone()).expect("created");
    assert_eq!(function.update_alias("release", Alias::to(v(2))), Ok(full));
    assert_eq!(function.alias("release"), Some(&Alias::to(v(2))));
}

#[test]
fn the_default_alias_can_be_split_and_given_rules() {
    let mut function = function(2);
    let alias = Alias::to(tenth(Version::LATEST, v(2)))
        .rule("invoke.headers.User present".parse().expect("a condition"), v(1));
    function.update_alias("$DEFAULT", alias.clone()).expect("updated");
    assert_eq!(function.alias("$DEFAULT"), Some(&alias));
}

/// However it came to lead to `$LATEST`, it is the first of the aliases, and the same.
#[test]
fn the_default_alias_is_there_whether_or_not_it_was_put_there() {
    let (default, latest) = (AliasName::default(), Alias::to(Version::LATEST));
    let mut function = function(1);
    function.create_alias("a".parse().expect("a name"), Alias::to(v(1))).expect("created");
    let is_listed = |function: &Function<u64>, alias: &Alias| {
        let names: Vec<&str> = function.aliases().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["$DEFAULT", "a"]);
        assert_eq!(function.aliases().len(), 2);
        assert_eq!(function.aliases().next(), Some((&default, alias)));
        assert_eq!(function.alias("$DEFAULT"), Some(alias));
    };
    is_listed(&function, &latest);
    let parts = function.clone().into_parts();
    assert_eq!(parts.aliases.get(&default), Some(&latest));
    let without = FunctionParts {
        aliases: parts.aliases.clone().into_iter().filter(|(name, _)| *name != default).collect(),
        ..parts.clone()
    };
    for parts in [parts, without] {
        assert_eq!(Function::from_parts(parts), Ok(function.clone()));
    }
    for alias in [Alias::to(v(1)), latest.clone().described("all"), latest.clone(), latest.clone()]
    {
        let before = function.alias("$DEFAULT").cloned();
        assert_eq!(function.update_alias("$DEFAULT", alias.clone()).ok(), before);
        is_listed(&function, &alias);
    }
    let mut untouched = self::function(1);
    untouched.create_alias("a".parse().expect("a name"), Alias::to(v(1))).expect("created");
    let with_revision = |function: Function<u64>| {
        Function::from_parts(FunctionParts { revision: 9, ..function.into_parts() })
    };
    let [one, other] = [function, untouched].map(with_revision);
    assert_eq!(one, other);
    let state = RandomState::new();
    assert_eq!(
        state.hash_one(one.expect("it is good")),
        state.hash_one(other.expect("it is good"))
    );
}

#[test]
fn what_is_not_there_is_refused() {
    let function = &mut function(2);
    let default = || "$DEFAULT".parse().expect("a name");
    refuses(
        function,
        |f| f.create_alias(default(), Alias::to(v(1))),
        "alias `$DEFAULT` exists already",
    );
    refuses(function, |f| f.update_alias("nope", Alias::to(v(1))), "alias `nope` does not exist");
    refuses(function, |f| f.delete_alias("no\u{7}pe"), r"alias `no\u{7}pe` does not exist");
    refuses(function, |f| f.delete_version(v(3)), "version 3 does not exist");
    refuses(function, |f| f.delete_alias("$DEFAULT"), "alias `$DEFAULT` can't be deleted");
    refuses(function, |f| f.delete_version(Version::LATEST), "version $LATEST can't be deleted");
}

#[test]
fn an_alias_names_only_versions_that_exist() {
    let function = &mut function(2);
    let bob = || "invoke.headers.User exact Bob".parse().expect("a condition");
    let zero = Split::new(v(1), [(v(9), Weight::ZERO)]).expect("a split");
    for (alias, place) in [
        (Alias::to(v(9)), "version"),
        (Alias::to(zero), "weights.9"),
        (Alias::to(v(1)).rule(bob(), v(2)).rule(bob(), v(9)), "rules[1].version"),
        (Alias::to(v(1)).rule(bob(), tenth(v(2), v(9))), "rules[0].weights.9"),
    ] {
        let create = |f: &mut Function<u64>| {
            f.create_alias("release".parse().expect("a name"), alias.clone())
        };
        refuses(function, create, &format!("alias `release`: {place}: version 9 does not exist"));
        let update = |f: &mut Function<u64>| f.update_alias("$DEFAULT", alias.clone());
        refuses(function, update, &format!("alias `$DEFAULT`: {place}: version 9 does not exist"));
    }
}

#[test]
fn a_version_that_an_alias_names_stays() {
    let mut function = function(6);
    let bob = || "invoke.headers.User exact Bob".parse().expect("a condition");
    let zero = Split::new(v(1), [(v(2), Weight::ZERO)]).expect("a split");
    let aliases = [
        ("main", Alias::to(v(1))),
        ("weight", Alias::to(zero)),
        ("rule", Alias::to(v(1)).rule(bob(), v(3))),
        ("rule-weight", Alias::to(v(1)).rule(bob(), tenth(v(3), v(4)))),
    ];
    for (name, alias) in aliases {
        function.create_alias(name.parse().expect("a name"), alias).expect("created");
    }
    let function = &mut function;
    refuses(
        function,
        |f| f.delete_version(v(1)),
        "version 1 is named by `main`, `rule`, `rule-weight`, `weight`",
    );
    refuses(function, |f| f.delete_version(v(2)), "version 2 is named by `weight`");
    refuses(function, |f| f.delete_version(v(3)), "version 3 is named by `rule`, `rule-weight`");
    refuses(function, |f| f.delete_version(v(4)), "version 4 is named by `rule-weight`");
    assert_eq!(function.unaliased_versions(), [v(5), v(6)]);
    for version in function.unaliased_versions() {
        function.delete_version(version).expect("it is safe to delete");
    }
    assert_eq!(function.unaliased_versions(), []);
}

#[test]
fn an_update_from_an_old_revision_is_a_conflict() {
    let mut function = function(1);
    let read = function.revision();
    function.if_revision(read).expect("the same").publish().expect("published");
    refuses(
        &mut function,
        |f| f.if_revision(read)?.update_alias("$DEFAULT", Alias::to(v(1))),
        "the function is at revision 3, not at 2",
    );
    refuses(
        &mut function,
        |f| f.if_revision(99).map(|_| ()),
        "the function is at revision 3, not at 99",
    );
}

#[test]
fn a_diff_knows_when_everyone_is_dealt_anew() {
    let key = |name| AttributeKey::header(name).expect("a key");
    let mut function = function(2);
    let alias = Alias::to(tenth(v(1), v(2))).sticky_on(key("User"));
    function.create_alias("release".parse().expect("a name"), alias.clone()).expect("created");
    let moved =
        |new: Alias| function.diff_alias("release", &new).expect("it exists").moved().to_string();
    let salted =
        |salt| alias.clone().with_sticky(Sticky::on(key("User")).salted(salt).expect("a salt"));

    assert_eq!(moved(alias.clone()), "0%");
    // The salt that was in force, written down.
    assert_eq!(moved(salted("default/B:release")), "0%");
    assert_eq!(moved(salted("spring-sale")), "18%");
    assert_eq!(moved(salted("")), "18%");
    assert_eq!(moved(alias.clone().sticky_on(key("user"))), "18%");
    assert_eq!(moved(Alias::to(tenth(v(1), v(2)))), "18%");
    assert_eq!(moved(alias.clone().with_split(v(2))), "90%");
    assert!(function.diff_alias("nope", &alias).is_err());
}
