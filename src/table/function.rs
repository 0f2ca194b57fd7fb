//! A function, packed: its name, its versions and its aliases.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::alias::{self, AliasHead, CompiledAlias, compare_names};
use super::keys::Keys;
use super::leaf::Shared;
use super::packer::Packer;
use super::versions::{Numbering, Versions};
use super::words::{begin_with, halves, index, long, pack, word};
use crate::label::{Label, Seed, hash};
use crate::qualifier::Reading;
use crate::{Alias, AliasName, Function, Qualifier, ResolveError, Route, Version};

/// How many words [`FunctionHead`] has.
const HEAD_WORDS: usize = 8;

/// What most requests need alone of a packed function. It has so many words always, so that where
/// each of them is need not be found out.
///
/// | words | |
/// |---|---|
/// | 0 to 3 | the head of the name |
/// | 4 | how many aliases there are |
/// | 5 | where the keys begin |
/// | 6 | the number of the first version, if they follow each other without a gap |
/// | 7 | how many words the function has, doubled; one more if the next may be what is sought |
///
/// After it come the heads of the aliases, in the order of [`compare_names`]; the tail of the name;
/// the rests of the aliases; the numbers of the versions, if there are gaps; and the keys, as numbers
/// of the leaf's.
///
/// An alias `$DEFAULT` that is to `$LATEST` alone is left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct FunctionHead<'t>(&'t [u32; HEAD_WORDS]);

impl<'t> FunctionHead<'t> {
    const ALIASES: usize = 4;
    const KEYS_FROM: usize = 5;
    const FIRST_VERSION: usize = 6;
    const LENGTH: usize = 7;

    /// What the words begin with.
    #[inline]
    pub(super) fn of(words: &'t [u32]) -> Option<Self> {
        words.first_chunk().map(Self)
    }

    /// Whether the function that begins with this head, and whose words these are, has this name.
    #[inline]
    pub(super) fn is_named(self, name: &Label<'_>, words: &[u32]) -> bool {
        self.name_head() == name.head() && (name.is_short() || self.has_tail(name.tail(), words))
    }

    #[inline]
    fn name_head(self) -> [u64; 2] {
        let [a, b, c, d, ..] = *self.0;
        [long([a, b]), long([c, d])]
    }

    #[inline(never)]
    fn has_tail(self, tail: &[u8], words: &[u32]) -> bool {
        begin_with(words.get(self.tail_from()..).unwrap_or_default(), tail)
    }

    /// Where the tail of the name begins.
    fn tail_from(self) -> usize {
        index(self.aliases()).saturating_mul(alias::HEAD_WORDS).saturating_add(HEAD_WORDS)
    }

    #[inline]
    fn aliases(self) -> u32 {
        self.0[Self::ALIASES]
    }

    #[inline]
    fn keys_from(self) -> usize {
        index(self.0[Self::KEYS_FROM])
    }

    #[inline]
    fn numbering(self) -> Numbering {
        Numbering::unpack(self.0[Self::FIRST_VERSION])
    }

    /// How many words the function has.
    #[inline]
    pub(super) fn len(self) -> usize {
        index(self.0[Self::LENGTH] >> 1)
    }

    /// Whether the next function has the same home, or one that can't lead to it.
    #[inline]
    pub(super) fn is_followed(self) -> bool {
        self.0[Self::LENGTH] & 1 == 1
    }
}

/// The words of each of the functions that lie one after the other.
pub(super) fn functions(mut words: &[u32]) -> impl Iterator<Item = &[u32]> {
    core::iter::from_fn(move || {
        let (function, others) = words.split_at_checked(FunctionHead::of(words)?.len())?;
        words = others;
        Some(function)
    })
}

/// The name of the function that the words begin with.
pub(super) fn name_of(words: &[u32]) -> Vec<u8> {
    let Some(head) = FunctionHead::of(words) else { return Vec::new() };
    Label::text_of(head.name_head(), bytes_from(words, head.tail_from()))
}

/// The hash of the name of the function that the words begin with.
pub(super) fn hash_of(words: &[u32], seed: Seed) -> u64 {
    let Some(head) = FunctionHead::of(words) else { return 0 };
    let name = head.name_head();
    let tail = bytes_from(words, head.tail_from()).take(Label::tail_bytes(name));
    hash(name, &tail.collect::<Vec<_>>(), seed)
}

