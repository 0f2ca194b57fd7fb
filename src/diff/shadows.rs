//! Which rules an earlier one takes all requests of, before a change and after it.

use alloc::vec::Vec;

use super::edit::{Edit, Origin};
use crate::Rule;
use crate::condition::Effort;
use crate::lint::shadow;

/// What a change has to do with the shadowing of rules.
///
/// A rule that stays can only come under a shadow, or out of one, by a rule that is added, moved or
/// removed: those that stay keep their order. So the few that change are asked, and all the others
/// only where one of them has to do with it.
pub(super) struct Shadows<'a> {
    old: &'a [Rule],
    new: &'a [Rule],
    /// The old rules that are removed or moved, ascending.
    left: Vec<usize>,
    /// The new rules that are added or moved, ascending.
    arrived: Vec<usize>,
    effort: Effort,
}

/// Which rule takes all requests of a rule, if one does, in the old list and in the new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shadow {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
}

impl<'a> Shadows<'a> {
    pub(super) fn new(old: &'a [Rule], new: &'a [Rule], edit: &Edit) -> Self {
        let moved = edit.origins.iter().flatten().filter(|origin| origin.moved);
        let mut left: Vec<usize> = edit.removed().chain(moved.map(|origin| origin.old)).collect();
        left.sort_unstable();
        let origins = edit.origins.iter().enumerate();
        let arrived = origins.filter(|(_, origin)| origin.is_none_or(|origin| origin.moved));
        let arrived = arrived.map(|(index, _)| index).collect();
        Self { old, new, left, arrived, effort: Effort::ENOUGH }
    }

    /// For a rule of the new list. Where the change makes no difference, nothing may be told.
    pub(super) fn of(&mut self, new: usize, origin: Option<Origin>) -> Shadow {
        let effort = &mut self.effort;
        let is_touched = origin.is_none_or(|Origin { old, moved }| {
            moved
                || is_under(self.old, old, &self.left, effort)
                || is_under(self.new, new, &self.arrived, effort)
        });
        let contradicts = |rule: &Rule| rule.condition().contradicts_itself(effort);
        if !is_touched || self.new.get(new).is_none_or(contradicts) {
            return Shadow::default();
        }
        let old = origin.and_then(|origin| shadow(self.old, origin.old, &mut self.effort));
        let new = shadow(self.new, new, &mut self.effort);
        // What was not found for want of effort is no shadow that has gone.
        if self.effort.is_spent() { Shadow::default() } else { Shadow { old, new } }
    }
}

/// Whether one of these rules of a list stands before a rule and takes all its requests.
fn is_under(rules: &[Rule], index: usize, others: &[usize], effort: &mut Effort) -> bool {
    rules.get(index).is_some_and(|rule| {
        let earlier = others.iter().take_while(|&&other| other < index);
        let mut earlier = earlier.filter_map(|&other| rules.get(other));
        earlier.any(|earlier| rule.condition().implies(earlier.condition(), effort))
    })
}
