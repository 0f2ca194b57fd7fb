//! Who moves, against two tables and against rules and splits by hand.

use std::collections::BTreeMap;

use pointsman::{
    Alias, AttributeKey, Move, MoveCounts, Point, Qualifier, Replay, Request, RoutingTable, Split,
    Sticky, Version,
};
use rand::RngExt;

use super::{function, generate, rng, split, v};

fn user() -> AttributeKey {
    AttributeKey::header("User").expect("a key")
}

fn replay(old: &Alias, new: &Alias) -> Replay {
    function("B", old.clone()).diff_alias("a", new).expect("there is one").replay().expect("both")
}

#[test]
fn a_million_keys_move_as_they_do_on_two_tables() {
    let bob = || "invoke.headers.User suffix 77".parse().expect("a condition");
    let other = || "invoke.headers.Other present".parse().expect("a condition");
    let alias = |percent| Alias::to(split(2, percent)).sticky_on(user()).rule(other(), v(4));
    let old = alias(10);
    let new = alias(35).rule(bob(), split(3, 50));
    let replay = replay(&old, &new);
    assert_eq!(replay.attribute(), Some(&user()));

    let keys: Vec<_> = (0..1_000_000).map(|number| format!("user-{number}")).collect();
    let moves: BTreeMap<_, _> = replay.keys(&keys).collect();

    let tables = [old, new].map(|alias| RoutingTable::new([function("B", alias)]).expect("one"));
    let routes = [0, 1].map(|index: usize| {
        tables[index].route("B", Qualifier::parse("a").expect("a name")).expect("it is there")
    });
    let mut counts: BTreeMap<(Version, Version), u64> = BTreeMap::new();
    for key in &keys {
        let headers = [("User", key)];
        let request = Request::new(&headers, Point::MAX);
        let [from, to] = routes.map(|route| route.resolve(&request).version());
        let expected = (from != to).then_some(Move { from: Some(from), to: Some(to) });
        assert_eq!(moves.get(key).copied(), expected, "{key}");
        if from != to {
            *counts.entry((from, to)).or_default() += 1;
        }
    }
    let summary: MoveCounts = moves.into_values().collect();
    assert_eq!(summary.total(), counts.values().sum::<u64>());
    for ((from, to), count) in counts {
        assert_eq!(summary.of(Move { from: Some(from), to: Some(to) }), count);
    }
    // A quarter of the traffic, which no rule takes 99 of 100 of: within 5 sigma.
    let to_2 = summary.of(Move { from: Some(v(1)), to: Some(v(2)) });
    assert!(to_2.abs_diff(247_500) < 5 * 433, "{to_2}");
}

/// The version that a key alone gives, by the words of the specification.
fn by_hand(alias: &Alias, key: &str) -> Option<Version> {
    let headers = [("User", key)];
    let rule = alias.rules().iter().find(|rule| rule.condition().matches(&headers));
    let split = rule.map_or(alias.split(), |rule| rule.split());
    let sticky = alias.sticky().filter(|sticky| sticky.keys().contains(&user()));
    let salt = sticky.map(|sticky| sticky.salt().unwrap_or("default/B:a"));
    let salt = salt.filter(|_| !key.is_empty());
    split.sole().or_else(|| salt.map(|salt| split.pick(Point::sticky(salt, key))))
}

#[test]
fn keys_move_as_rules_and_splits_have_it() {
    let rng = &mut rng(9);
    let mut seen = [0; 3];
    for _ in 0..5_000 {
        let [old, new] = [(); 2].map(|()| generate::alias(rng));
        let replay = replay(&old, &new).of(user());
        let numbers = (0..20).map(|_| rng.random_range(0..100).to_string());
        let keys = numbers.chain(["", "Bob", "Ann", "B"].map(String::from));
        for key in keys {
            let (from, to) = (by_hand(&old, &key), by_hand(&new, &key));
            let stays = from.is_some() && from == to;
            assert_eq!(replay.key(&key), (!stays).then_some(Move { from, to }), "{old:?} {new:?}");
            seen[usize::from(!stays) + usize::from(from.and(to).is_none())] += 1;
        }
    }
    assert!(seen.into_iter().all(|count| count > 1_000), "{seen:?}");
}

#[test]
fn requests_move_as_they_do_on_two_tables() {
    let rng = &mut rng(10);
    for _ in 0..2_000 {
        let [old, new] = [(); 2].map(|()| generate::alias(rng));
        let replay = replay(&old, &new);
        let tables =
            [old, new].map(|alias| RoutingTable::new([function("B", alias)]).expect("one"));
        for _ in 0..20 {
            let user = ["Bob", "Ann", "7", "", "B"][rng.random_range(0..5)];
            let headers = [(["User", "Accept"][rng.random_range(0..2)], user)];
            let request = Request::new(&headers, Point::from(rng.random::<u64>()));
            let [from, to] = [0, 1].map(|index: usize| {
                let alias = Qualifier::parse("a").expect("a name");
                tables[index].resolve("B", alias, &request).expect("it is there").version()
            });
            let expected = (from != to).then_some(Move { from: Some(from), to: Some(to) });
            assert_eq!(replay.request(&request), expected);
        }
    }
}

#[test]
fn a_key_is_of_the_attribute_that_the_new_alias_is_sticky_on() {
    let cookie = || AttributeKey::cookie("uid").expect("a key");
    let plain = Alias::to(split(2, 50));
    let by = |keys: Vec<AttributeKey>| {
        plain.clone().with_sticky(Sticky::first_of(keys).expect("some keys"))
    };
    for (old, new, attribute) in [
        (plain.clone(), plain.clone(), None),
        (by(vec![user()]), plain.clone(), Some(user())),
        (plain.clone(), by(vec![user()]), Some(user())),
        (by(vec![user()]), by(vec![cookie(), user()]), Some(cookie())),
    ] {
        assert_eq!(replay(&old, &new).attribute(), attribute.as_ref());
    }
    // Of two aliases that deal by different keys, one key tells but one version.
    let replay = replay(&by(vec![user()]), &by(vec![cookie()]));
    let moved = replay.key("Bob").expect("it may");
    assert_eq!(moved.from, None);
    assert!(moved.to.is_some());
}

#[test]
fn an_alias_that_comes_or_goes_moves_nobody() {
    let [old, new] = ["a", "b"].map(|name| {
        let mut function = function("B", Alias::to(v(1)));
        if name == "b" {
            function.delete_alias("a").expect("it is there");
            function.create_alias("b".parse().expect("a name"), Alias::to(v(1))).expect("created");
        }
        function
    });
    let diff = old.diff(&new);
    assert_eq!(diff.aliases().len(), 2);
    assert!(diff.aliases().iter().all(|alias| alias.replay().is_none()));
}

#[test]
fn moves_are_counted_and_printed() {
    let old = Alias::to(Split::only(v(1)));
    let replay = replay(&old, &Alias::to(split(2, 50)));
    let moved = replay.key("Bob").expect("it may");
    assert_eq!(moved.to_string(), "from version 1 to where its point falls");
    let counts: MoveCounts = replay.keys(["Bob", "Ann"]).map(|(_, each)| each).collect();
    assert_eq!(counts.to_string(), "2 move from version 1 to where its point falls");
    assert_eq!(counts.iter().collect::<Vec<_>>(), [(moved, 2)]);
    assert_eq!(MoveCounts::default().to_string(), "");
}
