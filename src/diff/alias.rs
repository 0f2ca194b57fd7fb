use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::lines::{Lines, Target};
use super::rule::RuleDiff;
use crate::escape::{Escaped, Quoted};
use crate::path::Path;
use crate::{Alias, AliasName, FunctionId, Mass, SplitDiff, Sticky};

/// What changes when an alias takes the place of another of its name, or comes or goes.
///
/// Rules come before the split, and how much of the traffic they take no configuration tells. So what
/// moves is told apart: [`AliasDiff::split`] is of the requests that no rule takes, before and after;
/// what moves by a rule stands at the [rule](RuleDiff::split).
///
/// As text, it is a fact a line, the path first as in a document, in an order that doesn't change:
///
/// | line | fact |
/// |---|---|
/// | `aliases.a: created, to version 1`, `deleted` | it comes, and what it has is told as added; or it goes |
/// | `aliases.a: 10% moves from version 1 to version 2` | traffic |
/// | `aliases.a: everyone is dealt anew, since …` | why the next lines tell of so much |
/// | `aliases.a.weights.2: 10% becomes 20%` | what is written: `version`, `weights`, `slices`, `sticky`, `description` |
/// | `aliases.a.rules[0]: added: …`, `removed: …`, `moved from rules[3]: …` | rules; one that is removed at the index that it had |
/// | `aliases.a.rules[1]: 100% moves from version 3 to version 4` | traffic of a rule |
/// | `aliases.a.rules[1]: shadowed, since rule 0 takes all its requests` | it never matches from now on |
/// | `aliases.a.rules[1]: no longer shadowed, as it was by rule 0 of before` | it may match again |
///
/// ```
/// use pointsman::{Alias, Function, Split, Weight};
///
/// let mut function = Function::new("B".parse()?, ());
/// let [v1, v2] = [function.publish()?, function.publish()?];
/// function.create_alias("release".parse()?, Alias::to(v1))?;
///
/// let step = Alias::to(Split::new(v1, [(v2, Weight::from_percent(10)?)])?);
/// let diff = function.diff_alias("release", &step)?;
/// assert_eq!(diff.moved(), Weight::from_percent(10)?);
/// assert_eq!(
///     diff.to_string(),
///     "aliases.release: 10% moves from version 1 to version 2\n\
///      aliases.release.weights.2: none becomes 10%",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasDiff<'a> {
    name: &'a AliasName,
    before: Option<Side<'a>>,
    after: Option<Side<'a>>,
    is_dealt_anew: bool,
    split: SplitDiff,
    rules: Vec<RuleDiff<'a>>,
}

/// An alias, and the function that it belongs to: both of them tell the salt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Side<'a> {
    pub(crate) function: &'a FunctionId,
    pub(crate) alias: &'a Alias,
}

impl<'a> AliasDiff<'a> {
    pub(crate) fn between(
        name: &'a AliasName,
        before: Option<Side<'a>>,
        after: Option<Side<'a>>,
    ) -> Self {
        let both = before.zip(after);
        let is_dealt_anew = both.is_some_and(|(old, new)| {
            old.alias.deal(old.function, name) != new.alias.deal(new.function, name)
        });
        let split =
            both.map(|(old, new)| old.alias.split().diff_as(new.alias.split(), is_dealt_anew));
        let rules = after.map(|after| {
            let before = before.map_or(&[][..], |before| before.alias.rules());
            RuleDiff::between(before, after.alias.rules(), is_dealt_anew)
        });
        let (split, rules) = (split.unwrap_or_default(), rules.unwrap_or_default());
        Self { name, before, after, is_dealt_anew, split, rules }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &'a AliasName {
        self.name
    }

    /// The alias as it was; `None` if it is created.
    #[must_use]
    pub fn before(&self) -> Option<&'a Alias> {
        self.before.map(|side| side.alias)
    }

    /// The alias as it is to be; `None` if it is deleted.
    #[must_use]
    pub fn after(&self) -> Option<&'a Alias> {
        self.after.map(|side| side.alias)
    }

    /// Both, with their functions, unless it is created or deleted.
    pub(super) fn sides(&self) -> Option<(Side<'a>, Side<'a>)> {
        self.before.zip(self.after)
    }

    /// What moves of the requests that no rule takes, before and after. Nothing if the alias is
    /// created or deleted.
    #[must_use]
    pub fn split(&self) -> &SplitDiff {
        &self.split
    }

    /// How much moves of the requests that no rule takes.
    #[must_use]
    pub fn moved(&self) -> Mass {
        self.split.moved()
    }

    /// Whether the salt in force or the sticky keys change, so that a split that is divided before and
    /// after deals everyone anew. Writing down the salt that is in force anyway changes neither; a
    /// function of another name has another salt.
    #[must_use]
    pub fn is_dealt_anew(&self) -> bool {
        self.is_dealt_anew
    }

    /// The rules about which something changes: first those that are removed, as they stood, then the
    /// others, as they stand. Of an alias that is deleted none is told.
    #[must_use]
    pub fn rules(&self) -> &[RuleDiff<'a>] {
        &self.rules
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        // Where everyone is dealt anew, equal aliases of two functions differ.
        self.before() == self.after() && self.split.is_empty() && self.rules.is_empty()
    }

    pub(super) fn write(&self, parent: &Path<'_>, lines: &mut Lines<'_, '_>) -> fmt::Result {
        let at = &parent.field("aliases");
        let at = &at.key(self.name);
        let Some(new) = self.after() else {
            return lines.add(at, "deleted");
        };
        let old = self.before();
        match old {
            Some(old) => {
                lines.split(at, (old.split(), new.split()), &self.split, self.is_dealt_anew)?;
            }
            None => lines.add(at, format_args!("created, to {}", Target(new.split())))?,
        }
        for rule in &self.rules {
            rule.write(&at.field("rules"), lines)?;
        }
        let sticky = |alias: &Alias| alias.sticky().map(written);
        lines.becomes(&at.field("sticky"), old.and_then(sticky), sticky(new))?;
        let described = |alias: &'a Alias| {
            Some(alias.description()).filter(|text| !text.is_empty()).map(Quoted)
        };
        lines.becomes(&at.field("description"), old.and_then(described), described(new))
    }
}

/// A fact a line.
impl fmt::Display for AliasDiff<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(&Path::ROOT, &mut Lines::new(f))
    }
}

/// The keys, and the salt if it was given.
fn written(sticky: &Sticky) -> String {
    let keys: Vec<String> =
        sticky.keys().iter().map(|key| alloc::format!("{}", Escaped(key))).collect();
    let keys = keys.join(", ");
    match sticky.salt() {
        Some(salt) => alloc::format!("{keys} with salt {}", Quoted(salt)),
        None => keys,
    }
}
