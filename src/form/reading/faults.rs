//! What is wrong with the lines of the sheet 录入, each kind of fault said once with all of its cells.

use rust_decimal::Decimal;

use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::form::dimensions::SHEET;

/// A fault that keeps money out of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EntryFault {
    NoCode,
    BadCode,
    NoSource,
    UnknownSource,
    UnknownCarry,
    /// A code of a further classification is missing, or is none.
    NoFurtherCode,
    BadFurtherCode,
    /// An amount that is none, with the code of its finding.
    NoNumber(FindingCode),
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct EntryFaults {
    lines: Vec<(EntryFault, Vec<Stated>, Decimal)>,
    repeated: Vec<Stated>,
    pub(super) text_numbers: Vec<Stated>,
    pub(super) too_many_digits: Vec<Stated>,
    pub(super) not_read: Vec<Stated>,
    /// Amounts that no table takes.
    pub(super) untaken: Vec<Stated>,
}

impl EntryFaults {
    /// Adds a fault of a cell that keeps `yuan` out of the tables.
    pub(super) fn add(&mut self, fault: EntryFault, cell: Stated, yuan: Decimal) {
        match self.lines.iter_mut().find(|(own, ..)| *own == fault) {
            Some((_, cells, whole)) => {
                cells.push(cell);
                *whole += yuan;
            }
            None => self.lines.push((fault, vec![cell], yuan)),
        }
    }

    /// Adds a line of a code and source that an earlier one has.
    pub(super) fn repeated(&mut self, cell: Stated, first: Stated) {
        self.repeated.push(cell);
        if !self.repeated.contains(&first) {
            self.repeated.push(first);
        }
    }

    /// Whether money stands on the sheet that is in no line.
    pub(super) const fn keep_money_out(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Whether the form's own formulas count amounts otherwise than they are read.
    pub(super) const fn change_sums(&self) -> bool {
        !(self.text_numbers.is_empty() && self.too_many_digits.is_empty())
    }

    /// Says everything.
    pub(super) fn said(self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let counted = |finding: Finding, cells: Vec<Stated>| Finding { cells, ..finding };
        for (fault, cells, yuan) in self.lines {
            if let EntryFault::NoNumber(code) = fault {
                for cell in cells {
                    findings.push(no_number(code, cell));
                }
                continue;
            }
            let (code, variant) = match fault {
                EntryFault::NoCode => (FindingCode::FormNotFilled, "code"),
                EntryFault::BadCode => (FindingCode::BadCode, "entry"),
                EntryFault::NoSource => (FindingCode::FormNotFilled, "source"),
                EntryFault::NoFurtherCode => (FindingCode::FormNotFilled, "further-code"),
                EntryFault::BadFurtherCode => (FindingCode::BadCode, "entry-further"),
                EntryFault::UnknownCarry => (FindingCode::FormNotFilled, "carry-unknown"),
                _ => (FindingCode::FormNotFilled, "source-unknown"),
            };
            let finding = Finding::new(code)
                .variant(variant)
                .arg("count", cells.len())
                .arg("text", cells[0].text.trim())
                .arg("yuan", yuan.normalize());
            findings.push(counted(finding, cells));
        }
        let named = |code: FindingCode, count: usize| {
            let finding = Finding::new(code);
            finding.arg("table", SHEET).arg("count", count)
        };
        if !self.text_numbers.is_empty() {
            let finding = named(FindingCode::TextNumber, self.text_numbers.len());
            let finding = finding.variant("form").severity(Severity::Error);
            findings.push(counted(finding, self.text_numbers));
        }
        if !self.too_many_digits.is_empty() {
            let finding = named(FindingCode::TooManyDigits, self.too_many_digits.len());
            findings.push(counted(finding, self.too_many_digits));
        }
        if !self.not_read.is_empty() {
            let finding = Finding::new(FindingCode::NumberNotRead)
                .arg("count", self.not_read.len())
                .arg("sheet", SHEET);
            findings.push(counted(finding, self.not_read));
        }
        if !self.untaken.is_empty() {
            let finding = Finding::new(FindingCode::NumberNotRead)
                .variant("entry")
                .severity(Severity::Warning)
                .arg("count", self.untaken.len())
                .arg("text", self.untaken[0].text.trim())
                .arg("sheet", SHEET);
            findings.push(counted(finding, self.untaken));
        }
        if !self.repeated.is_empty() {
            let finding = Finding::new(FindingCode::RepeatedCode)
                .variant("entry")
                .severity(Severity::Note)
                .arg("count", self.repeated.len());
            findings.push(counted(finding, self.repeated));
        }
        findings
    }
}

fn no_number(code: FindingCode, cell: Stated) -> Finding {
    let finding = Finding::new(code);
    let finding = match code {
        FindingCode::FormulaWithoutValue => {
            let finding = finding.variant("unknown").severity(Severity::Error);
            finding.arg("formula", &cell.text)
        }
        _ => finding.arg("text", &cell.text),
    };
    finding.cell(cell)
}
