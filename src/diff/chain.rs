//! The longest chain of pairs: what keeps its order from one list to another.

use alloc::vec::Vec;

/// An entry of the old list and one of the new that may be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) old: usize,
    pub(super) new: usize,
    /// Whether they are equal as a whole.
    pub(super) equal: bool,
}

/// The most pairs that ascend in both lists, no entry twice, and of such chains the one with the most
/// equal pairs; its last pair first.
///
/// The pairs come ascending by the old entry, and those of one old entry descending by the new: so
/// that whatever stands before a pair and below it belongs to other entries. `width` is the length of
/// the new list.
///
/// Linear in the pairs, times the logarithm of the width.
pub(super) fn longest(pairs: impl IntoIterator<Item = Pair>, width: usize) -> Vec<Pair> {
    let mut links: Vec<Link> = Vec::new();
    let mut bests = Bests(alloc::vec![None; width]);
    for pair in pairs {
        let before = bests.below(pair.new, &links);
        let rank = before.and_then(|before| links.get(before)).map_or((0, 0), |link| link.rank);
        let rank = (rank.0.saturating_add(1), rank.1.saturating_add(usize::from(pair.equal)));
        let link = links.len();
        links.push(Link { pair, before, rank });
        bests.raise(pair.new, link, &links);
    }
    let last = bests.below(width, &links).and_then(|last| links.get(last));
    let chain = core::iter::successors(last, |link| links.get(link.before?));
    chain.map(|link| link.pair).collect()
}

/// The last pair of the best chain that ends with it.
struct Link {
    pair: Pair,
    /// The link before it.
    before: Option<usize>,
    /// How many pairs the chain has, and how many of them are equal.
    rank: (usize, usize),
}

/// The best links by the place of their new entries: a tree of prefixes in a list (Fenwick, *A new
/// data structure for cumulative frequency tables*, 1994), here of maxima.
struct Bests(Vec<Option<usize>>);

impl Bests {
    /// The best link of which the new entry is below this one.
    fn below(&self, new: usize, links: &[Link]) -> Option<usize> {
        // A node covers as many places up to its own as its lowest bit says.
        let nodes = core::iter::successors(Some(new), |&node| Some(node & node.checked_sub(1)?));
        let found = nodes
            .take_while(|&node| node != 0)
            .filter_map(|node| *self.0.get(node.checked_sub(1)?)?);
        found.reduce(|best, other| if is_better(other, best, links) { other } else { best })
    }

    fn raise(&mut self, new: usize, link: usize, links: &[Link]) {
        let mut node = new.saturating_add(1);
        while let Some(slot) = node.checked_sub(1).and_then(|index| self.0.get_mut(index)) {
            if slot.is_none_or(|best| is_better(link, best, links)) {
                *slot = Some(link);
            }
            node = node.saturating_add(node & node.wrapping_neg());
        }
    }
}

/// Of equals the one that came first stays.
fn is_better(link: usize, best: usize, links: &[Link]) -> bool {
    let rank = |link| links.get(link).map(|link: &Link| link.rank);
    (rank(link), core::cmp::Reverse(link)) > (rank(best), core::cmp::Reverse(best))
}
