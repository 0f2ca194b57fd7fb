//! Documents as trees, which can be written in many ways, and to which accidents happen.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use proptest::collection::{btree_map, btree_set, vec as list};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use crate::document::{Json, Kind};
use crate::{Split, Version, Weight};

/// JSON of which nothing is forgotten: neither the order of keys, nor that they stand twice.
#[derive(Debug, Clone)]
pub(super) enum Tree {
    /// As it is written.
    Text(String),
    List(Vec<Tree>),
    /// Keys as they are meant.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// From which byte of a layout on a key is written with an escape.
    pub(super) const ESCAPED: u8 = 240;

    fn string(text: &str) -> Self {
        Self::Text(quoted(text))
    }

    pub(super) fn of(text: &str) -> Self {
        fn tree(json: Json<'_>) -> Tree {
            match json.kind() {
                Kind::List(list) => Tree::List(list.into_iter().map(tree).collect()),
                Kind::Object(entries) => {
                    let entries = entries.into_iter();
                    Tree::Object(entries.map(|(key, json)| (key.into(), tree(json))).collect())
                }
                _ => Tree::Text(json.text().into()),
            }
        }
        Json::parse(text).map_or(Self::List(Vec::new()), tree)
    }

    /// The text, white space and escapes of keys as the layout has it.
    pub(super) fn text(&self, layout: &[u8]) -> String {
        let mut text = String::new();
        self.write(&mut text, &mut layout.iter().copied().cycle());
        text
    }

    fn write(&self, text: &mut String, layout: &mut dyn Iterator<Item = u8>) {
        fn space(text: &mut String, layout: &mut dyn Iterator<Item = u8>) {
            let space = layout.next().map(|byte| match byte % 8 {
                0..4 => "",
                4 => " ",
                5 => "\n\t",
                6 => "\r\n  ",
                _ => "          ",
            });
            text.push_str(space.unwrap_or_default());
        }
        space(text, layout);
        match self {
            Self::Text(scalar) => text.push_str(scalar),
            Self::List(entries) => {
                text.push('[');
                for (index, entry) in entries.iter().enumerate() {
                    text.push_str(if index == 0 { "" } else { "," });
                    entry.write(text, layout);
                }
                space(text, layout);
                text.push(']');
            }
            Self::Object(entries) => {
                text.push('{');
                for (index, (key, entry)) in entries.iter().enumerate() {
                    text.push_str(if index == 0 { "" } else { "," });
                    space(text, layout);
                    match key
                        .chars()
                        .next()
                        .filter(|_| layout.next().is_some_and(|byte| byte >= Self::ESCAPED))
                    {
                        Some(first) if first.is_ascii() => {
                            let rest = quoted(key.get(1..).unwrap_or_default());
                            let rest = rest.strip_prefix('"').unwrap_or_default();
                            text.push_str(&[escaped(first).as_str(), rest].concat());
                        }
                        _ => text.push_str(&quoted(key)),
                    }
                    space(text, layout);
                    text.push(':');
                    entry.write(text, layout);
                }
                space(text, layout);
                text.push('}');
            }
        }
        space(text, layout);
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(_) => 0,
            Self::List(entries) => entries.len(),
            Self::Object(entries) => entries.len(),
        }
    }

    /// Calls it with each value, from outside to inside.
    fn walk(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        visit(self);
        match self {
            Self::Text(_) => {}
            Self::List(entries) => entries.iter_mut().for_each(|entry| entry.walk(visit)),
            Self::Object(entries) => entries.iter_mut().for_each(|(_, entry)| entry.walk(visit)),
        }
    }

    fn count(&mut self) -> usize {
        let mut count = 0_usize;
        self.walk(&mut |_| count = count.saturating_add(1));
        count
    }

    /// Each kind of accident at each place.
    pub(super) fn every_accident(&self) -> Vec<Accident> {
        let places = self.clone().count();
        let at = |place| {
            let others = OTHERS.iter().map(|other| Harm::Other((*other).into()));
            let keys = KEYS.iter().flat_map(|key| {
                let key = || (*key).to_string();
                [
                    Harm::Key(0, key()),
                    Harm::Key(1, key()),
                    Harm::Alike(0, key()),
                    Harm::Alike(1, key()),
                ]
            });
            let wraps = [1, 2, 31, 32, 33, 127, 128].into_iter().flat_map(|depth| {
                [Harm::Wrap("[", "]", depth), Harm::Wrap("{\"not\":", "}", depth)]
            });
            let harms = (0..12).flat_map(|entry| [Harm::Lose(entry), Harm::Twice(entry)]);
            let harms = harms.chain(others).chain(keys).chain(wraps).chain([Harm::Grow]);
            harms.map(move |harm| Accident { place: Place::Exactly(place), harm })
        };
        (0..places).flat_map(at).collect()
    }
}

