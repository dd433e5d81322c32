//! Positions of which one kind must not be taken for another.

/// The position of a line among all lines of its [`Table`](super::Table), counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineIx(usize);

impl LineIx {
    /// The line at this position.
    #[must_use]
    pub const fn new(position: usize) -> Self {
        Self(position)
    }

    /// The position.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}
