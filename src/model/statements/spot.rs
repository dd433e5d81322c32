//! Blocks that state facts, and the cells in them.

use crate::model::Structure;

/// A block that states facts.
#[derive(Debug, Clone)]
pub(crate) struct Stating<'s> {
    /// What its owner knows it by.
    pub(crate) block: usize,
    pub(crate) structure: &'s Structure<'s>,
    /// Whether the printed parts make up the whole.
    pub(crate) closed: bool,
    /// For each column, whether a cell of it states something, if only by being blank.
    pub(crate) states: Vec<bool>,
    /// Whether a column was not found.
    pub(crate) lacks_columns: bool,
    /// The number of lines that stand there; those after them are read as blank.
    pub(crate) own_lines: usize,
    /// Whether lines may be added up to what none of them states.
    pub(crate) adds_lines: bool,
}

/// A cell: the block, by what its owner knows it, and the positions of line and column in its structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) block: usize,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The cells whose sum states a fact.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    /// The block; of a sum over the tables of funds, `None`.
    pub(crate) block: Option<usize>,
    pub(crate) spots: Vec<Spot>,
}
