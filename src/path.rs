//! Where something stands, as it is written in a document.

use core::fmt;

use crate::Excerpt;

/// A place in a document, a table or a function, as the way that leads there.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p>(Option<(&'p Path<'p>, Step<'p>)>);

#[derive(Clone, Copy)]
enum Step<'p> {
    Field(&'p str),
    Key(&'p dyn fmt::Display),
    Index(usize),
}

impl<'p> Path<'p> {
    pub(crate) const ROOT: Self = Self(None);

    /// By a name that may be any text. One that is long, or that could be misread, is quoted.
    pub(crate) fn field(&'p self, name: &'p str) -> Self {
        Self(Some((self, Step::Field(name))))
    }

    /// By a name that was checked, such as a version's.
    pub(crate) fn key(&'p self, name: &'p dyn fmt::Display) -> Self {
        Self(Some((self, Step::Key(name))))
    }

    pub(crate) fn index(&'p self, index: usize) -> Self {
        Self(Some((self, Step::Index(index))))
    }

    pub(crate) fn is_root(&self) -> bool {
        self.0.is_none()
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((parent, step)) = self.0 else {
            return Ok(());
        };
        parent.fmt(f)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '$' | '-' | '_');
        let dot = if parent.is_root() { "" } else { "." };
        match step {
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Field(name)
                if !(1..=Excerpt::MAX).contains(&name.len()) || !name.chars().all(plain) =>
            {
                write!(f, "[{}]", Excerpt::of(name))
            }
            Step::Field(name) => write!(f, "{dot}{name}"),
            Step::Key(name) => write!(f, "{dot}{name}"),
        }
    }
}
