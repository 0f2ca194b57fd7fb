//! No resolve allocates, whatever comes of it.

use allocation_counter::measure;
use pointsman::{
    Alias, AttributeKey, Condition, Function, Point, Qualifier, Request, RoutingTable, Split,
    Sticky, Weight,
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

/// Else the test above could not fail.
#[test]
fn allocations_are_counted() {
    let allocations = measure(|| drop(std::hint::black_box(Box::new(7))));
    assert_eq!(allocations.count_total, 1);
}
