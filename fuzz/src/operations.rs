use std::collections::{BTreeMap, BTreeSet};

use arbitrary::{Arbitrary, Result, Unstructured};
use pointsman::{
    Alias, AliasName, Function, FunctionError, FunctionParts, Point, Qualifier, Request,
    RoutingTable, Version,
};

use crate::generate;
use crate::naive::Version as PlainVersion;
use crate::value::is_short;

/// A function near the beginning or the end of its numbers, and operations on it.
#[derive(Debug)]
pub struct Operations {
    next_version: u64,
    revision: u64,
    list: Vec<Operation>,
}

#[derive(Debug)]
struct Operation {
    /// Only if the function is at this revision.
    expected: Option<u64>,
    change: Change,
}

#[derive(Debug)]
enum Change {
    Publish,
    SetLatest(u32),
    Create(AliasName, Alias),
    Update(AliasName, Alias),
    DeleteAlias(AliasName),
    DeleteVersion(Version),
}

impl<'a> Arbitrary<'a> for Operations {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let next_version = *u.choose(&[1, 1, 1, (1 << 63) - 3, 1 << 63])?;
        let revision = *u.choose(&[0, 0, 0, u64::MAX - 6, u64::MAX])?;
        let mut list = Vec::new();
        for _ in 0..u.int_in_range(0..=40)? {
            let expected = if u.ratio(1, 4)? {
                Some(revision.saturating_add(u.int_in_range(0..=12)?))
            } else {
                None
            };
            list.push(Operation { expected, change: change(u, next_version)? });
        }
        Ok(Self { next_version, revision, list })
    }
}

fn change(u: &mut Unstructured<'_>, next: u64) -> Result<Change> {
    Ok(match u.int_in_range(0..=7)? {
        0 | 1 => Change::Publish,
        2 => Change::SetLatest(u.arbitrary()?),
        3 => Change::Create(name(u)?, alias(u, next)?),
        4 => Change::Update(name(u)?, alias(u, next)?),
        5 => Change::DeleteAlias(name(u)?),
        _ => Change::DeleteVersion(version(u, next)?.into()),
    })
}

fn name(u: &mut Unstructured<'_>) -> Result<AliasName> {
    let name = *u.choose(&["$DEFAULT", "a", "b", "release"])?;
    Ok(name.parse().expect("a name"))
}

/// A version that the function has, or may get, or never has.
fn version(u: &mut Unstructured<'_>, next: u64) -> Result<PlainVersion> {
    Ok(match u.int_in_range(0..=6)? {
        0 => PlainVersion::Latest,
        ahead => PlainVersion::Numbered((next - 1 + ahead).min((1 << 63) - 1)),
    })
}

fn alias(u: &mut Unstructured<'_>, next: u64) -> Result<Alias> {
    let versions = [version(u, next)?, version(u, next)?, version(u, next)?, PlainVersion::Latest];
    let known = u.int_in_range(0..=3)?;
    let alias = generate::alias(u, &versions[known..])?;
    Ok(Alias::from(&alias))
}

/// What the function must be.
#[derive(Debug, Clone)]
struct Model {
    versions: BTreeMap<Version, u32>,
    aliases: BTreeMap<AliasName, Alias>,
    next_version: u64,
    revision: u64,
}

impl Operations {
    /// Each operation succeeds exactly if nothing speaks against it, then raises the revision by one
    /// and does what it says; else it changes nothing. What is always true of a function is.
    pub fn check(&self) {
        let mut model = Model {
            versions: [(Version::LATEST, 0)].into(),
            aliases: [(AliasName::default(), Alias::to(Version::LATEST))].into(),
            next_version: self.next_version,
            revision: self.revision,
        };
        let mut function = Function::from_parts(FunctionParts {
            id: "prod/B".parse().expect("an id"),
            versions: model.versions.clone(),
            aliases: BTreeMap::new(),
            next_version: self.next_version,
            revision: self.revision,
        })
        .expect("the next version is in range");
        model.is(&function);
        for operation in &self.list {
            let reasons = model.reasons(operation);
            let before = function.clone();
            match operation.apply(&mut function) {
                Ok(()) => {
                    assert_eq!(reasons, [], "{operation:?}");
                    model.apply(&operation.change);
                }
                Err(error) => {
                    is_short(&error);
                    assert!(reasons.contains(&kind(&error)), "{error} of {reasons:?}");
                    assert_eq!(function, before);
                }
            }
            model.is(&function);
        }
        let table = RoutingTable::new([function.clone()]).expect("one function");
        let request = Request::new(&(), Point::sequence(1));
        for (version, payload) in function.versions() {
            let decision = table.resolve("prod/B", version.into(), &request).expect("it exists");
            assert_eq!((decision.version(), decision.payload()), (version, payload));
        }
        for (name, _) in function.aliases() {
            table.resolve("prod/B", Qualifier::from(name), &request).expect("it exists");
        }
    }
}

