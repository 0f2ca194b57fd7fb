//! What a request costs: by bound route and by names, by sticky key and by point, through rules.

use std::hint::black_box;

use crate::fixture::{
    Headers, REQUESTS, even_split, function, requests, rng, tenth, test, user, version,
};
use criterion::Criterion;
use pointsman::{Alias, Point, Qualifier, Request, ResolveError, RoutingTable, Version};

const RELEASE: &str = "release";

fn release() -> Qualifier<'static> {
    Qualifier::parse(RELEASE).expect("a qualifier")
}

fn table(versions: u64, release: Alias) -> RoutingTable<()> {
    RoutingTable::new([function("image-resize", versions, release)]).expect("a table")
}

/// Benches a bound route over all requests in turn, after asserting whom it decides for.
fn bound(
    criterion: &mut Criterion,
    id: &str,
    table: &RoutingTable<()>,
    (requests, points): (&[Headers], &[Point]),
    asserted: impl Fn(usize, Version) -> bool,
) {
    let route = table.route("image-resize", release()).expect("it is there");
    let decide = |index: usize| {
        let index = index % REQUESTS;
        route.resolve(&Request::new(&requests[index], points[index]))
    };
    let hits = (0..REQUESTS).filter(|&index| asserted(index, decide(index).version())).count();
    assert_eq!(hits, REQUESTS, "every request gets the version that it should");
    let mut index = 0;
    criterion.bench_function(id, |bencher| {
        bencher.iter(|| {
            index += 1;
            black_box(decide(black_box(index)))
        });
    });
}

pub fn splits(criterion: &mut Criterion) {
    let requests = requests();
    let mut rng = rng();
    let points: Vec<Point> = (0..REQUESTS).map(|_| Point::random(&mut rng)).collect();
    let zeros = vec![Point::MIN; REQUESTS];
    for versions in [1, 2, 5, 10, 100] {
        let split = even_split(versions);
        let picked = |point| split.pick(point);
        let sticky = table(versions, Alias::to(split.clone()).sticky_on(user()));
        let id = format!("bound/sticky/{versions}");
        bound(criterion, &id, &sticky, (&requests, &zeros), |index, version| {
            picked(Point::sticky("default/image-resize:release", &requests[index][4].1)) == version
        });
        let id = format!("bound/point/{versions}");
        let plain = table(versions, Alias::to(split.clone()));
        bound(criterion, &id, &plain, (&requests, &points), |index, version| {
            picked(points[index]) == version
        });
    }
    let plain = table(2, Alias::to(tenth()));
    let route = plain.route("image-resize", release()).expect("it is there");
    criterion.bench_function("bound/random draw", |bencher| {
        bencher.iter(|| route.resolve(&Request::new(&(), Point::random(&mut rng))).version());
    });
}

pub fn rules(criterion: &mut Criterion) {
    let requests = requests();
    let zeros = vec![Point::MIN; REQUESTS];
    let miss = |index: usize| format!("invoke.headers.User exact nobody-{index}");
    for count in [1, 10, 100, 10_000] {
        let rules = |alias: Alias| {
            (0..count).fold(alias, |alias, index| alias.rule(test(&miss(index)), version(2)))
        };
        let missed = table(2, rules(Alias::to(version(1))));
        let id = format!("bound/rules missed/{count}");
        bound(criterion, &id, &missed, (&requests, &zeros), |_, picked| picked == version(1));
    }
    let matched = Alias::to(version(1)).rule(test("invoke.headers.User present"), version(2));
    let id = String::from("bound/rule matched");
    let matched = table(2, matched);
    bound(criterion, &id, &matched, (&requests, &zeros), |_, picked| picked == version(2));
}

pub fn names(criterion: &mut Criterion) {
    let requests = requests();
    for count in [1, 1_000] {
        let ids = (0..count).map(|index| format!("function-{index:04}"));
        let ids: Vec<String> =
            ids.chain((0..count).map(|index| format!("prod/function-{index:04}"))).collect();
        let release = Alias::to(tenth()).sticky_on(user());
        let functions = ids.iter().map(|id| function(id, 2, release.clone()));
        let table = RoutingTable::new(functions).expect("a table");
        let bench = |criterion: &mut Criterion, name: &str, ids: &[String], known: bool| {
            let decide = |index: usize| {
                let request = Request::new(&requests[index % REQUESTS], Point::MIN);
                table.resolve(&ids[index % ids.len()], self::release(), &request)
            };
            assert!((0..ids.len()).all(|index| match decide(index) {
                Ok(decision) => known && decision.version().number().is_some(),
                Err(error) => !known && error == ResolveError::UnknownFunction,
            }));
            let mut index = 0;
            criterion.bench_function(&format!("{name}/{count}"), |bencher| {
                bencher.iter(|| {
                    index += 1;
                    black_box(decide(black_box(index)))
                });
            });
        };
        let (default, prod) = ids.split_at(ids.len() / 2);
        bench(criterion, "names/hit", default, true);
        bench(criterion, "names/hit in a namespace", prod, true);
        let missing: Vec<String> = default.iter().map(|id| format!("{id}-not")).collect();
        bench(criterion, "names/miss", &missing, false);
    }
}
