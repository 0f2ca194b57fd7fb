//! What can be said of conditions without a request: enough for lints, never wrong.

use alloc::vec::Vec;

use super::test::{Predicate, Test};
use super::{Condition, Node};

impl Condition {
    /// Whether every request of which this is true is one of which `other` is true.
    ///
    /// Sound, not complete: `false` means that it was not found out.
    pub(crate) fn implies(&self, other: &Self) -> bool {
        implies(self, true, other, true)
    }

    /// Whether it is true of no request, since it asks for what excludes itself. Sound, not complete.
    pub(crate) fn contradicts_itself(&self) -> bool {
        implies(self, true, self, false)
    }

    /// Whether one of the conditions is true of every request. Sound, not complete.
    pub(crate) fn cover_everything<'a>(conditions: impl IntoIterator<Item = &'a Self>) -> bool {
        let mut literals = Vec::new();
        conditions.into_iter().for_each(|condition| condition.disjuncts(true, &mut literals));
        // Only the negation of `present` is true of a request that lacks the key ...
        let absences = literals.iter().filter(|(test, value)| !value && test.is_present());
        absences.into_iter().any(|&(absent, _)| {
            let same_key = || literals.iter().filter(|(test, _)| test.key() == absent.key());
            // ... so that it remains to cover all the values that the key can have.
            same_key().any(|&(test, value)| value && test.is_present())
                || same_key().any(|&(test, value)| {
                    value
                        && same_key().any(|&(other, value)| {
                            !value && !other.is_present() && subset(other, test)
                        })
                })
        })
    }

    /// The tests, with the value each must have, any of which makes the condition have `value`.
    fn disjuncts<'a>(&'a self, value: bool, into: &mut Vec<(&'a Test, bool)>) {
        match &self.node {
            Node::Test(test) => into.push((test, value)),
            Node::Not(condition) => condition.disjuncts(!value, into),
            Node::Any(conditions) if value => {
                conditions.iter().for_each(|condition| condition.disjuncts(value, into));
            }
            Node::All(conditions) if !value => {
                conditions.iter().for_each(|condition| condition.disjuncts(value, into));
            }
            Node::Any(conditions) | Node::All(conditions) => {
                if let [condition] = &**conditions {
                    condition.disjuncts(value, into);
                }
            }
        }
    }
}

/// Whether wherever `left` has the one value, `right` has the other.
fn implies(left: &Condition, left_value: bool, right: &Condition, right_value: bool) -> bool {
    let every = |conditions: &[Condition]| {
        conditions.iter().all(|each| implies(left, left_value, each, right_value))
    };
    let some = |conditions: &[Condition]| {
        conditions.iter().any(|each| implies(left, left_value, each, right_value))
    };
    // `all` has the value true, and `any` the value false, where every part has it; the other value
    // where some part has it. On the left, what every case gives is taken apart first.
    match (&left.node, left_value) {
        (Node::Not(inner), value) => return implies(inner, !value, right, right_value),
        (Node::All(cases), false) | (Node::Any(cases), true) => {
            return cases.iter().all(|case| implies(case, left_value, right, right_value));
        }
        _ => {}
    }
    match (&right.node, right_value) {
        (Node::Not(inner), value) => return implies(left, left_value, inner, !value),
        (Node::All(parts), true) | (Node::Any(parts), false) => return every(parts),
        _ => {}
    }
    if let (Node::All(parts), false) | (Node::Any(parts), true) = (&right.node, right_value)
        && some(parts)
    {
        return true;
    }
    match (&left.node, &right.node) {
        (Node::All(parts) | Node::Any(parts), _) => {
            parts.iter().any(|part| implies(part, left_value, right, right_value))
        }
        (Node::Test(left), Node::Test(right)) => test_implies(left, left_value, right, right_value),
        _ => false,
    }
}

fn test_implies(left: &Test, left_value: bool, right: &Test, right_value: bool) -> bool {
    if left.key() != right.key() {
        return false;
    }
    match (left_value, right_value) {
        (true, true) => subset(left, right),
        (true, false) => disjoint(left, right),
        // Unless it asks for presence, a false test shows that the attribute is there.
        (false, true) => right.is_present() && !left.is_present(),
        (false, false) if left.is_present() => right.is_present(),
        (false, false) => !right.is_present() && subset(right, left),
    }
}

/// Whether every value that the one accepts is accepted by the other.
fn subset(left: &Test, right: &Test) -> bool {
    match (&left.predicate, &right.predicate) {
        (_, Predicate::Present) => true,
        (Predicate::Exact(text), right) => right.accepts(text.as_bytes()),
        (Predicate::In(texts), right) => texts.iter().all(|text| right.accepts(text.as_bytes())),
        (Predicate::Range(left), Predicate::Range(right)) => {
            right.contains_integer(left.lower()) && right.contains_integer(left.upper())
        }
        (Predicate::Prefix(left), Predicate::Prefix(right)) => left.starts_with(&**right),
        (Predicate::Suffix(left), Predicate::Suffix(right)) => left.ends_with(&**right),
        _ => false,
    }
}

/// Whether no value is accepted by both.
fn disjoint(left: &Test, right: &Test) -> bool {
    match (&left.predicate, &right.predicate) {
        (Predicate::Exact(text), other) | (other, Predicate::Exact(text)) => {
            !other.accepts(text.as_bytes())
        }
        (Predicate::In(texts), other) | (other, Predicate::In(texts)) => {
            !texts.iter().any(|text| other.accepts(text.as_bytes()))
        }
        (Predicate::Range(left), Predicate::Range(right)) => {
            left.upper() < right.lower() || right.upper() < left.lower()
        }
        (Predicate::Prefix(left), Predicate::Prefix(right)) => {
            !left.starts_with(&**right) && !right.starts_with(&**left)
        }
        (Predicate::Suffix(left), Predicate::Suffix(right)) => {
            !left.ends_with(&**right) && !right.ends_with(&**left)
        }
        _ => false,
    }
}

impl Test {
    fn is_present(&self) -> bool {
        matches!(self.predicate, Predicate::Present)
    }

    /// The texts of the expression, if blanks would count in them.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let (one, many): (Option<&str>, &[_]) = match &self.predicate {
            Predicate::Exact(text) | Predicate::Prefix(text) | Predicate::Suffix(text) => {
                (Some(text), &[])
            }
            Predicate::In(texts) => (None, texts),
            Predicate::Range(_) | Predicate::Present => (None, &[]),
        };
        one.into_iter().chain(many.iter().map(|text| &**text))
    }
}
