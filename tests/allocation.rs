//! No resolve allocates, whatever comes of it.

use allocation_counter::measure;
use pointsman::{
    Alias, AttributeKey, Attributes, Condition, Function, Point, Qualifier, Reason, Request,
    ResolveError, RoutingTable, Split, Sticky, Version, Weight,
};

fn table() -> RoutingTable<String> {
    let mut function = Function::new("prod/B".parse().expect("an id"), String::from("payload"));
    let versions: Vec<_> = (0..20).map(|_| function.publish().expect("published")).collect();
    let weights = versions
        .iter()
        .skip(1)
        .map(|&version| (version, Weight::from_percent(5).expect("a weight")));
    let split = Split::new(versions[0], weights).expect("a split");
    let test = |text: &str| text.parse::<Condition>().expect("a condition");
    let tree = Condition::all([
        Condition::not(test("invoke.headers.User exact Ann")).expect("not nested"),
        Condition::any([
            test("invoke.headers.n range [0,9]"),
            test("invoke.headers.User in Bob,Eve"),
        ])
        .expect("not nested"),
    ]);
    let keys =
        [AttributeKey::cookie("uid"), AttributeKey::header("User")].map(|key| key.expect("a key"));
    let alias = Alias::to(split.clone())
        .rule(test("invoke.headers.User prefix Pre"), versions[1])
        .rule(tree.expect("not nested"), split)
        .with_sticky(Sticky::first_of(keys).expect("keys"));
    function.create_alias("release".parse().expect("a name"), alias).expect("created");
    RoutingTable::new([function]).expect("a table")
}

#[test]
fn resolving_allocates_nothing() {
    let table = table();
    let long = "x".repeat(1_000);
    let users = ["Bob", "Eve", "Ann", "Preston", "", "user-42", long.as_str()];
    let functions = ["prod/B", "default/B", "B", "", long.as_str(), "prod/B/C"];
    let qualifiers = ["", "$LATEST", "7", "release", "21", "nope", "01", "$other", long.as_str()];
    let mut outcomes = [0; 3];
    for user in users {
        let headers = [("Accept", "*/*"), ("n", "5"), ("user", user)];
        let empty: [(&str, &str); 0] = [];
        for headers in [&headers[..], &headers[..2], &empty] {
            for function in functions {
                for qualifier in qualifiers {
                    let outcome = &mut outcomes;
                    let allocations = measure(|| {
                        let request = Request::new(headers, Point::sequence(7));
                        match Qualifier::parse(qualifier) {
                            Err(_) => outcome[0] += 1,
                            Ok(qualifier) => match table.resolve(function, qualifier, &request) {
                                Err(_) => outcome[1] += 1,
                                Ok(decision) => {
                                    outcome[2] += 1;
                                    std::hint::black_box(decision.payload());
                                }
                            },
                        }
                    });
                    assert_eq!(allocations.count_total, 0, "{function} {qualifier} {user}");
                }
            }
        }
    }
    assert!(outcomes.iter().all(|&count| count > 50), "{outcomes:?}");
}

/// Whatever the outcome, it is had without an allocation.
#[track_caller]
fn resolves<A: Attributes + ?Sized>(
    table: &RoutingTable<String>,
    (function, qualifier): (&str, &str),
    attributes: &A,
) -> Result<Reason, ResolveError> {
    let mut reason = None;
    let allocations = measure(|| {
        let request = Request::new(attributes, Point::sequence(7));
        let qualifier = Qualifier::parse(qualifier).expect("a qualifier");
        let route = table.route(function, qualifier).map(|route| route.resolve(&request));
        let decision = table.resolve(function, qualifier, &request);
        assert_eq!(decision, route);
        reason = Some(decision.map(|decision| decision.reason()));
    });
    assert_eq!(allocations.count_total, 0, "{function} {qualifier}");
    reason.expect("it was measured")
}

/// One function `name` whose alias `release` has these rules, and is sticky and split.
fn with_rules(name: &str, rules: impl Iterator<Item = String>) -> Function<String> {
    let mut function = Function::new(name.parse().expect("an id"), String::from("payload"));
    let [one, two] = [(); 2].map(|()| function.publish().expect("published"));
    let half = Weight::from_percent(50).expect("a weight");
    let split = Split::new(one, [(two, half)]).expect("a split");
    let alias = Alias::to(split.clone()).sticky_on("invoke.headers.x".parse().expect("a key"));
    let alias = rules
        .fold(alias, |alias, rule| alias.rule(rule.parse().expect("a condition"), split.clone()));
    function.create_alias("release".parse().expect("a name"), alias).expect("created");
    function
}

