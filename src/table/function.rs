//! A function, packed: its name, its versions and its aliases.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::alias::{self, AliasHead, CompiledAlias, compare_names};
use super::keys::Keys;
use super::leaf::Shared;
use super::packer::Packer;
use super::versions::{Numbering, Versions};
use super::words::{begin_with, index, long, pack, two_words, word};
use crate::label::{Label, Seed, hash};
use crate::qualifier::Reading;
use crate::{Alias, AliasName, Function, Qualifier, ResolveError, Route, Version};

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
        self.name_head() == name.head() && (name.is_short() || has_tail(name.tail(), rest()))
    }

    #[inline]
    fn name_head(self) -> [u64; 2] {
        let [a, b, c, d, ..] = *self.0;
        [long([a, b]), long([c, d])]
    }

    /// How many words of the rest are the tail of the name.
    fn tail_words(self) -> usize {
        Label::tail_bytes(self.name_head()).div_ceil(4)
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

    /// The rest and what comes after it, of the words of the leaf.
    #[inline]
    pub(super) fn rest(self, words: &'t [u32]) -> &'t [u32] {
        words.get(index(self.0[Self::REST_FROM])..).unwrap_or_default()
    }

    fn keys_from(self) -> usize {
        index(self.0[Self::KEYS_FROM])
    }

    #[inline]
    fn numbering(self) -> Numbering {
        Numbering::unpack(self.0[Self::FIRST_VERSION])
    }
}

#[inline(never)]
fn has_tail(tail: &[u8], rest: &[u32]) -> bool {
    begin_with(rest, tail)
}

/// A packed function by its two parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedFunction<'t> {
    pub(super) head: FunctionHead<'t>,
    /// Nothing comes after it.
    pub(super) rest: &'t [u32],
}

impl<'t> PackedFunction<'t> {
    /// Those that [`pack_function`] has packed one after the other.
    pub(super) fn all(mut words: &'t [u32]) -> impl Iterator<Item = Self> {
        core::iter::from_fn(move || {
            let (head, others) = words.split_first_chunk()?;
            let (rest, others) = others.split_at_checked(index(head[FunctionHead::REST_FROM]))?;
            words = others;
            Some(Self { head: FunctionHead(head), rest })
        })
    }

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

    /// The name.
    pub(super) fn name(self) -> Vec<u8> {
        Label::text_of(self.head.name_head(), self.bytes())
    }

    /// The hash of the name.
    pub(super) fn hash(self, seed: Seed) -> u64 {
        let name = self.head.name_head();
        let tail = self.bytes().take(Label::tail_bytes(name));
        hash(name, &tail.collect::<Vec<_>>(), seed)
    }

    fn bytes(self) -> impl Iterator<Item = u8> {
        self.rest.iter().flat_map(|word| word.to_le_bytes())
    }
}

/// Packs a function but for its payloads, which are returned in the order of the versions, `$LATEST`
/// last.
pub(super) fn pack_function<T>(
    function: Function<T>,
    name: &Label<'_>,
    packer: &mut Packer,
    into: &mut Vec<u32>,
) -> Arc<[T]> {
    let Function { id, latest, numbered, aliases, .. } = function;
    packer.begin(numbered.iter().map(|(&version, _)| version));

    let listed = match aliases.entries() {
        // The first by name, if it is there.
        [(name, alias), others @ ..] if !others.is_empty() && is_implied(name, alias) => others,
        all => all,
    };
    let start = into.len();
    let rest_from = start.saturating_add(HEAD_WORDS);
    into.resize(rest_from, 0);
    into.extend(pack(name.tail()));
    let (mut place, mut next) = (start.saturating_add(OWN_WORDS), into.len());
    let others = listed.len().saturating_sub(1).saturating_mul(alias::HEAD_WORDS);
    into.resize(next.saturating_add(others), 0);
    let mut add = |(name, alias): &(AliasName, Alias)| {
        let head = AliasHead::pack((&id, name, alias), packer, rest_from, into);
        write_at(into, place, head);
        place = next;
        next = next.saturating_add(alias::HEAD_WORDS);
    };
    match listed {
        [alias] => add(alias),
        _ => {
            let mut sorted: Vec<_> = listed.iter().collect();
            sorted.sort_unstable_by(|(one, _), (other, _)| {
                compare_names(&Label::new(one.as_str()), &Label::new(other.as_str()))
            });
            sorted.into_iter().for_each(add);
        }
    }
    let numbering = Numbering::of(packer.versions());
    if numbering == Numbering::Listed {
        into.extend(packer.versions().iter().flat_map(|version| two_words(version.raw())));
    }
    let keys_from = into.len().saturating_sub(rest_from);
    into.extend_from_slice(packer.keys());

    let [[a, b], [c, d]] = name.head().map(two_words);
    let [aliases, length, keys_from] =
        [listed.len(), into.len().saturating_sub(rest_from), keys_from].map(word);
    let head: [_; OWN_WORDS] = [a, b, c, d, aliases << 1, length, keys_from, numbering.pack()];
    write_at(into, start, head);
    numbered.into_iter().map(|(_, payload)| payload).chain([latest]).collect()
}

fn is_implied(name: &AliasName, alias: &Alias) -> bool {
    name.is_default() && alias.rules().is_empty() && alias.split().sole() == Some(Version::LATEST)
}

/// Writes a head for which there is room.
fn write_at<const N: usize>(into: &mut [u32], place: usize, head: [u32; N]) {
    if let Some(room) = into.get_mut(place..).and_then(|words| words.first_chunk_mut()) {
        *room = head;
    }
}

/// Packs what was packed already for another leaf, with other numbers for its keys and for the
/// indexes of its rules: the head to where there is room for it, the rest behind all words.
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
    let rest = into.get_mut(start..).unwrap_or_default();
    let (rest, keys) = rest.split_at_mut_checked(head.keys_from()).unwrap_or_default();
    for number in keys {
        *number = key(*number);
    }
    let others = head.aliases().saturating_sub(1).saturating_mul(alias::HEAD_WORDS);
    let rests_from = head.tail_words().saturating_add(others);
    let (heads, rests) = rest.split_at_mut_checked(rests_from).unwrap_or_default();
    let mut renumber = |alias: &mut _| {
        AliasHead::renumber(alias, (rests_from, rests), &mut key, &mut rule_index);
    };
    heads
        .get_mut(head.tail_words()..)
        .unwrap_or_default()
        .as_chunks_mut()
        .0
        .iter_mut()
        .for_each(&mut renumber);
    let [a, b, c, d, _, _, keys_from, first_version, mut alias @ ..] = *head.0;
    renumber(&mut alias);
    let [aliases, start] = [head.aliases(), start].map(word);
    let head: [_; OWN_WORDS] =
        [a, b, c, d, aliases << 1 | u32::from(is_followed), start, keys_from, first_version];
    write_at(into, place, head);
    write_at(into, place.saturating_add(OWN_WORDS), alias);
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
    let heads = rest.get(head.tail_words()..)?.as_chunks().0;
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
