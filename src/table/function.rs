//! A function, packed: its name, its versions and its aliases.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::iter;

use super::alias::{self, AliasHead, CompiledAlias};
use super::keys::Keys;
use super::leaf::Shared;
use super::name::{PackedName, compare_names};
use super::packer::Packer;
use super::versions::{Numbering, Versions};
use super::words::{index, pack_bytes, two_words, word, write};
use crate::label::{Label, Seed};
use crate::qualifier::Reading;
use crate::{Alias, AliasName, Function, FunctionId, Qualifier, ResolveError, Route, Version};

/// How many words [`FunctionHead`] has.
pub(super) const HEAD_WORDS: usize = OWN_WORDS + alias::HEAD_WORDS;

/// How many of them come before the head of the first alias.
const OWN_WORDS: usize = 8;

/// What most requests need alone of a packed function. It has so many words always, so that where
/// each of them is need not be found out, and the heads of a leaf's functions are a list.
///
/// | words | |
/// |---|---|
/// | 0 to 3 | the head of the name |
/// | 4 | how many aliases there are, doubled; one more if the next function may be what is sought |
/// | 5 | where among the words of the leaf the rest begins; until it lies in one, how long it is |
/// | 6 | where in the rest the keys begin |
/// | 7 | the number of the first version, if they follow each other without a gap |
/// | 8 to 20 | the head of the first alias, in the order of [`compare_names`] |
///
/// The rest is the tail of the name; the heads of the other aliases; the rests of the aliases; the
/// numbers of the versions, if they are listed; and the keys, as numbers of the leaf's.
///
/// An alias `$DEFAULT` that is to `$LATEST` alone is left out, unless it is the only one.
#[derive(Debug, Clone, Copy)]
pub(super) struct FunctionHead<'t>(pub(super) &'t [u32; HEAD_WORDS]);

impl<'t> FunctionHead<'t> {
    const ALIASES: usize = 4;
    const REST_FROM: usize = 5;
    const KEYS_FROM: usize = 6;
    const FIRST_VERSION: usize = 7;

    /// Whether the function has this name; the rest is needed for the tail.
    #[inline]
    pub(super) fn is_named(self, name: &Label<'_>, rest: impl FnOnce() -> &'t [u32]) -> bool {
        self.name().is(name, rest)
    }

    /// The name, the tail of which the rest begins with.
    #[inline]
    pub(super) fn name(self) -> PackedName {
        let [a, b, c, d, ..] = *self.0;
        PackedName::read([a, b, c, d])
    }

    fn aliases(self) -> usize {
        index(self.0[Self::ALIASES] >> 1)
    }

    /// Whether the next function has the same home, or one that can't lead to it.
    #[inline]
    pub(super) fn is_followed(self) -> bool {
        self.0[Self::ALIASES] & 1 == 1
    }

    #[inline]
    fn first_alias(self) -> AliasHead<'t> {
        let [_, _, _, _, _, _, _, _, alias @ ..] = self.0;
        AliasHead::of(alias)
    }

    #[inline]
    fn rest_from(self) -> usize {
        index(self.0[Self::REST_FROM])
    }

    /// The rest and what comes after it, of the words of the leaf.
    #[inline]
    pub(super) fn rest(self, words: &'t [u32]) -> &'t [u32] {
        words.get(self.rest_from()..).unwrap_or_default()
    }

    fn keys_from(self) -> usize {
        index(self.0[Self::KEYS_FROM])
    }

    #[inline]
    fn numbering(self) -> Numbering {
        Numbering::unpack(self.0[Self::FIRST_VERSION])
    }
}

/// A packed function by its two parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedFunction<'t> {
    pub(super) head: FunctionHead<'t>,
    /// Nothing comes after it.
    pub(super) rest: &'t [u32],
}

impl<'t> PackedFunction<'t> {
    /// How many words a function has that is released by weights and a rule, or some more.
    pub(super) const WORDS: usize = 32;

    /// Those of a leaf.
    pub(super) fn all_of_leaf(count: usize, words: &'t [u32]) -> impl Iterator<Item = Self> {
        let heads = words.as_chunks().0.get(..count).unwrap_or_default().iter().map(FunctionHead);
        let ends = heads.clone().skip(1).map(|next| next.rest(words).len()).chain([0]);
        heads.zip(ends).map(|(head, after)| {
            let rest = head.rest(words);
            let rest = rest.get(..rest.len().saturating_sub(after)).unwrap_or_default();
            Self { head, rest }
        })
    }

    pub(super) fn is_named(self, name: &Label<'_>) -> bool {
        self.head.is_named(name, || self.rest)
    }

    /// The hash of the name.
    pub(super) fn hash(self, seed: Seed) -> u64 {
        self.head.name().hash(self.rest, seed)
    }
}

/// Functions packed one after the other, each its head, then its rest.
#[derive(Debug)]
pub(super) struct PackedFunctions {
    words: Vec<u32>,
}

