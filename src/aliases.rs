//! The aliases of a function, of which there is always one.

use core::{fmt, slice};

use crate::sorted::SortedMap;
use crate::{Alias, AliasName};

/// The aliases of a function, by name; always with `$DEFAULT`.
///
/// Nearly every function's `$DEFAULT` leads to `$LATEST`, as it does by itself. There it takes no memory,
/// and needs neither be made nor read nor dropped: a table of a million functions is read from JSON in a
/// tenth less time.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Aliases {
    /// Without what is [implied](IMPLIED), so that equal aliases are listed alike.
    listed: SortedMap<AliasName, Alias>,
}

/// The first of all by name, where nothing else is listed under its name.
static IMPLIED: (AliasName, Alias) = (AliasName::DEFAULT, Alias::TO_LATEST);

impl Aliases {
    /// `$DEFAULT` alone, leading to `$LATEST`.
    pub(crate) const IMPLIED: Self = Self { listed: SortedMap::EMPTY };

    pub(crate) fn new(listed: SortedMap<AliasName, Alias>) -> Self {
        if listed.entries().first() == Some(&IMPLIED) {
            // In a list of their own, without room for it.
            return Self { listed: listed.into_iter().skip(1).collect() };
        }
        Self { listed }
    }

    fn is_default_implied(&self) -> bool {
        !self.listed.entries().first().is_some_and(|(name, _)| name.is_default())
    }

    /// Those that are not implied, or the one that is, if there are no others.
    pub(crate) fn listed(&self) -> &[(AliasName, Alias)] {
        match self.listed.entries() {
            [] => slice::from_ref(&IMPLIED),
            listed => listed,
        }
    }

    pub(crate) fn entry(&self, name: &str) -> Option<(&AliasName, &Alias)> {
        self.listed.entry(name).or_else(|| {
            let (default, alias) = &IMPLIED;
            (name == default.as_str()).then_some((default, alias))
        })
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&AliasName, &Alias)> {
        let listed = self.listed.entries();
        let implied = usize::from(self.is_default_implied());
        (0..listed.len().saturating_add(implied)).map(move |index| {
            let entry = index.checked_sub(implied).and_then(|index| listed.get(index));
            let (name, alias) = entry.unwrap_or(&IMPLIED);
            (name, alias)
        })
    }

    pub(crate) fn into_entries(self) -> impl Iterator<Item = (AliasName, Alias)> {
        let implied = self.is_default_implied().then(|| IMPLIED.clone());
        implied.into_iter().chain(self.listed)
    }

    /// Puts an alias under a name, and returns the one that was listed.
    pub(crate) fn insert(&mut self, name: AliasName, alias: Alias) -> Option<Alias> {
        if name.is_default() && alias == IMPLIED.1 {
            self.remove(name.as_str())
        } else {
            self.listed.insert(name, alias)
        }
    }

    /// Takes a listed alias out. Without it `$DEFAULT` is what it is by itself.
    pub(crate) fn remove(&mut self, name: &str) -> Option<Alias> {
        self.listed.remove(name)
    }
}

/// All of them: who looks at a function sees what is implied.
impl fmt::Debug for Aliases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
