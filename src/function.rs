use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use thiserror::Error;

use crate::aliases::Aliases;
use crate::sorted::SortedMap;
use crate::{Alias, AliasName, Excerpt, FunctionId, Place, Version};

/// A function as operators change it: its versions, its aliases and its revision.
///
/// `T` is the payload of a version, whatever the embedder attaches to it: an upstream address, a
/// code digest. Requests are not resolved here but on the
/// [`RoutingTable`](crate::RoutingTable) that is made of functions.
///
/// # Operations
///
/// Every operation is checked, and either happens whole or changes nothing. Each successful one
/// raises the revision by one, even if it changes nothing. Any of them can be made conditional on the
/// revision that was read, by [`Function::if_revision`]. Always true are:
///
/// - `$LATEST` and the alias `$DEFAULT` exist;
/// - an alias names only versions that exist, so a version that an alias names can't be deleted;
/// - a number is never used again, even after its version is deleted.
///
/// ```
/// use pointsman::{Alias, Function, Split, Weight};
///
/// let mut resize = Function::new("image-resize".parse()?, "http://127.0.0.1:9000");
/// let v1 = resize.publish()?;
/// resize.set_latest("http://127.0.0.1:9001")?;
/// let v2 = resize.publish()?;
///
/// resize.create_alias("release".parse()?, Alias::to(v1))?;
/// let ramp = Alias::to(Split::new(v1, [(v2, Weight::from_percent(10)?)])?);
/// let before = resize.update_alias("release", ramp)?;
/// assert_eq!(before, Alias::to(v1));
/// assert!(resize.delete_version(v2).is_err());
/// assert_eq!(resize.revision(), 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Function<T> {
    pub(crate) id: FunctionId,
    pub(crate) latest: T,
    pub(crate) numbered: SortedMap<Version, T>,
    pub(crate) aliases: Aliases,
    next_version: u64,
    revision: u64,
}

