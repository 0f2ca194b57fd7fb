//! Many rules: found by the value of an attribute or tried, the first that matches wins.

mod conditions;

use std::cell::Cell;

use pointsman::{
    Alias, AttributeKey, Attributes, Condition, Function, Point, Qualifier, Reason, Request,
    RoutingTable, Split, Version, Weight,
};
use proptest::prelude::*;
use proptest::sample::select;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use conditions::{condition, config, requests, test};

fn table(rules: &[Condition]) -> RoutingTable<()> {
    let alias = Alias::to(Version::LATEST);
    let alias = rules.iter().fold(alias, |alias, rule| alias.rule(rule.clone(), Version::LATEST));
    let mut function = Function::new("B".parse().expect("an id"), ());
    function.update_alias("$DEFAULT", alias).expect("the version exists");
    RoutingTable::new([function]).expect("one function")
}

fn decide(table: &RoutingTable<()>, headers: &[(&str, &str)]) -> Option<usize> {
    let route = table.route("B", Qualifier::DEFAULT).expect("it exists");
    route.resolve(&Request::new(headers, Point::MIN)).reason().rule()
}

#[track_caller]
fn decides_as_one_by_one(rules: &[Condition], requests: &[Vec<(&str, &str)>]) {
    let table = table(rules);
    for headers in requests {
        let first = rules.iter().position(|rule| rule.matches(headers));
        assert_eq!(decide(&table, headers), first, "{headers:?} by {rules:?}");
    }
}

#[test]
fn ten_thousand_texts_on_one_header() {
    let rules: Vec<_> = (0..10_000)
        .map(|n| test(&format!("invoke.headers.User exact user-{}", n % 7_000)))
        .collect();
    let table = table(&rules);
    for n in 0..10_000 {
        let user = format!("user-{n}");
        let expected = (n < 7_000).then_some(n);
        assert_eq!(decide(&table, &[("User", &user)]), expected);
    }
    assert_eq!(decide(&table, &[]), None);
}

#[test]
fn ten_thousand_ranges_on_one_header() {
    // Each overlaps the next hundred, so the first of a hundred wins.
    let rules: Vec<_> =
        (0..10_000).map(|n| test(&format!("invoke.headers.n range [{n},{}]", n + 100))).collect();
    let table = table(&rules);
    for n in 0..11_000_usize {
        let expected = n.saturating_sub(100);
        let expected = (expected < 10_000).then_some(expected);
        assert_eq!(decide(&table, &[("n", &n.to_string())]), expected, "{n}");
    }
    for other in ["-1", "", "x", "5.0", "99999999999999999999"] {
        assert_eq!(decide(&table, &[("n", other)]), None);
    }
}

#[test]
fn ranges_reach_to_the_ends_of_the_integers() {
    let rules = [
        "[9223372036854775807,9223372036854775807]",
        "[-9223372036854775808,-9223372036854775808]",
        "[0,9223372036854775807]",
        "[-9223372036854775808,-5]",
    ];
    let rules = rules.map(|interval| test(&format!("invoke.headers.n range {interval}")));
    let values =
        ["9223372036854775807", "-9223372036854775808", "0", "-5", "-4", "9223372036854775806"];
    let requests = values.map(|value| vec![("n", value)]);
    decides_as_one_by_one(&rules, &requests);
}

/// Where one interval of a rule ended, another of the same rule that was open got lost.
#[test]
fn a_rule_keeps_all_its_intervals_where_they_touch_or_overlap() {
    let any = |intervals: &[&str]| {
        let tests = intervals.iter().map(|each| test(&format!("invoke.headers.x range {each}")));
        Condition::any(tests).expect("not empty")
    };
    let rules = [any(&["[0,0]", "[1,2]"]), any(&["[-3,9]", "[0,2]", "[4,4]"])];
    let requests: Vec<_> = ["-3", "0", "1", "2", "3", "4", "9"].map(|n| vec![("x", n)]).into();
    decides_as_one_by_one(&rules, &requests);
}

#[test]
fn wide_rules_are_found_whole() {
    let texts: Vec<String> = (0..1_000).map(|n| format!("t{n}")).collect();
    let list = test(&format!("invoke.headers.x in {}", texts.join(",")));
    let arms = texts.iter().map(|text| test(&format!("invoke.headers.y exact {text}")));
    let any = Condition::any(arms).expect("not empty");
    let long = "x".repeat(65_536);
    let long_text = test(&format!("invoke.headers.z exact {long}"));
    let table =
        table(&[list, any, long_text.clone(), long_text.clone(), long_text.clone(), long_text]);
    for text in ["t0", "t4", "t5", "t500", "t999"] {
        assert_eq!(decide(&table, &[("x", text)]), Some(0), "{text}");
        assert_eq!(decide(&table, &[("y", text)]), Some(1), "{text}");
    }
    assert_eq!(decide(&table, &[("z", &long)]), Some(2));
    assert_eq!(decide(&table, &[("z", &long[1..])]), None);
}

