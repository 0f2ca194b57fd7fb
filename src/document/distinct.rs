//! Keys that stand twice in a payload.

use alloc::collections::BTreeSet;

use super::json::Json;
use super::limits;
use super::reader::Reader;
use super::scan::Scanner;
use crate::path::Path;

impl Reader {
    /// Notes keys that stand twice: a type that takes any would keep the last of them silently.
    ///
    /// In one pass: read level by level, what lies deep would be read anew for each level above it.
    pub(super) fn distinct_keys(&mut self, at: &Path<'_>, json: Json<'_>) {
        // The syntax is known to be good.
        let _ = self.pass(at, &mut Scanner::new(json.text()), limits::PAYLOAD_NESTING);
    }

    fn pass(&mut self, at: &Path<'_>, scanner: &mut Scanner<'_>, nesting: usize) -> Option<()> {
        match (scanner.peek()?, nesting.checked_sub(1)) {
            (b'{' | b'[', None) => {
                self.faults.add(at, limits::TooDeep);
                scanner.json().map(drop)
            }
            (b'{', Some(nesting)) => {
                let mut seen = BTreeSet::new();
                scanner.entries(Scanner::any_string, |scanner, key| {
                    let at = &at.field(key.as_deref().unwrap_or_else(|written| written));
                    if key.as_ref().is_ok_and(|key| !seen.insert(key.clone())) {
                        self.faults.add(at, "stands twice");
                        return scanner.json().map(drop);
                    }
                    self.pass(at, scanner, nesting)
                })
            }
            (b'[', Some(nesting)) => {
                let mut indices = 0..;
                scanner.each(|scanner| {
                    let at = &at.index(indices.next()?);
                    self.pass(at, scanner, nesting)
                })
            }
            (b'"', _) => scanner.any_string().map(drop),
            _ => scanner.json().map(drop),
        }
    }
}
