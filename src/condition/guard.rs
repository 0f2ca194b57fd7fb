//! What must be so for a condition to be true: what rules can be found by.

use alloc::vec::Vec;

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
                    let breadth = |guards: &Guards<'_>| guards.iter().map(Guard::breadth).max();
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
