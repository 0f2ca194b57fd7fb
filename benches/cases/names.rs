//! Requests by name, with the user's key at hand: throughput and latency, hit, miss and error.

use std::cell::LazyCell;
use std::fmt::Display;
use std::hint::black_box;
use std::rc::Rc;

use pointsman::{Point, Qualifier, Request, ResolveError, RoutingTable, Version};

use crate::cases::case::Case;
use crate::cases::catalogue::{Call, Catalogue, Naming, release};
use crate::cases::cycle::Cycle;
use crate::cases::floor::Map;
use crate::cases::used;
use crate::fixture::{RELEASE, version};

/// A catalogue that is made once for all cases that need it, and not before.
type Shared = Rc<LazyCell<Catalogue, Box<dyn FnOnce() -> Catalogue>>>;

fn shared(naming: Naming, count: usize, requests: usize) -> Shared {
    Rc::new(LazyCell::new(Box::new(move || Catalogue::new(naming, count, requests))))
}

/// Few names, and the errors.
pub fn cases(requests: usize) -> Vec<Case> {
    let mut cases = size("names/1", &shared(Naming::Plain, 1, requests), [None; 2]);
    let thousand = shared(Naming::Plain, 1_000, requests);
    cases.extend(size("names/1000", &thousand, [Some(3.4), None]));
    let plain = "names/1000/floor map";
    for (naming, name) in [(Naming::Namespaced, "namespaced"), (Naming::Long, "long")] {
        let (names, own) = (shared(naming, 1_000, requests), format!("names/{name}/floor map"));
        cases.extend([
            map(&own, &names),
            hit(format!("names/{name}/hit"), &names).at_most(4.5, &own),
            hit(format!("names/{name}/hit beside plain"), &names).beside(plain),
            miss(format!("names/{name}/miss"), &names).beside(&own),
        ]);
    }
    let written_out: fn(&str) -> String = |name| format!("default/{name}");
    let [second, ninth] = [2, 9].map(version);
    let nothing = Qualifier::parse("nothing").expect("a qualifier");
    let [no_alias, no_version] =
        [ResolveError::UnknownAlias, ResolveError::UnknownVersion(ninth)].map(Err);
    let others = [
        ("default written out", Some(written_out), release(), Ok(())),
        ("pinned", None, second.into(), Ok(())),
        ("no alias", None, nothing, no_alias),
        ("no version", None, ninth.into(), no_version),
    ];
    cases.push(hit_parsed("names/1000/qualifier parsed", &thousand).beside(plain));
    cases.extend(others.map(|(name, rename, qualifier, outcome)| {
        let id = format!("names/1000/{name}");
        resolved(id, &thousand, rename, qualifier, outcome).beside(plain)
    }));
    cases
}

/// So many names that they are not in the processor's caches.
pub fn many(requests: usize, million: usize) -> Vec<Case> {
    let of = |count| shared(Naming::Plain, count, requests);
    let mut cases = size("many/100000", &of(million / 10), [None; 2]);
    cases.extend(size("many/1000000", &of(million), [None, Some(1.4)]));
    cases
}

/// Hits and misses among so many names, and what throughput and latency of a hit may be.
fn size(prefix: &str, names: &Shared, [throughput, latency]: [Option<f64>; 2]) -> Vec<Case> {
    let [floor, waiting] =
        ["floor map", "latency/floor map"].map(|name| format!("{prefix}/{name}"));
    vec![
        map(&floor, names),
        hit(format!("{prefix}/hit"), names).within(throughput, &floor),
        miss(format!("{prefix}/miss"), names).beside(&floor),
        map_latency(&waiting, names),
        hit_latency(format!("{prefix}/latency/hit"), names).within(latency, &waiting),
    ]
}

fn map(id: impl Display, names: &Shared) -> Case {
    let names = Rc::clone(names);
    Case::new(id, move || {
        let mut cycle = Cycle::over(&names.calls);
        Box::new(move |count| {
            let map = &names.map;
            cycle.each(count, |call| look_up(map, call));
        })
    })
}

fn map_latency(id: impl Display, names: &Shared) -> Case {
    let names = Rc::clone(names);
    Case::new(id, move || {
        let mut cycle = Cycle::over(&names.calls);
        Box::new(move |count| {
            let map = &names.map;
            cycle.chain(count, |call| look_up(map, call));
        })
    })
}

fn hit(id: impl Display, names: &Shared) -> Case {
    resolved(id, names, None, release(), Ok(()))
}

/// Names as long as those that the table has.
fn miss(id: impl Display, names: &Shared) -> Case {
    let rename: fn(&str) -> String = |name| name.replace(['f', 't'], "x");
    resolved(id, names, Some(rename), release(), Err(ResolveError::UnknownFunction))
}

fn hit_latency(id: impl Display, names: &Shared) -> Case {
    let names = Rc::clone(names);
    Case::new(id, move || {
        let mut cycle = Cycle::over(&names.calls);
        Box::new(move |count| {
            let (table, release) = (&names.table, release());
            cycle.chain(count, |call| resolve(table, call, release));
        })
    })
}

/// The qualifier comes as a text with every request.
fn hit_parsed(id: impl Display, names: &Shared) -> Case {
    let names = Rc::clone(names);
    Case::new(id, move || {
        let mut cycle = Cycle::over(&names.calls);
        Box::new(move |count| {
            let table = &names.table;
            cycle.each(count, |call| {
                Qualifier::parse(black_box(RELEASE)).map(|each| resolve(table, call, each))
            });
        })
    })
}

/// With this qualifier, and perhaps under other names; all have the same outcome.
fn resolved(
    id: impl Display,
    names: &Shared,
    rename: Option<fn(&str) -> String>,
    qualifier: Qualifier<'static>,
    outcome: Result<(), ResolveError>,
) -> Case {
    let names = Rc::clone(names);
    Case::new(id, move || {
        let calls = rename.map_or_else(|| Rc::clone(&names.calls), |each| names.calls_by(each));
        assert!(calls.iter().all(|call| { names.resolve(call, qualifier).map(|_| ()) == outcome }));
        let mut cycle = Cycle::over(&calls);
        Box::new(move |count| {
            let table = &names.table;
            cycle.each(count, |call| resolve(table, call, qualifier));
        })
    })
}

#[inline]
fn look_up(map: &Map, call: &Call) -> Option<usize> {
    map.get(call.name).copied()
}

#[inline]
fn resolve<'t>(
    table: &'t RoutingTable<()>,
    call: &Call,
    qualifier: Qualifier<'_>,
) -> Result<(Version, &'t ()), ResolveError> {
    table.resolve(call.name, qualifier, &Request::new(&call.user, Point::MIN)).map(used)
}
