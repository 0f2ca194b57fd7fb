//! Witnesses against tables, and the proofs that there is none against many keys and points.

use pointsman::{
    Alias, AttributeKey, Attributes, Condition, Decision, Point, Qualifier, Reason, Request, Route,
    RoutingTable, Rule, Split, Version, Weight, WitnessError,
};
use twox_hash::XxHash3_64;

use super::{function, generate, rng, ruled, split, v};

/// The point of a key by another implementation of the hash.
fn point(salt: &str, key: &str) -> u64 {
    let seed = XxHash3_64::oneshot_with_seed(0, salt.as_bytes());
    XxHash3_64::oneshot_with_seed(seed, key.as_bytes())
}

#[test]
fn the_witness_is_the_first_key_that_lands_on_the_version() {
    let salt = "default/B:release";
    for (percent, version) in [(0, 1), (1, 2), (10, 2), (50, 1), (90, 2), (99, 1), (100, 2)] {
        let border = (u128::from(100 - percent) << 64) / 100;
        let lands = |n: &u32| {
            let is_above = u128::from(point(salt, &format!("witness-{n}"))) >= border;
            is_above == (version == 2)
        };
        let first = (0..1_000).find(lands).expect("a share of a hundredth is hit");
        let split = split(2, percent);
        assert_eq!(split.witness(v(version), salt), Ok(format!("witness-{first}")), "{percent}%");
    }
}

/// As far as it goes, at the smallest share that there is.
#[test]
fn a_millionth_has_a_witness() {
    let one = Weight::from_millionths(1).expect("a weight");
    let split = Split::new(v(1), [(v(2), one)]).expect("a split");
    let key = split.witness(v(2), "default/B:release").expect("there is one");
    let border = (999_999 << 64) / 1_000_000_u128;
    assert!(u128::from(point("default/B:release", &key)) >= border, "{key}");
    let number: u64 = key.strip_prefix("witness-").expect("so it begins").parse().expect("digits");
    assert!(number < 32_000_000);
    assert_eq!(
        split.witness_point(v(2)),
        Ok(Point::from_ratio(999_999, 1_000_000).expect("below 1"))
    );
}

#[test]
fn every_version_of_a_split_has_a_witness_or_none_of_its_millionths() {
    let rng = &mut rng(11);
    for _ in 0..300 {
        let split = generate::split(rng);
        for version in [v(1), v(2), v(3), v(4), Version::LATEST] {
            let listed = split.shares().find(|(listed, _)| *listed == version);
            let expected = match listed {
                None => Some(WitnessError::Unlisted(version)),
                Some((_, Weight::ZERO)) => Some(WitnessError::NoShare(version)),
                Some(_) => None,
            };
            // A few millionths take long, and tell nothing new.
            if listed.is_none_or(|(_, share)| share.millionths() == 0 || share.millionths() > 1_000)
            {
                let key = split.witness(version, "salt");
                assert_eq!(key.as_ref().err(), expected.as_ref());
                if let Ok(key) = key {
                    assert_eq!(split.pick(Point::from(point("salt", &key))), version);
                }
            }
            let least = split.witness_point(version);
            assert_eq!(least.err(), expected);
            let least = least.ok().map(u64::from);
            let below = least.and_then(|least| least.checked_sub(1)).map(Point::from);
            assert!(least.is_none_or(|least| split.pick(Point::from(least)) == version));
            assert!(below.is_none_or(|below| split.pick(below) != version));
            if expected.is_some() {
                let mut points = (0..1_000_000).map(|n| Point::from_ratio(n, 1_000_000));
                let found = points
                    .by_ref()
                    .step_by(997)
                    .flatten()
                    .find(|&point| split.pick(point) == version);
                assert_eq!(found, None);
            }
        }
    }
}

/// Whether the request gets the version whatever its point, and whether it does at some point.
fn gets<A: Attributes>(route: &Route<'_, ()>, carried: &A, version: Version) -> [bool; 2] {
    let points = (0..64).map(|n| Point::from_ratio(n, 64).expect("below 1"));
    let decisions: Vec<_> =
        points.map(|point| route.resolve(&Request::new(carried, point))).collect();
    let is_point_asked =
        decisions.iter().any(|each| each.reason().share().is_some_and(|share| !share.sticky));
    let mut versions = decisions.iter().map(Decision::version);
    let perhaps = versions.any(|each| each == version);
    [perhaps && !is_point_asked, perhaps]
}

struct Cookie(String);

