//! What is not said of a file of which a part is lost: that the lost part is missing, and what follows from that.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::finding::{Finding, FindingCode};
use crate::model::{Budget, Key, Table};
use crate::workbook::{Problem, Workbook};

/// The sheets of a workbook that could not be read, or not in full.
pub(super) struct Damaged<'w>(BTreeSet<&'w str>);

impl<'w> Damaged<'w> {
    pub(super) fn of(workbook: &'w Workbook) -> Self {
        let sheets = workbook.sheets.iter();
        Self(
            sheets
                .filter(|sheet| sheet.problems.iter().any(is_damage))
                .map(|sheet| sheet.name.as_str())
                .collect(),
        )
    }

    /// The budget without the tables that were cut off: nothing adds up in them.
    pub(super) fn whole<'b>(&self, budget: &'b Budget) -> Cow<'b, Budget> {
        if !budget.tables.iter().any(|table| self.cuts(table)) {
            return Cow::Borrowed(budget);
        }
        let mut whole = budget.clone();
        whole.tables.retain(|table| !self.cuts(table));
        Cow::Owned(whole)
    }

    /// Whether a table ends on one of the sheets, without a closing line.
    fn cuts(&self, table: &Table) -> bool {
        let lines = table.lines.iter().filter_map(|line| {
            let place = line.place.as_ref()?;
            let damaged = self.0.contains(&*place.sheet);
            damaged.then_some((&place.sheet, place.cell.row, line.key == Key::Total))
        });
        let last = lines.max_by_key(|&(sheet, row, closing)| (sheet, row, closing));
        last.is_some_and(|(_, _, closing)| !closing)
    }

    /// Whether a finding may be due to what is lost.
    pub(super) fn explains(&self, finding: &Finding) -> bool {
        use FindingCode as Code;
        if self.0.is_empty() {
            return false;
        }
        match finding.code {
            Code::MissingTable | Code::SectionMissing | Code::NoTable | Code::CountDiffers => true,
            Code::HeaderNotUnderstood
            | Code::UnitMissing
            | Code::NumberNotRead
            | Code::RepeatedCode => finding
                .place()
                .is_some_and(|(sheet, _)| self.0.contains(sheet)),
            _ => false,
        }
    }
}

const fn is_damage(problem: &Problem) -> bool {
    matches!(problem, Problem::Unreadable(_))
}
