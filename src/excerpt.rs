use core::fmt;

/// The offending input as an error shows it: in back-ticks, with control characters escaped.
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
        let mut excerpt = Self { bytes: [0; Self::MAX], len: 0, cut: false };
        let mut slots = excerpt.bytes.iter_mut();
        for character in input.chars() {
            if slots.len() < character.len_utf8() {
                excerpt.cut = true;
                break;
            }
            let mut encoded = [0; 4];
            for (byte, slot) in character.encode_utf8(&mut encoded).bytes().zip(&mut slots) {
                *slot = byte;
                excerpt.len = excerpt.len.saturating_add(1);
            }
        }
        excerpt
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
        for character in self.as_str().chars() {
            if character.is_control() {
                write!(f, "{}", character.escape_default())?;
            } else {
                write!(f, "{character}")?;
            }
        }
        f.write_str(if self.cut { "…`" } else { "`" })
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Excerpt({self})")
    }
}