impl Operation {
    fn apply(&self, function: &mut Function<u32>) -> std::result::Result<(), FunctionError> {
        let function = match self.expected {
            Some(expected) => function.if_revision(expected)?,
            None => function,
        };
        // What an operation returns is what the function had.
        match &self.change {
            Change::Publish => {
                let next = function.next_version();
                let version = function.publish()?;
                assert_eq!(version.number(), Some(next));
            }
            Change::SetLatest(payload) => {
                let old = function.payload(Version::LATEST).copied();
                assert_eq!(function.set_latest(*payload).map(Some)?, old);
            }
            Change::Create(name, alias) => function.create_alias(name.clone(), alias.clone())?,
            Change::Update(name, alias) => {
                let old = function.alias(name.as_str()).cloned();
                let diff = function.diff_alias(name.as_str(), alias);
                let lints = function.lint_update(name.as_str(), alias);
                assert_eq!([diff.is_ok(), lints.is_ok()], [old.is_some(); 2]);
                assert_eq!(function.update_alias(name.as_str(), alias.clone()).map(Some)?, old);
            }
            Change::DeleteAlias(name) => {
                let old = function.alias(name.as_str()).cloned();
                assert_eq!(function.delete_alias(name.as_str()).map(Some)?, old);
            }
            Change::DeleteVersion(version) => {
                let old = function.payload(*version).copied();
                assert_eq!(function.delete_version(*version).map(Some)?, old);
            }
        }
        Ok(())
    }
}

/// A reason against an operation.
#[derive(Debug, PartialEq)]
enum Reason {
    Conflict,
    AliasExists,
    UnknownAlias,
    UnknownVersion,
    MissingVersion,
    InUse(Vec<AliasName>),
    Latest,
    Default,
    VersionsExhausted,
    RevisionsExhausted,
}

fn kind(error: &FunctionError) -> Reason {
    match error {
        FunctionError::AliasExists(_) => Reason::AliasExists,
        FunctionError::UnknownAlias(_) => Reason::UnknownAlias,
        FunctionError::UnknownVersion(_) => Reason::UnknownVersion,
        FunctionError::MissingVersion { .. } => Reason::MissingVersion,
        FunctionError::VersionInUse { aliases, .. } => Reason::InUse(aliases.clone()),
        FunctionError::LatestVersion => Reason::Latest,
        FunctionError::DefaultAlias => Reason::Default,
        FunctionError::VersionsExhausted => Reason::VersionsExhausted,
        FunctionError::RevisionsExhausted => Reason::RevisionsExhausted,
        FunctionError::Conflict { .. } => Reason::Conflict,
        other => panic!("no operation gives this: {other}"),
    }
}

impl Model {
    /// All that speaks against an operation.
    fn reasons(&self, operation: &Operation) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut add = |holds: bool, reason| reasons.extend(holds.then_some(reason));
        add(operation.expected.is_some_and(|it| it != self.revision), Reason::Conflict);
        add(self.revision == u64::MAX, Reason::RevisionsExhausted);
        match &operation.change {
            Change::Publish => add(self.next_version == 1 << 63, Reason::VersionsExhausted),
            Change::SetLatest(_) => {}
            Change::Create(name, alias) => {
                add(self.aliases.contains_key(name), Reason::AliasExists);
                add(self.misses(alias), Reason::MissingVersion);
            }
            Change::Update(name, alias) => {
                add(!self.aliases.contains_key(name), Reason::UnknownAlias);
                add(self.misses(alias), Reason::MissingVersion);
            }
            Change::DeleteAlias(name) => {
                add(!self.aliases.contains_key(name), Reason::UnknownAlias);
                add(name.as_str() == "$DEFAULT", Reason::Default);
            }
            Change::DeleteVersion(version) => {
                let users = self.users(*version);
                add(version.is_latest(), Reason::Latest);
                add(!self.versions.contains_key(version), Reason::UnknownVersion);
                add(!users.is_empty(), Reason::InUse(users));
            }
        }
        reasons
    }

    fn misses(&self, alias: &Alias) -> bool {
        named(alias).iter().any(|version| !self.versions.contains_key(version))
    }

    /// The aliases that name the version.
    fn users(&self, version: Version) -> Vec<AliasName> {
        let users = self.aliases.iter().filter(|(_, alias)| named(alias).contains(&version));
        users.map(|(name, _)| name.clone()).collect()
    }

    fn apply(&mut self, change: &Change) {
        self.revision += 1;
        match change {
            Change::Publish => {
                let version = Version::numbered(self.next_version).expect("one is left");
                self.versions.insert(version, self.versions[&Version::LATEST]);
                self.next_version += 1;
            }
            Change::SetLatest(payload) => {
                self.versions.insert(Version::LATEST, *payload);
            }
            Change::Create(name, alias) | Change::Update(name, alias) => {
                self.aliases.insert(name.clone(), alias.clone());
            }
            Change::DeleteAlias(name) => {
                self.aliases.remove(name);
            }
            Change::DeleteVersion(version) => {
                self.versions.remove(version);
            }
        }
    }

    /// Whether the function is this.
    fn is(&self, function: &Function<u32>) {
        assert_eq!(function.revision(), self.revision);
        assert_eq!(function.next_version(), self.next_version);
        let versions = function.versions().map(|(version, payload)| (version, *payload));
        assert!(versions.eq(self.versions.iter().map(|(version, payload)| (*version, *payload))));
        assert!(function.aliases().eq(self.aliases.iter()));
        let free = self.versions.keys().filter(|it| !it.is_latest() && self.users(**it).is_empty());
        assert!(function.unaliased_versions().iter().eq(free));
        let named = function.aliases().flat_map(|(_, alias)| named(alias));
        assert!(named.into_iter().all(|version| function.payload(version).is_some()));
        let again = Function::from_parts(function.clone().into_parts());
        assert_eq!(again.as_ref(), Ok(function));
    }
}

/// The versions that an alias names, by its parts.
fn named(alias: &Alias) -> BTreeSet<Version> {
    let rules = alias.rules().iter().map(pointsman::Rule::split);
    let splits = [alias.split()].into_iter().chain(rules);
    splits.flat_map(|split| split.shares().map(|(version, _)| version)).collect()
}
