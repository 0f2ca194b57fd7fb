//! Conditions in three values.

use pointsman::Condition;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::naive::{self, Carrier, Key, Method, Request, Source, Test, Truth};
use crate::{attributes, config};

use Truth::{False as F, True as T, Unknown as U};

/// Kleene's tables, by false, unknown, true.
const NOT: [Truth; 3] = [T, U, F];
const AND: [[Truth; 3]; 3] = [[F, F, F], [F, U, U], [F, U, T]];
const OR: [[Truth; 3]; 3] = [[F, U, T], [U, U, T], [T, T, T]];

/// A condition, and its truth by the tables.
type Judged = (naive::Condition, Truth);

proptest! {
    #![proptest_config(config())]

    #[test]
    fn conditions_are_as_true_as_the_tables_say((plain, truth) in judged()) {
        prop_assert_eq!(plain.truth(&request()), truth);
        prop_assert_eq!(evaluate(&plain), truth);
        let matches = Condition::from(&plain).matches(attributes(&request()).as_ref());
        prop_assert_eq!(matches, truth == T);
    }

    #[test]
    fn not_moves_inwards_by_de_morgan(some in vec(judged(), 1..5)) {
        let some: Vec<_> = some.into_iter().map(|(plain, _)| plain).collect();
        let negated: Vec<_> = some.iter().cloned().map(not).collect();
        let [not_all, not_any] =
            [not(naive::Condition::All(some.clone())), not(naive::Condition::Any(some))];
        prop_assert_eq!(evaluate(&not_all), evaluate(&naive::Condition::Any(negated.clone())));
        prop_assert_eq!(evaluate(&not_any), evaluate(&naive::Condition::All(negated)));
    }
}

fn evaluate(plain: &naive::Condition) -> Truth {
    match Condition::from(plain).evaluate(attributes(&request()).as_ref()) {
        Some(false) => F,
        None => U,
        Some(true) => T,
    }
}

fn judged() -> impl Strategy<Value = Judged> {
    let test =
        select(vec![(test("here", "yes"), T), (test("here", "no"), F), (test("gone", "yes"), U)]);
    test.prop_recursive(5, 40, 4, |inner| {
        let some = vec(inner.clone(), 1..5);
        prop_oneof![
            inner.prop_map(|(plain, truth)| (not(plain), NOT[truth as usize])),
            some.clone().prop_map(|some| folded(some, naive::Condition::All, AND, T)),
            some.prop_map(|some| folded(some, naive::Condition::Any, OR, F)),
        ]
    })
}

fn folded(
    some: Vec<Judged>,
    combine: fn(Vec<naive::Condition>) -> naive::Condition,
    table: [[Truth; 3]; 3],
    neutral: Truth,
) -> Judged {
    let (some, truths): (Vec<_>, Vec<_>) = some.into_iter().unzip();
    let truth = truths.into_iter().fold(neutral, |one, other| table[one as usize][other as usize]);
    (combine(some), truth)
}

fn not(plain: naive::Condition) -> naive::Condition {
    naive::Condition::Not(Box::new(plain))
}

fn test(name: &str, text: &str) -> naive::Condition {
    naive::Condition::Test(Test { key: header(name), method: Method::Exact(text.into()) })
}

fn header(name: &str) -> Key {
    Key { source: Source::Headers, name: name.into() }
}

/// It has the one header and not the other.
fn request() -> Request {
    Request {
        function: String::new(),
        qualifier: String::new(),
        carrier: Carrier::Pairs,
        attributes: vec![(header("here"), b"yes".to_vec())],
        point: 0,
    }
}
