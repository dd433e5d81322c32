//! Cells on their way into a sheet, held to the limits.

use std::ops::ControlFlow;

use super::Limits;
use super::limits::{CELLS_PER_SHEET, TEXT_LENGTH, UNPACKED_BYTES};
use crate::messages::Phrase;
use crate::workbook::{Address, Cell, Problem, Sheet, Style, Value};

/// Takes the cells of one sheet.
#[derive(Debug)]
pub(super) struct Gather<'a> {
    limits: &'a Limits,
    /// Bytes of text that the workbook may still take.
    texts: &'a mut u64,
    sheet: Sheet,
}

impl<'a> Gather<'a> {
    /// Goes on with `sheet`; `texts` are the bytes of text that all sheets together may still take.
    pub(super) fn new(sheet: Sheet, limits: &'a Limits, texts: &'a mut u64) -> Self {
        Self {
            limits,
            texts,
            sheet,
        }
    }

    /// Takes a cell, if it holds anything; breaks off where the sheet is full.
    pub(super) fn cell(
        &mut self,
        at: (u32, u32),
        mut value: Value,
        formula: Option<String>,
    ) -> ControlFlow<()> {
        let formula = formula.filter(|text| !text.is_empty());
        if let Value::Text(text) = &mut value
            && let Some(code) = quoted_code(text)
        {
            *text = code;
        }
        let nothing = match &value {
            Value::Blank => true,
            Value::Text(text) => text.is_empty(),
            _ => false,
        };
        if nothing && formula.is_none() {
            return ControlFlow::Continue(());
        }
        let (row, col) = at;
        if let Some(problem) = self.limits.outside(row.into(), col.into()) {
            self.problem_once(problem);
            return ControlFlow::Continue(());
        }
        let at = Some(Address::new(row, col));
        if self.sheet.cells.len() as u64 >= self.limits.cells_per_sheet {
            let value = self.limits.cells_per_sheet;
            self.problem_once(Problem::Limit {
                limit: CELLS_PER_SHEET,
                value,
                at,
            });
            return ControlFlow::Break(());
        }
        let mut formula = formula;
        let mut bytes = 0;
        for text in value_text(&mut value).into_iter().chain(formula.as_mut()) {
            if cut(text, self.limits.text_length) {
                let value = self.limits.text_length;
                self.problem_once(Problem::Limit {
                    limit: TEXT_LENGTH,
                    value,
                    at,
                });
            }
            bytes += text.len() as u64;
        }
        let Some(left) = self.texts.checked_sub(bytes) else {
            let value = self.limits.unpacked_bytes;
            self.problem_once(Problem::Limit {
                limit: UNPACKED_BYTES,
                value,
                at,
            });
            return ControlFlow::Break(());
        };
        *self.texts = left;
        self.sheet.cells.push(Cell {
            row,
            col,
            value,
            formula,
            link: None,
            comment: None,
            style: Style::default(),
        });
        ControlFlow::Continue(())
    }

    /// Notes a problem of the sheet; of the same limit only the first, and of unreadable cells too.
    pub(super) fn problem_once(&mut self, problem: Problem) {
        add(&mut self.sheet.problems, problem);
    }

    /// The sheet with its cells in order.
    pub(super) fn finish(mut self) -> Sheet {
        let cells = &mut self.sheet.cells;
        if !cells.is_sorted_by(|a, b| a.address() < b.address()) {
            cells.sort_by_key(Cell::address);
            // Of two cells at one place the later one counts, as it does in spreadsheet programs.
            cells.reverse();
            let before = cells.len();
            let mut twice = None;
            cells.dedup_by(|later, earlier| {
                let same = later.address() == earlier.address();
                if same {
                    twice = Some(earlier.address());
                }
                same
            });
            cells.reverse();
            if let (true, Some(at)) = (cells.len() < before, twice) {
                let reason = Phrase::new("damage-cell-twice").arg("cell", at);
                self.problem_once(Problem::Unreadable(reason));
            }
        }
        self.sheet.cells.shrink_to_fit();
        self.sheet
    }
}

/// What stands in a text of the form `="201"`, which keeps spreadsheet programs from taking a code for a number. Where the
/// file was not opened by one the text still stands in the cell.
fn quoted_code(text: &str) -> Option<String> {
    let inner = text.trim().strip_prefix("=\"")?.strip_suffix('"')?;
    let doubled = inner.replace("\"\"", "");
    (!doubled.contains('"')).then(|| inner.replace("\"\"", "\""))
}

/// Adds `problem`, unless there is one of the same limit already.
pub(super) fn add(problems: &mut Vec<Problem>, problem: Problem) {
    let same = |other: &Problem| match (other, &problem) {
        (Problem::Limit { limit: a, .. }, Problem::Limit { limit: b, .. }) => a == b,
        (a, b) => a == b,
    };
    // A damaged sheet may have a problem in each of a million cells; nobody reads more than a few.
    if problems.len() < 20 && !problems.iter().any(same) {
        problems.push(problem);
    }
}

fn value_text(value: &mut Value) -> Option<&mut String> {
    match value {
        Value::Text(text) | Value::Error(text) | Value::Date(text) => Some(text),
        Value::Blank | Value::Number(_) | Value::Bool(_) => None,
    }
}

/// Cuts `text` to `length` characters; whether it was longer.
fn cut(text: &mut String, length: u64) -> bool {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    // Most texts are shorter in bytes already.
    if text.len() <= length {
        return false;
    }
    let Some((at, _)) = text.char_indices().nth(length) else {
        return false;
    };
    text.truncate(at);
    text.shrink_to_fit();
    true
}
