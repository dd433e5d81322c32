//! A page of a form of performance goals, and the columns of its indicators.

use super::super::source::SourceSheet;
use super::flow::FlowRow;
use super::labels::{FoundLabel, Label, Labels};
use crate::layout::IndicatorField;
use crate::model::{GoalField, GoalForm, ReadingWords, Text};

/// A form as read, or a page of one.
#[derive(Debug)]
pub(super) struct FormPage {
    /// What it states.
    pub(super) form: GoalForm,
    /// Whether it has the label of the project's name: a page without it goes on with the form before it.
    pub(super) named: bool,
    /// Where its indicators stand, for a page that goes on without a header.
    pub(super) columns: Option<IndicatorColumns>,
    /// The levels of its last indicator, for a page that goes on.
    pub(super) levels: (Text, Text),
    /// Whether an amount other than 0 was read without a unit of measure of its own.
    pub(super) unmeasured: bool,
    /// The texts that belong to no field, row by row, each with its cells.
    pub(super) rest: Vec<(Text, Vec<usize>)>,
}

/// A cell of a form.
#[derive(Debug)]
pub(super) struct FormCell<'v> {
    pub(super) at: usize,
    pub(super) row: u32,
    pub(super) col: u32,
    /// What it shows, without white space around it.
    pub(super) text: String,
    pub(super) label: Option<FoundLabel<'v>>,
    pub(super) taken: bool,
}

/// Whether a row has the label of the project's name.
pub(super) fn has_name(labels: &Labels, row: &FlowRow) -> bool {
    row.cells.iter().any(|cell| {
        let found = labels.find(&cell.lines.concat());
        found.is_some_and(|found| found.labels.contains(&Label::Right(GoalField::Name)))
    })
}

/// Whether a row is the header of indicators.
pub(super) fn is_header(labels: &Labels, row: &FlowRow) -> bool {
    let cells = row.cells.iter();
    let found = cells.filter_map(|cell| labels.find(&cell.lines.concat()));
    let header = found.filter(|found| matches!(found.labels.first(), Some(Label::Indicator(_))));
    header.count() >= 3
}

/// Whether a squashed text begins a row that says who made the form.
pub(super) fn is_footer(words: &ReadingWords, text: &str) -> bool {
    ReadingWords::begins(&words.form_footers, text)
}

/// The columns of the indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IndicatorColumns {
    /// The first and last column of each field that the header has.
    pub(super) fields: Vec<(IndicatorField, u32, u32)>,
}

impl IndicatorColumns {
    /// The columns below the header in row `row`.
    pub(super) fn of(cells: &[FormCell<'_>], row: u32) -> Option<Self> {
        let header: Vec<&FormCell<'_>> = cells.iter().filter(|cell| cell.row == row).collect();
        let field = |cell: &FormCell<'_>| match cell.label.as_ref()?.labels.first() {
            Some(Label::Indicator(field)) => Some(*field),
            _ => None,
        };
        let mut fields: Vec<(IndicatorField, u32, u32)> = Vec::new();
        for (at, cell) in header.iter().enumerate() {
            let Some(field) = field(cell) else { continue };
            if fields.iter().any(|(own, _, _)| *own == field) {
                continue;
            }
            let next = header.get(at + 1).map_or(u32::MAX, |next| next.col - 1);
            fields.push((field, cell.col, next));
        }
        (fields.len() >= 3).then_some(Self { fields })
    }

    /// The columns below the header that a row is.
    pub(super) fn in_row(sheet: &SourceSheet<'_>, labels: &Labels, row: &FlowRow) -> Option<Self> {
        let cells = row.cells.iter().map(|cell| {
            let text = cell.lines.join("\n");
            FormCell {
                at: cell.at,
                row: row.row,
                col: sheet.sheet.cells[cell.at].col,
                label: labels.find(&text),
                text,
                taken: false,
            }
        });
        Self::of(&cells.collect::<Vec<_>>(), row.row)
    }

    pub(super) fn at(&self, col: u32) -> Option<IndicatorField> {
        let found = self
            .fields
            .iter()
            .find(|(_, from, to)| (*from..=*to).contains(&col));
        found.map(|(field, _, _)| *field)
    }
}