impl<T> Function<T> {
    /// A function with the payload of `$LATEST`, no numbered version, and `$DEFAULT` pointing to
    /// `$LATEST`. Its revision is 0.
    ///
    /// ```
    /// use pointsman::{Function, Version};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// assert_eq!(function.payload(Version::LATEST), Some(&"a"));
    /// # function.publish()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(id: FunctionId, latest: T) -> Self {
        let (numbered, aliases) = (SortedMap::EMPTY, Aliases::IMPLIED);
        Self { id, latest, numbered, aliases, next_version: 1, revision: 0 }
    }

    /// The function that these parts make: how a platform restores what it has stored.
    ///
    /// `$DEFAULT` points to `$LATEST` if it is not among the aliases.
    ///
    /// ```
    /// use pointsman::{Function, FunctionParts, Version};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// function.publish()?;
    /// let mut parts: FunctionParts<&str> = function.clone().into_parts();
    /// assert_eq!(Function::from_parts(parts.clone()), Ok(function));
    ///
    /// parts.versions.remove(&Version::LATEST);
    /// assert!(Function::from_parts(parts).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `$LATEST` is missing, the number of the next version is not above all others or above 2⁶³,
    /// or an alias names a version that doesn't exist.
    pub fn from_parts(parts: FunctionParts<T>) -> Result<Self, FunctionError> {
        let FunctionParts { id, mut versions, aliases, next_version, revision } = parts;
        let latest = versions.remove(&Version::LATEST);
        let latest = latest.ok_or(FunctionError::UnknownVersion(Version::LATEST))?;
        let (numbered, aliases) = (versions.into_iter().collect(), aliases.into_iter().collect());
        Self::from_maps(id, (latest, numbered), aliases, next_version, revision)
    }

    pub(crate) fn from_maps(
        id: FunctionId,
        (latest, numbered): (T, SortedMap<Version, T>),
        aliases: SortedMap<AliasName, Alias>,
        next_version: u64,
        revision: u64,
    ) -> Result<Self, FunctionError> {
        let highest = numbered.iter().next_back().and_then(|(version, _)| version.number());
        let last = Version::MAX_NUMBER.saturating_add(1);
        if next_version <= highest.unwrap_or_default() || next_version > last {
            return Err(FunctionError::NextVersion(next_version));
        }
        let aliases = Aliases::new(aliases);
        let function = Self { id, latest, numbered, aliases, next_version, revision };
        for (name, alias) in function.aliases.listed() {
            function.check_versions(name, alias)?;
        }
        Ok(function)
    }

    /// Takes the function apart.
    #[must_use]
    pub fn into_parts(self) -> FunctionParts<T> {
        let Self { id, latest, numbered, aliases, next_version, revision } = self;
        let versions = numbered.into_iter().chain([(Version::LATEST, latest)]).collect();
        FunctionParts {
            id,
            versions,
            aliases: aliases.into_entries().collect(),
            next_version,
            revision,
        }
    }

    /// The namespace and the name.
    #[must_use]
    pub fn id(&self) -> &FunctionId {
        &self.id
    }

    /// How many operations have succeeded.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The number that the next version gets: from 1 to 2⁶³, where the last means that there is none
    /// left.
    #[must_use]
    pub fn next_version(&self) -> u64 {
        self.next_version
    }

    /// The payload of a version, if it exists.
    ///
    /// ```
    /// use pointsman::{Function, Version};
    ///
    /// let function = Function::new("B".parse()?, "upstream");
    /// assert_eq!(function.payload(Version::LATEST), Some(&"upstream"));
    /// assert_eq!(function.payload(Version::numbered(1)?), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn payload(&self, version: Version) -> Option<&T> {
        if version.is_latest() { Some(&self.latest) } else { self.numbered.get(&version) }
    }

    /// All versions and their payloads, ascending, `$LATEST` last.
    ///
    /// ```
    /// use pointsman::{Function};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// function.publish()?;
    /// let versions: Vec<_> = function.versions().map(|(version, _)| version.to_string()).collect();
    /// assert_eq!(versions, ["1", "$LATEST"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn versions(&self) -> impl Iterator<Item = (Version, &T)> {
        let numbered = self.numbered.iter().map(|(&version, payload)| (version, payload));
        numbered.chain(core::iter::once((Version::LATEST, &self.latest)))
    }

    /// The alias of this name.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Version};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// # function.publish()?;
    /// assert_eq!(function.alias("$DEFAULT"), Some(&Alias::to(Version::LATEST)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn alias(&self, name: &str) -> Option<&Alias> {
        self.aliases.entry(name).map(|(_, alias)| alias)
    }

    /// All aliases, ascending by name, `$DEFAULT` first.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Version};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// function.create_alias("release".parse()?, Alias::to(Version::LATEST))?;
    /// let names: Vec<_> = function.aliases().map(|(name, _)| name.as_str()).collect();
    /// assert_eq!(names, ["$DEFAULT", "release"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn aliases(&self) -> impl ExactSizeIterator<Item = (&AliasName, &Alias)> {
        self.aliases.iter()
    }

    /// The numbered versions that no alias names, ascending: those safe to delete.
    ///
    /// ```
    /// use pointsman::{Alias, Function};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// let [v1, v2] = [function.publish()?, function.publish()?];
    /// function.create_alias("release".parse()?, Alias::to(v2))?;
    /// assert_eq!(function.unaliased_versions(), [v1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn unaliased_versions(&self) -> Vec<Version> {
        let named: BTreeSet<Version> = self
            .aliases
            .iter()
            .flat_map(|(_, alias)| alias.named_versions())
            .map(|(_, version)| version)
            .collect();
        let numbered = self.numbered.iter().map(|(&version, _)| version);
        numbered.filter(|version| !named.contains(version)).collect()
    }

    /// This function, if it is still at the revision that was read.
    ///
    /// ```
    /// use pointsman::{Alias, Function, FunctionError, Version};
    ///
    /// let mut function = Function::new("B".parse()?, ());
    /// let read = function.revision();
    /// function.publish()?;
    /// let update = function.if_revision(read).and_then(|function| {
    ///     function.update_alias("$DEFAULT", Alias::to(Version::LATEST))
    /// });
    /// assert_eq!(update, Err(FunctionError::Conflict { expected: 0, found: 1 }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`FunctionError::Conflict`] if it is at another.
    pub fn if_revision(&mut self, expected: u64) -> Result<&mut Self, FunctionError> {
        if self.revision == expected {
            Ok(self)
        } else {
            Err(FunctionError::Conflict { expected, found: self.revision })
        }
    }

    /// Makes the next numbered version, an immutable snapshot of `$LATEST`.
    ///
    /// ```
    /// use pointsman::{Function};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// let v1 = function.publish()?;
    /// function.set_latest("b")?;
    /// assert_eq!(function.payload(v1), Some(&"a"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the last number has been used.
    pub fn publish(&mut self) -> Result<Version, FunctionError>
    where
        T: Clone,
    {
        let version =
            Version::numbered(self.next_version).map_err(|_| FunctionError::VersionsExhausted)?;
        let revision = self.next_revision()?;
        // A payload may panic when it is cloned: nothing has changed by then.
        self.numbered.insert(version, self.latest.clone());
        self.next_version = self.next_version.saturating_add(1);
        self.revision = revision;
        Ok(version)
    }

    /// Sets the payload of `$LATEST`, and returns the one that it had.
    ///
    /// ```
    /// use pointsman::{Function, Version};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// assert_eq!(function.set_latest("b")?, "a");
    /// assert_eq!(function.payload(Version::LATEST), Some(&"b"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the revision can't be raised.
    pub fn set_latest(&mut self, payload: T) -> Result<T, FunctionError> {
        self.revision = self.next_revision()?;
        Ok(core::mem::replace(&mut self.latest, payload))
    }

    /// Creates an alias.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Version};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// function.create_alias("release".parse()?, Alias::to(Version::LATEST))?;
    /// let again = function.create_alias("release".parse()?, Alias::to(Version::LATEST));
    /// assert_eq!(again.unwrap_err().to_string(), "alias `release` exists already");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is one of this name, or it names a version that doesn't exist.
    pub fn create_alias(&mut self, name: AliasName, alias: Alias) -> Result<(), FunctionError> {
        if self.alias(name.as_str()).is_some() {
            return Err(FunctionError::AliasExists(name));
        }
        self.check_versions(&name, &alias)?;
        self.revision = self.next_revision()?;
        self.aliases.insert(name, alias);
        Ok(())
    }

    /// Replaces the whole of an alias, and returns what it was. Nothing of it is kept.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Version};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// let v1 = function.publish()?;
    /// let before = function.update_alias("$DEFAULT", Alias::to(v1))?;
    /// assert_eq!(before, Alias::to(Version::LATEST));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no alias of this name, or the new one names a version that doesn't exist.
    pub fn update_alias(&mut self, name: &str, alias: Alias) -> Result<Alias, FunctionError> {
        let (existing, _) = self.existing(name)?;
        self.check_versions(existing, &alias)?;
        let (existing, revision) = (existing.clone(), self.next_revision()?);
        self.revision = revision;
        // What exists and is not listed is implied.
        Ok(self.aliases.insert(existing, alias).unwrap_or(Alias::TO_LATEST))
    }

    /// Deletes an alias, and returns what it was.
    ///
    /// ```
    /// use pointsman::{Alias, Function, Version};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// function.create_alias("release".parse()?, Alias::to(Version::LATEST))?;
    /// assert_eq!(function.delete_alias("release")?, Alias::to(Version::LATEST));
    /// assert!(function.delete_alias("$DEFAULT").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no alias of this name, or it is `$DEFAULT`.
    pub fn delete_alias(&mut self, name: &str) -> Result<Alias, FunctionError> {
        let (existing, _) = self.existing(name)?;
        if existing.is_default() {
            return Err(FunctionError::DefaultAlias);
        }
        let revision = self.next_revision()?;
        let alias = self.aliases.remove(name).ok_or_else(|| unknown_alias(name))?;
        self.revision = revision;
        Ok(alias)
    }

    /// Deletes a numbered version, and returns its payload. Its number is not used again.
    ///
    /// ```
    /// use pointsman::{Alias, Function};
    ///
    /// let mut function = Function::new("B".parse()?, "a");
    /// let v1 = function.publish()?;
    /// function.create_alias("release".parse()?, Alias::to(v1))?;
    /// let error = function.delete_version(v1).unwrap_err();
    /// assert_eq!(error.to_string(), "version 1 is named by `release`");
    /// function.delete_alias("release")?;
    /// assert_eq!(function.delete_version(v1)?, "a");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it doesn't exist, is `$LATEST`, or an alias names it: as its main version, with a weight
    /// (0 too), or in a rule.
    pub fn delete_version(&mut self, version: Version) -> Result<T, FunctionError> {
        if version.is_latest() {
            return Err(FunctionError::LatestVersion);
        }
        if self.numbered.get(&version).is_none() {
            return Err(FunctionError::UnknownVersion(version));
        }
        let aliases: Vec<AliasName> = self
            .aliases()
            .filter(|(_, alias)| alias.named_versions().any(|(_, named)| named == version))
            .map(|(name, _)| name.clone())
            .collect();
        if !aliases.is_empty() {
            return Err(FunctionError::VersionInUse { version, aliases });
        }
        let revision = self.next_revision()?;
        let payload = self.numbered.remove(&version);
        let payload = payload.ok_or(FunctionError::UnknownVersion(version))?;
        self.revision = revision;
        Ok(payload)
    }

    /// Whether all but the revision is equal.
    #[cfg(feature = "live")]
    pub(crate) fn has_content_of(&self, other: &Self) -> bool
    where
        T: PartialEq,
    {
        let Self { id, latest, numbered, aliases, next_version, revision: _ } = self;
        (id, latest, numbered, aliases, next_version)
            == (&other.id, &other.latest, &other.numbered, &other.aliases, &other.next_version)
    }

    pub(crate) fn existing(&self, name: &str) -> Result<(&AliasName, &Alias), FunctionError> {
        self.aliases.entry(name).ok_or_else(|| unknown_alias(name))
    }

    fn check_versions(&self, name: &AliasName, alias: &Alias) -> Result<(), FunctionError> {
        let exists = |version| self.payload(version).is_some();
        // Where a version is named is of interest only if it is missing.
        if alias.splits().all(|(_, split)| {
            exists(split.main()) && split.additional().all(|(version, _)| exists(version))
        }) {
            return Ok(());
        }
        let missing = alias.named_versions().find(|&(_, version)| !exists(version));
        missing.map_or(Ok(()), |(place, version)| {
            Err(FunctionError::MissingVersion { alias: name.clone(), place, version })
        })
    }

    fn next_revision(&self) -> Result<u64, FunctionError> {
        self.revision.checked_add(1).ok_or(FunctionError::RevisionsExhausted)
    }
}

