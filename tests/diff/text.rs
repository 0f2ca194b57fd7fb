//! Exactly what is printed.

use pointsman::{Alias, AttributeKey, Function, Split, Sticky, Version, Weight};

use super::{function, ruled, split, v};

/// What changes if the one alias takes the place of the other, each line without `aliases.a`.
#[track_caller]
fn prints(old: &Alias, new: &Alias, lines: &[&str]) {
    let before = function("B", old.clone());
    let diff = before.diff_alias("a", new).expect("there is one");
    let text = diff.to_string();
    let told: Vec<_> =
        text.lines().map(|line| line.strip_prefix("aliases.a").expect("the path")).collect();
    assert_eq!(told, lines);
    assert_eq!(before.diff(&function("B", new.clone())).to_string(), text);
}

fn user() -> AttributeKey {
    AttributeKey::header("User").expect("a key")
}

fn millionths(main: u64, weights: &[(Version, u32)]) -> Split {
    let weights = weights.iter().map(|(version, millionths)| {
        (*version, Weight::from_millionths(*millionths).expect("a weight"))
    });
    Split::new(v(main), weights).expect("a split")
}

#[test]
fn splits() {
    let all = Alias::to(v(1));
    prints(&all, &all, &[]);
    prints(
        &all,
        &Alias::to(v(2)),
        &[": 100% moves from version 1 to version 2", ".version: 1 becomes 2"],
    );
    prints(
        &Alias::to(split(2, 10)),
        &Alias::to(split(2, 30)),
        &[": 20% moves from version 1 to version 2", ".weights.2: 10% becomes 30%"],
    );
    prints(&all, &Alias::to(split(2, 0)), &[".weights.2: none becomes 0%"]);
    prints(&Alias::to(split(2, 0)), &all, &[".weights.2: 0% becomes none"]);
    prints(
        &Alias::to(millionths(1, &[(v(2), 500_000)])),
        &Alias::to(millionths(2, &[(v(1), 500_000)])),
        &[".version: 1 becomes 2", ".weights.1: none becomes 50%", ".weights.2: 50% becomes none"],
    );
    prints(
        &Alias::to(millionths(1, &[(v(2), 1), (v(10), 2)])),
        &Alias::to(millionths(1, &[(Version::LATEST, 4)])),
        &[
            ": 0.0001% moves from version 1 to version $LATEST",
            ": 0.0001% moves from version 2 to version $LATEST",
            ": 0.0002% moves from version 10 to version $LATEST",
            ".weights.2: 0.0001% becomes none",
            ".weights.10: 0.0002% becomes none",
            ".weights.$LATEST: none becomes 0.0004%",
        ],
    );
}

#[test]
fn layouts() {
    let canonical = split(2, 25);
    let turned =
        canonical.clone().with_slices([(v(2), 250_000), (v(1), 750_000)]).expect("a layout");
    let to = [": 25% moves from version 1 to version 2", ": 25% moves from version 2 to version 1"];
    prints(
        &Alias::to(canonical.clone()),
        &Alias::to(turned.clone()),
        &[to[0], to[1], ".slices: none becomes [2 250000, 1 750000]"],
    );
    prints(
        &Alias::to(turned.clone()),
        &Alias::to(canonical),
        &[to[0], to[1], ".slices: [2 250000, 1 750000] becomes none"],
    );
    prints(
        &ruled(&[]),
        &ruled(&[]).rule(bob(), turned),
        &[".rules[0]: added: `invoke.headers.User exact Bob` to version 1 (75%), version 2 (25%) \
         in slices [2 250000, 1 750000]"],
    );
}

fn bob() -> pointsman::Condition {
    "invoke.headers.User exact Bob".parse().expect("a condition")
}

