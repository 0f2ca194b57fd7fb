use core::fmt;

/// A place, as the way that leads there from a function or a table, written as in a document.
#[derive(Clone, Copy)]
pub(super) struct Path<'p>(Option<(&'p Path<'p>, Step<'p>)>);

#[derive(Clone, Copy)]
enum Step<'p> {
    Field(&'p dyn fmt::Display),
    Index(usize),
}

impl<'p> Path<'p> {
    pub(super) const ROOT: Self = Self(None);

    pub(super) fn field(&'p self, name: &'p dyn fmt::Display) -> Self {
        Self(Some((self, Step::Field(name))))
    }

    pub(super) fn index(&'p self, index: usize) -> Self {
        Self(Some((self, Step::Index(index))))
    }

    pub(super) fn is_root(&self) -> bool {
        self.0.is_none()
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => Ok(()),
            Some((parent, Step::Index(index))) => write!(f, "{parent}[{index}]"),
            Some((parent, Step::Field(name))) if parent.is_root() => write!(f, "{name}"),
            Some((parent, Step::Field(name))) => write!(f, "{parent}.{name}"),
        }
    }
}
