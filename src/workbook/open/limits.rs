//! How large a file may be.

use super::OpenError;
use crate::messages::Phrase;
use crate::workbook::{Address, Problem};

/// How large a file may be. Each limit is kept before anything of that size is allocated; what a file makes of little, such
/// as a cell that is repeated or a text that many cells share, is counted as it is made. With the limits as they are by
/// default no file takes more than 512 MB.
///
/// The name of a limit (`max-file-bytes`) is that of its field in kebab case after `max-`; [`Limits::names`] lists
/// them, [`Limits::set`] takes one by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file in bytes.
    pub file_bytes: u64,
    /// Bytes of all parts that are read, together and unpacked.
    pub unpacked_bytes: u64,
    /// How many times larger than the file its parts may be unpacked. Counts once they are over 16 MiB.
    pub ratio: u64,
    /// Number of parts of a zip package.
    pub parts: u64,
    /// Number of different texts that a workbook shares between its cells.
    pub shared_strings: u64,
    /// Number of sheets.
    pub sheets: u64,
    /// Number of cells of all sheets that hold anything. A cell that the file repeats counts each time.
    pub cells: u64,
    /// Bytes of all texts of the cells. A text that the file keeps once and shows in many cells counts in each.
    pub text_bytes: u64,
    /// Bytes of all formulas of the cells. A formula that the file keeps once for many cells counts in each. Behind the limit
    /// cells are read without their formulas.
    pub formula_bytes: u64,
    /// Number of merged regions of all sheets.
    pub merges: u64,
    /// Number of cells, empty ones included, of the rectangles around the used cells of all sheets of an .xls file.
    pub grid_cells: u64,
    /// The last row, counted from 1. No more than 1,048,576 in any case.
    pub row: u64,
    /// The last column, counted from 1. No more than 16,384 in any case.
    pub column: u64,
    /// Characters of one text or formula.
    pub text_length: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            unpacked_bytes: 96 << 20,
            ratio: 200,
            parts: 10_000,
            shared_strings: 400_000,
            sheets: 256,
            cells: 400_000,
            text_bytes: 24 << 20,
            formula_bytes: 16 << 20,
            merges: 20_000,
            grid_cells: 2_000_000,
            row: 200_000,
            column: 2_048,
            text_length: 32_767,
        }
    }
}

pub(super) const FILE_BYTES: &str = "max-file-bytes";
pub(super) const UNPACKED_BYTES: &str = "max-unpacked-bytes";
pub(super) const RATIO: &str = "max-ratio";
pub(super) const PARTS: &str = "max-parts";
pub(super) const SHARED_STRINGS: &str = "max-shared-strings";
pub(super) const SHEETS: &str = "max-sheets";
pub(super) const CELLS: &str = "max-cells";
pub(super) const TEXT_BYTES: &str = "max-text-bytes";
pub(super) const FORMULA_BYTES: &str = "max-formula-bytes";
pub(super) const MERGES: &str = "max-merges";
pub(super) const GRID_CELLS: &str = "max-grid-cells";
pub(super) const ROW: &str = "max-row";
pub(super) const COLUMN: &str = "max-column";
pub(super) const TEXT_LENGTH: &str = "max-text-length";

const NAMES: [&str; 14] = [
    FILE_BYTES,
    UNPACKED_BYTES,
    RATIO,
    PARTS,
    SHARED_STRINGS,
    SHEETS,
    CELLS,
    TEXT_BYTES,
    FORMULA_BYTES,
    MERGES,
    GRID_CELLS,
    ROW,
    COLUMN,
    TEXT_LENGTH,
];

impl Limits {
    /// The names of all limits, which are those of their options: `max-file-bytes`, without dashes in front.
    #[must_use]
    pub const fn names() -> &'static [&'static str] {
        &NAMES
    }

    /// The limit called `name`; `None` where there is none of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<u64> {
        self.clone().field(name).copied()
    }

    /// Sets the limit called `name`; `false` where there is none of that name.
    #[must_use]
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        self.field(name).map(|field| *field = value).is_some()
    }

    fn field(&mut self, name: &str) -> Option<&mut u64> {
        Some(match name {
            FILE_BYTES => &mut self.file_bytes,
            UNPACKED_BYTES => &mut self.unpacked_bytes,
            RATIO => &mut self.ratio,
            PARTS => &mut self.parts,
            SHARED_STRINGS => &mut self.shared_strings,
            SHEETS => &mut self.sheets,
            CELLS => &mut self.cells,
            TEXT_BYTES => &mut self.text_bytes,
            FORMULA_BYTES => &mut self.formula_bytes,
            MERGES => &mut self.merges,
            GRID_CELLS => &mut self.grid_cells,
            ROW => &mut self.row,
            COLUMN => &mut self.column,
            TEXT_LENGTH => &mut self.text_length,
            _ => return None,
        })
    }

    /// The number of rows that may be used; also the first row, counted from 0, that may not.
    pub(super) fn rows(&self) -> u64 {
        self.row.min(1_048_576)
    }

    /// The number of columns that may be used; also the first column, counted from 0, that may not.
    pub(super) fn columns(&self) -> u64 {
        self.column.min(16_384)
    }

    /// The problem of a cell in row `row` and column `col` (counted from 0), if it lies outside.
    pub(super) fn outside(&self, row: u64, col: u64) -> Option<Problem> {
        let (limit, value) = if row >= self.rows() {
            (ROW, self.rows())
        } else if col >= self.columns() {
            (COLUMN, self.columns())
        } else {
            return None;
        };
        // Printing an address adds one to each number.
        let clamp = |n: u64| u32::try_from(n).unwrap_or(u32::MAX).min(u32::MAX - 1);
        let at = Some(Address::new(clamp(row), clamp(col)));
        Some(Problem::Limit { limit, value, at })
    }

    /// The error of a file with `count` sheets, if they are too many.
    pub(super) fn check_sheets(&self, count: usize) -> Result<(), OpenError> {
        if count as u64 <= self.sheets {
            return Ok(());
        }
        Err(OpenError::Limit {
            limit: SHEETS,
            value: self.sheets,
            found: Phrase::new("limit-sheets").arg("count", count),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_sets_its_own_limit() {
        let mut limits = Limits::default();
        for (at, name) in (1_000..).zip(Limits::names()) {
            assert!(limits.get(name).is_some(), "{name}");
            assert!(limits.set(name, at));
        }
        for (at, name) in (1_000..).zip(Limits::names()) {
            assert_eq!(limits.get(name), Some(at), "{name}");
        }
        assert!(!limits.set("max-nothing", 1));
    }
}
