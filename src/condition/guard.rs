//! What must be so for a condition to be true: what rules can be found by.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::test::{Predicate, Test};
use super::{Condition, Node};
use crate::AttributeKey;

/// A test of which a condition can be no truer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard<'a> {
    test: &'a Test,
    /// Whether the condition is true wherever the guard is.
    pub(crate) sure: bool,
}

/// Guards of which one is true wherever their condition is.
pub(crate) type Guards<'a> = Vec<Guard<'a>>;

impl<'a> Guard<'a> {
    pub(crate) fn key(&self) -> &'a AttributeKey {
        self.test.key()
    }

    pub(crate) fn predicate(&self) -> &'a Predicate {
        self.test.predicate()
    }

    pub(crate) fn values(&self) -> usize {
        self.test.values()
    }

    /// So that an affix comes behind those that it begins with.
    fn compare(&self, other: &Self) -> Ordering {
        let kind = |guard: &Self| matches!(guard.predicate(), Predicate::Suffix(_));
        let order = |guard: &Self| (guard.breadth(), kind(guard));
        self.key().cmp(other.key()).then(order(self).cmp(&order(other))).then_with(|| {
            match (self.predicate(), other.predicate()) {
                (Predicate::Prefix(one), Predicate::Prefix(other)) => one.cmp(other),
                (Predicate::Suffix(one), Predicate::Suffix(other)) => {
                    one.bytes().rev().cmp(other.bytes().rev())
                }
                _ => Ordering::Equal,
            }
        })
    }

    /// Whether both ask how one attribute begins or ends, and the other is true wherever this is.
    fn adds_nothing_to(&self, other: &Self) -> bool {
        self.key() == other.key()
            && match (self.predicate(), other.predicate()) {
                (Predicate::Prefix(one), Predicate::Prefix(other)) => one.starts_with(&**other),
                (Predicate::Suffix(one), Predicate::Suffix(other)) => one.ends_with(&**other),
                _ => false,
            }
    }

    /// How few values it is true of, the fewest first.
    fn breadth(&self) -> u8 {
        match self.predicate() {
            Predicate::Exact(_) | Predicate::In(_) => 0,
            Predicate::Range(_) => 1,
            Predicate::Prefix(_) | Predicate::Suffix(_) => 2,
            Predicate::Present => 3,
        }
    }
}

/// How many attributes may lead to a condition that remains to be asked.
const MAX_KEYS: usize = 4;

/// The guards of a condition, or none if a request could pass very many of them.
///
/// A condition that is not sure is asked behind each guard that a request passes. So of affixes that
/// begin each other the shortest alone is kept, and whatever would be asked behind many attributes is
/// better asked once. What remains leads to a condition by each attribute four times at the most: by
/// its text, its beginning, its end and its presence.
pub(crate) fn thinned(mut guards: Guards<'_>) -> Option<Guards<'_>> {
    let unsure = |guards: &Guards<'_>| guards.iter().filter(|guard| !guard.sure).count();
    if guards.len() < 2 || unsure(&guards) == 0 {
        return Some(guards);
    }
    guards.sort_by(Guard::compare);
    guards.dedup_by(|later, earlier| later.adds_nothing_to(earlier));
    let asked_behind = guards.iter().filter(|guard| !guard.sure);
    (count_keys(asked_behind) <= MAX_KEYS).then_some(guards)
}

/// How many attributes they ask for.
fn count_keys<'a: 'g, 'g>(guards: impl IntoIterator<Item = &'g Guard<'a>>) -> usize {
    let mut keys: Vec<_> = guards.into_iter().map(Guard::key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len()
}

impl Condition {
    /// Guards of this condition, if it has any.
    pub(crate) fn guards(&self) -> Option<Guards<'_>> {
        match &self.node {
            Node::Test(test) => Some([Guard { test, sure: true }].into()),
            Node::Any(conditions) => {
                let mut guards = Vec::new();
                for condition in conditions {
                    guards.extend(condition.guards()?);
                }
                Some(guards)
            }
            Node::All(conditions) => match &**conditions {
                [condition] => condition.guards(),
                conditions => {
                    let all = conditions.iter().filter_map(Self::guards);
                    let breadth = |guards: &Guards<'_>| {
                        let breadth = guards.iter().map(Guard::breadth).max();
                        // A part that is true behind too many attributes leads nowhere.
                        (count_keys(guards) > MAX_KEYS, breadth)
                    };
                    // The other parts remain to be asked. That is not done for ranges, which may
                    // overlap without end.
                    let is_range =
                        |guard: &Guard<'_>| matches!(guard.predicate(), Predicate::Range(_));
                    let guards =
                        all.filter(|guards| !guards.iter().any(is_range)).min_by_key(breadth)?;
                    let unsure = |guard| Guard { sure: false, ..guard };
                    Some(guards.into_iter().map(unsure).collect())
                }
            },
            Node::Not(_) => None,
        }
    }
}
