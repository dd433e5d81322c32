//! What goes on, and what does not: a form, a section or a project ends where a row no longer proves to belong to it.

use super::super::source::SourceSheet;
use super::flow::FlowRow;
use super::form_page::{IndicatorColumns, is_footer, is_header};
use super::labels::Labels;
use crate::layout::IndicatorField;
use crate::text::squash;

/// How far down the merged regions of a sheet reach that begin in a row or above it: blank rows within them are none.
#[derive(Debug)]
pub(super) struct Reach(Vec<(u32, u32)>);

impl Reach {
    pub(super) fn new(sheet: &SourceSheet<'_>) -> Self {
        let merges = sheet.sheet.merges.iter();
        let mut reach: Vec<(u32, u32)> = merges.map(|(from, to)| (from.row, to.row)).collect();
        reach.sort_unstable();
        let mut lowest = 0;
        for (_, to) in &mut reach {
            lowest = lowest.max(*to);
            *to = lowest;
        }
        Self(reach)
    }

    /// The number of blank rows between two rows.
    pub(super) fn blank(&self, above: u32, below: u32) -> u32 {
        let at = self.0.partition_point(|(from, _)| *from <= above);
        let lowest = at.checked_sub(1).map_or(0, |at| self.0[at].1);
        below.saturating_sub(above.max(lowest.min(below)) + 1)
    }

    /// How many blank rows there usually are between `rows`.
    pub(super) fn usual(&self, rows: &[FlowRow]) -> u32 {
        let pairs = rows.windows(2);
        let mut blank: Vec<u32> = pairs
            .map(|pair| self.blank(pair[0].row, pair[1].row))
            .collect();
        blank.sort_unstable();
        blank.get(blank.len() / 2).copied().unwrap_or(0)
    }
}

/// The last column of the form in `rows`, whose labels stand in columns up to some: the one before the first empty column.
pub(super) fn form_edge(sheet: &SourceSheet<'_>, labels: &Labels, rows: &[FlowRow]) -> u32 {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return u32::MAX;
    };
    let mut own = 0;
    let mut used: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        for at in sheet.content(row.row) {
            let col = sheet.sheet.cells[at].col;
            if !sheet.texts[at].is_empty() || sheet.is_number(at) {
                used.push((col, col));
            }
            if labels.find(&sheet.raw(at)).is_some() {
                own = own.max(col);
            }
        }
    }
    let merges = sheet.sheet.merges.iter();
    let within = merges.filter(|(a, b)| a.row <= last.row && b.row >= first.row);
    used.extend(within.map(|(a, b)| (a.col, b.col)));
    used.sort_unstable();
    let mut edge = own;
    for (left, right) in used {
        // The value of the last label may stand behind an empty column, but then in no table of its own.
        if left > edge + 1 {
            return edge;
        }
        edge = edge.max(right);
    }
    u32::MAX
}

/// Goes down the rows of a form as far as they belong to it.
#[derive(Debug)]
pub(super) struct FormRows {
    /// The columns of its indicators, once their header has come.
    columns: Option<IndicatorColumns>,
    /// The last row that belongs to it.
    last: u32,
}

impl FormRows {
    /// A form whose first row is `row`; `columns` are those of the page before, where it goes on with that.
    pub(super) fn new(row: u32, columns: Option<IndicatorColumns>) -> Self {
        Self { columns, last: row }
    }

    /// Whether the next row belongs to the form. `labelled` is whether a label follows further down.
    pub(super) fn take(
        &mut self,
        sheet: &SourceSheet<'_>,
        reach: &Reach,
        labels: &Labels,
        row: &FlowRow,
        labelled: impl Fn() -> bool,
    ) -> bool {
        let apart = reach.blank(self.last, row.row) > 0;
        let header = is_header(labels, row);
        let takes = header
            || match &self.columns {
                None => !apart || labelled(),
                Some(columns) => is_indicator(sheet, labels, columns, row, apart),
            };
        if header {
            self.columns = IndicatorColumns::in_row(sheet, labels, row).or(self.columns.take());
        }
        if takes {
            self.last = row.row;
        }
        takes
    }
}

fn is_label(labels: &Labels, text: &str) -> bool {
    labels.find(text).is_some()
}

/// Whether a row below the header of indicators is one: its first level is a level, or it stands below one without a gap; or it
/// is a line that says who made the form.
fn is_indicator(
    sheet: &SourceSheet<'_>,
    labels: &Labels,
    columns: &IndicatorColumns,
    row: &FlowRow,
    apart: bool,
) -> bool {
    let texts = |field| {
        let cells = row.cells.iter().map(|cell| (cell.at, cell.lines.concat()));
        let ordinal = row.ordinal.iter().map(|(at, text)| (*at, text.clone()));
        let mut texts: Vec<(usize, String)> = ordinal.chain(cells).collect();
        texts.retain(|(at, text)| {
            columns.at(sheet.sheet.cells[*at].col) == Some(field) && !is_label(labels, text)
        });
        texts
    };
    let first = row.ordinal.as_ref().map(|(_, text)| text.clone());
    let first = first.unwrap_or_else(|| row.cells[0].lines.concat());
    if is_footer(&labels.words, &squash(&first)) {
        return true;
    }
    let level = |field| {
        let texts = texts(field);
        let is = texts.iter().any(|(_, text)| labels.is_level(&squash(text)));
        (!texts.is_empty(), is)
    };
    let (has_first, first) = level(IndicatorField::First);
    let (has_second, second) = level(IndicatorField::Second);
    // The name of an indicator is no number.
    let third = texts(IndicatorField::Third);
    let named = third.iter().all(|(at, _)| !sheet.is_number(*at));
    if has_first {
        return first;
    }
    if has_second && second {
        return true;
    }
    !apart && named && (has_second || !third.is_empty() || row.cells.len() == 1)
}

/// Whether the rows from `at` on go on with the indicators of the sheet before: one of them names a level, none of those above
/// it is anything else.
pub(super) fn page_goes_on(
    sheet: &SourceSheet<'_>,
    labels: &Labels,
    columns: &IndicatorColumns,
    rows: &[FlowRow],
) -> bool {
    let names_level = |row: &FlowRow| {
        row.cells.iter().any(|cell| {
            let field = columns.at(sheet.sheet.cells[cell.at].col);
            matches!(field, Some(IndicatorField::First | IndicatorField::Second))
                && labels.is_level(&squash(&cell.lines.concat()))
        })
    };
    let Some(level) = rows.iter().take(20).position(names_level) else {
        return false;
    };
    rows[..=level]
        .iter()
        .all(|row| is_indicator(sheet, labels, columns, row, false))
}
