use alloc::collections::BTreeMap;
use core::fmt;

use crate::Version;

/// From which version to which a request goes, or a user with all requests.
///
/// `None` stands where what is known of the request doesn't decide: the point does that it will bring.
///
/// ```
/// use pointsman::{Move, Version};
///
/// let [v1, v2] = [Version::numbered(1)?, Version::numbered(2)?];
/// let sure = Move { from: Some(v1), to: Some(v2) };
/// assert_eq!(sure.to_string(), "from version 1 to version 2");
/// let unsure = Move { from: Some(v1), to: None };
/// assert_eq!(unsure.to_string(), "from version 1 to where its point falls");
/// # Ok::<(), pointsman::VersionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Move {
    /// The version before the change.
    pub from: Option<Version>,
    /// The version after it: another, unless neither is known.
    pub to: Option<Version>,
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (word, version) in [("from", self.from), (" to", self.to)] {
            match version {
                Some(version) => write!(f, "{word} version {version}")?,
                None => write!(f, "{word} where its point falls")?,
            }
        }
        Ok(())
    }
}

/// How many move, by where from and where to.
///
/// It is printed a move a line.
///
/// ```
/// use pointsman::{Move, MoveCounts, Version};
///
/// let to = |number| Move { from: Some(Version::LATEST), to: Version::numbered(number).ok() };
/// let counts: MoveCounts = [to(1), to(2), to(1)].into_iter().collect();
/// assert_eq!((counts.of(to(1)), counts.of(to(3)), counts.total()), (2, 0, 3));
/// assert_eq!(
///     counts.to_string(),
///     "2 move from version $LATEST to version 1\n\
///      1 moves from version $LATEST to version 2",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct MoveCounts(BTreeMap<Move, u64>);

impl MoveCounts {
    /// Each move that there was and how often, ascending.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Move, u64)> {
        self.0.iter().map(|(&each, &count)| (each, count))
    }

    /// How often there was this move.
    #[must_use]
    pub fn of(&self, each: Move) -> u64 {
        self.0.get(&each).copied().unwrap_or_default()
    }

    /// How many moves there were in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().fold(0, |sum, &count| sum.saturating_add(count))
    }
}

impl Extend<Move> for MoveCounts {
    fn extend<I: IntoIterator<Item = Move>>(&mut self, moves: I) {
        for each in moves {
            let count = self.0.entry(each).or_default();
            *count = count.saturating_add(1);
        }
    }
}

impl FromIterator<Move> for MoveCounts {
    fn from_iter<I: IntoIterator<Item = Move>>(moves: I) -> Self {
        let mut counts = Self::default();
        counts.extend(moves);
        counts
    }
}

impl fmt::Display for MoveCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (each, count)) in self.iter().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            let moves = if count == 1 { "moves" } else { "move" };
            write!(f, "{line}{count} {moves} {each}")?;
        }
        Ok(())
    }
}
