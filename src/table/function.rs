//! A function, packed: its name, its versions and its aliases.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::mem;

use super::alias::CompiledAlias;
use super::keys::Keys;
use super::label::Label;
use super::leaf::Shared;
use super::packer::Packer;
use super::versions::{Numbering, Versions};
use super::words::{Reader, halves, index, long, word};
use crate::{Alias, AliasName, Function, Version};

/// A function as requests find it.
///
/// Packed, after its name come a word with flags and the number of keys, the number of aliases, the
/// number of the first version, and the number of rule indexes if there are any; the keys and the
/// indexes, as numbers of the leaf's, so that these alone change where a function comes to lie in
/// another leaf; the numbers of the versions, if they are not consecutive; where each alias
/// begins, in the order of [`Label`] if they are many; and the aliases, each after its name.
///
/// An alias `$DEFAULT` that is to `$LATEST` alone is left out.
#[derive(Debug)]
pub(super) struct CompiledFunction<'t, T> {
    pub(super) versions: Versions<'t, T>,
    starts: &'t [u32],
    aliases: &'t [u32],
    keys: &'t [u32],
    indexes: &'t [u32],
    shared: &'t Shared,
}

/// The head of a function.
#[derive(Debug, Clone, Copy)]
struct Head {
    versions: Numbering,
    keys: u32,
    aliases: u32,
    indexes: u32,
}

impl Head {
    const CONSECUTIVE: u32 = 0b01;
    const INDEXED: u32 = 0b10;

    fn pack(self, into: &mut Vec<u32>) {
        let Self { versions, keys, aliases, indexes } = self;
        let (consecutive, first) = match versions {
            Numbering::From(first) => (Self::CONSECUTIVE, first),
            Numbering::Listed => (0, 0),
        };
        let indexed = if indexes == 0 { 0 } else { Self::INDEXED };
        let [low, high] = halves(first);
        into.extend([keys << 2 | indexed | consecutive, aliases, low, high]);
        into.extend((indexes != 0).then_some(indexes));
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Self {
        let [flags, aliases, low, high] = reader.words();
        let indexes = if flags & Self::INDEXED == 0 { 0 } else { reader.word() };
        let versions = match flags & Self::CONSECUTIVE {
            0 => Numbering::Listed,
            _ => Numbering::From(long([low, high])),
        };
        Self { versions, keys: flags >> 2, aliases, indexes }
    }
}

/// Packs a function but for its payloads, which are returned in the order of the versions, `$LATEST`
/// last.
pub(super) fn pack<T>(
    function: Function<T>,
    name: &Label<'_>,
    packer: &mut Packer,
    into: &mut Vec<u32>,
) -> Arc<[T]> {
    let Function { id, latest, numbered, aliases, .. } = function;
    packer.begin(numbered.iter().map(|(&version, _)| version));

    let mut starts = mem::take(&mut packer.starts);
    let mut words = mem::take(&mut packer.aliases);
    let mut add = |(label, name, alias): (Label<'_>, &AliasName, &Alias)| {
        starts.push(word(words.len()));
        label.pack(&mut words);
        CompiledAlias::pack((&id, name, alias), packer, &mut words);
    };
    let named = aliases.iter().filter(|(name, alias)| !(name.is_default() && is_to_latest(alias)));
    let named = named.filter_map(|(name, alias)| Some((Label::new(name.as_str())?, name, alias)));
    if aliases.iter().len() <= CompiledFunction::<T>::SCANNED {
        named.for_each(add);
    } else {
        let mut named: Vec<_> = named.collect();
        named.sort_unstable_by_key(|&(label, ..)| label);
        named.into_iter().for_each(&mut add);
    }

    name.pack(into);
    let (keys, indexes, versions) = (packer.keys(), packer.indexes(), packer.versions());
    let head = Head {
        versions: Numbering::of(versions),
        keys: word(keys.len()),
        aliases: word(starts.len()),
        indexes: word(indexes.len()),
    };
    head.pack(into);
    into.extend(keys.iter().chain(indexes));
    if head.versions == Numbering::Listed {
        into.extend(versions.iter().flat_map(|version| halves(version.raw())));
    }
    into.append(&mut starts);
    into.append(&mut words);
    (packer.starts, packer.aliases) = (starts, words);
    numbered.into_iter().map(|(_, payload)| payload).chain([latest]).collect()
}

fn is_to_latest(alias: &Alias) -> bool {
    alias.rules().is_empty() && alias.split().sole() == Some(Version::LATEST)
}

/// Packs what was packed already, with other numbers for its keys and rule indexes.
pub(super) fn repack(
    words: &[u32],
    mut key: impl FnMut(u32) -> u32,
    mut rule_index: impl FnMut(u32) -> u32,
    into: &mut Vec<u32>,
) {
    let name_words = words.first().map_or(0, |word| (word & 0xff) / 4).saturating_add(1);
    let mut reader = Reader::new(words);
    reader.take(name_words);
    let head = Head::read(&mut reader);
    let numbers = reader.rest().len();
    // All is copied at once, and the numbers are written over.
    into.extend_from_slice(words);
    let numbers = into.len().checked_sub(numbers).and_then(|start| into.get_mut(start..));
    let numbers = numbers.unwrap_or_default();
    let (keys, rest) = numbers.split_at_mut_checked(index(head.keys)).unwrap_or_default();
    for number in keys {
        *number = key(*number);
    }
    let indexes = rest.iter_mut().take(index(head.indexes));
    indexes.for_each(|number| *number = rule_index(*number));
}

impl<'t, T> CompiledFunction<'t, T> {
    /// Up to how many aliases are compared one by one.
    const SCANNED: usize = 4;

