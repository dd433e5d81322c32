//! What came of filling: the tables, and where in them each amount and each place of the submission is found again.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{Amount, Place};
use crate::text::Measure;
use crate::workbook::{Address, Sheet, Workbook};

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

/// The cells of a budget's amounts in its filled tables: the reference, and how many yuan one of the cell's number is.
#[derive(Debug, Default)]
pub struct AmountCells(BTreeMap<*const Amount, (String, Decimal)>);

/// A filled table, with what is to be found again in it.
pub(super) struct FilledTable {
    pub(super) sheet: Sheet,
    pub(super) measure: Measure,
    pub(super) amounts: Vec<(*const Amount, Address)>,
    pub(super) counterparts: Vec<(Place, Address)>,
}

impl AmountCells {
    /// The cell of an amount of the budget that was filled.
    pub(super) fn get(&self, amount: &Amount) -> Option<&(String, Decimal)> {
        self.0.get(&std::ptr::from_ref(amount))
    }
}

impl Filled {
    pub(super) fn push(&mut self, table: FilledTable) {
        let name: Arc<str> = table.sheet.name.as_str().into();
        for (place, cell) in table.counterparts {
            let sheet = name.clone();
            self.counterparts.insert(place, Place { sheet, cell });
        }
        let quoted = name.replace('\'', "''");
        let unit = table.measure.yuan();
        let named = |(amount, at): (_, Address)| (amount, (format!("'{quoted}'!{at}"), unit));
        self.amounts.0.extend(table.amounts.into_iter().map(named));
        self.workbook.sheets.push(table.sheet);
    }
}
