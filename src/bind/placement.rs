//! Where the tables stand on the sheets.

use std::collections::BTreeMap;

use crate::layout::Field;
use crate::text::Measure;
use crate::workbook::{Address, SheetIx};

/// A block of a part: the column of each of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedBlock {
    /// The block's position in its table's layout.
    pub block: usize,
    /// Column (counted from 0) and field, from left to right.
    pub columns: Vec<(u32, Field)>,
}

/// A table, or the part of one that stands on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedPart {
    /// The sheet.
    pub sheet: SheetIx,
    /// The table's position in the layout.
    pub table: usize,
    /// The title's cell, where the part has one.
    pub title: Option<Address>,
    /// First and last header row, counted from 0; `None` for a part that goes on without one.
    pub header: Option<(u32, u32)>,
    /// First and last row that may hold lines, counted from 0.
    pub body: (u32, u32),
    /// First and last column of the part, counted from 0.
    pub columns: (u32, u32),
    /// The blocks that were understood.
    pub blocks: Vec<PlacedBlock>,
    /// Columns that may stand beside the table's (serial numbers, remarks), with their header.
    pub extras: Vec<(u32, String)>,
    /// Columns whose header is not understood, with its text.
    pub unknown: Vec<(u32, String)>,
    /// Columns that repeat one that was understood, with its header.
    pub repeated: Vec<(u32, String)>,
    /// Columns of the layout that were not found, as printed from the top row down, joined by a dash.
    pub missing: Vec<String>,
    /// The unit of measure that the part states.
    pub measure: Option<Measure>,
    /// The sheet and cell that state the unit of measure: the part's own, or those of the page before.
    pub measure_cell: Option<(SheetIx, Address)>,
    /// Units of measure that the headers of single columns state, by column.
    pub column_measures: BTreeMap<u32, Measure>,
    /// Cells that state different units of measure for the part.
    pub contradicting: Vec<Address>,
    /// The name that the line above the table gives, squashed.
    pub preparer: Option<String>,
    /// The cell of that line.
    pub preparer_cell: Option<Address>,
    /// The year that the title states.
    pub year: Option<u16>,
    /// How many headers and titles are spelled as the layout prints them.
    pub exact: usize,
}

/// Where all tables stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Placement {
    /// The parts in the order of the sheets, from top to bottom.
    pub parts: Vec<PlacedPart>,
    /// Hidden versions of tables that are shown elsewhere; they are not read.
    pub versions: Vec<PlacedPart>,
    /// Titles without an understood header: sheet, cell, table, and the nearest header text.
    pub headless: Vec<(SheetIx, Address, usize, String)>,
    /// Rows (sheet, first and last, counted from 0) that read like the header of a table, without a title, and fit none for sure.
    pub unbound: Vec<(SheetIx, u32, u32)>,
}

impl Placement {
    /// How well the placement fits its layout: columns understood, less those missing or not understood.
    #[must_use]
    pub fn score(&self) -> i64 {
        let points = |part: &PlacedPart| {
            let columns: usize = part.blocks.iter().map(|block| block.columns.len()).sum();
            let faults = part.missing.len() + part.unknown.len() + part.repeated.len();
            let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX / 8);
            8 * count(columns) + count(part.exact) - 12 * count(faults)
        };
        self.parts.iter().map(points).sum::<i64>()
            - 24 * i64::try_from(self.headless.len()).unwrap_or(0)
    }
}
