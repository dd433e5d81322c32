//! Rows among records that add up those above them, as one for each unit.

use rust_decimal::Decimal;

use super::extract::Reader;
use super::ledger::Role;
use super::line_amounts::NumberOf;
use super::lines::ReadPart;
use super::rows::RowCells;
use crate::layout::{BlockLayout, Field};
use crate::model::{Key, cell, sum};

impl Reader<'_, '_> {
    /// A row that adds up the records since the last such row, number `summed`, or all so far: it states nothing new. What it
    /// does not add up is said.
    pub(super) fn subtotal(
        &mut self,
        read: &mut ReadPart<'_>,
        layout: &BlockLayout,
        cells: &RowCells<'_>,
        summed: usize,
        label: &str,
    ) {
        let sheet = read.part.sheet;
        let mut differ = Vec::new();
        for (at, field) in cells {
            let Field::Amount(column) = field else {
                continue;
            };
            let model = &self.templates.model;
            let meaning = &layout.meaning;
            let own = meaning.columns.iter().find(|own| own.id == *column);
            let coordinates = own.map(|own| cell(model, &meaning.at, &own.at));
            // A percentage of sums is no sum.
            if coordinates.as_ref().is_some_and(|at| model.computed(at).is_some()) {
                self.ledger.set(sheet, *at, Role::Other);
                continue;
            }
            let number = coordinates.as_ref().map(|at| NumberOf::new(model, at));
            let Some(stated) = self.amount(read, *at, number.unwrap_or(NumberOf::Money)) else {
                continue;
            };
            let of = |from: usize| {
                let own = read.lines.iter().filter(|own| own.line.block == layout.block);
                let own = own.filter(|own| matches!(own.line.key, Key::Record(n) if n > from));
                let amounts = own.filter_map(|own| own.line.amounts.get(column));
                sum(amounts.map(|amount| amount.yuan))
            };
            // As far off as two amounts may be that are rounded to fen of their unit.
            let slack = read.measure.yuan() * Decimal::new(2, 2);
            let holds = |sum: Decimal| (sum - stated.yuan).abs() <= slack;
            if holds(of(summed)) || holds(of(0)) {
                self.ledger.set(sheet, *at, Role::Repeated);
            } else {
                differ.push(*at);
            }
        }
        self.not_read(read, &differ, Some(label));
    }
}
