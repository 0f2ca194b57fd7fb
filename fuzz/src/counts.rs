//! What is true of every count of requests.

use pointsman::rollout::{Count, Counts};

/// Versions ascend, sums are sums, and a difference is what had been added.
pub(crate) fn hold(counts: &Counts) {
    let versions: Vec<_> = counts.iter().map(|(version, _)| version).collect();
    assert!(versions.is_sorted_by(|one, next| one < next));
    assert!(counts.iter().all(|(version, count)| counts.of(version) == count));
    let sum = |of: fn(Count) -> u64| {
        let each = counts.iter().map(|(_, count)| count).chain([counts.unlisted()]);
        each.map(|count| u128::from(of(count))).sum::<u128>()
    };
    let total = counts.total();
    for (sum, total) in
        [(sum(|it| it.successes), total.successes), (sum(|it| it.failures), total.failures)]
    {
        assert_eq!(u64::try_from(sum).unwrap_or(u64::MAX), total);
    }

    let none = Counts::default();
    assert_eq!(counts.plus(&none), *counts);
    assert_eq!(none.plus(counts), *counts);
    assert_eq!(counts.since(&none), *counts);
    let nothing = counts.since(counts);
    assert_eq!(nothing.total(), Count::ZERO);
    assert!(nothing.iter().map(|(version, _)| version).eq(versions));
    let twice = counts.plus(counts);
    // Unless a sum has come to its end.
    if total.successes.max(total.failures) <= u64::MAX / 2 {
        assert_eq!(twice.since(counts), *counts);
        // What fell was restarted in between.
        let due = if total == Count::ZERO { &nothing } else { counts };
        assert_eq!(&counts.since(&twice), due);
    }
    let is_none = counts.iter().len() == 0 && counts.unlisted() == Count::ZERO;
    assert_eq!(counts.to_string().is_empty(), is_none);
}