impl PackedFunctions {
    /// Room for about so many functions.
    pub(super) fn with_capacity(functions: usize) -> Self {
        let words = functions.saturating_mul(PackedFunction::WORDS);
        Self { words: Vec::with_capacity(words) }
    }

    /// The functions.
    pub(super) fn iter(&self) -> impl Iterator<Item = PackedFunction<'_>> {
        let mut words = &*self.words;
        iter::from_fn(move || {
            let (head, others) = words.split_first_chunk()?;
            let head = FunctionHead(head);
            let (rest, others) = others.split_at_checked(head.rest_from())?;
            words = others;
            Some(PackedFunction { head, rest })
        })
    }

    /// One more, of another such list; those of a leaf tell where their rests lie there.
    pub(super) fn push(&mut self, PackedFunction { head, rest }: PackedFunction<'_>) {
        self.words.extend_from_slice(head.0);
        self.words.extend_from_slice(rest);
    }

    /// All of another list.
    pub(super) fn append(&mut self, others: &Self) {
        self.words.extend_from_slice(&others.words);
    }

    pub(super) fn clear(&mut self) {
        self.words.clear();
    }

    /// Packs one more, but for its payloads.
    pub(super) fn pack<T>(
        &mut self,
        function: &Function<T>,
        name: &Label<'_>,
        packer: &mut Packer,
    ) {
        let Function { id, numbered, aliases, .. } = function;
        packer.begin(numbered.iter().map(|(&version, _)| version));
        let listed = match aliases.listed() {
            // The first by name, if it is there.
            [(name, alias), others @ ..] if !others.is_empty() && is_implied(name, alias) => others,
            all => all,
        };
        let words = &mut self.words;
        let start = words.len();
        words.extend_from_slice(&[0; HEAD_WORDS]);
        let rest_from = words.len();
        pack_bytes(name.tail(), words);
        let first_head = start.saturating_add(OWN_WORDS);
        match listed {
            [alias] => AliasHead::pack(id, alias, packer, (first_head, rest_from), words),
            _ => pack_aliases(id, listed, packer, (first_head, rest_from), words),
        }
        let numbering = Numbering::of(packer.versions());
        if numbering == Numbering::Listed {
            words.extend(packer.versions().iter().flat_map(|version| two_words(version.raw())));
        }
        let keys_from = words.len().saturating_sub(rest_from);
        words.extend_from_slice(packer.keys());
        let length = words.len().saturating_sub(rest_from);
        let [a, b, c, d] = PackedName::pack(name);
        let [aliases, length, keys_from] = [listed.len(), length, keys_from].map(word);
        write(words, start, [a, b, c, d, aliases << 1, length, keys_from, numbering.pack()]);
    }
}

/// Packs several aliases behind what there is already of their function: the head of the first to where there
/// is room for it, those of the others before all rests.
fn pack_aliases(
    id: &FunctionId,
    aliases: &[(AliasName, Alias)],
    packer: &mut Packer,
    (first_head, rest_from): (usize, usize),
    into: &mut Vec<u32>,
) {
    let mut sorted: Vec<_> = aliases.iter().collect();
    sorted.sort_unstable_by(|(one, _), (other, _)| {
        compare_names(&Label::new(one.as_str()), &Label::new(other.as_str()))
    });
    let heads_from = into.len();
    let others = aliases.len().saturating_sub(1).saturating_mul(alias::HEAD_WORDS);
    into.resize(heads_from.saturating_add(others), 0);
    let heads = (heads_from..).step_by(alias::HEAD_WORDS);
    for (alias, head) in sorted.into_iter().zip([first_head].into_iter().chain(heads)) {
        AliasHead::pack(id, alias, packer, (head, rest_from), into);
    }
}

/// The payloads of a function in the order of the versions, `$LATEST` last.
pub(super) fn payloads<T>(function: Function<T>) -> Arc<[T]> {
    let Function { latest, numbered, .. } = function;
    numbered.into_iter().map(|(_, payload)| payload).chain([latest]).collect()
}

/// Whether it does what the alias does that is left out, described or sticky as it may be.
fn is_implied(name: &AliasName, alias: &Alias) -> bool {
    name.is_default() && alias.rules().is_empty() && alias.split().sole() == Some(Version::LATEST)
}

