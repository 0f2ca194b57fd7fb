//! The oracle's plain types as the crate's model has them, and its decisions as plain ones.

use std::collections::BTreeMap;

use pointsman::{
    Alias, AttributeKey, Condition, Function, FunctionId, Interval, Reason, RoutingTable, Rule,
    Share, Split, Sticky, Test, Version, Weight,
};

use crate::naive::{self, Method, Source};

impl From<Version> for naive::Version {
    fn from(version: Version) -> Self {
        version.number().map_or(Self::Latest, Self::Numbered)
    }
}

impl From<Reason> for naive::Reason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Pinned => Self::Pinned,
            Reason::Only => Self::Only,
            Reason::Rule { index, share } => Self::Rule { index, share: share.map(Into::into) },
            Reason::Share(share) => Self::Share(share.into()),
        }
    }
}

impl From<Share> for naive::Share {
    fn from(share: Share) -> Self {
        Self { point: share.point.get(), sticky: share.sticky }
    }
}

impl From<&naive::Table> for RoutingTable<u32> {
    fn from(table: &naive::Table) -> Self {
        Self::new(table.functions.iter().map(Function::from)).expect("no name stands twice")
    }
}

impl From<&naive::Function> for Function<u32> {
    fn from(plain: &naive::Function) -> Self {
        let mut function = published(plain);
        for (name, alias) in &plain.aliases {
            let alias = Alias::from(alias);
            if name == "$DEFAULT" {
                function.update_alias(name, alias).expect("$DEFAULT exists from birth");
            } else {
                let name = name.parse().expect("the name is allowed");
                function.create_alias(name, alias).expect("the alias is new");
            }
        }
        function
    }
}

/// The function with its versions, the numbers between them used and deleted.
fn published(plain: &naive::Function) -> Function<u32> {
    let namespace = plain.namespace.parse().expect("the namespace is allowed");
    let name = plain.name.parse().expect("the name is allowed");
    let mut function = Function::new(FunctionId::new(namespace, name), 0);
    let payloads: BTreeMap<Version, u32> =
        plain.versions.iter().map(|(version, payload)| ((*version).into(), *payload)).collect();
    let last = payloads.keys().filter_map(|version| version.number()).max().unwrap_or(0);
    for _ in 0..last {
        let next = Version::numbered(function.next_version()).expect("there are numbers left");
        let payload = payloads.get(&next).copied();
        function.set_latest(payload.unwrap_or(0)).expect("there are revisions left");
        let version = function.publish().expect("there are numbers left");
        if payload.is_none() {
            function.delete_version(version).expect("no alias names it yet");
        }
    }
    function.set_latest(payloads[&Version::LATEST]).expect("there are revisions left");
    function
}

impl From<&naive::Alias> for Alias {
    fn from(plain: &naive::Alias) -> Self {
        let rules = plain.rules.iter().map(|rule| Rule::new((&rule.condition).into(), &rule.split));
        let alias = Self::to(&plain.split).with_rules(rules);
        match &plain.sticky {
            Some(sticky) => alias.with_sticky(sticky.into()),
            None => alias,
        }
    }
}

impl From<&naive::Split> for Split {
    fn from(plain: &naive::Split) -> Self {
        let additional = plain.additional.iter().map(|(version, weight)| {
            (Version::from(*version), Weight::from_millionths(*weight).expect("at most 100 %"))
        });
        let split = Self::new(plain.main.into(), additional).expect("the weights fit");
        match &plain.slices {
            Some(slices) => {
                let slices = slices.iter().map(|(version, width)| ((*version).into(), *width));
                split.with_slices(slices).expect("the slices fit the weights")
            }
            None => split,
        }
    }
}

impl From<naive::Version> for Version {
    fn from(version: naive::Version) -> Self {
        match version {
            naive::Version::Numbered(number) => {
                Self::numbered(number).expect("the number is in range")
            }
            naive::Version::Latest => Self::LATEST,
        }
    }
}

impl From<&naive::Sticky> for Sticky {
    fn from(plain: &naive::Sticky) -> Self {
        let sticky = Self::first_of(plain.keys.iter().map(Into::into)).expect("1 to 8 keys");
        match &plain.salt {
            Some(salt) => sticky.salted(salt).expect("the salt is short enough"),
            None => sticky,
        }
    }
}

impl From<&naive::Key> for AttributeKey {
    fn from(plain: &naive::Key) -> Self {
        match plain.source {
            Source::Headers => Self::header(&plain.name),
            Source::Cookies => Self::cookie(&plain.name),
            Source::Query => Self::query(&plain.name),
        }
        .expect("the name is allowed")
    }
}

impl From<&naive::Condition> for Condition {
    fn from(plain: &naive::Condition) -> Self {
        match plain {
            naive::Condition::Test(test) => Test::from(test).into(),
            naive::Condition::Not(condition) => {
                Self::not((&**condition).into()).expect("the nesting is shallow")
            }
            naive::Condition::All(conditions) => {
                Self::all(conditions.iter().map(Self::from)).expect("there are conditions")
            }
            naive::Condition::Any(conditions) => {
                Self::any(conditions.iter().map(Self::from)).expect("there are conditions")
            }
        }
    }
}

impl From<&naive::Test> for Test {
    fn from(plain: &naive::Test) -> Self {
        let key = AttributeKey::from(&plain.key);
        match &plain.method {
            Method::Exact(text) => Self::exact(key, text),
            Method::Range(interval) => Self::range(key, interval.into()),
            Method::In(texts) => {
                Self::one_of(key, texts.iter().map(String::as_str)).expect("no text has a comma")
            }
            Method::Prefix(text) => Self::prefix(key, text).expect("the text is not empty"),
            Method::Suffix(text) => Self::suffix(key, text).expect("the text is not empty"),
            Method::Present => Self::present(key),
        }
    }
}

impl From<&naive::Interval> for Interval {
    fn from(plain: &naive::Interval) -> Self {
        let lower = plain.lower + i64::from(plain.open_below);
        let upper = plain.upper - i64::from(plain.open_above);
        Self::closed(lower, upper).expect("the interval holds an integer")
    }
}
