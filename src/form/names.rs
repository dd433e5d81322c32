//! Names for the ranges that the formulas of a form look at over and over: shorter to read, and to store a thousand times.

use std::collections::BTreeMap;

use super::block::Block;
use super::desk::{down, on};
use crate::workbook::column_letters;

/// The names given so far, with what they stand for.
#[derive(Debug, Default)]
pub(super) struct Names {
    all: BTreeMap<String, String>,
}

impl Names {
    /// The lines of a block in a column: `T5_AB` is column AB of the block at position 5. An underscore, as without it the
    /// name would be a cell.
    pub(super) fn lines(&mut self, block: &Block<'_>, col: u32) -> String {
        let unit = block
            .unit
            .map_or_else(String::new, |unit| format!("U{unit}"));
        let name = format!("T{}{unit}_{}", block.number, column_letters(col));
        let range = || on(&block.sheet, &down(col, block.span()));
        self.all.entry(name.clone()).or_insert_with(range);
        name
    }

    /// Names that were given elsewhere, with what they stand for.
    pub(super) fn add(&mut self, named: Vec<(String, String)>) {
        self.all.extend(named);
    }

    /// The names with their ranges, for a workbook.
    pub(super) fn into_all(self) -> Vec<(String, String)> {
        self.all.into_iter().collect()
    }
}
