//! The ledger: what every cell of a submission was taken for.

use std::collections::BTreeMap;

use serde::Serialize;

use super::source::SourceBook;
use crate::model::Place;
use crate::workbook::{SheetIx, Value};

/// What a cell was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The title of a table.
    Title,
    /// The line that states the unit of measure.
    Measure,
    /// The line that names who prepared the table.
    Preparer,
    /// A header.
    Header,
    /// A serial number, or the number of a column.
    Serial,
    /// A code.
    Code,
    /// A name.
    Name,
    /// A label of a row.
    Label,
    /// An amount in the model.
    Amount,
    /// An amount of a closing line, in the model.
    Total,
    /// An amount that stands twice and is in the model once.
    Repeated,
    /// A cell for an amount that holds none that can be read; there is a finding.
    Fault,
    /// A note or remark.
    Note,
    /// A line of the cover.
    Cover,
    /// The heading of a section of the document or of a project, or the title of a form of performance goals.
    Heading,
    /// A paragraph of such a section.
    Paragraph,
    /// A label of a form of performance goals.
    FormLabel,
    /// A text filled in beside a label.
    FormEntry,
    /// An amount of a project: in its form, or of an item of its budget in a cell of its own.
    ProjectAmount,
    /// An indicator of performance: its levels, its name, or its value.
    Indicator,
    /// Text outside of the tables that belongs to no known section.
    Text,
    /// A placeholder that was left.
    Placeholder,
    /// A number of a form that holds amounts but is none of the tables.
    OtherForm,
    /// A formula without value, a truth value, a date, or an error outside of the tables.
    Other,
    /// A number that has no place in the model; there is a finding.
    NotRead,
    /// What stands in a hidden sheet, row, column or cell and has no part in a table; there is a finding.
    Hidden,
    /// What stands behind a merged cell; there is a finding where it is not what that cell shows.
    Behind,
}

impl Role {
    /// Whether it is that of a text or number of the document beside the tables.
    pub(super) const fn is_of_document(self) -> bool {
        matches!(
            self,
            Self::Cover
                | Self::Heading
                | Self::Paragraph
                | Self::FormLabel
                | Self::FormEntry
                | Self::ProjectAmount
                | Self::Indicator
                | Self::Text
        )
    }
}

/// The role of every cell, sheet by sheet.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// The role of each cell, in the order of the sheets and cells of the workbook.
    pub roles: Vec<Vec<Option<Role>>>,
}

impl Ledger {
    pub(super) fn new(source: &SourceBook<'_>) -> Self {
        Self {
            roles: source
                .sheets
                .iter()
                .map(|sheet| vec![None; sheet.sheet.cells.len()])
                .collect(),
        }
    }

    pub(super) fn set(&mut self, sheet: SheetIx, cell: usize, role: Role) {
        self.roles[sheet.index()][cell] = Some(role);
    }

    /// Sets the role of a cell that has none yet.
    pub(super) fn suppose(&mut self, sheet: SheetIx, cell: usize, role: Role) {
        self.roles[sheet.index()][cell].get_or_insert(role);
    }

    pub(super) fn get(&self, sheet: SheetIx, cell: usize) -> Option<Role> {
        self.roles[sheet.index()][cell]
    }

    /// Gives every cell that is left a role. Returns the numbers that have no place, sheet by sheet; what stands on sheets
    /// without tables that hold another known form is a number of that form.
    pub(super) fn close(
        &mut self,
        source: &SourceBook<'_>,
        with_tables: &[bool],
        other_form: &[bool],
    ) -> Vec<Vec<Place>> {
        let mut not_read = Vec::with_capacity(source.sheets.len());
        for (at, sheet) in source.sheets.iter().enumerate() {
            let mut places = Vec::new();
            for (cell, role) in self.roles[at].iter_mut().enumerate() {
                if role.is_some() {
                    continue;
                }
                *role = Some(match &sheet.sheet.cells[cell].value {
                    _ if sheet.is_number(cell) && other_form[at] => Role::OtherForm,
                    Value::Text(_) if !sheet.is_number(cell) || !with_tables[at] => Role::Text,
                    _ if sheet.is_number(cell) => {
                        places.push(sheet.place(cell));
                        Role::NotRead
                    }
                    Value::Text(_) => Role::Text,
                    _ => Role::Other,
                });
            }
            not_read.push(places);
        }
        not_read
    }

    /// The number of cells of each role, in the order of the roles.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Role, usize> {
        let mut counts = BTreeMap::new();
        for role in self.roles.iter().flatten().flatten() {
            *counts.entry(*role).or_insert(0) += 1;
        }
        counts
    }
}