/// Rules whose parts many attributes lead to, and each by several of its texts.
#[test]
fn rules_that_are_found_in_many_ways() {
    const TESTS: [&str; 11] = [
        "exact a",
        "exact ab",
        "in ab,a,ab",
        "prefix a",
        "prefix ab",
        "prefix b",
        "suffix b",
        "suffix ab",
        "suffix a",
        "range [1,2]",
        "present",
    ];
    const VALUES: [&str; 8] = ["a", "b", "ab", "abb", "bab", "aab", "2", ""];
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let names: Vec<String> = (0..7).map(|key| format!("h{key}")).collect();
    let any = |rng: &mut ChaCha8Rng| {
        let parts: Vec<_> = (0..rng.random_range(1..=12))
            .map(|_| {
                let (key, part) = (rng.random_range(0..7), rng.random_range(0..TESTS.len()));
                test(&format!("invoke.headers.h{key} {}", TESTS[part]))
            })
            .collect();
        Condition::any(parts).expect("not empty")
    };
    for _ in 0..2_000 {
        let rules: Vec<Condition> = (0..rng.random_range(1..=8))
            .map(|_| match rng.random_range(0..4) {
                0 => any(&mut rng),
                1 => Condition::any([
                    any(&mut rng),
                    Condition::all([any(&mut rng), any(&mut rng)]).expect("not empty"),
                ])
                .expect("not empty"),
                _ => Condition::all([any(&mut rng), any(&mut rng)]).expect("not empty"),
            })
            .collect();
        let mut requests: Vec<Vec<(&str, &str)>> = Vec::new();
        for _ in 0..30 {
            let names = names.iter().filter(|_| rng.random_bool(0.4)).collect::<Vec<_>>();
            let mut value = || VALUES[rng.random_range(0..VALUES.len())];
            requests.push(names.into_iter().map(|name| (&**name, value())).collect());
        }
        decides_as_one_by_one(&rules, &requests);
    }
}

#[test]
fn many_attributes_are_all_asked() {
    let rules: Vec<_> =
        (0..400).map(|n| test(&format!("invoke.headers.h{} exact {}", n / 4, n % 4))).collect();
    let table = table(&rules);
    for n in 0..400 {
        let (name, value) = (format!("h{}", n / 4), (n % 4).to_string());
        assert_eq!(decide(&table, &[(&name, &value)]), Some(n));
    }
}

#[test]
fn many_rules_are_tried_to_the_last() {
    let prefixes: Vec<_> =
        (0..1_000).map(|n| test(&format!("invoke.headers.x prefix {n}-"))).collect();
    let tried = table(&prefixes);
    let shared = (0..1_000).map(|n| {
        let parts =
            [test("invoke.headers.x exact same"), test(&format!("invoke.headers.y exact {n}"))];
        Condition::all(parts).expect("not empty")
    });
    let shared = table(&shared.collect::<Vec<_>>());
    for n in [0, 1, 31, 32, 63, 64, 500, 999] {
        assert_eq!(decide(&tried, &[("x", &format!("{n}-"))]), Some(n));
        assert_eq!(decide(&shared, &[("x", "same"), ("y", &n.to_string())]), Some(n));
    }
    assert_eq!(decide(&shared, &[("x", "same"), ("y", "1000")]), None);
    assert_eq!(decide(&shared, &[("y", "1")]), None);
}

/// A request whose attributes are all `9999`, and how often it is asked for one.
#[derive(Default)]
struct Counting(Cell<usize>);

impl Attributes for Counting {
    fn attribute(&self, _: &AttributeKey) -> Option<&[u8]> {
        self.0.set(self.0.get() + 1);
        Some(b"9999")
    }
}

/// What the rules are found for: one question, however many they are.
#[test]
fn an_attribute_is_asked_once_for_ten_thousand_rules() {
    for method in ["exact", "in", "range"] {
        let expression = |n| if method == "range" { format!("[{n},{n}]") } else { format!("{n}") };
        let rules =
            (0..10_000).map(|n| test(&format!("invoke.headers.x {method} {}", expression(n))));
        let table = table(&rules.collect::<Vec<_>>());
        let route = table.route("B", Qualifier::DEFAULT).expect("it exists");
        let counting = Counting::default();
        let decision = route.resolve(&Request::new(&counting, Point::MIN));
        assert_eq!(decision.reason().rule(), Some(9_999));
        assert_eq!(counting.0.get(), 1, "{method}");
    }
}

#[test]
fn an_attribute_is_asked_once_for_the_rules_and_as_the_sticky_key() {
    let x = |rest| test(&format!("invoke.headers.x {rest}"));
    let one = Version::numbered(1).expect("a number");
    let rules = [x("exact 1"), x("range [2,3]"), x("prefix 4"), x("in 5,6")];
    for count in 1..=rules.len() {
        let half = Weight::from_percent(50).expect("a weight");
        let split = Split::new(Version::LATEST, [(one, half)]).expect("a split");
        let alias = Alias::to(split).sticky_on("invoke.headers.x".parse().expect("a key"));
        let alias = rules[..count].iter().fold(alias, |alias, rule| alias.rule(rule.clone(), one));
        let mut function = Function::new("B".parse().expect("a name"), ());
        function.publish().expect("there are numbers left");
        function.update_alias("$DEFAULT", alias).expect("its versions exist");
        let table = RoutingTable::new([function]).expect("one");
        let counting = Counting::default();
        let request = Request::new(&counting, Point::MIN);
        let decision = table.resolve("B", Qualifier::DEFAULT, &request).expect("it exists");
        assert!(matches!(decision.reason(), Reason::Share(share) if share.sticky));
        assert_eq!(counting.0.get(), 1, "{count} rules");
    }
}

proptest! {
    #![proptest_config(config(4_000))]

    /// At every count around which the rules are found in another way.
    #[test]
    fn the_first_rule_that_matches_wins_however_it_is_found(
        rules in select(vec![1_usize, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 60])
            .prop_flat_map(|count| proptest::collection::vec(condition(&["x", "x", "x", "y"]), count)),
    ) {
        decides_as_one_by_one(&rules, &requests());
    }
}
