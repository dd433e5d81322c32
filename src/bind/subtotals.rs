//! Rows among records that add up others, as one for each unit: they state nothing new.

use rust_decimal::Decimal;

use super::ledger::Role;
use super::line_amounts::NumberOf;
use super::read_part::{ReadPart, Subtotal};
use super::reader::SubmissionReader;
use super::rows::RowCells;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::layout::{BlockLayout, Field};
use crate::model::{cell, sum};

impl SubmissionReader<'_, '_> {
    /// Takes such a row in. `known` says whether all records since the row before it are of this part.
    pub(super) fn subtotal(
        &mut self,
        read: &mut ReadPart<'_>,
        layout: &BlockLayout,
        cells: &RowCells<'_>,
        known: bool,
        label: String,
    ) {
        let sheet = read.part.sheet;
        let mut amounts = Vec::new();
        for (at, field) in cells {
            let Field::Amount(column) = field else {
                continue;
            };
            let model = &self.templates.model;
            let meaning = &layout.meaning;
            let own = meaning.columns.iter().find(|own| own.id == *column);
            let Some(of) = own.map(|own| cell(model, &meaning.at, &own.at)) else {
                continue;
            };
            // A percentage of sums is no sum.
            if model.computed(&of).is_some() {
                self.ledger.set(sheet, *at, Role::Other);
                continue;
            }
            let number = NumberOf::new(model, &of);
            if let Some(stated) = self.amount(read, *at, number) {
                self.ledger.set(sheet, *at, Role::Repeated);
                amounts.push((column.clone(), stated));
            }
        }
        read.subtotals.push(Subtotal {
            label,
            block: layout.block.clone(),
            above: read.lines.len(),
            known,
            amounts,
        });
    }

    /// Says which of them add up neither the records above, up to the row before it, nor those below, nor all so far.
    pub(super) fn judge_subtotals(&mut self, read: &ReadPart<'_>) {
        // As far off as two amounts may be that are rounded to fen of their unit.
        let slack = read.measure.yuan() * Decimal::new(2, 2);
        let mut from = 0;
        for (at, own) in read.subtotals.iter().enumerate() {
            let next = read.subtotals.get(at + 1);
            let to = next.map_or(read.lines.len(), |next| next.above);
            let ranges = [from..own.above, own.above..to, 0..own.above];
            from = own.above;
            for (column, stated) in own.amounts.iter().filter(|_| own.known) {
                let sums = ranges.clone().map(|range| {
                    let lines = read.lines[range].iter().map(|read| &read.line);
                    let lines = lines.filter(|line| line.block == own.block);
                    let amounts = lines.filter_map(|line| line.amounts.get(column));
                    sum(amounts.map(|amount| amount.yuan))
                });
                let holds = |sum: &Decimal| (*sum - stated.yuan).abs() <= slack;
                if sums.iter().any(holds) {
                    continue;
                }
                // Whether it or a record is wrong cannot be told.
                let finding = Finding::new(FindingCode::TotalDiffers)
                    .variant("subtotal")
                    .severity(Severity::Warning)
                    .arg("label", &own.label)
                    .amount("stated", stated.yuan)
                    .amount("expected", sums[0])
                    .amount("difference", (stated.yuan - sums[0]).abs())
                    .cell(Stated::amount(stated));
                self.findings.push(finding);
            }
        }
    }
}
