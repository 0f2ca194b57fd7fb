//! Documents of all kinds, built through the public interface.

use std::collections::BTreeMap;

use pointsman::document::{Document, scf};
use pointsman::{
    Alias, AliasName, AttributeKey, Condition, Function, FunctionId, Interval, Rule, Split, Sticky,
    Test, Version, Weight,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

pub fn documents() -> impl Strategy<Value = Document<Value>> {
    vec(function(), 0..4).prop_map(|functions| {
        let mut document = Document::new();
        for function in functions {
            document.insert(function);
        }
        document
    })
}

fn function() -> impl Strategy<Value = Function<Value>> {
    let name = "[a-zA-Z]([a-zA-Z0-9_-]{0,5}[a-zA-Z0-9])?";
    let alias = prop_oneof![Just("$DEFAULT".to_owned()), "[a-zA-Z][a-zA-Z0-9_-]{0,6}"];
    (
        (prop_oneof![Just("default".to_owned()), name], name),
        btree_map(prop_oneof![1_u64..30, 1..=Version::MAX_NUMBER], payload(), 0..6),
        payload(),
        btree_map(alias, alias_plan(), 0..4),
        vec(payload(), 0..3),
        any::<bool>(),
    )
        .prop_map(|(id, numbered, latest, aliases, published, delete)| {
            let id = FunctionId::new(
                id.0.parse().expect("a namespace"),
                id.1.parse().expect("a function name"),
            );
            let payloads: BTreeMap<_, _> = numbered
                .into_iter()
                .map(|(n, payload)| (Version::numbered(n).expect("a number"), payload))
                .chain([(Version::LATEST, latest)])
                .collect();
            let versions: Vec<_> = payloads.keys().copied().collect();
            let aliases = aliases.into_iter().map(|(name, plan)| {
                (name.parse::<AliasName>().expect("an alias name"), plan.build(&versions))
            });
            let mut function =
                scf::function_with(id, payloads, aliases).expect("the aliases name what exists");
            for payload in published {
                function.set_latest(payload).expect("a revision is left");
                // There may be no number left.
                function.publish().ok();
            }
            if delete {
                for version in function.unaliased_versions() {
                    function.delete_version(version).expect("no alias names it");
                }
            }
            function
        })
}

/// Everything that JSON has.
fn payload() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        // Infinite ones become `null`.
        any::<f64>().prop_map(Value::from),
        any::<u64>().prop_map(|bits| Value::from(f64::from_bits(bits))),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 12, 4, |value| {
        prop_oneof![
            vec(value.clone(), 0..4).prop_map(Value::from),
            btree_map(any::<String>(), value, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// An alias of a function whose versions are not known yet.
#[derive(Debug, Clone)]
struct AliasPlan {
    split: SplitPlan,
    rules: Vec<(Condition, SplitPlan)>,
    sticky: Option<Sticky>,
    description: String,
}

impl AliasPlan {
    fn build(&self, versions: &[Version]) -> Alias {
        let rules = self.rules.iter();
        let rules =
            rules.map(|(condition, split)| Rule::new(condition.clone(), split.build(versions)));
        let alias =
            Alias::to(self.split.build(versions)).with_rules(rules).described(&self.description);
        match &self.sticky {
            Some(sticky) => alias.with_sticky(sticky.clone()),
            None => alias,
        }
    }
}

fn alias_plan() -> impl Strategy<Value = AliasPlan> {
    let rules = vec((condition(), split_plan()), 0..4);
    let description = prop_oneof![Just(String::new()), any::<String>()];
    (split_plan(), rules, proptest::option::of(sticky()), description).prop_map(
        |(split, rules, sticky, description)| AliasPlan { split, rules, sticky, description },
    )
}

/// A main version, and additional ones with their millionths as far as some are left.
type Weights = (Index, Vec<(Index, u32)>);

/// A split as a ramp has left it.
#[derive(Debug, Clone)]
struct SplitPlan {
    ramp: Vec<Weights>,
    /// Whether its layout is then turned around.
    turned: bool,
}

impl SplitPlan {
    fn build(&self, versions: &[Version]) -> Split {
        let mut steps = self.ramp.iter().map(|weights| weighted(weights, versions));
        let first = steps.next().expect("a ramp has a step");
        let split = steps.fold(first, |split, next| split.reweight(&next).0);
        if !self.turned {
            return split;
        }
        let mut slices: Vec<_> =
            split.slices().map(|slice| (slice.version(), slice.width())).collect();
        slices.reverse();
        split.with_slices(slices).expect("the same slices")
    }
}

fn weighted((main, additional): &Weights, versions: &[Version]) -> Split {
    let main = *main.get(versions);
    let mut left = Weight::FULL.millionths();
    let mut weights = BTreeMap::new();
    for (version, millionths) in additional {
        let version = *version.get(versions);
        if version != main && !weights.contains_key(&version) {
            let weight = left.min(*millionths);
            left -= weight;
            weights.insert(version, Weight::from_millionths(weight).expect("below a million"));
        }
    }
    Split::new(main, weights).expect("no more than is left")
}

fn split_plan() -> impl Strategy<Value = SplitPlan> {
    let millionths = prop_oneof![
        Just(0),
        Just(1),
        Just(1_000_000),
        (1_u32..10).prop_map(|tenths| tenths * 100_000),
        1_u32..1_000_000,
    ];
    let weights = (any::<Index>(), vec((any::<Index>(), millionths), 0..5));
    (vec(weights, 1..4), any::<bool>()).prop_map(|(ramp, turned)| SplitPlan { ramp, turned })
}

fn key() -> impl Strategy<Value = AttributeKey> {
    let name = prop_oneof!["[A-Za-z-]{1,8}", r"[^\s\p{Cc}]{1,8}"];
    let source = select(&["headers", "cookies", "query"][..]);
    (source, name)
        .prop_map(|(source, name)| format!("invoke.{source}.{name}").parse().expect("a key"))
}

fn sticky() -> impl Strategy<Value = Sticky> {
    let salt = prop_oneof![
        Just(String::new()),
        any::<String>().prop_filter("too long", |salt| { salt.len() <= Sticky::MAX_SALT })
    ];
    (vec(key(), 1..=Sticky::MAX_KEYS), proptest::option::of(salt)).prop_map(|(keys, salt)| {
        let sticky = Sticky::first_of(keys).expect("1 to 8 keys");
        match salt {
            Some(salt) => sticky.salted(&salt).expect("a short salt"),
            None => sticky,
        }
    })
}

fn test() -> impl Strategy<Value = Test> {
    let bound = prop_oneof![-3_i64..3, any::<i64>(), Just(i64::MIN), Just(i64::MAX)];
    prop_oneof![
        key().prop_map(Test::present),
        (key(), any::<String>()).prop_map(|(key, text)| Test::exact(key, &text)),
        (key(), ".+").prop_map(|(key, text)| Test::prefix(key, &text).expect("not empty")),
        (key(), ".+").prop_map(|(key, text)| Test::suffix(key, &text).expect("not empty")),
        (key(), vec("[^,]*", 1..4)).prop_map(|(key, texts)| {
            Test::one_of(key, texts.iter().map(String::as_str)).expect("no comma")
        }),
        (key(), bound.clone(), bound).prop_map(|(key, a, b)| {
            Test::range(key, Interval::closed(a.min(b), a.max(b)).expect("in order"))
        }),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let tree = test().prop_map(Condition::from).prop_recursive(5, 16, 4, |condition| {
        prop_oneof![
            vec(condition.clone(), 1..4).prop_map(|all| Condition::all(all).expect("not deep")),
            vec(condition.clone(), 1..4).prop_map(|any| Condition::any(any).expect("not deep")),
            condition.prop_map(|inner| Condition::not(inner).expect("not deep")),
        ]
    });
    // Up to the last nesting that there can be.
    (tree, prop_oneof![4 => Just(0), 1 => 0_usize..40]).prop_map(|(tree, nots)| {
        (0..nots).fold(tree, |inner, _| Condition::not(inner.clone()).unwrap_or(inner))
    })
}

/// A text after a few accidents.
pub fn damaged(texts: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let accident = (0..8_u8, any::<Index>(), any::<Index>(), any::<u8>(), select(FRAGMENTS));
    (texts, vec(accident, 1..4)).prop_map(|(text, accidents)| {
        let mut bytes = text.into_bytes();
        for (kind, start, end, byte, fragment) in accidents {
            let (start, end) = (start.index(bytes.len() + 1), end.index(bytes.len() + 1));
            let (start, end) = (start.min(end), start.max(end));
            match kind {
                0 => bytes.truncate(start),
                1 => drop(bytes.drain(start..end)),
                2 => bytes[start..end].reverse(),
                3 => drop(bytes.splice(start..start, bytes[start..end].to_vec())),
                4 => drop(bytes.splice(start..start, fragment.bytes())),
                5 => bytes.iter_mut().skip(start).take(1).for_each(|hit| *hit ^= byte),
                // The grammar survives: another digit, another letter.
                _ => {
                    let alike = |hit: &&mut u8| match kind {
                        6 => hit.is_ascii_digit(),
                        _ => hit.is_ascii_lowercase(),
                    };
                    let first = if kind == 6 { b'0' } else { b'a' };
                    if let Some(hit) = bytes.iter_mut().skip(start).find(alike) {
                        *hit = first + byte % 10;
                    }
                }
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Texts put together of what documents and values are made of.
pub fn patched() -> impl Strategy<Value = String> {
    vec(select(FRAGMENTS), 0..30).prop_map(|fragments| fragments.concat())
}

const FRAGMENTS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0061",
    "\\ud800",
    " ",
    "\n",
    "\u{0}",
    "é",
    "null",
    "true",
    "0",
    "1",
    "-",
    "+",
    "0.1",
    "1e400",
    "1e-9",
    "01",
    "9223372036854775808",
    "%",
    "/",
    ".",
    "$LATEST",
    "$DEFAULT",
    "default",
    "release",
    "255979608fed916e",
    "\"pointsman\":1",
    "\"functions\":[",
    "\"name\":\"B\"",
    "\"namespace\":\"prod\"",
    "\"revision\":",
    "\"next_version\":",
    "\"versions\":{\"$LATEST\":{}",
    "\"payload\":",
    "\"aliases\":{\"release\":",
    "\"version\":\"1\"",
    "\"weights\":{\"2\":",
    "\"slices\":[[\"1\",",
    "\"sticky\":",
    "\"key\":",
    "\"salt\":",
    "\"description\":",
    "\"rules\":[",
    "\"when\":",
    "\"all\":[",
    "\"any\":[",
    "\"not\":",
    "invoke.headers.",
    "invoke.cookies.",
    "invoke.query.",
    "User",
    " exact ",
    " range ",
    " in ",
    " prefix ",
    " suffix ",
    " present",
    "(",
    ")",
    "，",
    "［",
    "\"Response\":",
    "\"Error\":",
    "\"Aliases\":[",
    "\"TotalCount\":",
    "\"Name\":\"r\"",
    "\"FunctionVersion\":\"1\"",
    "\"RoutingConfig\":",
    "\"AdditionalVersionWeights\":[",
    "\"AddtionVersionMatchs\":[",
    "\"Version\":\"2\"",
    "\"Weight\":",
    "\"Method\":\"range\"",
    "\"Expression\":",
];
