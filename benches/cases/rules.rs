//! Rules before the split: one, many of one kind, and many of all kinds.

use std::fmt::Display;
use std::rc::Rc;

use pointsman::{Alias, Attributes, Condition, Point, Request};

use crate::cases::bound::{route, table, with_headers};
use crate::cases::case::Case;
use crate::cases::floor;
use crate::cases::request::{Headers, Key, below, keys, rng, users};
use crate::fixture::{condition, tenth, user, version};

pub fn cases(requests: usize) -> Vec<Case> {
    let found = "rules/floor find+sticky";
    let mut cases = vec![
        floor::find_sticky(found, requests),
        missed("rules/exact/1/miss", requests, || exact(1)).at_most(1.9, found),
        missed("rules/exact/4/miss", requests, || exact(4)).beside(found),
        hit("rules/exact/4/hit", requests, 4, exact, named).beside(found),
    ];
    for count in [100, 10_000] {
        let id = format!("rules/exact/{count}/miss");
        cases.push(missed(id, requests, move || exact(count)).at_most(1.6, "rules/exact/4/miss"));
        let id = format!("rules/exact/{count}/hit");
        cases.push(hit(id, requests, count, exact, named).at_most(1.6, "rules/exact/4/hit"));
    }
    // 30 and 55 ns where the floor is 5.9 ns.
    for (count, most) in [(100, 30.0 / 5.9), (10_000, 55.0 / 5.9)] {
        let id = format!("rules/range/{count}/hit");
        cases.push(hit(id, requests, count, ranges, numbered).at_most(most, found));
        let id = format!("rules/range/{count}/miss");
        cases.push(missed(id, requests, move || ranges(count)).beside(found));
    }
    let few = "rules/mixed/10/miss";
    cases.push(missed(few, requests, || mixed(10)).beside(found));
    for count in [100, 1_000, 10_000] {
        let id = format!("rules/mixed/{count}/miss");
        cases.push(missed(id, requests, move || mixed(count)).beside(few));
    }
    for distinct in [1, 2, 4, 8] {
        let id = format!("rules/keys/{distinct}/miss");
        cases.push(missed(id, requests, move || keyed(distinct)).beside(found));
    }
    cases
}

/// What a rule asks for: a text as long as a user's name, which no user has.
fn named(index: usize) -> String {
    format!("nobody-{index:09}")
}

/// A number in the range of a rule.
fn numbered(index: usize) -> String {
    format!("{}", index * 100 + index % 100)
}

fn exact(count: usize) -> Vec<Condition> {
    (0..count).map(|index| asks("User exact", &named(index))).collect()
}

fn ranges(count: usize) -> Vec<Condition> {
    let range = |index| format!("[{},{}]", index * 100, index * 100 + 99);
    (0..count).map(|index| asks("User range", &range(index))).collect()
}

/// All kinds of rules over several headers. Two can't be found by a value: they are two however many
/// the others are.
fn mixed(count: usize) -> Vec<Condition> {
    let several = |conditions: [Condition; 2]| Condition::all(conditions).expect("two");
    let not = |condition| Condition::not(condition).expect("not nested");
    let rule = |index: usize| match index % 6 {
        0 => asks("User exact", &named(index)),
        1 => asks("x-request-id in", &format!("a{index},b{index},c{index}")),
        2 => several([asks("host exact", &named(index)), asks("User prefix", "no")]),
        3 => Condition::any([
            asks("User exact", &named(index)),
            asks("accept exact", &format!("text/{index}")),
        ])
        .expect("two"),
        4 => asks("user-agent prefix", &format!("agent-{index}/")),
        _ => several([
            asks("x-forwarded-for exact", &format!("10.1.0.{index}")),
            not(asks("content-type exact", "text/plain")),
        ]),
    };
    let stubborn = [not(asks("accept exact", "*/*")), asks("accept-encoding suffix", "zstd")];
    stubborn.into_iter().chain((0..count - 2).map(rule)).collect()
}

/// As many rules, however many headers they ask.
fn keyed(distinct: usize) -> Vec<Condition> {
    let names = [
        "User",
        "host",
        "accept",
        "accept-encoding",
        "content-type",
        "user-agent",
        "x-request-id",
        "x-forwarded-for",
    ];
    let names = names.iter().take(distinct).cycle();
    let rule = |(index, name): (usize, &&str)| asks(&format!("{name} exact"), &named(index));
    names.take(128).enumerate().map(rule).collect()
}

fn asks(test: &str, expression: &str) -> Condition {
    condition(&format!("invoke.headers.{test} {expression}"))
}

/// No rule matches, and the user's key decides.
fn missed(
    id: impl Display,
    requests: usize,
    rules: impl FnOnce() -> Vec<Condition> + 'static,
) -> Case {
    of(id, move || (rules(), users(requests)), |rule, _| rule.is_none())
}

/// One of so many rules matches, each as often as the others, and in no order.
fn hit(
    id: impl Display,
    requests: usize,
    count: usize,
    rules: fn(usize) -> Vec<Condition>,
    value: fn(usize) -> String,
) -> Case {
    let values = move || {
        let mut rng = rng();
        keys((0..requests).map(|_| value(below(count, &mut rng))))
    };
    let asserted =
        move |rule: Option<usize>, user: &Key| rule.map(value).as_deref() == Some(user.0);
    of(id, move || (rules(count), values()), asserted)
}

/// Rules that lead to version 2, and the requests that ask them.
fn of(
    id: impl Display,
    make: impl FnOnce() -> (Vec<Condition>, Rc<[Key]>) + 'static,
    asserted: impl Fn(Option<usize>, &Key) -> bool + 'static,
) -> Case {
    Case::new(id, move || {
        let (rules, users) = make();
        let release = Alias::to(tenth()).sticky_on(user());
        let release = rules.into_iter().fold(release, |alias, rule| alias.rule(rule, version(2)));
        let table = table(2, release);
        let mut headers = Headers::new();
        for user in &*users {
            let attributes: &dyn Attributes = headers.of(user);
            let decision = route(&table).resolve(&Request::new(attributes, Point::MIN));
            assert!(asserted(decision.reason().rule(), user));
        }
        with_headers(table, &users)
    })
}