#[test]
fn ten_thousand_rules_of_any_method_allocate_nothing() {
    type Expression = fn(usize) -> String;
    let methods: [(&str, Expression); 7] = [
        ("exact", |n| format!("exact {n}")),
        ("in", |n| format!("in {n},a{n},b")),
        ("range", |n| format!("range [{n},{}]", n + 3)),
        ("prefix", |n| format!("prefix {n}-")),
        ("suffix", |n| format!("suffix -{n}")),
        ("long", |n| format!("exact {}", n.to_string().repeat(100))),
        ("nested", |n| format!("prefix {}", "a".repeat(n % 300 + 1))),
    ];
    for (name, expression) in methods {
        let rules = (0..10_000).map(|n| format!("invoke.headers.x {}", expression(n)));
        let table = RoutingTable::new([with_rules(name, rules)]).expect("a table");
        let mut hits = 0;
        for n in [0, 1, 4_999, 9_999, 10_000, 20_000] {
            let values = ["{}", "a{}", "{}-", "-{}", "-{}-", "+{}", "000{}"];
            let values = values.map(|value| value.replace("{}", &n.to_string()));
            let long = [n.to_string().repeat(100), "a".repeat(301), "x".repeat(65_536)];
            for value in values.iter().chain(&long) {
                let headers = [("Accept", "*/*"), ("x", value.as_str())];
                let reason = resolves(&table, (name, "release"), &headers).expect("it exists");
                hits += usize::from(reason.rule().is_some());
                let behind: &dyn Attributes = &headers;
                assert_eq!(resolves(&table, (name, "release"), behind), Ok(reason));
            }
        }
        assert!(hits >= 4, "{name}: {hits}");
        let missing = resolves(&table, (name, "release"), &()).expect("it exists");
        assert!(matches!(missing, Reason::Share(_)));
    }
}

#[test]
fn many_attributes_and_mixed_rules_allocate_nothing() {
    let rules = (0..1_000).map(|n| {
        let expression = match n % 6 {
            0 => format!("exact {n}"),
            1 => format!("in {n},x"),
            2 => format!("range [{n},{n}]"),
            3 => format!("prefix {n}"),
            4 => format!("suffix {n}"),
            _ => "present".into(),
        };
        format!("invoke.headers.h{} {expression}", n / 6)
    });
    let table = RoutingTable::new([with_rules("B", rules)]).expect("a table");
    for n in 0..170 {
        let (name, value) = (format!("h{n}"), (n * 6 + 1).to_string());
        let headers = [(name.as_str(), value.as_str()), ("x", "user-42")];
        let reason = resolves(&table, ("B", "release"), &headers).expect("it exists");
        assert_eq!(reason.rule().is_some(), n < 167, "{n}");
        resolves(&table, ("B", "release"), &[("x", "")]).expect("it exists");
    }
}

#[test]
fn names_and_aliases_allocate_nothing_at_any_length_or_count() {
    let mut function = Function::new(
        format!("{}/{}", "s".repeat(60), "f".repeat(60)).parse().expect("an id"),
        String::from("payload"),
    );
    for n in 0..1_000 {
        let name = format!("{}{n}", "a".repeat(n % 60 + 1));
        let alias = Alias::to(Version::LATEST);
        function.create_alias(name.parse().expect("a name"), alias).expect("created");
    }
    let id = function.id().to_string();
    let table = RoutingTable::new([function, with_rules("B", std::iter::empty())]);
    let table = table.expect("a table");
    for n in 0..1_000 {
        let alias = format!("{}{n}", "a".repeat(n % 60 + 1));
        assert_eq!(resolves(&table, (&id, &alias), &()), Ok(Reason::Only));
        let other = format!("b{}", "a".repeat(n % 60));
        assert_eq!(resolves(&table, (&id, &other), &()), Err(ResolveError::UnknownAlias));
    }
    assert_eq!(
        resolves(&table, (&id, "1"), &()).map_err(|error| error.to_string()),
        Err("unknown version 1".into())
    );
    assert_eq!(resolves(&table, ("default/B", "1"), &()), Ok(Reason::Pinned));
    let unknown = [id[1..].to_owned(), id + "f", "default/".into(), "x".repeat(1_000_000)];
    for name in unknown.into_iter().chain((0..300).map(|length| "\0".repeat(length))) {
        let error = resolves(&table, (&name, ""), &());
        assert_eq!(error, Err(ResolveError::UnknownFunction));
    }
}

#[test]
fn a_table_changed_many_times_allocates_nothing_when_asked() {
    let name = |n: usize| format!("space-{}/function-{n}", n % 7);
    let plain = |n| Function::new(name(n).parse().expect("an id"), String::from("payload"));
    let mut table = RoutingTable::new((0..2_000).map(plain)).expect("a table");
    for n in 0..300 {
        table = table
            .with(with_rules(&name(n * 8), std::iter::once("invoke.headers.x present".into())));
        table = table.without(&name(n * 6 + 1).parse().expect("an id"));
    }
    let mut outcomes = [0; 3];
    for n in 0..2_500 {
        match resolves(&table, (&name(n), "release"), &[("x", "1")]) {
            Ok(_) => outcomes[0] += 1,
            Err(ResolveError::UnknownAlias) => outcomes[1] += 1,
            Err(_) => outcomes[2] += 1,
        }
    }
    assert!(outcomes.iter().all(|&count| count > 100), "{outcomes:?}");
}

/// Else the tests above could not fail.
#[test]
fn allocations_are_counted() {
    let allocations = measure(|| drop(std::hint::black_box(Box::new(7))));
    assert_eq!(allocations.count_total, 1);
}
