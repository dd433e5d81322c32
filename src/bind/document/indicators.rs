//! The indicators of a form of performance goals, row by row.

use super::super::cells::is_placeholder;
use super::super::extract::Reader;
use super::super::ledger::Role;
use super::super::source::SourceSheet;
use super::flow::FlowRow;
use super::forms::{Cell, FormPage};
use super::labels::{Label, Labels};
use crate::layout::IndicatorField;
use crate::model::{Indicator, Text};
use crate::text::squash;

/// How the rows below the indicators begin that say who made the form.
const FOOTERS: [&str; 10] = [
    "填报人",
    "填表人",
    "联系电话",
    "联系人",
    "填报日期",
    "填表日期",
    "审核",
    "负责人",
    "备注:",
    "注:",
];

/// Whether a squashed text begins a row that says who made the form.
pub(super) fn is_footer(text: &str) -> bool {
    FOOTERS.iter().any(|word| text.starts_with(word))
}

/// The columns of the indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// The first and last column of each field that the header has.
    fields: Vec<(IndicatorField, u32, u32)>,
}

impl Columns {
    /// The columns below the header in row `row`.
    pub(super) fn of(cells: &[Cell<'_>], row: u32) -> Option<Self> {
        let header: Vec<&Cell<'_>> = cells.iter().filter(|cell| cell.row == row).collect();
        let field = |cell: &Cell<'_>| match cell.label.as_ref()?.labels.first() {
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
            Cell {
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

impl Reader<'_, '_> {
    /// Reads the rows from `from` on. A level that is not printed is that of the row above.
    pub(super) fn indicators(
        &mut self,
        sheet: usize,
        cells: &mut [Cell<'_>],
        page: &mut FormPage,
        columns: &Columns,
        from: u32,
    ) {
        let start = cells.partition_point(|cell| cell.row < from);
        for row in cells[start..].chunk_by_mut(|a, b| a.row == b.row) {
            if self.is_label_row(sheet, row) {
                continue;
            }
            if is_footer(&squash(&row[0].text)) {
                continue;
            }
            self.indicator(sheet, row, page, columns);
        }
    }

    /// Whether a row repeats the header, whose cells are labels then.
    fn is_label_row(&mut self, sheet: usize, row: &mut [Cell<'_>]) -> bool {
        let header = |cell: &Cell<'_>| {
            let labels = cell.label.as_ref().map(|found| found.labels);
            matches!(labels.and_then(<[Label]>::first), Some(Label::Indicator(_)))
        };
        let labels = row.iter().filter(|cell| header(cell)).count();
        if labels < 3 {
            return false;
        }
        for cell in row.iter_mut().filter(|cell| cell.label.is_some()) {
            cell.taken = true;
            self.ledger.set(sheet, cell.at, Role::FormLabel);
        }
        true
    }

    fn indicator(
        &mut self,
        sheet: usize,
        row: &mut [Cell<'_>],
        page: &mut FormPage,
        columns: &Columns,
    ) {
        let mut texts: [Vec<usize>; 4] = Default::default();
        for (at, cell) in row.iter_mut().enumerate() {
            if cell.taken {
                continue;
            }
            match columns.at(cell.col) {
                Some(field) => texts[field as usize].push(at),
                // 绩效指标, to the left of the levels.
                None if cell.label.is_some() => {
                    cell.taken = true;
                    self.ledger.set(sheet, cell.at, Role::FormLabel);
                }
                None => {}
            }
        }
        let [first, second, third, value] = texts;
        let one_line = first.len() + second.len() + third.len() + value.len() == 1;
        // A line of words across the form is no indicator.
        if one_line
            && row.len() == 1
            && let Some(&at) = first.first()
            && row[at].text.contains(['。', '：', ':', '；'])
        {
            return;
        }
        let stated = |cells: &[Cell<'_>], at: &[usize]| {
            let words = at.iter().map(|&at| cells[at].text.replace('\n', " "));
            let words: Vec<String> = words
                .filter(|text| !is_placeholder(&squash(text)))
                .collect();
            words.join(" ").trim().to_owned()
        };
        let place = |cells: &[Cell<'_>], at: &[usize]| at.first().map(|&at| cells[at].at);
        let sheet_of = &self.source.sheets[sheet];
        let text = |at: &[usize]| Text {
            text: stated(row, at),
            place: place(row, at).map(|at| sheet_of.place(at)),
        };
        let (own_first, own_second) = (text(&first), text(&second));
        let (own_third, own_value) = (text(&third), text(&value));
        if !own_first.text.is_empty() {
            page.levels = (own_first, Text::default());
        }
        if !own_second.text.is_empty() {
            page.levels.1 = own_second;
        }
        let stated = !own_third.text.is_empty() || !own_value.text.is_empty();
        if stated {
            page.form.indicators.push(Indicator {
                first: page.levels.0.clone(),
                second: page.levels.1.clone(),
                third: own_third,
                value: own_value,
            });
        }
        for &at in first.iter().chain(&second).chain(&third).chain(&value) {
            row[at].taken = true;
            self.ledger.set(sheet, row[at].at, Role::Indicator);
        }
    }
}