/// The beginning of a string, this character escaped.
fn escaped(first: char) -> String {
    alloc::format!("\"\\u{:04x}", u32::from(first))
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Something that happens to a value of a tree.
#[derive(Debug, Clone)]
pub(super) struct Accident {
    place: Place,
    harm: Harm,
}

#[derive(Debug, Clone)]
enum Place {
    Any(Index),
    Exactly(usize),
}

#[derive(Debug, Clone)]
enum Harm {
    /// An entry is lost.
    Lose(usize),
    /// An entry stands twice.
    Twice(usize),
    /// An entry is called otherwise.
    Key(usize, String),
    /// An entry stands under another name, too.
    Alike(usize, String),
    /// What 32 bits can't hold, but for the highest.
    Grow,
    /// Something else stands there.
    Other(String),
    Wrap(&'static str, &'static str, usize),
}

impl Accident {
    pub(super) fn befall(&self, tree: &mut Tree) {
        let count = tree.count();
        let place = match &self.place {
            Place::Any(index) => index.index(count),
            Place::Exactly(place) => *place,
        };
        let mut passed = 0_usize;
        tree.walk(&mut |value| {
            if passed == place {
                self.harm.befall(value);
            }
            passed = passed.saturating_add(1);
        });
    }
}

impl Harm {
    fn befall(&self, value: &mut Tree) {
        let entry = |entry: usize| entry.checked_rem(value.len());
        match self {
            Self::Other(other) => *value = Tree::Text(other.clone()),
            Self::Wrap(before, after, depth) => {
                let text = [before.repeat(*depth), value.text(&[0]), after.repeat(*depth)];
                *value = Tree::Text(text.concat());
            }
            Self::Grow => {
                if let Tree::Text(text) = value
                    && let Ok(number) = text.parse::<u64>()
                {
                    *text = number.saturating_add(1 << 32).to_string();
                }
            }
            Self::Lose(index)
            | Self::Twice(index)
            | Self::Key(index, _)
            | Self::Alike(index, _) => {
                let Some(index) = entry(*index) else { return };
                match (self, value) {
                    (Self::Lose(_), Tree::List(entries)) => drop(entries.remove(index)),
                    (Self::Lose(_), Tree::Object(entries)) => drop(entries.remove(index)),
                    (Self::Twice(_), Tree::List(entries)) => {
                        entries.extend(entries.get(index).cloned());
                    }
                    (Self::Twice(_), Tree::Object(entries)) => {
                        entries.extend(entries.get(index).cloned());
                    }
                    (Self::Alike(_, key), Tree::Object(entries)) => {
                        let alike =
                            entries.get(index).map(|(_, entry)| (key.clone(), entry.clone()));
                        entries.extend(alike);
                    }
                    (Self::Key(_, key), Tree::Object(entries)) => {
                        entries
                            .iter_mut()
                            .skip(index)
                            .take(1)
                            .for_each(|entry| entry.0.clone_from(key));
                    }
                    _ => {}
                }
            }
        }
    }
}

pub(super) fn accident() -> impl Strategy<Value = Accident> {
    let harm = prop_oneof![
        (0_usize..12).prop_map(Harm::Lose),
        (0_usize..12).prop_map(Harm::Twice),
        (0_usize..12, select(KEYS)).prop_map(|(entry, key)| Harm::Key(entry, key.into())),
        (0_usize..12, select(KEYS)).prop_map(|(entry, key)| Harm::Alike(entry, key.into())),
        Just(Harm::Grow),
        select(OTHERS).prop_map(|other| Harm::Other(other.into())),
        (any::<bool>(), prop_oneof![1_usize..4, 30_usize..35, 120_usize..130]).prop_map(
            |(not, depth)| {
                if not { Harm::Wrap("{\"not\":", "}", depth) } else { Harm::Wrap("[", "]", depth) }
            }
        ),
    ];
    (any::<Index>(), harm).prop_map(|(place, harm)| Accident { place: Place::Any(place), harm })
}

const KEYS: &[&str] = &[
    "",
    "pointsman",
    "functions",
    "namespace",
    "name",
    "revision",
    "next_version",
    "versions",
    "aliases",
    "payload",
    "version",
    "weights",
    "slices",
    "rules",
    "sticky",
    "description",
    "when",
    "key",
    "salt",
    "all",
    "any",
    "not",
    "$LATEST",
    "$latest",
    "$DEFAULT",
    "$default",
    "1",
    "2",
    "9",
    "01",
    "0",
    "a",
    "a b",
];

const OTHERS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "2",
    "-0",
    "-1",
    "01",
    "1.0",
    "1e0",
    "1.",
    "0.5",
    "1000000",
    "1000001",
    "4294967296",
    "9223372036854775808",
    "9223372036854775809",
    "18446744073709551616",
    "1e400",
    "1e-9",
    "+1",
    "NaN",
    "\"\"",
    "\"x\"",
    "\"1\"",
    "\"2\"",
    "\"9\"",
    "\"01\"",
    "\"$LATEST\"",
    "\"$latest\"",
    "\"prod\"",
    r#""default""#,
    r#""\u0031""#,
    r#""\ud800""#,
    r#""\x""#,
    "\"\n\"",
    "\"",
    "[]",
    "{}",
    "[1]",
    r#"["1",1]"#,
    r#"[["1",1000000]]"#,
    r#"[["1",1000000],[]]"#,
    r#"["1",1,1]"#,
    "[1,]",
    "{\"a\":1,}",
    r#"{"1":0.5}"#,
    r#"{"$LATEST":1}"#,
    r#"{"$LATEST":1.5}"#,
    r#"{"$LATEST":{}}"#,
    r#"{"payload":null}"#,
    r#"{"payload":{"a":[{"b":0,"b":0}]}}"#,
    r#"{"a":{"b":0,"b":0}}"#,
    r#"{"version":"$LATEST"}"#,
    r#"{"version":"77"}"#,
    r#""invoke.headers.User present""#,
    r#""invoke.headers.User present ""#,
    r#""invoke.body.User present""#,
    r#"{"not":"invoke.query.a exact "}"#,
    r#"{"all":[],"any":[]}"#,
    r#"{"all":["invoke.query.a present"],"not":"invoke.query.a present"}"#,
    r#"{"all":[]}"#,
    r#""invoke.query.a prefix ""#,
    r#"{"salt":""}"#,
    r#"["invoke.query.a",["invoke.query.a"]]"#,
];

