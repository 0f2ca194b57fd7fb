//! A table and its number in the order in which tables were served.

use core::fmt;

use crate::RoutingTable;

/// A table that is or was served.
///
/// Aligned, so that it shares no cache line with the counter of those that hold it: snapshots write to
/// that one, and every request reads this.
#[repr(align(128))]
pub(super) struct Generation<T> {
    pub(super) number: u64,
    pub(super) table: RoutingTable<T>,
}

impl<T> Generation<T> {
    /// How those that hold it are shown in logs: a table can have functions by the hundred thousand.
    pub(super) fn show(&self, holder: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct(holder);
        shown.field("generation", &self.number).field("functions", &self.table.len());
        shown.finish_non_exhaustive()
    }
}
