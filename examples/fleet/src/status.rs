use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// How far a gateway has followed etcd, and what hinders it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Whether changes are being told. A connection that dies without a word still counts for some
    /// seconds.
    pub connected: bool,
    /// The revision of etcd up to which all is served: that of the last change of a function, or of the
    /// listing. `None` before the first listing.
    pub revision: Option<i64>,
    /// How many functions are served.
    pub functions: usize,
    /// What keys hold and is not served, by key: for these, a last good function may be served.
    pub refused: BTreeMap<String, Refusal>,
    /// Why the last connection ended, or the last attempt at one failed.
    pub error: Option<String>,
    /// How often all functions were listed: once at first, then after each compaction that went past
    /// what had been told.
    pub listings: u64,
    /// How often watching began.
    pub watches: u64,
}