#[test]
fn stickiness() {
    let half = Alias::to(split(2, 50));
    let anew = ": everyone is dealt anew, since salt or sticky keys change";
    let flows =
        [": 25% moves from version 1 to version 2", ": 25% moves from version 2 to version 1"];
    let sticky = half.clone().sticky_on(user());
    prints(
        &half,
        &sticky,
        &[anew, flows[0], flows[1], ".sticky: none becomes invoke.headers.User"],
    );
    let salted = Sticky::first_of([AttributeKey::cookie("uid").expect("a key"), user()]);
    let salted = salted.and_then(|sticky| sticky.salted("a\nb")).expect("a salt");
    prints(
        &sticky,
        &half.clone().with_sticky(salted),
        &[
            anew,
            flows[0],
            flows[1],
            r".sticky: invoke.headers.User becomes invoke.cookies.uid, invoke.headers.User with salt `a\nb`",
        ],
    );
    // The salt that is in force, written down.
    let same = Sticky::on(user()).salted("default/B:a").expect("a salt");
    prints(
        &sticky,
        &half.clone().with_sticky(same),
        &[".sticky: invoke.headers.User becomes invoke.headers.User with salt `default/B:a`"],
    );
    // Nobody is dealt where one version has everyone.
    prints(
        &Alias::to(v(1)),
        &Alias::to(split(2, 10)).sticky_on(user()),
        &[
            ": 10% moves from version 1 to version 2",
            ".weights.2: none becomes 10%",
            ".sticky: none becomes invoke.headers.User",
        ],
    );
    // A rule that stays as it is deals anew, too.
    let by_rule = Alias::to(v(1)).rule(bob(), split(2, 50));
    prints(
        &by_rule,
        &by_rule.clone().sticky_on(user()),
        &[
            ".rules[0]: everyone is dealt anew, since salt or sticky keys change",
            ".rules[0]: 25% moves from version 1 to version 2",
            ".rules[0]: 25% moves from version 2 to version 1",
            ".sticky: none becomes invoke.headers.User",
        ],
    );
}

#[test]
fn descriptions() {
    let plain = Alias::to(v(1));
    let described = plain.clone().described("to everyone");
    prints(&plain, &described, &[".description: none becomes `to everyone`"]);
    prints(&described, &plain, &[".description: `to everyone` becomes none"]);
    prints(
        &described,
        &plain.clone().described("none\r\n\u{202e}"),
        &[r".description: `to everyone` becomes `none\r\n\u{202e}`"],
    );
}

#[test]
fn texts_that_differ_look_different() {
    let described = |text| Alias::to(v(1)).described(text);
    prints(&described("a\nb"), &described(r"a\nb"), &[r".description: `a\nb` becomes `a\\nb`"]);
}

#[test]
fn names_of_keys_can_neither_hide_nor_turn_the_line() {
    let key = AttributeKey::header("a\u{202e}\u{200b}`").expect("neither is blank");
    let half = Alias::to(split(2, 50)).sticky_on(key);
    prints(
        &Alias::to(v(1)),
        &half,
        &[
            ": 50% moves from version 1 to version 2",
            ".weights.2: none becomes 50%",
            r".sticky: none becomes invoke.headers.a\u{202e}\u{200b}`",
        ],
    );
    let witness = function("B", half).witness("a", v(2)).expect("there is one").to_string();
    let key = r"invoke.headers.a\u{202e}\u{200b}`: `witness-";
    assert!(witness.starts_with(key), "{witness}");
}

#[test]
fn rules() {
    let [a, b, c] = ["a", "b", "c"].map(|name| format!("invoke.query.{name} exact 1"));
    let (a, b, c) = (a.as_str(), b.as_str(), c.as_str());
    prints(
        &ruled(&[(a, 2), (b, 3)]),
        &ruled(&[(a, 2), (c, 4), (b, 3)]),
        &[".rules[1]: added: `invoke.query.c exact 1` to version 4"],
    );
    prints(
        &ruled(&[(a, 2), (b, 3)]),
        &ruled(&[(b, 3)]),
        &[".rules[0]: removed: `invoke.query.a exact 1` to version 2"],
    );
    prints(
        &ruled(&[(a, 2), (b, 3)]),
        &ruled(&[(a, 2), (b, 4)]),
        &[".rules[1]: 100% moves from version 3 to version 4", ".rules[1].version: 3 becomes 4"],
    );
    // One that keeps its split stays, where one of two must move.
    prints(
        &ruled(&[(a, 2), (b, 3)]),
        &ruled(&[(b, 4), (c, 2), (a, 2)]),
        &[
            ".rules[0]: moved from rules[1]: `invoke.query.b exact 1`",
            ".rules[0]: 100% moves from version 3 to version 4",
            ".rules[0].version: 3 becomes 4",
            ".rules[1]: added: `invoke.query.c exact 1` to version 2",
        ],
    );
    prints(
        &ruled(&[]).rule(bob(), split(2, 10)),
        &ruled(&[]).rule(bob(), split(2, 15)),
        &[
            ".rules[0]: 5% moves from version 1 to version 2",
            ".rules[0].weights.2: 10% becomes 15%",
        ],
    );
    prints(
        &ruled(&[]),
        &ruled(&[("invoke.headers.User exact a\n`b`", 2)]),
        &[r".rules[0]: added: `invoke.headers.User exact a\n`b`` to version 2"],
    );
}

