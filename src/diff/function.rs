use alloc::vec::Vec;
use core::fmt;

use super::alias::{AliasDiff, Side};
use super::join::join;
use super::lines::Lines;
use super::version::VersionDiff;
use crate::path::Path;
use crate::{Alias, AliasName, Function, FunctionError, FunctionId, Version};

/// What changes when a function takes the place of another: in its versions and in its aliases.
///
/// Revisions, and the number that the next version gets, count for nothing: it is empty if and only if
/// both have equal names, versions with their payloads, and aliases.
///
/// It is printed a fact a line, the name first if that changes, then versions, then the aliases by name:
/// see [`AliasDiff`].
///
/// ```
/// use pointsman::{Alias, Function, Split, Weight};
///
/// let mut old = Function::new("B".parse()?, "http://127.0.0.1:9000");
/// let v1 = old.publish()?;
/// old.create_alias("release".parse()?, Alias::to(v1))?;
///
/// let mut new = old.clone();
/// let v2 = new.publish()?;
/// let tenth = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
/// let bob = "invoke.headers.User exact Bob".parse()?;
/// new.update_alias("release", Alias::to(tenth).rule(bob, v2))?;
///
/// let diff = old.diff(&new);
/// assert_eq!(
///     diff.to_string(),
///     "versions.2: published\n\
///      aliases.release: 10% moves from version 1 to version 2\n\
///      aliases.release.weights.2: none becomes 10%\n\
///      aliases.release.rules[0]: added: `invoke.headers.User exact Bob` to version 2",
/// );
/// assert!(new.diff(&new).is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionDiff<'a> {
    before: Option<&'a FunctionId>,
    after: Option<&'a FunctionId>,
    versions: Vec<(Version, VersionDiff)>,
    aliases: Vec<AliasDiff<'a>>,
}

impl<T> Function<T> {
    /// What changes when `new` takes the place of this function.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Version};
    ///
    /// let old = Function::new("B".parse()?, "a");
    /// let mut new = old.clone();
    /// new.create_alias("release".parse()?, Alias::to(Version::LATEST))?;
    /// assert_eq!(old.diff(&new).to_string(), "aliases.release: created, to version $LATEST");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Cost
    ///
    /// Linear in versions, aliases and slices, and n log n in the rules of an alias, unless conditions
    /// stand there many times over: then also linear in the pairs of equal ones, up to a million of them.
    /// Where there are more, the first is taken for the first, and more rules than need be may count as
    /// moved. Splits that are dealt anew take the product of their versions.
    ///
    /// Whether a rule is shadowed is asked of it and of each rule that comes, goes or moves, and where
    /// one of those has to do with it, of all rules before it: as many questions as the rules times
    /// those that change. Among ten thousand rules of a test each, one that comes in takes less than a
    /// millisecond; ten thousand others in their place take a second. A question of two combinations
    /// grows with the product of their tests. After some hundred million steps for an alias, nothing
    /// more is said of shadows there.
    #[must_use]
    pub fn diff<'a>(&'a self, new: &'a Self) -> FunctionDiff<'a>
    where
        T: PartialEq,
    {
        self.diff_by(new, |old, new| old == new)
    }

