//! What must be so for a condition to be true: what rules can be found by.

use alloc::vec::Vec;

use super::test::{Predicate, Test};
use super::{Condition, Node};
use crate::{AttributeKey, Interval};

/// A test that asks an attribute for one of some texts, or for an integer in a range.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard<'a> {
    test: &'a Test,
    /// Whether the condition is true wherever the guard is.
    pub(crate) sure: bool,
}

/// Guards of which one is true wherever their condition is.
pub(crate) type Guards<'a> = Vec<Guard<'a>>;

impl<'a> Guard<'a> {
    fn new(test: &'a Test) -> Option<Self> {
        match test.predicate {
            Predicate::Exact(_) | Predicate::In(_) | Predicate::Range(_) => {
                Some(Self { test, sure: true })
            }
            Predicate::Prefix(_) | Predicate::Suffix(_) | Predicate::Present => None,
        }
    }

    pub(crate) fn key(&self) -> &'a AttributeKey {
        self.test.key()
    }

    pub(crate) fn values(&self) -> usize {
        self.test.values()
    }

    /// The range, or `None` where texts are asked for.
    pub(crate) fn range(&self) -> Option<Interval> {
        match self.test.predicate {
            Predicate::Range(interval) => Some(interval),
            _ => None,
        }
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.test.texts()
    }
}

impl Condition {
    /// Guards of this condition, if it has any.
    pub(crate) fn guards(&self) -> Option<Guards<'_>> {
        match &self.node {
            Node::Test(test) => Guard::new(test).map(|guard| [guard].into()),
            Node::Any(conditions) => {
                let mut guards = Vec::new();
                for condition in conditions {
                    guards.extend(condition.guards()?);
                }
                Some(guards)
            }
            Node::All(conditions) => match &**conditions {
                [condition] => condition.guards(),
                // The other parts remain to be asked, which goes for texts alone: ranges may overlap.
                conditions => conditions.iter().find_map(|condition| {
                    let guards = condition.guards()?;
                    let texts = guards.iter().all(|guard| guard.range().is_none());
                    let unsure = |guard| Guard { sure: false, ..guard };
                    texts.then(|| guards.into_iter().map(unsure).collect())
                }),
            },
            Node::Not(_) => None,
        }
    }
}
