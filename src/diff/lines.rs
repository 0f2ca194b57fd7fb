//! Facts as people read them: one a line, the path first.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::join::join;
use crate::path::Path;
use crate::{Split, SplitDiff};

/// Lines that are written one below the other.
pub(super) struct Lines<'f, 'b> {
    f: &'f mut fmt::Formatter<'b>,
    is_empty: bool,
}

impl<'f, 'b> Lines<'f, 'b> {
    pub(super) fn new(f: &'f mut fmt::Formatter<'b>) -> Self {
        Self { f, is_empty: true }
    }

    pub(super) fn add(&mut self, at: &Path<'_>, fact: impl fmt::Display) -> fmt::Result {
        let line = if self.is_empty { "" } else { "\n" };
        self.is_empty = false;
        let colon = if at.is_root() { "" } else { ": " };
        write!(self.f, "{line}{at}{colon}{fact}")
    }

    /// That one value takes the place of another, if it is another.
    pub(super) fn becomes<V: PartialEq + fmt::Display>(
        &mut self,
        at: &Path<'_>,
        old: Option<V>,
        new: Option<V>,
    ) -> fmt::Result {
        match (old, new) {
            (Some(old), Some(new)) if old != new => {
                self.add(at, format_args!("{old} becomes {new}"))
            }
            (Some(old), None) => self.add(at, format_args!("{old} becomes none")),
            (None, Some(new)) => self.add(at, format_args!("none becomes {new}")),
            (Some(_), Some(_)) | (None, None) => Ok(()),
        }
    }

    /// What moves from one split to another, and what of them is written otherwise.
    pub(super) fn split(
        &mut self,
        at: &Path<'_>,
        (old, new): (&Split, &Split),
        diff: &SplitDiff,
        is_dealt_anew: bool,
    ) -> fmt::Result {
        if is_dealt_anew && old.sole().is_none() && new.sole().is_none() {
            self.add(at, "everyone is dealt anew, since salt or sticky keys change")?;
        }
        for flow in diff.flows() {
            self.add(at, flow)?;
        }
        self.becomes(&at.field("version"), Some(old.main()), Some(new.main()))?;
        for (version, old, new) in join(old.additional(), new.additional()) {
            self.becomes(&at.field("weights").key(&version), old, new)?;
        }
        self.becomes(&at.field("slices"), slices(old), slices(new))
    }
}

/// The slices of a split whose weights alone don't tell them, and their widths in millionths.
fn slices(split: &Split) -> Option<String> {
    let slices =
        split.slices().map(|slice| alloc::format!("{} {}", slice.version(), slice.width()));
    (!split.is_canonical()).then(|| alloc::format!("[{}]", slices.collect::<Vec<_>>().join(", ")))
}

/// Where a split leads: `version 4`, or `version 1 (90%), version 2 (10%)`.
pub(super) struct Target<'a>(pub(super) &'a Split);

impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(split) = self;
        write!(f, "version {}", split.main())?;
        if split.additional().len() > 0 {
            write!(f, " ({})", split.share(split.main()))?;
        }
        for (version, weight) in split.additional() {
            write!(f, ", version {version} ({weight})")?;
        }
        slices(split).map_or(Ok(()), |slices| write!(f, " in slices {slices}"))
    }
}
