use alloc::vec::Vec;
use core::fmt;

use super::edit::Edit;
use super::lines::{Lines, Target};
use super::shadows::{Shadow, Shadows};
use crate::escape::Quoted;
use crate::path::Path;
use crate::{Rule, SplitDiff};

/// What changes about a rule: it is added, removed or moved, leads elsewhere, or an earlier rule takes
/// all its requests.
///
/// Two rules are the same if their conditions are. Of those that two aliases share, as many as can be
/// keep their order, and the others are *moved*: a rule that comes in at the front moves none of those
/// behind it.
///
/// ```
/// use pointsman::{Alias, Function, Version};
///
/// let mut function = Function::new("B".parse()?, ());
/// let v1 = function.publish()?;
/// let old = Alias::to(Version::LATEST).rule("invoke.headers.User exact Bob".parse()?, v1);
/// function.create_alias("prepub".parse()?, old)?;
///
/// let new = Alias::to(Version::LATEST)
///     .rule("invoke.headers.User prefix B".parse()?, v1)
///     .rule("invoke.headers.User exact Bob".parse()?, v1);
/// let diff = function.diff_alias("prepub", &new)?;
/// let [added, shadowed] = diff.rules() else { panic!("two rules have to do with it") };
/// assert_eq!((added.before(), added.after()), (None, Some((0, &new.rules()[0]))));
/// assert!(!shadowed.is_moved());
/// assert_eq!(shadowed.shadowed_by(), Some(0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDiff<'a> {
    before: Option<(usize, &'a Rule)>,
    after: Option<(usize, &'a Rule)>,
    is_moved: bool,
    is_dealt_anew: bool,
    split: SplitDiff,
    shadow: Shadow,
}

impl<'a> RuleDiff<'a> {
    /// What changes from one list to the other: first the rules that are removed, as they stood, then
    /// the others, as they stand.
    pub(super) fn between(old: &'a [Rule], new: &'a [Rule], is_dealt_anew: bool) -> Vec<Self> {
        let edit = Edit::between(old, new);
        let mut shadows = Shadows::new(old, new, &edit);
        let mut diffs = Vec::new();
        for (index, rule) in edit.removed().filter_map(|index| Some((index, old.get(index)?))) {
            diffs.push(Self::new(Some((index, rule)), None, is_dealt_anew));
        }
        for ((index, rule), &origin) in new.iter().enumerate().zip(&edit.origins) {
            let before = origin.and_then(|origin| Some((origin.old, old.get(origin.old)?)));
            let diff = Self {
                is_moved: origin.is_some_and(|origin| origin.moved),
                shadow: shadows.of(index, origin),
                ..Self::new(before, Some((index, rule)), is_dealt_anew)
            };
            if !diff.is_empty() {
                diffs.push(diff);
            }
        }
        diffs
    }

    fn new(
        before: Option<(usize, &'a Rule)>,
        after: Option<(usize, &'a Rule)>,
        is_dealt_anew: bool,
    ) -> Self {
        let split = match (before, after) {
            (Some((_, old)), Some((_, new))) if is_dealt_anew || old.split() != new.split() => {
                old.split().diff_as(new.split(), is_dealt_anew)
            }
            _ => SplitDiff::default(),
        };
        Self { before, after, is_moved: false, is_dealt_anew, split, shadow: Shadow::default() }
    }

    fn is_empty(&self) -> bool {
        let both = self.before.zip(self.after);
        let is_rewritten = both.is_none_or(|((_, old), (_, new))| old.split() != new.split());
        !(is_rewritten || self.is_moved || !self.split.is_empty())
            && self.shadowed_by().or(self.no_longer_shadowed_by()).is_none()
    }

    /// The rule as it was, and its index there; `None` if it is added.
    #[must_use]
    pub fn before(&self) -> Option<(usize, &'a Rule)> {
        self.before
    }

    /// The rule as it is to be, and its index there; `None` if it is removed.
    #[must_use]
    pub fn after(&self) -> Option<(usize, &'a Rule)> {
        self.after
    }

    /// Whether it stands at another place among the rules that stay.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.is_moved
    }

    /// What moves, of the requests that the rule takes before and after.
    #[must_use]
    pub fn split(&self) -> &SplitDiff {
        &self.split
    }

    /// The index of the earlier rule that takes all its requests from now on, so that it never
    /// matches. None if one did so before.
    ///
    /// As far as it is found out: see [`Function::lint`](crate::Function::lint).
    #[must_use]
    pub fn shadowed_by(&self) -> Option<usize> {
        self.shadow.new.filter(|_| self.shadow.old.is_none())
    }

    /// The index of the earlier rule that took all its requests so far, where none is known to do so
    /// any more: it may match.
    #[must_use]
    pub fn no_longer_shadowed_by(&self) -> Option<usize> {
        self.shadow.old.filter(|_| self.shadow.new.is_none() && self.after.is_some())
    }

    pub(super) fn write(&self, rules: &Path<'_>, lines: &mut Lines<'_, '_>) -> fmt::Result {
        let (index, rule) = match (self.before, self.after) {
            (_, Some(new)) => new,
            (Some(old), None) => old,
            (None, None) => return Ok(()),
        };
        let (at, condition, target) =
            (&rules.index(index), Quoted(rule.condition()), Target(rule.split()));
        match (self.before, self.after) {
            (None, _) => lines.add(at, format_args!("added: {condition} to {target}"))?,
            (_, None) => lines.add(at, format_args!("removed: {condition} to {target}"))?,
            (Some((from, old)), Some((_, new))) => {
                if self.is_moved {
                    lines.add(
                        at,
                        format_args!(
                            "moved from {}: {condition}",
                            Path::ROOT.field("rules").index(from)
                        ),
                    )?;
                }
                lines.split(at, (old.split(), new.split()), &self.split, self.is_dealt_anew)?;
            }
        }
        if let Some(by) = self.shadowed_by() {
            lines.add(at, format_args!("shadowed, since rule {by} takes all its requests"))?;
        }
        if let Some(by) = self.no_longer_shadowed_by() {
            lines.add(at, format_args!("no longer shadowed, as it was by rule {by} of before"))?;
        }
        Ok(())
    }
}
