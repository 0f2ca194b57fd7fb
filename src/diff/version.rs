use core::fmt;

/// What becomes of a version.
///
/// ```
/// use pointsman::{Function, Version, VersionDiff};
///
/// let old = Function::new("B".parse()?, "a");
/// let mut new = old.clone();
/// let v1 = new.publish()?;
/// new.set_latest("b")?;
/// let diff = old.diff(&new);
/// assert_eq!(
///     diff.versions(),
///     [(v1, VersionDiff::Published), (Version::LATEST, VersionDiff::Payload)],
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionDiff {
    /// It is there only afterwards.
    Published,
    /// It is there only before.
    Deleted,
    /// It gets another payload, which of a numbered version no operation does.
    Payload,
}

/// As in `published`.
impl fmt::Display for VersionDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Published => "published",
            Self::Deleted => "deleted",
            Self::Payload => "another payload",
        })
    }
}
