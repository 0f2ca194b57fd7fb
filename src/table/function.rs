//! A function, packed: its name, its versions and its aliases.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::alias::CompiledAlias;
use super::keys::Keys;
use super::label::Label;
use super::leaf::Shared;
use super::packer::Packer;
use super::split::Target;
use super::words::{Reader, halves, index, long, word};
use crate::{Alias, AliasName, Function, Version};

/// A function as requests find it.
///
/// Packed, after its name come the numbers of keys, rule indexes, versions and aliases; the keys and
/// the indexes, as numbers of the leaf's, so that these alone change where a function comes to lie in
/// another leaf; the numbered versions; where each alias begins, in the order of [`Label`]; and the
/// aliases, each after its name.
///
/// An alias `$DEFAULT` that is to `$LATEST` alone is left out.
#[derive(Debug)]
pub(crate) struct CompiledFunction<'t, T> {
    versions: &'t [[u32; 2]],
    numbered: &'t [T],
    latest: &'t T,
    starts: &'t [u32],
    aliases: &'t [u32],
    keys: &'t [u32],
    indexes: &'t [u32],
    shared: &'t Shared,
}

impl<T> Clone for CompiledFunction<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for CompiledFunction<'_, T> {}

/// Packs a function but for its payloads, which are returned in the order of the versions, `$LATEST`
/// last.
pub(super) fn pack<T>(
    function: Function<T>,
    name: &Label<'_>,
    packer: &mut Packer,
    into: &mut Vec<u32>,
) -> Arc<[T]> {
    let Function { id, latest, numbered, aliases, .. } = function;
    packer.begin(numbered.keys().copied());

    let is_implied =
        |(name, alias): &(&AliasName, &Alias)| name.is_default() && is_to_latest(alias);
    let mut aliases: Vec<(Label<'_>, &AliasName, &Alias)> = aliases
        .iter()
        .filter(|named| !is_implied(named))
        .filter_map(|(name, alias)| Some((Label::new(name.as_str())?, name, alias)))
        .collect();
    aliases.sort_unstable_by_key(|&(label, ..)| label);
    let (mut starts, mut packed) = (Vec::new(), Vec::new());
    for (label, name, alias) in aliases {
        starts.push(word(packed.len()));
        label.pack(&mut packed);
        CompiledAlias::pack((&id, name, alias), packer, &mut packed);
    }

    name.pack(into);
    let (keys, indexes, versions) = (packer.keys(), packer.indexes(), packer.versions());
    let counts = [keys.len(), indexes.len(), versions.len(), starts.len()];
    into.extend(counts.map(word));
    into.extend(keys.iter().chain(indexes));
    into.extend(versions.iter().flat_map(|version| halves(version.raw())));
    into.extend(starts.into_iter().chain(packed));
    numbered.into_values().chain([latest]).collect()
}

fn is_to_latest(alias: &Alias) -> bool {
    alias.rules().is_empty() && alias.split().sole() == Some(Version::LATEST)
}

/// Packs what was packed already, with other numbers for its keys and rule indexes.
pub(super) fn repack(
    words: &[u32],
    key: impl FnMut(u32) -> u32,
    rule_index: impl FnMut(u32) -> u32,
    into: &mut Vec<u32>,
) {
    let name_words = words.first().map_or(0, |word| (word & 0xff) / 4).saturating_add(1);
    let mut reader = Reader::new(words);
    into.extend(reader.take(name_words));
    let counts: [u32; 4] = reader.words();
    into.extend(counts);
    let [keys, indexes, ..] = counts;
    into.extend(reader.take(keys).iter().copied().map(key));
    into.extend(reader.take(indexes).iter().copied().map(rule_index));
    into.extend(reader.rest());
}

impl<'t, T> CompiledFunction<'t, T> {
    /// `words` are what follows the name. There is none without payloads.
    #[inline]
    pub(super) fn read(words: &'t [u32], payloads: &'t [T], shared: &'t Shared) -> Option<Self> {
        let (latest, numbered) = payloads.split_last()?;
        let mut reader = Reader::new(words);
        let [keys, indexes, versions, aliases] = reader.words();
        let keys = reader.take(keys);
        let indexes = reader.take(indexes);
        let (versions, _) = reader.take(versions.wrapping_mul(2)).as_chunks();
        let starts = reader.take(aliases);
        let aliases = reader.rest();
        Some(Self { versions, numbered, latest, starts, aliases, keys, indexes, shared })
    }

    #[inline]
    pub(crate) fn alias(&self, name: &str) -> Option<CompiledAlias<'t>> {
        let label = Label::new(name)?;
        let words = |start: u32| self.aliases.get(index(start)..).unwrap_or_default();
        let found = self.starts.binary_search_by(|&start| label.compare(words(start)));
        match found.ok().and_then(|found| self.starts.get(found)) {
            Some(&start) => label.strip(words(start)).map(|words| self.read_alias(words)),
            None if name == AliasName::DEFAULT_TEXT => Some(CompiledAlias::LATEST),
            None => None,
        }
    }

    #[inline]
    fn read_alias(&self, words: &'t [u32]) -> CompiledAlias<'t> {
        let keys = Keys { numbers: self.keys, keys: &self.shared.keys };
        CompiledAlias::read(words, keys, |number| {
            let number = self.indexes.get(index(number))?;
            self.shared.indexes.get(index(*number)).map(|index| &**index)
        })
    }

    #[inline]
    pub(crate) fn target(&self, version: Version) -> Option<Target> {
        if version.is_latest() {
            Some(Target::LATEST)
        } else {
            let found = self.versions.binary_search_by_key(&version.raw(), |&words| long(words));
            found.ok().map(Target::new)
        }
    }

    #[inline]
    pub(crate) fn version(&self, target: Target) -> (usize, Version, &'t T) {
        let index = target.index();
        match self.versions.get(index).zip(self.numbered.get(index)) {
            Some((&version, payload)) => (index, Version::from_raw(long(version)), payload),
            None => (self.numbered.len(), Version::LATEST, self.latest),
        }
    }

    pub(crate) fn versions(&self) -> impl Iterator<Item = (Version, &'t T)> + use<'t, T> {
        let versions = self.versions.iter().map(|&version| Version::from_raw(long(version)));
        let latest = core::iter::once((Version::LATEST, self.latest));
        versions.zip(self.numbered).chain(latest)
    }
}