#[test]
fn rules_in_the_shadow() {
    let [bob, b] = ["exact Bob", "prefix B"].map(|test| format!("invoke.headers.User {test}"));
    let (bob, b) = (bob.as_str(), b.as_str());
    prints(
        &ruled(&[(bob, 2)]),
        &ruled(&[(b, 3), (bob, 2)]),
        &[
            ".rules[0]: added: `invoke.headers.User prefix B` to version 3",
            ".rules[1]: shadowed, since rule 0 takes all its requests",
        ],
    );
    prints(
        &ruled(&[(b, 3), (bob, 2)]),
        &ruled(&[(bob, 2)]),
        &[
            ".rules[0]: removed: `invoke.headers.User prefix B` to version 3",
            ".rules[0]: no longer shadowed, as it was by rule 0 of before",
        ],
    );
    prints(
        &ruled(&[(b, 3)]),
        &ruled(&[(b, 3), (bob, 2)]),
        &[
            ".rules[1]: added: `invoke.headers.User exact Bob` to version 2",
            ".rules[1]: shadowed, since rule 0 takes all its requests",
        ],
    );
    prints(
        &ruled(&[(bob, 2), (b, 3)]),
        &ruled(&[(b, 3), (bob, 2)]),
        &[
            ".rules[0]: moved from rules[1]: `invoke.headers.User prefix B`",
            ".rules[1]: shadowed, since rule 0 takes all its requests",
        ],
    );
}

#[test]
fn functions() {
    let mut old = Function::new("B".parse().expect("an id"), "a");
    let [v1, v2] = [(); 2].map(|()| old.publish().expect("published"));
    let mut new = old.clone();
    new.delete_version(v1).expect("no alias names it");
    new.set_latest("b").expect("set");
    new.publish().expect("published");
    let beta = Alias::to(v2)
        .rule(bob(), v(3))
        .rule("invoke.headers.User in Bob".parse().expect("a condition"), v(3))
        .sticky_on(user())
        .described("first");
    new.create_alias("beta".parse().expect("a name"), beta).expect("created");
    new.update_alias("$DEFAULT", Alias::to(v2)).expect("updated");
    old.create_alias("old".parse().expect("a name"), Alias::to(v1)).expect("created");
    assert_eq!(
        old.diff(&new).to_string(),
        "versions.1: deleted\n\
         versions.3: published\n\
         versions.$LATEST: another payload\n\
         aliases.$DEFAULT: 100% moves from version $LATEST to version 2\n\
         aliases.$DEFAULT.version: $LATEST becomes 2\n\
         aliases.beta: created, to version 2\n\
         aliases.beta.rules[0]: added: `invoke.headers.User exact Bob` to version 3\n\
         aliases.beta.rules[1]: added: `invoke.headers.User in Bob` to version 3\n\
         aliases.beta.rules[1]: shadowed, since rule 0 takes all its requests\n\
         aliases.beta.sticky: none becomes invoke.headers.User\n\
         aliases.beta.description: none becomes `first`\n\
         aliases.old: deleted",
    );
}

#[test]
fn a_function_of_another_name() {
    let sticky = Alias::to(split(2, 10)).sticky_on(user());
    let [old, new] = ["B", "prod/C"].map(|id| function(id, sticky.clone()));
    assert_eq!(
        old.diff(&new).to_string(),
        "name: B becomes prod/C\n\
         aliases.a: everyone is dealt anew, since salt or sticky keys change\n\
         aliases.a: 9% moves from version 1 to version 2\n\
         aliases.a: 9% moves from version 2 to version 1",
    );
}
