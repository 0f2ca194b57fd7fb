//! A table and its number in the order in which tables were served.

use crate::RoutingTable;

/// A table that is or was served.
///
/// Aligned, so that it shares no cache line with the counter of those that hold it: snapshots write to
/// that one, and every request reads this.
#[derive(Debug)]
#[repr(align(128))]
pub(super) struct Generation<T> {
    pub(super) number: u64,
    pub(super) table: RoutingTable<T>,
}
