//! Cells on their way into a sheet, held to the limits.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::Limits;
use super::allowance::Allowance;
use super::limits::TEXT_LENGTH;
use crate::messages::Phrase;
use crate::workbook::{Address, Cell, Problem, Sheet, Style, Value};

/// Takes the cells of one sheet.
#[derive(Debug)]
pub(super) struct Gather<'a, 'l> {
    limits: &'l Limits,
    allowance: &'a mut Allowance<'l>,
    sheet: Sheet,
}

impl<'a, 'l> Gather<'a, 'l> {
    /// Goes on with `sheet`; all sheets of a file take their cells from one `allowance`.
    pub(super) fn new(sheet: Sheet, allowance: &'a mut Allowance<'l>) -> Self {
        Self {
            limits: allowance.limits(),
            allowance,
            sheet,
        }
    }

    /// Takes a cell, if it holds anything; breaks off where the file may hold no more.
    pub(super) fn cell(
        &mut self,
        at: (u32, u32),
        mut value: Value,
        formula: Option<Cow<'_, str>>,
    ) -> ControlFlow<()> {
        let formula = formula.filter(|text| !text.is_empty());
        if let Value::Text(text) = &mut value
            && let Some(code) = quoted_code(text)
        {
            *text = code;
        }
        if is_nothing(&value) && formula.is_none() {
            return ControlFlow::Continue(());
        }
        let (row, col) = at;
        if let Some(problem) = self.limits.outside(row.into(), col.into()) {
            self.problem_once(problem);
            return ControlFlow::Continue(());
        }
        let at = Address::new(row, col);
        let mut bytes = 0;
        if let Some(text) = value_text(&mut value) {
            if cut(text, self.limits.text_length) {
                self.too_long(at);
            }
            bytes = text.len() as u64;
        }
        let formula = formula.and_then(|text| self.formula(at, text));
        if is_nothing(&value) && formula.is_none() {
            return ControlFlow::Continue(());
        }
        if let Err(problem) = self.allowance.cell(at, bytes) {
            self.problem_once(problem);
            return ControlFlow::Break(());
        }
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

    /// Takes the merged region from `from` to `to`, if the file may hold one more.
    pub(super) fn merge(&mut self, from: Address, to: Address) {
        match self.allowance.merge(from) {
            Ok(()) => self.sheet.merges.push((from, to)),
            Err(problem) => self.problem_once(problem),
        }
    }

    /// Whether the cell that was taken last is that at `at`.
    pub(super) fn ends_with(&self, at: (u32, u32)) -> bool {
        let last = self.sheet.cells.last();
        last.is_some_and(|cell| (cell.row, cell.col) == at)
    }

    /// The formula of the cell at `at`, if the file may hold one more.
    fn formula(&mut self, at: Address, text: Cow<'_, str>) -> Option<String> {
        if let Err(problem) = self.allowance.formula(at, text.len() as u64) {
            self.problem_once(problem);
            return None;
        }
        let mut text = text.into_owned();
        if cut(&mut text, self.limits.text_length) {
            self.too_long(at);
        }
        Some(text)
    }

    fn too_long(&mut self, at: Address) {
        let value = self.limits.text_length;
        self.problem_once(Problem::Limit {
            limit: TEXT_LENGTH,
            value,
            at: Some(at),
        });
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

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Blank => true,
        Value::Text(text) => text.is_empty(),
        _ => false,
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
