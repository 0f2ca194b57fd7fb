use core::fmt::{self, Write};

/// Texts of strangers as people may read them, on one line: what can't be seen is escaped, and with it
/// the backslash, so that no two texts look alike.
pub(crate) struct Escape<'f, 'b>(pub(crate) &'f mut fmt::Formatter<'b>);

impl Write for Escape<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match character {
                '\'' | '"' => self.0.write_char(character)?,
                _ => write!(self.0, "{}", character.escape_debug())?,
            }
        }
        Ok(())
    }
}

/// The whole of something, what can't be seen escaped.
pub(crate) struct Escaped<V>(pub(crate) V);

impl<V: fmt::Display> fmt::Display for Escaped<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escape(f), "{}", self.0)
    }
}

/// The same in back-ticks.
#[derive(PartialEq)]
pub(crate) struct Quoted<V>(pub(crate) V);

impl<V: fmt::Display> fmt::Display for Quoted<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", Escaped(&self.0))
    }
}
