//! Functions, and the requests that name them.

use std::rc::Rc;

use pointsman::{
    Alias, Attributes, Point, Qualifier, Request, ResolveError, RoutingTable, Version,
};

use crate::cases::floor::{self, Map};
use crate::cases::request::{Key, below, keys, rng, users};
use crate::fixture::{self, RELEASE, function, tenth, user};

/// How functions are called.
#[derive(Clone, Copy)]
pub enum Naming {
    /// 12 bytes.
    Plain,
    /// In another namespace than `default`.
    Namespaced,
    /// Longer than 15 bytes.
    Long,
}

impl Naming {
    pub fn name(self, index: usize) -> String {
        match self {
            Self::Plain => fixture::name(index),
            Self::Namespaced => format!("prod/function-{index:04}"),
            Self::Long => format!("thumbnails-{index:07}"),
        }
    }
}

/// A request by name.
pub struct Call {
    pub name: &'static str,
    pub user: Key,
}

/// A table of functions that are sticky on the user, a map of the same names, and the requests.
pub struct Catalogue {
    pub calls: Rc<[Call]>,
    pub table: RoutingTable<()>,
    pub map: Map,
}

impl Catalogue {
    /// So many functions; every one is named, unless they are more than the requests.
    pub fn new(naming: Naming, count: usize, requests: usize) -> Self {
        let names: Vec<String> = (0..count).map(|index| naming.name(index)).collect();
        let release = Alias::to(tenth()).sticky_on(user());
        let functions = names.iter().map(|name| function(name, 2, release.clone()));
        let table = RoutingTable::new(functions).expect("no name stands twice");
        let map = floor::map(names.iter().map(String::as_str));
        let order = order(count, requests.max(count.next_power_of_two()));
        let calls = calls(order.iter().map(|&index| names[index].clone()));
        let this = Self { calls, table, map };
        this.check(&order);
        this
    }

    /// Asserts that table and map find who is called.
    fn check(&self, order: &[usize]) {
        for (call, index) in self.calls.iter().zip(order) {
            let namespace = if call.name.contains('/') { "" } else { "default/" };
            let salt = format!("{namespace}{}:{RELEASE}", call.name);
            let version = tenth().pick(Point::sticky(salt, call.user.0));
            assert_eq!(self.resolve(call, release()), Ok(version));
            assert_eq!(self.map.get(call.name), Some(index));
        }
    }

    /// What is asserted. As another type than in the loops: each loop is to have the only call that
    /// could be inlined there, as it would be in a gateway.
    pub fn resolve(&self, call: &Call, qualifier: Qualifier<'_>) -> Result<Version, ResolveError> {
        let attributes: &dyn Attributes = &call.user;
        let request = Request::new(attributes, Point::MIN);
        Ok(self.table.resolve(call.name, qualifier, &request)?.version())
    }

    /// The same calls under other names.
    pub fn calls_by(&self, rename: impl Fn(&str) -> String) -> Rc<[Call]> {
        calls(self.calls.iter().map(|call| rename(call.name)))
    }
}

fn calls(names: impl ExactSizeIterator<Item = String>) -> Rc<[Call]> {
    let users = users(names.len());
    let call = |(name, user): (&Key, &Key)| Call { name: name.0, user: *user };
    keys(names).iter().zip(&*users).map(call).collect()
}

pub fn release() -> Qualifier<'static> {
    Qualifier::parse(RELEASE).expect("a qualifier")
}

/// So many indices below `count`: all of them in no order, and then again in another.
fn order(count: usize, length: usize) -> Vec<usize> {
    let mut rng = rng();
    let mut order = Vec::with_capacity(length + count);
    while order.len() < length {
        let start = order.len();
        order.extend(0..count);
        for last in (1..count).rev() {
            order.swap(start + last, start + below(last + 1, &mut rng));
        }
    }
    order.truncate(length);
    order
}
