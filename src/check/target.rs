//! Coordinates with numbers for their names. A check compares each fact with many others, and names letter by letter.

use crate::model::{Code, Coordinates, Id, Model};

/// The coordinates of a fact. They are ordered as their names are; 0 is "all", as it comes before every name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Target {
    pub(super) flow: u8,
    pub(super) source: u8,
    pub(super) kind: u8,
    pub(super) function: Option<Code>,
    pub(super) economic: Option<Code>,
}

impl Target {
    pub(super) fn new(model: &Model, at: &Coordinates) -> Self {
        Self {
            flow: number(model, at.flow.as_ref()),
            source: number(model, at.source.as_ref()),
            kind: number(model, at.kind.as_ref()),
            function: at.function,
            economic: at.economic,
        }
    }

    /// These coordinates, narrowed by those that `inner` gives.
    pub(super) fn narrowed(self, inner: Self) -> Self {
        let or = |inner: u8, outer: u8| if inner == 0 { outer } else { inner };
        Self {
            flow: or(inner.flow, self.flow),
            source: or(inner.source, self.source),
            kind: or(inner.kind, self.kind),
            function: inner.function.or(self.function),
            economic: inner.economic.or(self.economic),
        }
    }
}

/// The number of a name in coordinates, 0 where there is none.
pub(super) fn number(model: &Model, name: Option<&Id>) -> u8 {
    name.map_or(0, |name| model.number(name))
}