/// Good documents.
pub(super) fn documents() -> impl Strategy<Value = Tree> {
    let functions = list(function(), 0..4).prop_map(|functions| {
        let named = functions.into_iter().enumerate().map(|(index, mut fields)| {
            // In one namespace no name stands twice.
            fields.push(("name".into(), Tree::string(&alloc::format!("f-{index}"))));
            shuffled(fields)
        });
        named.collect::<Vec<_>>()
    });
    functions.prop_flat_map(|functions| functions.into_iter().collect::<Vec<_>>()).prop_flat_map(
        |functions| {
            shuffled(vec![
                ("pointsman".into(), Tree::Text("1".into())),
                ("functions".into(), Tree::List(functions)),
            ])
        },
    )
}

fn shuffled(fields: Vec<(String, Tree)>) -> impl Strategy<Value = Tree> {
    Just(fields).prop_shuffle().prop_map(Tree::Object)
}

fn field(
    name: &'static str,
    value: impl Strategy<Value = Tree>,
) -> impl Strategy<Value = Option<(String, Tree)>> {
    proptest::option::of(value.prop_map(move |value| (name.into(), value)))
}

fn text(text: &'static str) -> impl Strategy<Value = Tree> {
    Just(Tree::Text(text.into()))
}

fn function() -> impl Strategy<Value = Vec<(String, Tree)>> {
    let numbers = btree_set(prop_oneof![1_u64..12, Just(Version::MAX_NUMBER)], 0..5);
    numbers.prop_flat_map(|numbers| {
        let next = numbers.last().copied().unwrap_or_default().saturating_add(1);
        let names = numbers.iter().map(u64::to_string).chain([Version::LATEST_TEXT.into()]);
        let names: Vec<String> = names.collect();
        let payloads = list(field("payload", payload()), names.len()).prop_map({
            let names = names.clone();
            move |payloads| {
                let payloads =
                    payloads.into_iter().map(|field| Tree::Object(field.into_iter().collect()));
                names.iter().cloned().zip(payloads).collect::<Vec<_>>()
            }
        });
        let alias_name = prop_oneof![Just("$DEFAULT".to_string()), "[a-zA-Z][a-zA-Z0-9_-]{0,8}"];
        let aliases = btree_map(alias_name, alias(names), 0..4);
        (
            payloads.prop_flat_map(shuffled),
            field(
                "aliases",
                aliases.prop_map(|aliases| Tree::Object(aliases.into_iter().collect())),
            ),
            field("namespace", select(&["default", "prod", "a"][..]).prop_map(Tree::string)),
            field("revision", any::<u64>().prop_map(|revision| Tree::Text(revision.to_string()))),
            field("next_version", Just(Tree::Text(next.to_string()))),
        )
            .prop_map(|(versions, aliases, namespace, revision, next)| {
                let others = [aliases, namespace, revision, next].into_iter().flatten();
                others.chain([("versions".into(), versions)]).collect()
            })
    })
}

