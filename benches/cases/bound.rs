//! A route that was looked up before: by sticky key, by a point, without any choice.

use std::fmt::Display;
use std::rc::Rc;

use pointsman::{Alias, Attributes, Point, Qualifier, Request, Route, RoutingTable, Split, Weight};
use rand::SeedableRng;
use rand::rngs::SmallRng;

use crate::cases::case::{Case, Run};
use crate::cases::cycle::Cycle;
use crate::cases::floor;
use crate::cases::request::{Headers, Key, users};
use crate::cases::used;
use crate::fixture::{RELEASE, function, tenth, user, version};

/// What the only function of these tables is called, and the salt that its alias has by that.
const FUNCTION: &str = "func-0000001";
const SALT: &str = "default/func-0000001:release";

pub fn cases(requests: usize) -> Vec<Case> {
    let [sticky, found, drawn] =
        ["bound/floor sticky", "bound/floor find+sticky", "bound/floor draw"];
    let mut cases = vec![
        floor::sticky(sticky, requests),
        floor::find_sticky(found, requests),
        floor::draw(drawn),
        by_headers("bound/headers/2", requests, 2).at_most(1.25, found),
    ];
    for (versions, most) in [(2, 1.7), (5, 3.0), (10, 4.0), (100, 7.0)] {
        let id = format!("bound/key/{versions}");
        cases.push(by_key(id, requests, versions).at_most(most, sticky));
    }
    cases.push(by_draw("bound/draw/2", 2).at_most(1.3, drawn));
    cases
        .extend([5, 10, 100].map(|each| by_draw(format!("bound/draw/{each}"), each).beside(drawn)));
    let waiting = "bound/latency/floor sticky";
    cases.push(floor::sticky_latency(waiting, requests));
    cases.push(by_key_latency("bound/latency/key/2", requests, 2).beside(waiting));
    cases.push(by_headers("bound/only", requests, 1).beside(found));
    cases.push(pinned("bound/pinned", requests).beside(sticky));
    cases
}

pub fn table(versions: u64, release: Alias) -> RoutingTable<()> {
    RoutingTable::new([function(FUNCTION, versions, release)]).expect("a table")
}

pub fn route(table: &RoutingTable<()>) -> Route<'_, ()> {
    let release = Qualifier::parse(RELEASE).expect("a qualifier");
    table.route(FUNCTION, release).expect("it is there")
}

/// One version has all; two have nine tenths and one; more have equal weights, but for the first,
/// which has the rest.
fn split(versions: u64) -> Split {
    match versions {
        1 => Split::only(version(1)),
        2 => tenth(),
        _ => {
            let count = u32::try_from(versions).expect("few");
            let share = Weight::from_millionths(1_000_000 / count).expect("a weight");
            let weights = (2..=versions).map(|each| (version(each), share));
            Split::new(version(1), weights).expect("a split")
        }
    }
}

/// A table that is sticky on the user, after it was asserted to decide for every user as it should.
fn sticky(versions: u64, users: &[Key]) -> RoutingTable<()> {
    let split = split(versions);
    let table = table(versions, Alias::to(split.clone()).sticky_on(user()));
    for user in users {
        // As another type than in the loops: each loop is to have the only call that could be inlined
        // there, as it would be in a gateway.
        let attributes: &dyn Attributes = user;
        let decision = route(&table).resolve(&Request::new(attributes, Point::MIN));
        assert_eq!(decision.version(), split.pick(Point::sticky(SALT, user.0)));
    }
    table
}

fn by_headers(id: impl Display, requests: usize, versions: u64) -> Case {
    Case::new(id, move || {
        let users = users(requests);
        with_headers(sticky(versions, &users), &users)
    })
}

/// Users among eight headers.
pub fn with_headers(table: RoutingTable<()>, users: &Rc<[Key]>) -> Run {
    let (mut cycle, mut headers) = (Cycle::over(users), Headers::new());
    Box::new(move |count| {
        let route = route(&table);
        cycle.each(count, |user| used(route.resolve(&Request::new(headers.of(user), Point::MIN))));
    })
}

fn by_key(id: impl Display, requests: usize, versions: u64) -> Case {
    Case::new(id, move || {
        let users = users(requests);
        with_key(sticky(versions, &users), RELEASE, &users)
    })
}

/// Users at hand.
fn with_key(table: RoutingTable<()>, qualifier: &'static str, users: &Rc<[Key]>) -> Run {
    let mut cycle = Cycle::over(users);
    Box::new(move |count| {
        let qualifier = Qualifier::parse(qualifier).expect("a qualifier");
        let route = table.route(FUNCTION, qualifier).expect("it is there");
        cycle.each(count, |user| used(route.resolve(&Request::new(user, Point::MIN))));
    })
}

fn by_key_latency(id: impl Display, requests: usize, versions: u64) -> Case {
    Case::new(id, move || {
        let users = users(requests);
        let (table, mut cycle) = (sticky(versions, &users), Cycle::over(&users));
        Box::new(move |count| {
            let route = route(&table);
            cycle.chain(count, |user| used(route.resolve(&Request::new(user, Point::MIN))));
        })
    })
}

fn pinned(id: impl Display, requests: usize) -> Case {
    Case::new(id, move || {
        let users = users(requests);
        with_key(sticky(2, &users), "2", &users)
    })
}

/// The point is drawn in the loop, as the floor draws.
fn by_draw(id: impl Display, versions: u64) -> Case {
    Case::new(id, move || {
        let split = split(versions);
        let table = table(versions, Alias::to(split.clone()));
        let mut rng = SmallRng::seed_from_u64(42);
        for _ in 0..1_000 {
            let (nothing, point): (&dyn Attributes, _) = (&(), Point::random(&mut rng));
            let decision = route(&table).resolve(&Request::new(nothing, point));
            assert_eq!(decision.version(), split.pick(point));
        }
        let mut cycle = Cycle::over(&Rc::from([()]));
        Box::new(move |count| {
            let route = route(&table);
            cycle.each(count, |nothing| {
                used(route.resolve(&Request::new(nothing, Point::random(&mut rng))))
            });
        })
    })
}
