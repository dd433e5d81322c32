//! What came of filling: the tables, and where in them each amount and each place of the submission is found again.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{AmountAt, Id, LineIx, Place};
use crate::text::Measure;
use crate::workbook::{Address, FormulaText, Sheet, Workbook};

/// The filled tables of a budget.
#[derive(Debug, Default)]
pub struct Filled {
    /// The tables, a sheet each.
    pub workbook: Workbook,
    /// The cells of the amounts.
    pub amounts: AmountCells,
    /// The counterpart in the workbook of each place in the submission that the budget knows: of titles, lines and amounts.
    pub counterparts: BTreeMap<Place, Place>,
}

/// The cells of a budget's amounts in its filled tables, by table, line and column: the reference, and how many yuan one of
/// the cell's number is.
#[derive(Debug, Default)]
pub struct AmountCells(BTreeMap<(Id, LineIx, Id), (FormulaText, Decimal)>);

/// A filled table, with what is to be found again in it.
pub(super) struct FilledTable {
    pub(super) table: Id,
    pub(super) sheet: Sheet,
    pub(super) measure: Measure,
    /// The amounts by line and column, each with its cell.
    pub(super) amounts: Vec<(LineIx, Id, Address)>,
    pub(super) counterparts: Vec<(Place, Address)>,
}

impl AmountCells {
    /// The cell of an amount of the budget that was filled.
    pub(super) fn get(&self, amount: AmountAt<'_>) -> Option<&(FormulaText, Decimal)> {
        let key = (amount.table.clone(), amount.line, amount.column.clone());
        self.0.get(&key)
    }
}

impl Filled {
    pub(super) fn push(&mut self, table: FilledTable) {
        let name: Arc<str> = table.sheet.name.as_str().into();
        for (place, cell) in table.counterparts {
            let sheet = name.clone();
            self.counterparts.insert(place, Place { sheet, cell });
        }
        let unit = table.measure.yuan();
        for (line, column, at) in table.amounts {
            let key = (table.table.clone(), line, column);
            let cell = FormulaText::from(at).on(&name);
            self.amounts.0.insert(key, (cell, unit));
        }
        self.workbook.sheets.push(table.sheet);
    }
}