fn bytes_from(words: &[u32], start: usize) -> impl Iterator<Item = u8> {
    words.get(start..).unwrap_or_default().iter().flat_map(|word| word.to_le_bytes())
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
        [(name, alias), others @ ..] if is_implied(name, alias) => others,
        all => all,
    };
    let start = into.len();
    let heads = HEAD_WORDS.saturating_add(listed.len().saturating_mul(alias::HEAD_WORDS));
    into.resize(start.saturating_add(heads), 0);
    into.extend(pack(name.tail()));
    let mut place = start.saturating_add(HEAD_WORDS);
    let mut add = |(name, alias): &(AliasName, Alias)| {
        let head = AliasHead::pack((&id, name, alias), packer, start, into);
        write_at(into, place, head);
        place = place.saturating_add(alias::HEAD_WORDS);
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
        into.extend(packer.versions().iter().flat_map(|version| halves(version.raw())));
    }
    let keys_from = into.len().saturating_sub(start);
    into.extend_from_slice(packer.keys());

    let [[a, b], [c, d]] = name.head().map(halves);
    let [count, keys_from, length] =
        [listed.len(), keys_from, into.len().saturating_sub(start)].map(word);
    write_at(into, start, [a, b, c, d, count, keys_from, numbering.pack(), length << 1]);
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
/// indexes of its rules.
pub(super) fn repack(
    words: &[u32],
    is_followed: bool,
    mut key: impl FnMut(u32) -> u32,
    mut rule_index: impl FnMut(u32) -> u32,
    into: &mut Vec<u32>,
) {
    let Some(head) = FunctionHead::of(words) else { return };
    // All is copied at once, and the numbers are written over.
    let start = into.len();
    into.extend_from_slice(words);
    let words = into.get_mut(start..).unwrap_or_default();
    let (words, keys) = words.split_at_mut_checked(head.keys_from()).unwrap_or_default();
    for number in keys {
        *number = key(*number);
    }
    let Some((new_head, words)) = words.split_first_chunk_mut() else { return };
    let new_head: &mut [u32; HEAD_WORDS] = new_head;
    new_head[FunctionHead::LENGTH] &= !1;
    new_head[FunctionHead::LENGTH] |= u32::from(is_followed);
    let rests_from = head.tail_from();
    let aliases = rests_from.saturating_sub(HEAD_WORDS);
    let (aliases, rests) = words.split_at_mut_checked(aliases).unwrap_or_default();
    for alias in aliases.as_chunks_mut().0 {
        AliasHead::renumber(alias, (rests_from, rests), &mut key, &mut rule_index);
    }
}

/// A function as requests find it.
#[derive(Debug)]
pub(super) struct CompiledFunction<'t, T> {
    /// They begin with its head; other functions may follow.
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
    #[inline]
    pub(super) fn head(self) -> Option<FunctionHead<'t>> {
        FunctionHead::of(self.words)
    }

    /// The route to an alias, if the heads alone tell it.
    #[inline]
    pub(super) fn plain_route(self, qualifier: &Qualifier<'_>) -> Option<Route<'t, T>> {
        let Reading::Alias(name) = qualifier.reading() else { return None };
        let head = self.head()?;
        let Numbering::From(first) = head.numbering() else { return None };
        let alias = self.alias(head, name)?.plain(&self.shared.keys)?;
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
        let versions = self.versions(self.head()?)?;
        Some(Route::new(versions, CompiledAlias::pin(versions.target(version)?)))
    }

    fn alias_route(self, name: &Label<'_>) -> Option<Route<'t, T>> {
        let head = self.head()?;
        let alias = self.alias(head, name)?;
        let alias = alias.alias(self.words, self.keys(head), &self.shared.indexes)?;
        Some(Route::new(self.versions(head)?, alias))
    }

    /// There are none without payloads.
    pub(super) fn versions(self, head: FunctionHead<'t>) -> Option<Versions<'t, T>> {
        match head.numbering() {
            Numbering::From(first) => Versions::consecutive(first, self.payloads),
            Numbering::Listed => {
                let words = self.words.get(..head.keys_from())?;
                Versions::listed(words, self.payloads)
            }
        }
    }

    fn keys(self, head: FunctionHead<'t>) -> Keys<'t> {
        let numbers = self.words.get(head.keys_from()..head.len());
        Keys { numbers: numbers.unwrap_or_default(), keys: &self.shared.keys }
    }

    #[inline]
    fn alias(self, head: FunctionHead<'t>, name: &Label<'_>) -> Option<AliasHead<'t>> {
        let heads = self.words.get(HEAD_WORDS..)?;
        // Most functions have one alias beside what is left out.
        if head.aliases() != 0
            && let Some(first) = AliasHead::begin(heads)
            && first.is_named(name, self.words)
        {
            return Some(first);
        }
        find_alias(heads, head.aliases(), name, self.words)
    }
}

/// The alias of this name among many.
#[inline(never)]
fn find_alias<'t>(
    heads: &'t [u32],
    count: u32,
    name: &Label<'_>,
    function: &[u32],
) -> Option<AliasHead<'t>> {
    let heads = heads.as_chunks().0.get(..index(count))?;
    let found = heads.binary_search_by(|head| AliasHead::of(head).compare(name, function));
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
