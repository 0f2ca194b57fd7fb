//! From the operators' model to what the request path reads.
//!
//! Versions become indices. An index that is out of range can't come up; that the request path needs
//! no proof of it is due to `$LATEST`, which always exists and sorts last: it stands outside of the
//! list, and whatever is not in the list is `$LATEST`.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::rules::{CompiledRule, CompiledRules};
use crate::point::SaltSeed;
use crate::split::cut;
use crate::{AliasName, AttributeKey, Function, Point, Split, Version};

/// The index of a version among those of its function, `$LATEST` last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target(usize);

#[derive(Debug)]
pub(crate) struct CompiledFunction<T> {
    /// Ascending by version.
    numbered: Box<[(Version, T)]>,
    latest: T,
    /// Ascending by name.
    aliases: Box<[(AliasName, CompiledAlias)]>,
}

#[derive(Debug)]
pub(crate) struct CompiledAlias {
    pub(crate) rules: CompiledRules,
    pub(crate) split: CompiledSplit,
    pub(crate) sticky: Option<CompiledSticky>,
}

#[derive(Debug)]
pub(crate) struct CompiledSticky {
    pub(crate) keys: Box<[AttributeKey]>,
    pub(crate) seed: SaltSeed,
}

/// Where slices end, in interval order. The last one ends at 2⁶⁴, which `u64` can't hold and no
/// point can reach, so it stands apart: whatever is below no end is in it.
#[derive(Debug)]
pub(crate) struct CompiledSplit {
    ends: Box<[(Point, Target)]>,
    last: Target,
}

impl<T> CompiledFunction<T> {
    pub(crate) fn new(function: Function<T>) -> Self {
        let Function { id, latest, numbered, aliases, .. } = function;
        let numbered: Box<[_]> = numbered.into_iter().collect();
        let target = |version| Target(find(&numbered, version).unwrap_or(numbered.len()));
        let aliases = aliases.into_iter().map(|(name, alias)| {
            let rules = alias.rules.into_iter().map(|rule| CompiledRule {
                condition: rule.condition,
                split: CompiledSplit::new(&rule.split, target),
            });
            let sticky = alias.sticky.map(|sticky| CompiledSticky {
                keys: sticky.keys().into(),
                seed: SaltSeed::of(sticky.salt_on(&id, &name).as_bytes()),
            });
            let split = CompiledSplit::new(&alias.split, target);
            (name, CompiledAlias { rules: CompiledRules::new(rules), split, sticky })
        });
        let aliases = aliases.collect();
        Self { numbered, latest, aliases }
    }

    #[inline]
    pub(crate) fn alias(&self, name: &str) -> Option<&CompiledAlias> {
        let found = self.aliases.binary_search_by(|(alias, _)| alias.as_str().cmp(name)).ok()?;
        self.aliases.get(found).map(|(_, alias)| alias)
    }

    #[inline]
    pub(crate) fn target(&self, version: Version) -> Option<Target> {
        if version.is_latest() {
            Some(Target(self.numbered.len()))
        } else {
            find(&self.numbered, version).map(Target)
        }
    }

    #[inline]
    pub(crate) fn version(&self, target: Target) -> (usize, Version, &T) {
        match self.numbered.get(target.0) {
            Some((version, payload)) => (target.0, *version, payload),
            None => (self.numbered.len(), Version::LATEST, &self.latest),
        }
    }

    pub(crate) fn versions(&self) -> impl Iterator<Item = (Version, &T)> {
        let numbered = self.numbered.iter().map(|(version, payload)| (*version, payload));
        numbered.chain(core::iter::once((Version::LATEST, &self.latest)))
    }
}

fn find<T>(numbered: &[(Version, T)], version: Version) -> Option<usize> {
    numbered.binary_search_by_key(&version, |&(version, _)| version).ok()
}

impl CompiledSplit {
    fn new(split: &Split, target: impl Fn(Version) -> Target) -> Self {
        let mut ends = Vec::new();
        let mut last = target(split.main());
        for slice in split.slices() {
            last = target(slice.version());
            if let Some(end) = cut(slice.end()) {
                ends.push((Point::from(end), last));
            }
        }
        Self { ends: ends.into(), last }
    }

    /// The version that has all of it, if one has.
    #[inline]
    pub(crate) fn sole(&self) -> Option<Target> {
        self.ends.is_empty().then_some(self.last)
    }

    #[inline]
    pub(crate) fn pick(&self, point: Point) -> Target {
        let slice = self.ends.partition_point(|&(end, _)| end <= point);
        self.ends.get(slice).map_or(self.last, |&(_, target)| target)
    }
}
