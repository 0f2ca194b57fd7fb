//! Carrying out what a diff tells, with nothing else at hand: what it leaves out is missing.

use pointsman::{AliasDiff, Rule};

/// The new rules, by the old ones and what is told of them.
pub fn edited(old: &[Rule], diff: &AliasDiff<'_>) -> Vec<Rule> {
    let mut left: Vec<Option<Rule>> = old.iter().cloned().map(Some).collect();
    let mut arriving = Vec::new();
    for rule in diff.rules() {
        match (rule.before(), rule.after()) {
            (None, Some((to, new))) => arriving.push((to, new.clone())),
            (Some((from, old)), None) => assert_eq!(left[from].take().as_ref(), Some(old)),
            (Some((from, old)), Some((to, new))) => {
                assert_eq!(left[from].take().as_ref(), Some(old));
                assert_eq!(old.condition(), new.condition());
                if rule.is_moved() {
                    arriving.push((to, new.clone()));
                } else {
                    left[from] = Some(new.clone());
                }
            }
            (None, None) => unreachable!("a rule is somewhere"),
        }
    }
    let mut rules: Vec<_> = left.into_iter().flatten().collect();
    assert!(arriving.is_sorted_by_key(|(to, _)| *to), "they are told as they stand");
    for (to, rule) in arriving {
        rules.insert(to, rule);
    }
    rules
}
