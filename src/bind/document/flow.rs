//! What stands outside of the tables, row by row, as the lines that a reader sees.

use super::super::source::SourceSheet;
use crate::text::{Measure, is_ordinal_numeral, squash};
use crate::workbook::Value;

/// A row outside of the tables.
#[derive(Debug)]
pub(super) struct FlowRow {
    /// The row, counted from 0.
    pub(super) row: u32,
    /// An ordinal in a cell of its own: its cell and text.
    pub(super) ordinal: Option<(usize, String)>,
    /// The other cells that hold something, from left to right.
    pub(super) cells: Vec<FlowCell>,
}

/// A cell and its lines.
#[derive(Debug)]
pub(super) struct FlowCell {
    /// Its position on the sheet.
    pub(super) at: usize,
    /// Its lines without white space around them; no line is empty.
    pub(super) lines: Vec<String>,
}

/// A line that a reader sees.
#[derive(Debug, Clone)]
pub(super) struct FlowLine {
    /// The line as stated.
    pub(super) text: String,
    /// The line squashed; an ordinal that has a cell of its own is left out.
    pub(super) squashed: String,
    /// Whether an ordinal stands in front.
    pub(super) ordinal: bool,
    /// The cell that it begins in.
    pub(super) at: usize,
    /// Its cells and their texts, the ordinal's apart.
    pub(super) cells: Vec<(usize, String)>,
}

/// The last column of what is written on `rows`: the one before the first empty column, unless what stands behind that are the
/// numbers of pages, or what belongs to labels.
pub(super) fn edge(sheet: &SourceSheet<'_>, rows: &[u32]) -> u32 {
    let held = |at: &usize| !sheet.texts[*at].is_empty() || sheet.is_number(*at);
    let cells = || {
        let cells = rows.iter().flat_map(|row| sheet.content(*row));
        cells.filter(held)
    };
    let col = |at: usize| sheet.sheet.cells[at].col;
    let Some(first) = cells().map(col).min() else {
        return u32::MAX;
    };
    let merges = sheet
        .sheet
        .merges
        .iter()
        .map(|(from, to)| (from.col, to.col));
    let mut used: Vec<(u32, u32)> = cells().map(|at| (col(at), col(at))).chain(merges).collect();
    used.sort_unstable();
    let mut edge = first;
    for (left, right) in used {
        if left > edge + 1 {
            break;
        }
        edge = edge.max(right);
    }
    let belongs = |at: usize| {
        let shown = sheet.shown(at);
        let page = shown.len() <= 3 && shown.bytes().all(|b| b.is_ascii_digit());
        let row = sheet.sheet.cells[at].row;
        let before = sheet
            .content(row)
            .filter(held)
            .take_while(|other| *other < at);
        let label = before
            .last()
            .is_some_and(|at| sheet.texts[at].ends_with(':'));
        page || label
    };
    let mut beyond = cells().filter(|&at| col(at) > edge);
    match beyond.all(belongs) {
        true => u32::MAX,
        false => edge,
    }
}

/// The rows of a sheet but those that `covered` has, each with the cells that hold something, up to column `edge`.
pub(super) fn rows(
    sheet: &SourceSheet<'_>,
    covered: impl Fn(u32) -> bool,
    edge: u32,
) -> Vec<FlowRow> {
    let rows = sheet.sheet.rows().map(|(row, _)| row);
    rows.filter(|row| !covered(*row))
        .filter_map(|row| {
            let mut cells: Vec<FlowCell> = sheet
                .content(row)
                .filter(|&at| sheet.sheet.cells[at].col <= edge)
                .map(|at| FlowCell {
                    at,
                    lines: lines_of(&shown(sheet, at)),
                })
                .filter(|cell| !cell.lines.is_empty())
                .collect();
            let alone = cells.len() < 2 || cells[0].lines.len() > 1;
            // 12 | 300 | 3600 is a row of numbers.
            let numbers = !alone && sheet.is_number(cells[0].at) && sheet.is_number(cells[1].at);
            let ordinal = !alone && !numbers && is_ordinal(&cells[0].lines[0]);
            let ordinal = ordinal.then(|| {
                let mut first = cells.remove(0);
                (first.at, first.lines.remove(0))
            });
            (!cells.is_empty()).then_some(FlowRow {
                row,
                ordinal,
                cells,
            })
        })
        .collect()
}