/// Packs what was packed already for another leaf, with other numbers for its keys and for the
/// indexes of its rules: the head to where there is room for it, the rest behind all words.
// Called for each function, a leaf would take a tenth longer to be made.
#[inline]
pub(super) fn repack(
    function: PackedFunction<'_>,
    (place, is_followed): (usize, bool),
    mut key: impl FnMut(u32) -> u32,
    mut rule_index: impl FnMut(u32) -> u32,
    into: &mut Vec<u32>,
) {
    let PackedFunction { head, rest } = function;
    // All is copied at once, and the numbers are written over.
    let start = into.len();
    into.extend_from_slice(rest);
    let Some((before, rest)) = into.split_at_mut_checked(start) else { return };
    let Some(new) = before.get_mut(place..).and_then(|words| words.first_chunk_mut()) else {
        return;
    };
    *new = *head.0;
    new[FunctionHead::ALIASES] = word(head.aliases()) << 1 | u32::from(is_followed);
    new[FunctionHead::REST_FROM] = word(start);
    let (rest, keys) = rest.split_at_mut_checked(head.keys_from()).unwrap_or_default();
    for number in keys {
        *number = key(*number);
    }
    let tail = head.name().tail_words();
    let others = head.aliases().saturating_sub(1).saturating_mul(alias::HEAD_WORDS);
    let rests_from = tail.saturating_add(others);
    let (heads, rests) = rest.split_at_mut_checked(rests_from).unwrap_or_default();
    let heads = heads.get_mut(tail..).unwrap_or_default().as_chunks_mut().0;
    for alias in new.last_chunk_mut().into_iter().chain(heads) {
        AliasHead::renumber(alias, (rests_from, rests), &mut key, &mut rule_index);
    }
}

/// A function as requests find it.
#[derive(Debug)]
pub(super) struct CompiledFunction<'t, T> {
    pub(super) head: FunctionHead<'t>,
    /// All words of the leaf.
    pub(super) words: &'t [u32],
    pub(super) payloads: &'t [T],
    pub(super) shared: &'t Shared,
}

impl<T> Clone for CompiledFunction<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for CompiledFunction<'_, T> {}

impl<'t, T> CompiledFunction<'t, T> {
    /// The route to an alias, if the heads alone tell it.
    #[inline]
    pub(super) fn plain_route(self, qualifier: &Qualifier<'_>) -> Option<Route<'t, T>> {
        let Reading::Alias(name) = qualifier.reading() else { return None };
        let Numbering::From(first) = self.head.numbering() else { return None };
        let alias = self.alias(name)?.plain(&self.shared.keys)?;
        Some(Route::new(Versions::consecutive(first, self.payloads)?, alias))
    }

    /// The route to a version or an alias.
    pub(super) fn route(self, qualifier: &Qualifier<'_>) -> Result<Route<'t, T>, ResolveError> {
        match qualifier.reading() {
            Reading::Version(version) => {
                self.pinned_route(*version).ok_or(ResolveError::UnknownVersion(*version))
            }
            Reading::Alias(name) => self.alias_route(name).ok_or(ResolveError::UnknownAlias),
        }
    }

    #[inline]
    pub(super) fn pinned_route(self, version: Version) -> Option<Route<'t, T>> {
        let versions = self.versions()?;
        Some(Route::new(versions, CompiledAlias::pin(versions.target(version)?)))
    }

    fn alias_route(self, name: &Label<'_>) -> Option<Route<'t, T>> {
        let alias = self.alias(name)?;
        let rest = self.rest();
        let numbers = rest.get(self.head.keys_from()..).unwrap_or_default();
        let keys = Keys { numbers, keys: &self.shared.keys };
        let alias = alias.alias(rest, keys, &self.shared.indexes)?;
        Some(Route::new(self.versions()?, alias))
    }

    /// There are none without payloads.
    pub(super) fn versions(self) -> Option<Versions<'t, T>> {
        match self.head.numbering() {
            Numbering::From(first) => Versions::consecutive(first, self.payloads),
            Numbering::Listed => {
                let words = self.rest().get(..self.head.keys_from())?;
                Versions::listed(words, self.payloads)
            }
        }
    }

    #[inline]
    fn rest(self) -> &'t [u32] {
        self.head.rest(self.words)
    }

    #[inline]
    fn alias(self, name: &Label<'_>) -> Option<AliasHead<'t>> {
        // Most functions have one alias beside what is left out.
        let first = self.head.first_alias();
        if first.is_named(name, || self.rest()) {
            return Some(first);
        }
        find_alias(self.head, self.words, name)
    }
}

/// The alias of this name among those after the first.
#[inline(never)]
fn find_alias<'t>(
    head: FunctionHead<'t>,
    words: &'t [u32],
    name: &Label<'_>,
) -> Option<AliasHead<'t>> {
    let rest = head.rest(words);
    let heads = rest.get(head.name().tail_words()..)?.as_chunks().0;
    let heads = heads.get(..head.aliases().saturating_sub(1))?;
    let found = heads.binary_search_by(|head| AliasHead::of(head).compare(name, rest));
    match found {
        Ok(found) => heads.get(found).map(AliasHead::of),
        Err(_) => implied(name),
    }
}

/// What is left out: `$DEFAULT` where it is to `$LATEST` alone.
#[cold]
fn implied(name: &Label<'_>) -> Option<AliasHead<'static>> {
    (name.text() == AliasName::DEFAULT_TEXT).then_some(AliasHead::TO_LATEST)
}
