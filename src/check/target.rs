//! Coordinates with numbers for their names. A check compares each fact with many others, and names letter by letter.

use crate::model::{Code, Coordinates, Id, Model};

/// The coordinates of a fact. They are ordered as their names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Target {
    pub(super) flow: Option<usize>,
    pub(super) source: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) function: Option<Code>,
    pub(super) economic: Option<Code>,
}

impl Target {
    pub(super) fn new(model: &Model, at: &Coordinates) -> Self {
        let number = |id: &Option<Id>| id.as_ref().map(|id| model.number(id));
        Self {
            flow: number(&at.flow),
            source: number(&at.source),
            kind: number(&at.kind),
            function: at.function,
            economic: at.economic,
        }
    }

    /// These coordinates, narrowed by those that `inner` gives.
    pub(super) fn narrowed(self, inner: Self) -> Self {
        Self {
            flow: inner.flow.or(self.flow),
            source: inner.source.or(self.source),
            kind: inner.kind.or(self.kind),
            function: inner.function.or(self.function),
            economic: inner.economic.or(self.economic),
        }
    }
}