    /// The same for payloads that have another way to tell whether they are equal, or none:
    /// `|_, _| true` leaves them out.
    ///
    /// ```
    /// use pointsman::Function;
    ///
    /// let old = Function::new("B".parse()?, 0.5);
    /// let new = Function::new("B".parse()?, "0.50");
    /// let diff = old.diff_by(&new, |old, new| new.parse() == Ok(*old));
    /// assert!(diff.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn diff_by<'a, U>(
        &'a self,
        new: &'a Function<U>,
        same_payload: impl FnMut(&T, &U) -> bool,
    ) -> FunctionDiff<'a> {
        FunctionDiff::between(Some(self), Some(new), same_payload)
    }

    /// What changes when `new` takes the place of an alias of this function.
    ///
    /// ```
    /// use pointsman::{Alias, AttributeKey, Function, Split, Weight};
    ///
    /// let mut function = Function::new("B".parse()?, ());
    /// let [v1, v2] = [function.publish()?, function.publish()?];
    /// let split = Split::new(v1, [(v2, Weight::from_percent(10)?)])?;
    /// function.create_alias("release".parse()?, Alias::to(split.clone()))?;
    ///
    /// let sticky = Alias::to(split).sticky_on(AttributeKey::header("User")?);
    /// assert_eq!(function.diff_alias("release", &sticky)?.moved().to_string(), "18%");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no alias of this name.
    pub fn diff_alias<'a>(
        &'a self,
        name: &str,
        new: &'a Alias,
    ) -> Result<AliasDiff<'a>, FunctionError> {
        let (name, old) = self.existing(name)?;
        let side = |alias| Some(Side { function: self.id(), alias });
        Ok(AliasDiff::between(name, side(old), side(new)))
    }
}

impl<'a> FunctionDiff<'a> {
    pub(super) fn between<T, U>(
        old: Option<&'a Function<T>>,
        new: Option<&'a Function<U>>,
        mut same_payload: impl FnMut(&T, &U) -> bool,
    ) -> Self {
        let versions = join(
            old.into_iter().flat_map(Function::versions),
            new.into_iter().flat_map(Function::versions),
        );
        let versions = versions.filter_map(|(version, old, new)| match (old, new) {
            (None, _) => Some((version, VersionDiff::Published)),
            (_, None) => Some((version, VersionDiff::Deleted)),
            (Some(old), Some(new)) => {
                (!same_payload(old, new)).then_some((version, VersionDiff::Payload))
            }
        });
        let aliases = join(old.into_iter().flat_map(sides), new.into_iter().flat_map(sides));
        let aliases = aliases.map(|(name, old, new)| AliasDiff::between(name, old, new));
        Self {
            before: old.map(Function::id),
            after: new.map(Function::id),
            versions: versions.collect(),
            aliases: aliases.filter(|alias| !alias.is_empty()).collect(),
        }
    }

    /// The namespace and the name as they were; `None` if the function is
    /// [added](crate::TableDiff).
    #[must_use]
    pub fn before(&self) -> Option<&'a FunctionId> {
        self.before
    }

    /// The namespace and the name as they are to be; `None` if the function is
    /// [removed](crate::TableDiff).
    #[must_use]
    pub fn after(&self) -> Option<&'a FunctionId> {
        self.after
    }

    /// The versions that come, go, or get another payload, ascending.
    #[must_use]
    pub fn versions(&self) -> &[(Version, VersionDiff)] {
        &self.versions
    }

    /// The aliases about which something changes, by name.
    #[must_use]
    pub fn aliases(&self) -> &[AliasDiff<'a>] {
        &self.aliases
    }

    /// What changes about the alias of this name, if anything does.
    #[must_use]
    pub fn alias(&self, name: &str) -> Option<&AliasDiff<'a>> {
        self.aliases.iter().find(|alias| alias.name().as_str() == name)
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.before == self.after && self.versions.is_empty() && self.aliases.is_empty()
    }

    pub(super) fn write(&self, at: &Path<'_>, lines: &mut Lines<'_, '_>) -> fmt::Result {
        match (self.before, self.after) {
            (_, None) => return lines.add(at, "removed"),
            (None, _) => lines.add(at, "added")?,
            (old, new) => lines.becomes(&at.field("name"), old, new)?,
        }
        for (version, diff) in &self.versions {
            lines.add(&at.field("versions").key(version), diff)?;
        }
        self.aliases.iter().try_for_each(|alias| alias.write(at, lines))
    }
}

fn sides<T>(function: &Function<T>) -> impl Iterator<Item = (&AliasName, Side<'_>)> {
    let id = function.id();
    function.aliases().map(move |(name, alias)| (name, Side { function: id, alias }))
}

/// A fact a line.
impl fmt::Display for FunctionDiff<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(&Path::ROOT, &mut Lines::new(f))
    }
}