impl Function<()> {
    /// A function with an alias of this name, and the versions that it names.
    pub(crate) fn of_alias(id: &FunctionId, name: &AliasName, alias: &Alias) -> Self {
        let named = alias.named_versions().map(|(_, version)| version);
        let numbered = named.filter(|version| !version.is_latest()).map(|version| (version, ()));
        let aliases = Aliases::new([(name.clone(), alias.clone())].into_iter().collect());
        let next_version = Version::MAX_NUMBER.saturating_add(1);
        let (id, numbered) = (id.clone(), numbered.collect());
        Self { id, latest: (), numbered, aliases, next_version, revision: 0 }
    }
}

/// All that a [`Function`] holds: see [`Function::from_parts`].
///
/// ```
/// use pointsman::Function;
///
/// let parts = Function::new("B".parse()?, ()).into_parts();
/// assert_eq!((parts.next_version, parts.revision), (1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FunctionParts<T> {
    /// The namespace and the name.
    pub id: FunctionId,
    /// The payload of each version, `$LATEST` among them.
    pub versions: BTreeMap<Version, T>,
    /// The aliases.
    pub aliases: BTreeMap<AliasName, Alias>,
    /// The number that the next version gets: above that of every version, from 1 to 2⁶³, where the
    /// last means that there is none left.
    pub next_version: u64,
    /// How many operations have succeeded.
    pub revision: u64,
}