impl Attributes for Cookie {
    fn attribute(&self, key: &AttributeKey) -> Option<&[u8]> {
        (*key == AttributeKey::cookie("uid").expect("a key")).then_some(self.0.as_bytes())
    }
}

#[test]
fn a_witness_lands_and_where_none_can_be_none_is_found() {
    let rng = &mut rng(12);
    let (mut found, mut proven, mut unfound) = (0, 0, 0);
    for _ in 0..600 {
        let alias = generate::alias(rng);
        let tiny = |split: &Split| {
            split.shares().any(|(_, share)| (1..20_000).contains(&share.millionths()))
        };
        // A few millionths take long, and tell nothing new.
        if tiny(alias.split()) || alias.rules().iter().any(|rule| tiny(rule.split())) {
            continue;
        }
        let function = function("B", alias.clone());
        let table = RoutingTable::new([function.clone()]).expect("one");
        let route = table.route("B", Qualifier::parse("a").expect("a name")).expect("it is there");
        for version in [v(1), v(2), v(3), v(4), Version::LATEST] {
            match function.witness("a", version) {
                Ok(witness) => {
                    found += 1;
                    assert_eq!(
                        gets(&route, &witness, version),
                        [true, true],
                        "{witness} {alias:?}"
                    );
                    let decision = route.resolve(&Request::new(&witness, Point::MIN));
                    let reason = decision.reason();
                    assert!(reason.share().is_none_or(|share| share.sticky));
                    assert_ne!(reason, Reason::Pinned);
                }
                Err(error) => {
                    let keys = (0..300).map(|number| number.to_string());
                    let words = ["", "Bob", "Ann", "B7", "x"].map(String::from);
                    for key in keys.chain(words) {
                        let [surely, perhaps] = gets(&route, &[("User", &key)], version);
                        let [by_cookie, perhaps_by_cookie] = gets(&route, &Cookie(key), version);
                        let perhaps = perhaps || perhaps_by_cookie;
                        match error {
                            WitnessError::Unlisted(_) | WitnessError::NoShare(_) => {
                                assert!(!perhaps, "{error} {alias:?}");
                            }
                            // What leads there only by several attributes, or none at all, is not.
                            WitnessError::NotSticky(_) => {
                                assert!(!surely && !by_cookie, "{error} {alias:?}");
                            }
                            WitnessError::Rules(_) => {
                                assert!(!alias.rules().is_empty());
                                assert!(!surely && !by_cookie, "{error} {alias:?}");
                            }
                            _ => panic!("{error}"),
                        }
                    }
                    assert_eq!(error.is_proof(), {
                        let mut splits = alias.rules().iter().map(Rule::split);
                        let none = |split: &Split| split.share(version) == Weight::ZERO;
                        none(alias.split()) && splits.all(none)
                    });
                    *if error.is_proof() { &mut proven } else { &mut unfound } += 1;
                }
            }
        }
    }
    assert!(found > 300 && proven > 100 && unfound > 20, "{found} {proven} {unfound}");
}

/// What is tried for a version of an alias, and what comes of it.
#[track_caller]
fn tries(alias: &Alias, version: u64, expected: &str) {
    let function = function("B", alias.clone());
    let told = match function.witness("a", v(version)) {
        Ok(witness) => witness.to_string(),
        Err(error) => error.to_string(),
    };
    assert_eq!(told, expected, "{alias:?}");
}

#[test]
fn rules_come_first() {
    let user = || AttributeKey::header("User").expect("a key");
    let sticky = |rules: &[_]| ruled(rules).with_split(split(2, 50)).sticky_on(user());
    // None of the rule's keys serves, and then the first that is not one of them.
    let first = split(2, 50).witness(v(2), "default/B:a").expect("there is one");
    tries(&sticky(&[]), 2, &format!("invoke.headers.User: `{first}`"));
    let caught = format!("invoke.headers.User exact {first}");
    let number: u32 =
        first.strip_prefix("witness-").expect("so it begins").parse().expect("digits");
    let mut others = (number + 1..).map(|n| format!("witness-{n}"));
    let next = others.find(|key| point("default/B:a", key) >> 63 == 1).expect("no end of them");
    tries(&sticky(&[(&caught, 3)]), 2, &format!("invoke.headers.User: `{next}`"));
    // A rule that takes whoever has a key leaves none.
    let none = "no request found for version 2: rules come first";
    tries(&sticky(&[("invoke.headers.User present", 3)]), 2, none);
    tries(&sticky(&[("invoke.headers.User prefix witness-", 3)]), 2, none);
}

