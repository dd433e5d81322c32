//! Where blank cells stand.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::paper::CheckPaper;
use crate::layout::{Field, Templates};
use crate::model::{Budget, Id, Place};
use crate::workbook::Address;

/// Where the amounts of a column stand, by sheet and row: the position of the line in its block, and the sheet's column.
type AmountRows = BTreeMap<Arc<str>, BTreeMap<u32, (usize, u32)>>;

/// Where the cells of a budget stand.
pub(super) struct CellPlaces<'p, 'b> {
    templates: &'b Templates,
    budget: &'b Budget,
    paper: &'p CheckPaper<'b>,
    /// Where the amounts of columns stand, of those asked for so far, by block and column.
    columns: RefCell<BTreeMap<(usize, usize), AmountRows>>,
}

impl<'p, 'b> CellPlaces<'p, 'b> {
    pub(super) fn new(
        templates: &'b Templates,
        budget: &'b Budget,
        paper: &'p CheckPaper<'b>,
    ) -> Self {
        Self {
            templates,
            budget,
            paper,
            columns: RefCell::default(),
        }
    }

    /// Where a blank cell stands: in the row of its line and in the column of the nearest amount above or below. An absent
    /// line has no place but that of its table.
    pub(super) fn blank(&self, cell: usize) -> Option<Place> {
        let block = self.paper.block(cell);
        let line = self.paper.line(cell);
        let Some(own) = &line.place else {
            return block
                .table
                .place
                .clone()
                .filter(|_| self.paper.is_absent(cell));
        };
        let column = self
            .near_column(cell, own)
            .or_else(|| self.column_beside(cell))
            .unwrap_or(own.cell.col);
        Some(Place {
            sheet: own.sheet.clone(),
            cell: Address::new(own.cell.row, column),
        })
    }

    /// The sheet's column of the nearest amount above or below a cell on its sheet; of two as near, the first stated.
    fn near_column(&self, cell: usize, own: &Place) -> Option<u32> {
        let at = self.paper.cells[cell];
        let block = self.paper.block(cell);
        let mut columns = self.columns.borrow_mut();
        let places = columns.entry((at.block, at.column)).or_insert_with(|| {
            let id = &block.structure.block.columns[at.column].id;
            let mut places = AmountRows::new();
            for (order, line) in block.structure.lines.iter().enumerate() {
                let place = line
                    .amounts
                    .get(id)
                    .and_then(|amount| amount.place.as_ref());
                if let Some(place) = place {
                    let rows = places.entry(place.sheet.clone()).or_default();
                    rows.entry(place.cell.row)
                        .or_insert((order, place.cell.col));
                }
            }
            places
        });
        let rows = places.get(&own.sheet)?;
        let (below, above) = (
            rows.range(own.cell.row..).next(),
            rows.range(..own.cell.row).next_back(),
        );
        below
            .into_iter()
            .chain(above)
            .min_by_key(|(row, (order, _))| (row.abs_diff(own.cell.row), *order))
            .map(|(_, &(_, col))| col)
    }

    /// The sheet's column of a cell in a column without amounts, counted from the nearest amount of its line as the layout
    /// prints them; `None` where another amount of the line stands there.
    fn column_beside(&self, cell: usize) -> Option<u32> {
        let block = self.paper.block(cell);
        let meaning = block.structure.block;
        let columns = &self
            .templates
            .layout(&self.budget.layout)?
            .table(block.table.table.as_str())?
            .blocks
            .iter()
            .find(|printed| printed.block == meaning.id)?
            .columns;
        let position = |id: &Id| {
            let field = Field::Amount(id.clone());
            columns.iter().position(|column| column.field == field)
        };
        let own = position(&meaning.columns[self.paper.cells[cell].column].id)?;
        let stated: Vec<(usize, u32)> = self
            .paper
            .line(cell)
            .amounts
            .iter()
            .filter_map(|(id, amount)| Some((position(id)?, amount.place.as_ref()?.cell.col)))
            .collect();
        let &(near, col) = stated.iter().min_by_key(|(at, _)| at.abs_diff(own))?;
        let column = (usize::try_from(col).ok()? + own).checked_sub(near)?;
        let column = u32::try_from(column).ok()?;
        stated
            .iter()
            .all(|(_, col)| *col != column)
            .then_some(column)
    }
}
