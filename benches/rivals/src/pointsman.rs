use ::pointsman::{
    Alias, AttributeKey, Attributes, Function, Point, Qualifier, Request, RoutingTable, Split,
    Version, Weight,
};

use crate::contestant::{Contestant, LARGE};
use crate::dice::Dice;
use crate::scene::{Scene, headers};

pub const NAME: &str = "pointsman";
const RELEASE: &str = "release";

/// By bound route if there is one function, else by names; the user is found among 8 headers.
pub fn engine(scene: &Scene) -> Contestant {
    let mut release = Alias::to(tenth()).sticky_on(user());
    if let Some(previewer) = scene.previewer {
        let rule = format!("invoke.headers.User exact {previewer}");
        release = release.rule(rule.parse().expect("a condition"), version(2));
    }
    let table = table(scene.functions.iter().map(|name| function(name, 2, release.clone())));
    let release = Qualifier::parse(RELEASE).expect("a qualifier");
    if let [name] = scene.functions[..] {
        let route = table.route(name, release).expect("it is there");
        let requests = scene.visits.iter().map(|visit| headers(visit.user)).collect();
        Contestant::new(NAME, requests, move |headers| {
            *route.resolve(&Request::new(headers, Point::MIN)).payload()
        })
    } else {
        let requests = scene.visits.iter().map(|visit| (visit.function, headers(visit.user)));
        Contestant::new(NAME, requests.collect(), move |(name, headers)| {
            let request = Request::new(headers, Point::MIN);
            *table.resolve(name, release, &request).expect("it is there").payload()
        })
    }
}

/// A request that has its key at hand, as an embedder would write it.
struct Key(&'static str);

impl Attributes for Key {
    #[inline]
    fn attribute(&self, _: &AttributeKey) -> Option<&[u8]> {
        Some(self.0.as_bytes())
    }
}

/// The key at hand: nine tenths and one if there are two parts, else parts of equal weight.
pub fn keys(keys: &[&'static str], parts: u32) -> Contestant {
    let split = if parts == 2 { tenth() } else { even(parts) };
    let release = Alias::to(split).sticky_on(user());
    let table = table([function("image-resize", parts, release)]);
    let qualifier = Qualifier::parse(RELEASE).expect("a qualifier");
    let route = table.route("image-resize", qualifier).expect("it is there");
    Contestant::new(NAME, keys.iter().copied().map(Key).collect(), move |key| {
        *route.resolve(&Request::new(key, Point::MIN)).payload()
    })
}

/// A rule on the fourth of 8 headers leads to a split, and a draw decides.
pub fn drawn(users: &[&'static str]) -> Contestant {
    let rule = "invoke.headers.content-type exact application/json".parse().expect("a condition");
    let release = Alias::to(version(1)).rule(rule, tenth());
    let table = table([function("image-resize", 2, release)]);
    let qualifier = Qualifier::parse(RELEASE).expect("a qualifier");
    let route = table.route("image-resize", qualifier).expect("it is there");
    let mut dice = Dice::new(4);
    Contestant::new(NAME, users.iter().copied().map(headers).collect(), move |headers| {
        *route.resolve(&Request::new(headers, Point::from(dice.roll()))).payload()
    })
}

/// Functions looked up by name, each with the number that it has among the names; nothing is split.
pub fn named(names: &[&'static str], visits: &[usize]) -> Contestant {
    let functions = names.iter().enumerate();
    let table = table(functions.map(|(index, name)| Function::new(name.parse().unwrap(), index)));
    let visits = visits.iter().map(|&index| names[index]).collect();
    Contestant::new(NAME, visits, move |name| {
        let request = Request::new(&(), Point::MIN);
        *table.resolve(name, Qualifier::DEFAULT, &request).expect("it is there").payload()
    })
}

/// A table for as long as the program runs, so that routes may borrow it.
fn table(functions: impl IntoIterator<Item = Function<usize>>) -> &'static RoutingTable<usize> {
    Box::leak(Box::new(RoutingTable::new(functions).expect("a table")))
}

/// A function of so many versions, the payload of each the number of its part.
fn function(id: &str, versions: u32, release: Alias) -> Function<usize> {
    let mut function = Function::new(id.parse().expect("an id"), LARGE);
    for part in 0..usize::try_from(versions).expect("32 bits") {
        function.set_latest(part).expect("set");
        function.publish().expect("published");
    }
    function.create_alias(RELEASE.parse().expect("a name"), release).expect("created");
    function
}

fn user() -> AttributeKey {
    AttributeKey::header("User").expect("a key")
}

fn version(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

fn tenth() -> Split {
    let weight = Weight::from_percent(10).expect("a weight");
    Split::new(version(1), [(version(2), weight)]).expect("a split")
}

fn even(parts: u32) -> Split {
    let weight = Weight::from_millionths(1_000_000 / parts).expect("a weight");
    let others = (2..=u64::from(parts)).map(|number| (version(number), weight));
    Split::new(version(1), others).expect("a split")
}