#[test]
fn rules_lead_to_versions() {
    for (rule, expected) in [
        ("invoke.headers.User exact Bob", "invoke.headers.User: `Bob`"),
        ("invoke.headers.User exact ", "invoke.headers.User: ``"),
        ("invoke.cookies.uid in 7,8", "invoke.cookies.uid: `7`"),
        ("invoke.query.n range [-3,5]", "invoke.query.n: `-3`"),
        ("invoke.headers.User prefix B", "invoke.headers.User: `Bwitness-0`"),
        ("invoke.headers.User suffix b", "invoke.headers.User: `witness-0b`"),
        ("invoke.headers.User present", "invoke.headers.User: `witness-0`"),
    ] {
        tries(&ruled(&[(rule, 2)]), 2, expected);
        tries(&ruled(&[(rule, 2)]), 1, "nothing");
    }
    let user = |test| format!("invoke.headers.User {test}");
    // The first text is an earlier rule's.
    let rules = [(user("exact Ann"), 3), (user("in Ann,Bob"), 2)];
    let rules = rules.each_ref().map(|(rule, version)| (rule.as_str(), *version));
    tries(&ruled(&rules), 2, "invoke.headers.User: `Bob`");
    // The later rule never matches.
    let rules = [(user("prefix B"), 3), (user("exact Bob"), 2)];
    let rules = rules.each_ref().map(|(rule, version)| (rule.as_str(), *version));
    tries(&ruled(&rules), 2, "no request found for version 2: rules come first");
    // Whoever carries nothing is taken by a rule.
    let present = "invoke.headers.User present".parse().expect("a condition");
    let absent = Condition::not(present).expect("not nested");
    let alias = Alias::to(v(1)).rule(absent, v(2));
    tries(&alias, 2, "nothing");
    tries(&alias, 1, "invoke.headers.User: `witness-0`");
}

#[test]
fn what_is_tried_in_vain_leaves_time_for_the_rest() {
    let condition = |text: &str| text.parse::<Condition>().expect("a condition");
    let millionth = Weight::from_millionths(1).expect("a weight");
    let millionth = Split::new(v(1), [(v(2), millionth)]).expect("a split");
    let beta = condition("invoke.headers.Beta exact 1");
    // Every key is a rule's.
    let sticky = Alias::to(millionth.clone())
        .rule(condition("invoke.headers.User present"), v(1))
        .rule(beta.clone(), v(2))
        .sticky_on(AttributeKey::header("User").expect("a key"));
    tries(&sticky, 2, "invoke.headers.Beta: `1`");
    // No value decides within the split of the first rule.
    let plain =
        Alias::to(v(1)).rule(condition("invoke.headers.User present"), millionth).rule(beta, v(2));
    tries(&plain, 2, "invoke.headers.Beta: `1`");
}

#[test]
fn a_key_decides_within_the_split_of_a_rule_on_something_else() {
    let beta = "invoke.headers.Beta present".parse().expect("a condition");
    let absent = Condition::not(beta).expect("not nested");
    let alias = Alias::to(v(1))
        .rule(absent, split(2, 50))
        .sticky_on(AttributeKey::header("User").expect("a key"));
    let first = split(2, 50).witness(v(2), "default/B:a").expect("there is one");
    tries(&alias, 2, &format!("invoke.headers.User: `{first}`"));
}

#[test]
fn where_there_is_none_it_is_said_why() {
    let plain = Alias::to(split(2, 10));
    tries(&plain, 2, "the alias is not sticky: points, not keys, decide who gets version 2");
    tries(&plain, 3, "version 3 is not listed");
    tries(&Alias::to(split(2, 0)), 2, "version 2 is left without any share");
    tries(&Alias::to(split(2, 100)), 1, "version 1 is left without any share");
    let function = function("B", plain);
    let error = function.witness("b", v(1)).expect_err("there is none");
    assert_eq!(error.to_string(), "alias `b` does not exist");
    let unlucky = WitnessError::Unlucky { version: v(2), tries: 320 };
    assert_eq!(unlucky.to_string(), "none of 320 keys lands on version 2");
    assert!(!unlucky.is_proof() && !error.is_proof());
}

#[test]
fn a_witness_tells_what_it_carries() {
    let user: AttributeKey = "invoke.headers.User".parse().expect("a key");
    let function = function("B", ruled(&[("invoke.headers.User exact Bob", 2)]));
    let witness = function.witness("a", v(2)).expect("there is one");
    assert_eq!((witness.attribute(), witness.value()), (Some(&user), "Bob"));
    let nothing = function.witness("a", v(1)).expect("there is one");
    assert_eq!((nothing.attribute(), nothing.value()), (None, ""));
}
