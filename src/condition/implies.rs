//! What can be said of conditions without a request: enough for lints, never wrong.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::test::{Predicate, Test};
use super::{Condition, Node};
use crate::AttributeKey;

impl Condition {
    /// Whether every request of which this is true is one of which `other` is true.
    ///
    /// Sound, not complete: `false` means that it was not found out.
    pub(crate) fn implies(&self, other: &Self, effort: &mut Effort) -> bool {
        match (&self.node, &other.node) {
            // As in most rules. Each of ten thousand is compared with those before it.
            (Node::Test(test), Node::Test(other)) => {
                test_implies((test, true), (other, true), effort)
            }
            _ => Search::between(self, other, effort).implies((self, true), (other, true)),
        }
    }

    /// Whether it is true of no request, since it asks for what excludes itself. Sound, not complete.
    pub(crate) fn contradicts_itself(&self, effort: &mut Effort) -> bool {
        Search::between(self, self, effort).implies((self, true), (self, false))
    }

    /// Whether one of the conditions is true of every request. Sound, not complete.
    pub(crate) fn cover_everything<'a>(
        conditions: impl IntoIterator<Item = &'a Self>,
        effort: &mut Effort,
    ) -> bool {
        let mut literals = Vec::new();
        conditions.into_iter().for_each(|condition| condition.disjuncts(true, &mut literals));
        let mut by_key: BTreeMap<&AttributeKey, Cover<'_>> = BTreeMap::new();
        for (test, value) in literals {
            let cover = by_key.entry(test.key()).or_default();
            match (test.is_present(), value) {
                (true, true) => cover.presence = true,
                (true, false) => cover.absence = true,
                (false, true) => cover.accepting.push(test),
                (false, false) => cover.rejecting.push(test),
            }
        }
        by_key.values().any(|cover| cover.is_whole(effort))
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

/// What tests of one key cover together.
#[derive(Default)]
struct Cover<'a> {
    /// `present` must be true, or false.
    presence: bool,
    absence: bool,
    /// Other tests that must be true, or false.
    accepting: Vec<&'a Test>,
    rejecting: Vec<&'a Test>,
}

impl Cover<'_> {
    /// Only the negation of `present` is true of a request that lacks the key, so it must be there;
    /// then it remains to cover all values.
    fn is_whole(&self, effort: &mut Effort) -> bool {
        let mut all_values = || {
            self.accepting.iter().any(|accepting| {
                self.rejecting.iter().any(|rejecting| subset(rejecting, accepting, effort))
            })
        };
        self.absence && (self.presence || all_values())
    }
}

/// How much may still be done for the lints of one function: each rule is compared with each, and
/// each text of one with each of the other, which in a document within its limits could take hours.
#[derive(Debug)]
pub(crate) struct Effort(usize);

impl Effort {
    /// Enough to compare ten thousand rules of one test with each other, some times over.
    pub(crate) const ENOUGH: Self = Self(1 << 28);

    /// Whether anything was given up for want of it.
    pub(crate) fn is_spent(&self) -> bool {
        self.0 == 0
    }

    fn take(&mut self, steps: usize) -> Option<()> {
        let left = self.0.checked_sub(steps).filter(|&left| left > 0);
        self.0 = left.unwrap_or_default();
        left.map(drop)
    }

    /// Whether a test accepts a text, if that can still be found out.
    fn accepts(&mut self, test: &Test, value: &str) -> Option<bool> {
        self.take(test.values())?;
        Some(test.predicate.accepts(value.as_bytes()))
    }
}

/// A search for an implication, which gives up in time: `all` and `any` on both sides can be taken
/// apart in more ways than there is time for.
struct Search<'e> {
    steps_left: usize,
    effort: &'e mut Effort,
}

impl<'e> Search<'e> {
    /// Enough to compare each test with each, with all the ways to get there that are worth trying.
    fn between(left: &Condition, right: &Condition, effort: &'e mut Effort) -> Self {
        let steps_left = left.tests.saturating_mul(right.tests).saturating_mul(8).max(1_000);
        Self { steps_left, effort }
    }

    /// Whether wherever the left condition has the one value, the right one has the other.
    fn implies(&mut self, left: (&Condition, bool), right: (&Condition, bool)) -> bool {
        let Some(steps_left) = self.steps_left.checked_sub(1) else { return false };
        self.steps_left = steps_left;
        if self.effort.take(1).is_none() {
            return false;
        }
        // `all` has the value true, and `any` the value false, where every part has it; the other
        // value where some part has it. On the left, what every case gives is taken apart first.
        match (&left.0.node, left.1) {
            (Node::Not(inner), value) => return self.implies((inner, !value), right),
            (Node::All(cases), false) | (Node::Any(cases), true) => {
                return cases.iter().all(|case| self.implies((case, left.1), right));
            }
            _ => {}
        }
        match (&right.0.node, right.1) {
            (Node::Not(inner), value) => return self.implies(left, (inner, !value)),
            (Node::All(parts), true) | (Node::Any(parts), false) => {
                return parts.iter().all(|part| self.implies(left, (part, right.1)));
            }
            (Node::All(parts), false) | (Node::Any(parts), true) => {
                if parts.iter().any(|part| self.implies(left, (part, right.1))) {
                    return true;
                }
            }
            (Node::Test(_), _) => {}
        }
        match (&left.0.node, &right.0.node) {
            (Node::All(parts) | Node::Any(parts), _) => {
                parts.iter().any(|part| self.implies((part, left.1), right))
            }
            (Node::Test(from), Node::Test(to)) => {
                test_implies((from, left.1), (to, right.1), self.effort)
            }
            _ => false,
        }
    }
}

fn test_implies(
    (left, left_value): (&Test, bool),
    (right, right_value): (&Test, bool),
    effort: &mut Effort,
) -> bool {
    if left.key() != right.key() {
        let _ = effort.take(1);
        return false;
    }
    match (left_value, right_value) {
        (true, true) => subset(left, right, effort),
        (true, false) => disjoint(left, right, effort),
        // Unless it asks for presence, a false test shows that the attribute is there.
        (false, true) => right.is_present() && !left.is_present(),
        (false, false) if left.is_present() => right.is_present(),
        (false, false) => !right.is_present() && subset(right, left, effort),
    }
}

/// Whether every value that the one accepts is accepted by the other.
fn subset(left: &Test, right: &Test, effort: &mut Effort) -> bool {
    match (&left.predicate, &right.predicate) {
        (Predicate::Exact(_) | Predicate::In(_), _) if !right.is_present() => {
            left.texts().all(|text| effort.accepts(right, text) == Some(true))
        }
        _ if effort.take(1).is_none() => false,
        (_, Predicate::Present) => true,
        (Predicate::Range(left), Predicate::Range(right)) => {
            right.contains(left.lower()) && right.contains(left.upper())
        }
        (Predicate::Prefix(left), Predicate::Prefix(right)) => left.starts_with(&**right),
        (Predicate::Suffix(left), Predicate::Suffix(right)) => left.ends_with(&**right),
        _ => false,
    }
}

/// Whether no value is accepted by both.
fn disjoint(left: &Test, right: &Test, effort: &mut Effort) -> bool {
    match (&left.predicate, &right.predicate) {
        (Predicate::Exact(_) | Predicate::In(_), _) => {
            left.texts().all(|text| effort.accepts(right, text) == Some(false))
        }
        (_, Predicate::Exact(_) | Predicate::In(_)) => {
            right.texts().all(|text| effort.accepts(left, text) == Some(false))
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
}