/// What a cell shows: its text, a percentage as one, a number as its format scales it, a date as `2023-01-31`.
pub(super) fn shown(sheet: &SourceSheet<'_>, at: usize) -> String {
    let cell = &sheet.sheet.cells[at];
    match &cell.value {
        Value::Number(number) if sheet.sheet.is_percentage(cell.address()) => {
            let hundredfold = number.checked_mul(rust_decimal::Decimal::ONE_HUNDRED);
            hundredfold.map_or_else(
                || number.to_string(),
                |percent| format!("{}%", percent.normalize()),
            )
        }
        Value::Number(number) => {
            let scaling = sheet.sheet.scaling(cell.address());
            let shown = scaling.shown(*number).unwrap_or(*number);
            let word = scaling.word.and_then(Measure::of_power);
            format!("{}{}", shown.normalize(), word.map_or("", Measure::word))
        }
        Value::Blank => String::new(),
        _ => sheet.raw(at),
    }
}

/// The lines of a text without white space around them, empty ones left out.
pub(super) fn lines_of(text: &str) -> Vec<String> {
    text.split(['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}'])
        .map(trimmed)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A text without white space and invisible characters around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
    })
}

/// Whether a text is an ordinal and nothing else: `1`, `1.`, `一、`, `（二）`, `-`.
fn is_ordinal(text: &str) -> bool {
    let squashed = squash(text);
    let numerals = squashed.trim_matches(['(', ')', '、', '.', ',', ':', '-', '·', '第']);
    squashed.chars().count() <= 5
        && numerals
            .chars()
            .all(|c| c.is_ascii_digit() || is_ordinal_numeral(c))
        && (numerals.len() < squashed.len() || numerals.parse::<u32>().is_ok_and(|n| n < 100))
}

impl FlowRow {
    /// The lines of the row. Cells side by side are one line, unless the first is a heading by itself (`is_heading`) or one
    /// of them has several lines. In the contents the number in the last cell is a page and no part of the text.
    pub(super) fn lines(&self, contents: bool, is_heading: impl Fn(&str) -> bool) -> Vec<FlowLine> {
        let apart = self.cells.len() > 1
            && (is_heading(&self.cells[0].lines[0])
                || self.cells.iter().any(|cell| cell.lines.len() > 1));
        let mut lines = Vec::new();
        if self.cells.len() == 1 || apart {
            for cell in &self.cells {
                for line in &cell.lines {
                    lines.push(FlowLine::new(line.clone(), cell.at));
                }
            }
        } else {
            let mut text = String::new();
            let page = |line: &str| line.chars().all(|c| c.is_ascii_digit());
            let (last, before) = self.cells.split_last().expect("there are several cells");
            for cell in before {
                append(&mut text, &cell.lines[0]);
            }
            if !contents || !page(&last.lines[0]) {
                append(&mut text, &last.lines[0]);
            }
            let mut line = FlowLine::new(text, self.cells[0].at);
            let cells = self.cells.iter();
            line.cells = cells.map(|cell| (cell.at, cell.lines[0].clone())).collect();
            lines.push(line);
        }
        if let Some((at, ordinal)) = &self.ordinal {
            let first = &mut lines[0];
            let mut text = ordinal.clone();
            append(&mut text, &first.text);
            (first.text, first.ordinal, first.at) = (text, true, *at);
        }
        lines
    }
}

impl FlowLine {
    /// All its cells, that of an ordinal in front included.
    pub(super) fn all_cells(&self) -> impl Iterator<Item = usize> {
        let own = self.cells.iter().map(|(at, _)| *at);
        let ordinal = self.cells.iter().all(|(at, _)| *at != self.at);
        ordinal.then_some(self.at).into_iter().chain(own)
    }

    fn new(text: String, at: usize) -> Self {
        let squashed = squash(&text).into_owned();
        let ordinal = crate::text::strip_ordinal(&squashed).len() < squashed.len();
        Self {
            cells: vec![(at, text.clone())],
            text,
            squashed,
            ordinal,
            at,
        }
    }
}

/// Appends `more`, with a space unless the text before it ends in a mark.
fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !text.ends_with(['、', '．', '）', '：', '，', '。', '；', '（'])
    {
        text.push(' ');
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_in_cells_of_their_own() {
        for text in ["1", "12.", "一、", "（二）", "(3)", "-", "1、"] {
            assert!(is_ordinal(text), "{text}");
        }
        for text in ["2023", "一般", "374", "合计", "100"] {
            assert!(!is_ordinal(text), "{text}");
        }
    }

    #[test]
    fn lines_keep_what_stands_inside() {
        assert_eq!(
            lines_of("  一、 概述 \n\u{3000}\u{3000}甲  乙\r\n\n"),
            ["一、 概述", "甲  乙"]
        );
    }
}
