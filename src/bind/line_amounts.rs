//! The amounts of a line: money in yuan, and numbers of things.

use rust_decimal::Decimal;

use super::cells::{self, CellAmount, Shown, StoredAs};
use super::ledger::Role;
use super::read_part::ReadPart;
use super::reader::SubmissionReader;
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Amount, Coordinates, Model};

/// What a number of a table is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberOf<'m> {
    /// Money.
    Money,
    /// The change of an amount of money, which may well be negative.
    Change,
    /// Things or hundredths, in that unit.
    Things(&'m str),
}

impl<'m> NumberOf<'m> {
    pub(super) fn new(model: &'m Model, at: &Coordinates) -> Self {
        match (model.measure(at), model.computed(at)) {
            (Some(unit), _) => Self::Things(unit),
            (None, Some(_)) => Self::Change,
            (None, None) => Self::Money,
        }
    }
}

impl SubmissionReader<'_, '_> {
    /// An amount of money or another number.
    pub(super) fn amount(
        &mut self,
        read: &mut ReadPart<'_>,
        at: usize,
        of: NumberOf<'_>,
    ) -> Option<Amount> {
        let part = read.part;
        let sheet = &self.source.sheets[part.sheet];
        if self
            .table(part)
            .blank_words
            .iter()
            .any(|word| *word == sheet.texts[at])
        {
            self.ledger.set(part.sheet, at, Role::Other);
            return None;
        }
        if let NumberOf::Things(unit) = of {
            return self.number(read, at, unit);
        }
        let own = part.column_measures.get(&sheet.sheet.cells[at].col);
        let measure = own.copied().unwrap_or(read.measure);
        match cells::amount(self.source, part.sheet, at, measure) {
            CellAmount::Blank => {
                self.ledger.set(part.sheet, at, Role::Other);
                None
            }
            CellAmount::Stated {
                amount,
                decimals,
                measure,
                kind,
                shown,
            } => {
                let exact = (amount.yuan, amount.stated.clone());
                let shift = (measure.yuan() / read.measure.yuan()).normalize();
                // Decimals count in the part's unit of measure: 3.50万元 in a table in 元 states tens of yuan.
                let shifted = (Decimal::new(1, decimals.min(20)) * shift)
                    .normalize()
                    .scale();
                read.decimals = read
                    .decimals
                    .max(if shift.is_integer() && shift == Decimal::ONE {
                        decimals
                    } else {
                        shifted
                    });
                let stated = Stated::amount(&amount);
                if kind == StoredAs::Text {
                    read.text_numbers.push(stated.clone());
                }
                match shown {
                    Shown::Plain => {}
                    Shown::Scaled => read.scaled.push(stated.clone()),
                    Shown::Contradicting => read.contradicting.push(stated.clone()),
                    Shown::Percentage => read.percentages.push(stated.clone()),
                }
                if let Some(by) = sheet.hidden[at] {
                    read.hidden.push(stated.clone());
                    read.hidden_by.insert(by);
                }
                if cells::has_more_than_fen(sheet.sheet, at, measure, shown) {
                    read.too_many_digits.push(stated.clone());
                }
                let negative = exact.0.is_sign_negative() && !exact.0.is_zero();
                if negative && of != NumberOf::Change {
                    self.findings.push(
                        Finding::new(FindingCode::NegativeAmount)
                            .amount("yuan", exact.0)
                            .cell(stated),
                    );
                }
                Some(amount)
            }
            CellAmount::Placeholder => {
                self.placeholder(read, at);
                None
            }
            CellAmount::Words => {
                self.ledger.set(part.sheet, at, Role::Fault);
                let stated = Stated::text(Some(sheet.place(at)), &sheet.raw(at));
                self.findings.push(
                    Finding::new(FindingCode::NotANumber)
                        .arg("text", sheet.raw(at))
                        .cell(stated),
                );
                None
            }
            CellAmount::Date => {
                self.ledger.set(part.sheet, at, Role::Fault);
                let stated = Stated::text(Some(sheet.place(at)), &sheet.raw(at));
                read.dates.push(stated);
                None
            }
            CellAmount::Fault(finding) => {
                self.ledger.set(part.sheet, at, Role::Fault);
                self.findings.push(*finding);
                None
            }
        }
    }

    /// A number of things or a percentage, as it is shown.
    fn number(&mut self, read: &mut ReadPart<'_>, at: usize, unit: &str) -> Option<Amount> {
        let sheet = read.part.sheet;
        let own = &self.source.sheets[sheet];
        match cells::number(self.source, sheet, at, unit) {
            CellAmount::Stated { amount, .. } => {
                if let Some(by) = own.hidden[at] {
                    read.hidden.push(Stated::amount(&amount));
                    read.hidden_by.insert(by);
                }
                Some(amount)
            }
            CellAmount::Blank | CellAmount::Placeholder => {
                self.ledger.set(sheet, at, Role::Other);
                None
            }
            CellAmount::Fault(finding) => {
                self.ledger.set(sheet, at, Role::Fault);
                self.findings.push(*finding);
                None
            }
            CellAmount::Words | CellAmount::Date => {
                self.ledger.set(sheet, at, Role::Fault);
                let stated = Stated::text(Some(own.place(at)), &own.raw(at));
                let finding = Finding::new(FindingCode::NotANumber).arg("text", own.raw(at));
                self.findings.push(finding.cell(stated));
                None
            }
        }
    }
}
