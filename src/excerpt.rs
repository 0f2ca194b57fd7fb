use core::fmt::{self, Write};

use crate::escape::Escape;

/// The offending input as an error shows it: in back-ticks, what can't be seen escaped.
///
/// It is a copy of fixed size, so that errors are `Copy`, cost no allocation, outlive the input and
/// stay short whatever a stranger sends: what lies beyond [`Excerpt::MAX`] bytes is cut and shown
/// as `…`.
///
/// ```
/// use pointsman::Version;
///
/// let error = "9\n9".parse::<Version>().unwrap_err();
/// assert_eq!(error.to_string(), r"version `9\n9` must be `$LATEST` or a decimal number");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Excerpt {
    bytes: [u8; Self::MAX],
    len: u8,
    cut: bool,
}

impl Excerpt {
    /// How many bytes of the input are kept.
    pub const MAX: usize = 64;

    pub(crate) fn of(input: &str) -> Self {
        let len = (0..=Self::MAX.min(input.len())).rev().find(|&len| input.is_char_boundary(len));
        let kept = input.get(..len.unwrap_or_default()).unwrap_or_default();
        let mut bytes = [0; Self::MAX];
        for (slot, byte) in bytes.iter_mut().zip(kept.bytes()) {
            *slot = byte;
        }
        let len = u8::try_from(kept.len()).unwrap_or_default();
        Self { bytes, len, cut: kept.len() < input.len() }
    }

    /// What was kept of the input.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let kept = self.bytes.get(..usize::from(self.len)).unwrap_or_default();
        core::str::from_utf8(kept).unwrap_or_default()
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`")?;
        Escape(f).write_str(self.as_str())?;
        f.write_str(if self.cut { "…`" } else { "`" })
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Excerpt({self})")
    }
}
