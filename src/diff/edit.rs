//! How one list of rules becomes another: which rules stay, which move, which come and go.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::hash::Hash;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::chain::{self, Pair};
use crate::{Condition, Rule};

/// Where the rules of a list come from.
///
/// Rules are the same if their conditions are. As many as can be stay: they keep their order among
/// themselves; of the ways to choose them it is one in which the most keep their split, too. Of the
/// others, those that both lists have are moved.
#[derive(Debug)]
pub(super) struct Edit {
    /// By the new rule; `None` for one that was added.
    pub(super) origins: Vec<Option<Origin>>,
    /// By the old rule, whether some new one comes from it.
    pub(super) kept: Vec<bool>,
}

/// The old rule that a new one was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) old: usize,
    pub(super) moved: bool,
}

/// How many pairs of rules of one condition are weighed. Only where conditions stand many times over
/// are there more; then the first is taken for the first, the second for the second.
const MAX_PAIRS: usize = 1_000_000;

impl Edit {
    pub(super) fn between(old: &[Rule], new: &[Rule]) -> Self {
        let mut edit =
            Self { origins: alloc::vec![None; new.len()], kept: alloc::vec![false; old.len()] };
        let head = common(old.iter().zip(new));
        (0..head).for_each(|index| edit.pair(index, index, false));
        let [old_rest, new_rest] = [old, new].map(|rules| rules.get(head..).unwrap_or_default());
        let tail = common(old_rest.iter().rev().zip(new_rest.iter().rev()));
        for (old, new) in (0..old.len()).rev().zip((0..new.len()).rev()).take(tail) {
            edit.pair(old, new, false);
        }
        let [old_middle, new_middle] =
            [old_rest, new_rest].map(|rest| rest.len().saturating_sub(tail)).map(|len| (head, len));
        for Pair { old, new, .. } in
            chain::longest(pairs(old, old_middle, new, new_middle), new.len())
        {
            edit.pair(old, new, false);
        }
        edit.pair_moved(old, new, |rule| rule);
        edit.pair_moved(old, new, Rule::condition);
        edit
    }

    fn pair(&mut self, old: usize, new: usize, moved: bool) {
        if let (Some(origin), Some(kept)) = (self.origins.get_mut(new), self.kept.get_mut(old)) {
            (*origin, *kept) = (Some(Origin { old, moved }), true);
        }
    }

    /// Pairs what is left and has the same key, the first with the first.
    fn pair_moved<'a, K: Hash + Eq>(
        &mut self,
        old: &'a [Rule],
        new: &'a [Rule],
        key: impl Fn(&'a Rule) -> K,
    ) {
        let mut left: HashMap<K, VecDeque<usize>, FixedState> = HashMap::default();
        for (index, rule) in self.removed().filter_map(|index| Some((index, old.get(index)?))) {
            left.entry(key(rule)).or_default().push_back(index);
        }
        if left.is_empty() {
            return;
        }
        for (index, rule) in new.iter().enumerate() {
            if self.origins.get(index) == Some(&None)
                && let Some(old) = left.get_mut(&key(rule)).and_then(VecDeque::pop_front)
            {
                self.pair(old, index, true);
            }
        }
    }

    /// The old rules from which no new one comes, ascending.
    pub(super) fn removed(&self) -> impl Iterator<Item = usize> {
        self.kept.iter().enumerate().filter(|(_, kept)| !**kept).map(|(index, _)| index)
    }
}

/// How many pairs of equals the list begins with.
fn common<'a>(pairs: impl Iterator<Item = (&'a Rule, &'a Rule)>) -> usize {
    pairs.take_while(|(old, new)| old == new).count()
}

/// The pairs of rules of one condition within stretches of two lists, given by their begin and length:
/// as [`chain::longest`] takes them.
fn pairs(
    old: &[Rule],
    (old_begin, old_len): (usize, usize),
    new: &[Rule],
    (new_begin, new_len): (usize, usize),
) -> Vec<Pair> {
    let mut places: HashMap<&Condition, Vec<usize>, FixedState> = HashMap::default();
    for (index, rule) in new.iter().enumerate().skip(new_begin).take(new_len).rev() {
        places.entry(rule.condition()).or_default().push(index);
    }
    let olds = || old.iter().enumerate().skip(old_begin).take(old_len);
    let count = olds().filter_map(|(_, rule)| places.get(rule.condition())).map(Vec::len);
    let few = count.fold(0, usize::saturating_add) <= MAX_PAIRS;
    let mut pairs = Vec::new();
    for (index, rule) in olds() {
        let Some(places) = places.get_mut(rule.condition()) else { continue };
        let mut pair = |place: usize| {
            let equal = new.get(place) == Some(rule);
            pairs.push(Pair { old: index, new: place, equal });
        };
        if few {
            places.iter().copied().for_each(pair);
        } else {
            places.pop().into_iter().for_each(&mut pair);
        }
    }
    pairs
}
