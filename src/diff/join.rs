use core::cmp::Ordering;

/// What two lists have under each key, ascending: in the old, in the new, or in both. Each list is
/// ascending, and has a key once.
pub(super) fn join<K: Ord, A, B>(
    old: impl IntoIterator<Item = (K, A)>,
    new: impl IntoIterator<Item = (K, B)>,
) -> impl Iterator<Item = (K, Option<A>, Option<B>)> {
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    core::iter::from_fn(move || {
        let order = match (old.peek(), new.peek()) {
            (Some((old, _)), Some((new, _))) => old.cmp(new),
            (Some(_), None) => Ordering::Less,
            (None, _) => Ordering::Greater,
        };
        let before = if order.is_le() { old.next() } else { None };
        let after = if order.is_ge() { new.next() } else { None };
        match (before, after) {
            (Some((key, old)), new) => Some((key, Some(old), new.map(|(_, new)| new))),
            (None, Some((key, new))) => Some((key, None, Some(new))),
            (None, None) => None,
        }
    })
}
