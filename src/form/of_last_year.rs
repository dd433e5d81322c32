//! Columns of last year's budget: filled in from last year's own, to be looked over.

use rust_decimal::Decimal;

use super::Request;
use super::desk::Desk;
use super::skeleton::Block;
use crate::model::{Dim, Key, Line};
use crate::workbook::Value;

/// The word of last year's budget as it was passed; what was executed is not known from it.
const LAST_YEAR: &str = "last_year";

/// Fills in the cells that are typed, and what their sums and differences come to.
pub(super) fn fill(request: &Request<'_>, desk: &mut Desk, block: &Block<'_>) {
    // Of units the same 科目 stands in many lines, and which is whose may have changed.
    let previous = request.previous.filter(|_| block.units.is_empty());
    let Some(previous) = previous else {
        return;
    };
    let tables = previous.tables.iter();
    let tables = tables.filter(|table| block.of_table(&table.table));
    let lines = tables.flat_map(|table| table.lines.iter());
    let lines: Vec<&Line> = lines
        .filter(|line| line.block == block.printed.block)
        .collect();
    let rows = block.lines.iter().map(|(row, key, _)| (*row, key));
    let total = block.total.map(|row| (row, &Key::Total));
    let rows: Vec<(u32, &Line)> = rows
        .chain(total)
        .filter_map(|(row, key)| Some((row, *lines.iter().find(|line| line.key == *key)?)))
        .collect();
    for (position, col) in block.amounts() {
        // Of this year nothing is known yet.
        let (of, percent) = match block.computed[position] {
            Some(computed) => (computed.of[1], Some(computed.percent)),
            None => (position, None),
        };
        let Some(column) = counterpart(block, of) else {
            continue;
        };
        for &(row, line) in &rows {
            let Some(amount) = line.amounts.get(&block.meaning.columns[column].id) else {
                continue;
            };
            let last = (amount.yuan / block.measure.yuan()).normalize();
            let value = match percent {
                None => last,
                Some(false) => -last,
                Some(true) => -Decimal::ONE_HUNDRED,
            };
            if !last.is_zero() {
                put(desk, (row, col), value, has_lines_below(block, line));
            }
        }
    }
    rows_of_last_year(desk, block, &lines);
}

/// Puts an amount into a cell that is typed or a sum. What waits for lines below gives nothing where there are none.
fn put(desk: &mut Desk, (row, col): (u32, u32), value: Decimal, lines_below: bool) {
    let is_own = |own: &crate::workbook::Cell| own.style.input || own.formula.is_some();
    if let Some(cell) = desk.cell(row, col).filter(|own| is_own(own)) {
        cell.value = Value::Number(value);
        if cell.style.input && !lines_below {
            cell.formula = None;
        }
    }
}

/// Rows of last year's budget: each is the row that said the same of its own year, a year ago.
fn rows_of_last_year(desk: &mut Desk, block: &Block<'_>, lines: &[&Line]) {
    for (row, key, _) in &block.lines {
        let Key::Row(id) = key else { continue };
        let Some(meaning) = block.meaning.row(id.as_str()) else {
            continue;
        };
        if meaning
            .at
            .word(Dim::BASIS)
            .is_none_or(|word| *word != *LAST_YEAR)
        {
            continue;
        }
        let own = meaning.at.clone().with(Dim::BASIS, None);
        let mut rows = block.meaning.rows.iter();
        let counterpart = match own.is_all() {
            true => Some(Key::Total),
            false => rows
                .find(|row| row.at == own)
                .map(|row| Key::Row(row.id.clone())),
        };
        let mut lines = lines.iter();
        let Some(line) = counterpart.and_then(|key| lines.find(|line| line.key == key)) else {
            continue;
        };
        for (position, col) in block.amounts() {
            let amount = line.amounts.get(&block.meaning.columns[position].id);
            let amount = amount.filter(|_| block.computed[position].is_none());
            let last = amount.map(|amount| (amount.yuan / block.measure.yuan()).normalize());
            if let Some(last) = last.filter(|last| !last.is_zero()) {
                put(desk, (*row, col), last, false);
            }
        }
    }
}

fn has_lines_below(block: &Block<'_>, line: &Line) -> bool {
    let own = line.key.code();
    let mut codes = block.lines.iter().filter_map(|(_, key, _)| key.code());
    codes.any(|code| own.is_some_and(|own| own != code && own.contains(code)))
}

/// The column of this year that a column of last year's budget was, a year ago.
fn counterpart(block: &Block<'_>, position: usize) -> Option<usize> {
    let columns = &block.meaning.columns;
    let at = &columns[position].at;
    at.word(Dim::BASIS).filter(|word| **word == *LAST_YEAR)?;
    let own = at.clone().with(Dim::BASIS, None);
    columns.iter().position(|column| column.at == own)
}
