//! A million users through a whole ramp, with a table in the loop: none goes back, and the shares are
//! those of the plan.

use std::time::Duration;

use pointsman::rollout::{Observation, Rollout, State, Verdict};
use pointsman::{Alias, Function, Point, Qualifier, Request, RoutingTable, Split, Version, Weight};

const USERS: usize = 1_000_000;

/// The names that users have, once for all.
fn names() -> Vec<String> {
    (0..USERS).map(|user| format!("user-{user}")).collect()
}

fn function(versions: u64, release: Alias) -> Function<u64> {
    let mut function = Function::new("B".parse().expect("a name"), 0);
    for version in 1..=versions {
        function.set_latest(version).expect("a revision");
        function.publish().expect("a version");
    }
    function.create_alias("release".parse().expect("a name"), release).expect("they exist");
    function
}

/// Where each user is.
fn places(table: &RoutingTable<u64>, names: &[String]) -> Vec<Version> {
    let release = Qualifier::parse("release").expect("a qualifier");
    let route = table.route("B", release).expect("it exists");
    let place = |name: &String| {
        let headers = [("User", name.as_str())];
        route.resolve(&Request::new(&headers, Point::MIN)).version()
    };
    names.iter().map(place).collect()
}

/// That each version has its share of the users, within 5 standard deviations.
#[track_caller]
fn has_its_shares(split: &Split, places: &[Version]) {
    for (version, share) in split.shares() {
        let count = places.iter().filter(|&&place| place == version).count();
        // A millionth is one user, and the variance of a count of n users n * p * (1 - p).
        let expected = i64::from(share.millionths());
        let variance = expected * (1_000_000 - expected) / 1_000_000;
        let off = i64::try_from(count).expect("few") - expected;
        assert!(off * off <= 25 * (variance + 1), "{count} users on {version}, which has {share}");
    }
}

/// Drives a rollout to its end, second by second, and serves each alias by `serve`, which says where
/// everyone is then.
fn ramp(
    mut rollout: Rollout,
    mut serve: impl FnMut(&Rollout) -> Vec<Version>,
) -> (Rollout, Vec<Version>) {
    let mut places = serve(&rollout);
    has_its_shares(&rollout.split(), &places);
    while !rollout.state().is_final() {
        let now = rollout.seen() + Duration::from_secs(1);
        let next = rollout.observe(now, Verdict::Continue.into()).expect("legal");
        if next.split() != rollout.split() {
            let moved = serve(&next);
            for (&before, &now) in places.iter().zip(&moved) {
                assert!(
                    now == before || now == next.version(),
                    "a user went from {before} to {now}"
                );
            }
            has_its_shares(&next.split(), &moved);
            places = moved;
        }
        rollout = next;
    }
    (rollout, places)
}

fn v(number: u64) -> Version {
    Version::numbered(number).expect("a number")
}

/// Three old versions in a layout of their own, the new one among them.
fn before() -> Alias {
    let weight = |percent| Weight::from_percent(percent).expect("a weight");
    let split = Split::new(v(1), [(v(2), weight(5)), (v(4), weight(25))]).expect("a split");
    let slices = [(v(4), 150_000), (v(1), 700_000), (v(2), 50_000), (v(4), 100_000)];
    Alias::to(split.with_slices(slices).expect("they fit"))
        .sticky_on("invoke.headers.User".parse().expect("a key"))
}

fn begin(before: Alias, to: u64, plan: &str) -> Rollout {
    let (name, plan) = ("release".parse().expect("a name"), plan.parse().expect("a plan"));
    Rollout::new(name, before, v(to), plan, Duration::ZERO).expect("something to do")
}

#[test]
fn no_user_goes_back_in_a_ramp() {
    let names = names();
    let before = Alias::to(v(1)).sticky_on("invoke.headers.User".parse().expect("a key"));
    let mut served = 0;
    let rollout = begin(before.clone(), 2, "Linear10PercentEvery1Minute");
    let (rollout, end) = ramp(rollout, |rollout| {
        served += 1;
        let table = RoutingTable::new([function(2, rollout.alias())]).expect("a table");
        places(&table, &names)
    });
    assert_eq!((served, rollout.seen()), (10, Duration::from_secs(9 * 60)));
    assert!(end.iter().all(|&place| place == v(2)));
}

#[test]
fn no_user_goes_back_where_several_versions_stood() {
    let names = names();
    for to in [2, 3, 5] {
        let table = |alias| RoutingTable::new([function(5, alias)]).expect("a table");
        let stood = places(&table(before()), &names);
        let plan = "0% for 1s, 1% for 3s, 20% for 1s, 60% for 2s, 99.9% for 1s, then 100%";
        let rollout = begin(before(), to, plan);
        let (rollout, end) = ramp(rollout, |rollout| places(&table(rollout.alias()), &names));
        assert_eq!(rollout.state(), &State::Succeeded);
        assert!(end.iter().all(|&place| place == v(to)));

        // Taken back in the midst of it, everyone is where he was.
        let rollout = begin(before(), to, plan);
        let back = rollout.observe(Duration::from_secs(3), Observation::RollBack).expect("legal");
        assert_eq!(places(&table(back.alias()), &names), stood);
    }
}

#[cfg(feature = "live")]
#[test]
fn no_user_goes_back_on_a_router() {
    use pointsman::live::Router;

    let names = names();
    let router = Router::new([function(5, before())]).expect("a table");
    let id = "B".parse().expect("a name");
    let serve = |rollout: &Rollout| {
        let (name, alias) = (rollout.name().as_str(), rollout.alias());
        router.update(&id, |function| function.update_alias(name, alias)).expect("they exist");
        places(&router.snapshot(), &names)
    };
    let stood = places(&router.snapshot(), &names);
    let rollout = begin(before(), 5, "10% for 2s, 50% for 2s, 90% for 1h, then 100%");
    let mut last = None;
    ramp(rollout, |rollout| {
        last = Some(rollout.clone()).filter(|rollout| !rollout.state().is_final()).or(last.take());
        serve(rollout)
    });
    let last = last.expect("a step that was served");
    let back = last.observe(last.seen(), Observation::RollBack).expect("legal");
    assert_eq!(serve(&back), stood);
}
