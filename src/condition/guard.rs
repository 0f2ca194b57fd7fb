//! What must be so for a condition to be true: what rules can be found by.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::test::{Predicate, Test};
use super::{Condition, Node};
use crate::{AttributeKey, Interval};

/// A test that asks an attribute for one of some texts, or for an integer in a range.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard<'a> {
    pub(crate) key: &'a AttributeKey,
    pub(crate) texts: Texts<'a>,
    /// There are no texts then.
    pub(crate) range: Option<Interval>,
    /// Whether the condition is true wherever the guard is.
    pub(crate) sure: bool,
}

/// Guards of which one is true wherever their condition is.
pub(crate) type Guards<'a> = Vec<Guard<'a>>;

/// The texts of `exact`, `in`, or of neither.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Texts<'a> {
    None,
    One(&'a str),
    Many(&'a [Box<str>]),
}

impl<'a> Texts<'a> {
    pub(crate) fn iter(self) -> impl Iterator<Item = &'a str> {
        let (one, many): (Option<&str>, &[_]) = match self {
            Self::None => (None, &[]),
            Self::One(text) => (Some(text), &[]),
            Self::Many(texts) => (None, texts),
        };
        one.into_iter().chain(many.iter().map(|text| &**text))
    }
}

impl Condition {
    /// Guards of this condition, if it has any.
    pub(crate) fn guards(&self) -> Option<Guards<'_>> {
        match &self.node {
            Node::Test(test) => test.guard().map(|guard| [guard].into()),
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
                    let texts = guards.iter().all(|guard| guard.range.is_none());
                    let unsure = |guard| Guard { sure: false, ..guard };
                    texts.then(|| guards.into_iter().map(unsure).collect())
                }),
            },
            Node::Not(_) => None,
        }
    }
}

impl Test {
    fn guard(&self) -> Option<Guard<'_>> {
        let (texts, range) = match &self.predicate {
            Predicate::Exact(text) => (Texts::One(text), None),
            Predicate::In(texts) => (Texts::Many(texts), None),
            Predicate::Range(interval) => (Texts::None, Some(*interval)),
            Predicate::Prefix(_) | Predicate::Suffix(_) | Predicate::Present => return None,
        };
        Some(Guard { key: self.key(), texts, range, sure: true })
    }
}