/// Everything that JSON has.
fn payload() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        select(&["null", "true", "false", "-0", "1.50", "1E+2", "18446744073709551616"][..])
            .prop_map(|scalar| Tree::Text(scalar.into())),
        any::<u64>().prop_map(|number| Tree::Text(number.to_string())),
        any::<f64>().prop_map(|number| Tree::Text(Value::from(number).to_string())),
        any::<String>().prop_map(|text| Tree::string(&text)),
    ];
    leaf.prop_recursive(4, 12, 4, |value| {
        prop_oneof![
            list(value.clone(), 0..4).prop_map(Tree::List),
            btree_map(any::<String>(), value, 0..4)
                .prop_map(|fields| Tree::Object(fields.into_iter().collect())),
        ]
    })
}

fn alias(names: Vec<String>) -> impl Strategy<Value = Tree> {
    let rule = (condition(), split(names.clone())).prop_flat_map(|(when, mut fields)| {
        fields.push(("when".into(), when));
        shuffled(fields)
    });
    let rest = (
        field("rules", list(rule, 0..4).prop_map(Tree::List)),
        field("sticky", sticky()),
        field("description", any::<String>().prop_map(|text| Tree::string(&text))),
    );
    (split(names), rest).prop_flat_map(|(mut fields, (rules, sticky, description))| {
        fields.extend([rules, sticky, description].into_iter().flatten());
        shuffled(fields)
    })
}

