//! What the parts of a function need while they are packed.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::index::RuleIndex;
use super::keys::KeyPool;
use super::leaf::Shared;
use super::split::Target;
use super::words::{index, word};
use crate::{AttributeKey, Version};

/// What the parts of a function are packed by: its versions become indices, and the keys of its
/// rules become numbers of its own, so that these words stay as they are in whichever leaf they come
/// to lie.
#[derive(Debug, Default)]
pub(super) struct Packer {
    /// The numbered versions, ascending.
    versions: Vec<Version>,
    /// What this function's keys are among those of all.
    keys: Vec<u32>,
    /// The other way round, one more than this function's number of each key; 0 of none.
    own_keys: Vec<u32>,
    all_keys: KeyPool,
    all_indexes: Vec<Arc<RuleIndex>>,
    /// To be filled with a salt and emptied again, so that no function takes memory for its own.
    pub(super) salt: String,
}

impl Packer {
    /// Goes on with another function, of which these are the numbered versions, ascending.
    pub(super) fn begin(&mut self, versions: impl IntoIterator<Item = Version>) {
        self.versions.clear();
        self.versions.extend(versions);
        for number in self.keys.drain(..) {
            self.own_keys.get_mut(index(number)).into_iter().for_each(|own| *own = 0);
        }
    }

    #[inline]
    pub(super) fn versions(&self) -> &[Version] {
        &self.versions
    }

    #[inline]
    pub(super) fn keys(&self) -> &[u32] {
        &self.keys
    }

    #[inline]
    pub(super) fn target(&self, version: Version) -> Target {
        self.versions.binary_search(&version).map_or(Target::LATEST, Target::new)
    }

    /// The number of a key among those of all functions.
    #[inline]
    pub(super) fn shared_key(&mut self, key: &AttributeKey) -> u32 {
        self.all_keys.number(key)
    }

    /// The function's own number of a key.
    pub(super) fn key(&mut self, key: &AttributeKey) -> u32 {
        let number = self.all_keys.number(key);
        self.own_keys.resize(self.own_keys.len().max(index(number).saturating_add(1)), 0);
        let Some(own) = self.own_keys.get_mut(index(number)) else { return 0 };
        if *own == 0 {
            self.keys.push(number);
            *own = word(self.keys.len());
        }
        own.saturating_sub(1)
    }

    /// The number of an index among those of all functions.
    pub(super) fn rule_index(&mut self, index: RuleIndex) -> u32 {
        self.all_indexes.push(Arc::new(index));
        word(self.all_indexes.len().saturating_sub(1))
    }

    /// What all functions that were packed share.
    pub(super) fn finish(self) -> Shared {
        Shared::new(self.all_keys, self.all_indexes)
    }
}