    /// `words` are what follows the name. There is none without payloads.
    #[inline]
    pub(super) fn read(words: &'t [u32], payloads: &'t [T], shared: &'t Shared) -> Option<Self> {
        let mut reader = Reader::new(words);
        let head = Head::read(&mut reader);
        let keys = reader.take(head.keys);
        let indexes = reader.take(head.indexes);
        let versions = Versions::read(&mut reader, head.versions, payloads)?;
        let starts = reader.take(head.aliases);
        Some(Self { versions, starts, aliases: reader.rest(), keys, indexes, shared })
    }

    #[inline]
    pub(super) fn alias(&self, name: &str) -> Option<CompiledAlias<'t>> {
        let found = if self.starts.len() <= Self::SCANNED {
            let label = Label::new(name)?;
            let mut aliases = self.starts.iter().map(|&start| words_of(self.aliases, start));
            aliases.find_map(|words| label.strip(words))
        } else {
            find_alias(self.starts, self.aliases, name)
        };
        let words = match found {
            Some(words) => words,
            None => implied(name)?,
        };
        Some(self.read_alias(words))
    }

    #[inline]
    fn read_alias(&self, words: &'t [u32]) -> CompiledAlias<'t> {
        let keys = Keys { numbers: self.keys, keys: &self.shared.keys };
        CompiledAlias::read(words, keys, |number| {
            let number = self.indexes.get(index(number))?;
            self.shared.indexes.get(index(*number)).map(|index| &**index)
        })
    }
}

/// The alias of this name among many: what follows its name.
#[inline(never)]
fn find_alias<'t>(starts: &[u32], aliases: &'t [u32], name: &str) -> Option<&'t [u32]> {
    let label = Label::new(name)?;
    let found = starts.binary_search_by(|&start| label.compare(words_of(aliases, start))).ok()?;
    label.strip(words_of(aliases, *starts.get(found)?))
}

/// What is left out: `$DEFAULT` where it is to `$LATEST` alone.
#[cold]
fn implied(name: &str) -> Option<&'static [u32]> {
    (name == AliasName::DEFAULT_TEXT).then_some(&CompiledAlias::TO_LATEST)
}

#[inline]
fn words_of(aliases: &[u32], start: u32) -> &[u32] {
    aliases.get(index(start)..).unwrap_or_default()
}
