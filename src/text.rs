//! Text that is mostly short.

use alloc::boxed::Box;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

/// A text that doesn't change. Up to [`Text::SHORT`] bytes, which is as long as most names and values
/// are, need no memory of their own.
#[derive(Clone)]
pub(crate) struct Text(Form);

#[derive(Clone)]
enum Form {
    Short { length: u8, bytes: [u8; Text::SHORT] },
    Long(Box<str>),
}

impl Text {
    /// As many as there are in a boxed text and one more word.
    const SHORT: usize = 22;
}

impl Default for Text {
    fn default() -> Self {
        Self(Form::Short { length: 0, bytes: [0; Self::SHORT] })
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut bytes = [0; Self::SHORT];
        Self(match (u8::try_from(text.len()), bytes.get_mut(..text.len())) {
            (Ok(length), Some(start)) => {
                start.copy_from_slice(text.as_bytes());
                Form::Short { length, bytes }
            }
            _ => Form::Long(text.into()),
        })
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        match &self.0 {
            Form::Short { length, bytes } => {
                let text = bytes.get(..usize::from(*length)).unwrap_or_default();
                core::str::from_utf8(text).unwrap_or_default()
            }
            Form::Long(text) => text,
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
