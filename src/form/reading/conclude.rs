//! The findings of a form, said as those who fill it in can use them: where they typed, once, the cause and not what follows
//! from it.

use std::collections::BTreeSet;

use super::FormReading;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::form::FormKind;
use crate::form::dimensions::SHEET;
use crate::messages::Arg;
use crate::model::{Budget, Dim, Id, line_coordinates};

/// What compares amounts with others.
const COMPARING: [FindingCode; 18] = [
    FindingCode::ChangeDiffers,
    FindingCode::PartExceeds,
    FindingCode::PartsDiffer,
    FindingCode::ChildrenDiffer,
    FindingCode::TotalDiffers,
    FindingCode::Rounding,
    FindingCode::TablesDiffer,
    FindingCode::NotBalanced,
    FindingCode::UnitSuspect,
    FindingCode::AgencyOperatingDiffers,
    FindingCode::ThreePublicBelow,
    FindingCode::ThreePublicAbove,
    FindingCode::RelatedDiffer,
    FindingCode::EmptyTableNote,
    FindingCode::TextAmountDiffers,
    FindingCode::TextArithmetic,
    FindingCode::TextDirection,
    FindingCode::ProjectsExceed,
];

impl FormReading {
    /// The findings of reading and checking a form in its own terms.
    #[must_use]
    pub fn conclude(&self, budget: &Budget, mut findings: Vec<Finding>) -> Vec<Finding> {
        self.withhold(budget, &mut findings);
        self.once(&mut findings);
        for finding in &mut findings {
            self.lead_back(finding);
            if finding.code == FindingCode::TextNumber && finding.variant.is_none() {
                *finding = finding.clone().variant("form").severity(Severity::Error);
            }
        }
        sections_together(&mut findings);
        let lines = budget.tables.iter();
        let lines = lines.flat_map(|table| table.lines.iter().map(move |line| (table, line)));
        // What a form knows of another year is no content of it.
        let mut amounts = lines.flat_map(|(table, line)| {
            let block = table.block(line.block.as_str());
            let row = block.map(|own| own.at.narrowed(&line_coordinates(own, line)));
            let row_of_this_year = row.is_none_or(|at| at.get(Dim::BASIS).is_none());
            let this_year = move |column: &Id| {
                let own = block.and_then(|own| Some(&own.columns[own.column(column.as_str())?]));
                row_of_this_year && own.is_none_or(|own| own.at.get(Dim::BASIS).is_none())
            };
            let amounts = line.amounts.iter();
            amounts.filter(move |(column, _)| this_year(column))
        });
        let unread = findings.iter().any(|own| {
            let about_cells = own.severity == Severity::Error && !own.cells.is_empty();
            about_cells && own.code != FindingCode::PlaceholderLeft
        });
        if amounts.next().is_none() && !unread {
            let mut finding = Finding::new(FindingCode::FormNotFilled);
            if !budget.document.is_empty() {
                finding = finding.variant("tables");
            }
            if self.stamp.kind == FormKind::Entry {
                finding.sheet = self.entry_sheet.clone();
            }
            findings.insert(0, finding);
        }
        findings
    }

    /// Money that could not be read is missing from sums. What only follows from that is not said.
    fn withhold(&self, budget: &Budget, findings: &mut Vec<Finding>) {
        let mut sheets: BTreeSet<String> = BTreeSet::new();
        if self.incomplete {
            sheets.extend(self.fed_sheets.iter().cloned());
            sheets.extend(self.entry_sheet.clone());
        }
        for table in &budget.tables {
            let unread = table.lines.iter().filter(|line| !line.unread.is_empty());
            let places = unread.filter_map(|line| line.place.as_ref());
            sheets.extend(places.map(|place| place.sheet.to_string()));
        }
        if sheets.is_empty() {
            return;
        }
        let within = |cell: &Stated| {
            let place = cell.place.as_ref();
            place.is_some_and(|place| sheets.contains(&*place.sheet))
        };
        findings.retain(|finding| {
            let follows = COMPARING.contains(&finding.code);
            !(follows && finding.cells.iter().any(within))
        });
    }

    /// What is wrong with a code on the sheet 录入 shows in each table that it feeds, and is said once.
    fn once(&self, findings: &mut Vec<Finding>) {
        let Some(entry) = &self.entry_sheet else {
            return;
        };
        let on_entry = |finding: &Finding| {
            let mut places = finding.cells.iter().filter_map(|cell| cell.place.as_ref());
            let place = places.next();
            place.is_some_and(|place| *place.sheet == **entry)
        };
        let about_codes = |finding: &Finding| {
            matches!(
                finding.code,
                FindingCode::UnknownCode | FindingCode::NameDiffers | FindingCode::ClassNotKnown
            )
        };
        let covers = |said: &Finding, finding: &Finding| {
            let place = |cell: &Stated| said.cells.iter().any(|own| own.place == cell.place);
            said.code == finding.code
                && said.variant == finding.variant
                && finding.cells.iter().all(place)
        };
        let mut said: Vec<Finding> = Vec::new();
        findings.retain_mut(|finding| {
            if !about_codes(finding) || !on_entry(finding) {
                return true;
            }
            if said.iter().any(|own| covers(own, finding)) {
                return false;
            }
            for (name, arg) in &mut finding.args {
                if *name == "table" {
                    *arg = Arg::from(SHEET);
                }
            }
            said.push(finding.clone());
            true
        });
    }

    /// A sum that the form computes leads to what was typed, where that is little.
    fn lead_back(&self, finding: &mut Finding) {
        // What was typed over a formula stands where it was typed.
        if self.sums.is_empty() || finding.code == FindingCode::WrongForm {
            return;
        }
        let cells = std::mem::take(&mut finding.cells);
        for cell in cells {
            let parts = cell.place.as_ref().and_then(|place| self.sums.get(place));
            for part in parts.into_iter().flatten() {
                if !finding.cells.contains(part) {
                    finding.cells.push(part.clone());
                }
            }
            finding.cells.push(cell);
        }
    }
}

/// The sections of the document that nobody filled in are one finding.
fn sections_together(findings: &mut Vec<Finding>) {
    let missing = |finding: &Finding| {
        finding.code == FindingCode::SectionMissing && finding.variant.is_none()
    };
    if findings.iter().filter(|own| missing(own)).count() < 2 {
        return;
    }
    let sections = findings.iter().filter(|own| missing(own));
    let sections = sections.flat_map(|own| own.args.iter().map(|(_, arg)| arg.clone()));
    let sections: Vec<Arg> = sections.collect();
    let at = findings.iter().position(&missing).unwrap_or(0);
    let mut whole = Finding::new(FindingCode::SectionMissing)
        .variant("form")
        .arg("count", sections.len());
    whole.args.push(("sections", Arg::List(sections)));
    findings.retain(|own| !missing(own));
    findings.insert(at, whole);
}