fn unknown_alias(name: &str) -> FunctionError {
    FunctionError::UnknownAlias(Excerpt::of(name))
}

/// Why an operation on a [`Function`] was refused. The function is as it was.
///
/// ```
/// use pointsman::{Function, Version};
///
/// let error = Function::new("B".parse()?, ()).delete_version(Version::LATEST).unwrap_err();
/// assert_eq!(error.to_string(), "version $LATEST can't be deleted");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FunctionError {
    /// There is an alias of this name.
    #[error("alias `{0}` exists already")]
    AliasExists(AliasName),
    /// There is no alias of this name.
    #[error("alias {0} does not exist")]
    UnknownAlias(Excerpt),
    /// There is no such version.
    #[error("version {0} does not exist")]
    UnknownVersion(Version),
    /// An alias would name a version that doesn't exist.
    #[error("alias `{alias}`: {place}: version {version} does not exist")]
    MissingVersion {
        /// The alias.
        alias: AliasName,
        /// Where in it.
        place: Place,
        /// The version.
        version: Version,
    },
    /// Aliases name the version.
    #[error("version {version} is named by {}", names(aliases))]
    VersionInUse {
        /// The version.
        version: Version,
        /// The aliases that name it, ascending.
        aliases: Vec<AliasName>,
    },
    /// `$LATEST` can't be deleted.
    #[error("version $LATEST can't be deleted")]
    LatestVersion,
    /// `$DEFAULT` can't be deleted.
    #[error("alias `$DEFAULT` can't be deleted")]
    DefaultAlias,
    /// The number of the next version is not above every version's, or above 2⁶³.
    #[error("next version {0} must be above every version number, and from 1 to 2^63")]
    NextVersion(u64),
    /// The last version number has been used.
    #[error("version numbers are used up")]
    VersionsExhausted,
    /// The last revision has been reached.
    #[error("revisions are used up")]
    RevisionsExhausted,
    /// The function is not at the revision that was expected.
    #[error("the function is at revision {found}, not at {expected}")]
    Conflict {
        /// The revision that was read.
        expected: u64,
        /// The revision of the function.
        found: u64,
    },
}

fn names(aliases: &[AliasName]) -> String {
    let names: Vec<String> = aliases.iter().map(|name| alloc::format!("`{name}`")).collect();
    names.join(", ")
}
