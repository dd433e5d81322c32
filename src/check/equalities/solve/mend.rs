//! Changes of cells, and the faults that they mend.

use crate::check::equalities::gather::EqualityIx;

/// A change of cells by the same amount that mends equalities.
#[derive(Debug, Clone, Default)]
pub(in crate::check::equalities) struct Mend {
    /// The cell that is wrong.
    pub(in crate::check::equalities) cell: usize,
    /// The totals that were made of it, and are wrong with it.
    pub(in crate::check::equalities) carried: Vec<usize>,
    /// The cell beside or below that holds what belongs here, and that this one holds the amount of.
    pub(in crate::check::equalities) exchanged: Option<usize>,
    /// What is to be added, in half fen.
    pub(in crate::check::equalities) change: i128,
    /// The equalities mended, less those broken.
    pub(super) score: i64,
    /// How likely the stated amount is a slip for the mended one.
    pub(super) likely: u32,
}

impl Mend {
    /// A change of one cell.
    pub(super) fn alone(cell: usize, change: i128) -> Self {
        Self {
            cell,
            change,
            ..Self::default()
        }
    }

    /// The cells that change, and by how much, in half fen.
    pub(in crate::check::equalities) fn changes(&self) -> impl Iterator<Item = (usize, i128)> {
        self.cells()
            .map(|(cell, times)| (cell, times * self.change))
    }

    /// The cells that change, and by how often the change.
    pub(super) fn cells(&self) -> impl Iterator<Item = (usize, i128)> {
        let same = self.carried.iter().chain([&self.cell]);
        same.map(|&cell| (cell, 1))
            .chain(self.exchanged.map(|cell| (cell, -1)))
    }
}

/// One fault: the changes that mend it equally well, the most probable first, and the equalities that it breaks.
#[derive(Debug)]
pub(in crate::check::equalities) struct EqualityFault {
    pub(in crate::check::equalities) mends: Vec<Mend>,
    /// The equalities that do not hold because of it.
    pub(in crate::check::equalities) broken: Vec<EqualityIx>,
}
