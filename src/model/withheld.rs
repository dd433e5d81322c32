//! What a submission holds and a public document does not print.

use serde::{Deserialize, Serialize};

/// Why something is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is not shown: it stands in a hidden sheet, row, column or cell, or behind a merged cell.
    Hidden,
    /// It is shown and belongs to no part of the document.
    Unplaced,
}

/// Cells of a sheet that are not content: where they stand and how many there are, not what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withheld {
    /// Why.
    pub reason: Reason,
    /// The sheet's name.
    pub sheet: String,
    /// The smallest region that has them all: `A3:F40`, or one cell.
    pub range: String,
    /// The number of cells that hold anything.
    pub cells: usize,
    /// The number of cells that hold numbers.
    pub numbers: usize,
}