/// `version`, and perhaps `weights` and `slices`.
fn split(names: Vec<String>) -> impl Strategy<Value = Vec<(String, Tree)>> {
    // No four of them are above the whole.
    const WEIGHTS: &[&str] = &[
        "0",
        "-0",
        "0.0",
        "0.1",
        "1e-1",
        "0.25",
        "2.5E-1",
        "0.000001",
        "1e-13",
        "0.10000000000000000001",
        "0.00781250",
        "0.123456500000000000000000000001",
    ];
    let weights = list((any::<Index>(), select(WEIGHTS)), 0..5);
    (any::<Index>(), weights, 0..3_u8).prop_map(move |(main, weights, slices)| {
        let main = main.get(&names);
        let mut distinct: Vec<(String, &str)> = Vec::new();
        for (version, weight) in weights {
            let version = version.get(&names);
            if version != main && distinct.iter().all(|(other, _)| other != version) {
                distinct.push((version.clone(), weight));
            }
        }
        let mut fields = vec![("version".to_string(), Tree::string(main))];
        // The layout turned around.
        let additional = distinct.iter().filter_map(|(version, weight)| {
            Some((version.parse().ok()?, Weight::from_fraction(weight.parse().ok()?).ok()?))
        });
        let split = main.parse::<Version>().ok().and_then(|main| Split::new(main, additional).ok());
        let layout = split.iter().flat_map(Split::slices);
        let mut layout: Vec<_> = layout
            .map(|slice| {
                let (version, width) = (slice.version().to_string(), slice.width().to_string());
                Tree::List(vec![Tree::string(&version), Tree::Text(width)])
            })
            .collect();
        layout.reverse();
        if !distinct.is_empty() || slices == 1 {
            let weights = distinct.into_iter();
            let weights = weights.map(|(version, weight)| (version, Tree::Text(weight.into())));
            fields.push(("weights".to_string(), Tree::Object(weights.collect())));
        }
        if slices == 2 {
            fields.push(("slices".to_string(), Tree::List(layout)));
        }
        fields
    })
}

fn key() -> impl Strategy<Value = String> {
    (select(&["headers", "cookies", "query"][..]), r#"[A-Za-z."\\é-]{1,8}"#)
        .prop_map(|(source, name)| alloc::format!("invoke.{source}.{name}"))
}

fn condition() -> impl Strategy<Value = Tree> {
    let method = prop_oneof![
        Just("present".to_string()),
        ".*".prop_map(|text| alloc::format!("exact {text}")),
        ".*".prop_map(|text| alloc::format!("in {text}")),
        ".+".prop_map(|text| alloc::format!("prefix {text}")),
        ".+".prop_map(|text| alloc::format!("suffix {text}")),
        Just("range [ -7,+007)".to_string()),
    ];
    let test =
        (key(), method).prop_map(|(key, method)| Tree::string(&alloc::format!("{key} {method}")));
    let one = |name: &str, value| Tree::Object(vec![(name.into(), value)]);
    test.prop_recursive(5, 16, 4, move |condition| {
        prop_oneof![
            list(condition.clone(), 1..4).prop_map(move |all| one("all", Tree::List(all))),
            list(condition.clone(), 1..4).prop_map(move |any| one("any", Tree::List(any))),
            condition.prop_map(move |inner| one("not", inner)),
        ]
    })
}

fn sticky() -> impl Strategy<Value = Tree> {
    let one = || key().prop_map(|key| Tree::string(&key));
    let keys = || prop_oneof![one(), list(one(), 1..=8).prop_map(Tree::List)];
    let salt =
        field("salt", prop_oneof![text(r#""""#), ".{0,60}".prop_map(|salt| Tree::string(&salt))]);
    let salted = (keys(), salt).prop_flat_map(|(key, salt)| {
        shuffled([("key".into(), key)].into_iter().chain(salt).collect())
    });
    prop_oneof![keys(), salted]
}
