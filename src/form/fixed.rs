//! Blocks of printed rows, records and single lines: the lowest cells are typed, those above them are sums.

use super::amounts::{
    amount, between, difference, is_money, restrict, restrict_counts, restrict_money, sum,
};
use super::block::FormBlock;
use super::described::{self, line};
use super::desk::{Desk, input};
use crate::layout::Templates;
use crate::model::statements::each;
use crate::model::{Coordinates, Key, Line, Model, cell as coordinates, line_coordinates};
use crate::workbook::{Address, AmountFormat, FormulaText, Look, Style, Value};

/// For each line and the total, the sums of rows that make it up, the one that is written as a formula first: none where it is
/// typed.
pub(super) fn sums(model: &Model, block: &FormBlock<'_>) -> Vec<(u32, Vec<Vec<u32>>)> {
    let rows = lines(block);
    let lines: Vec<Line> = rows.iter().map(|(_, line)| line.clone()).collect();
    let structure = described::structure(model, block.printed, &lines);
    let of = |parts: &Vec<usize>| parts.iter().map(|&part| rows[part].0).collect();
    let all = rows.iter().zip(&structure.line_sums);
    all.map(|((row, _), sums)| (*row, sums.iter().map(of).collect()))
        .collect()
}

/// The lines with their rows; an empty line of a list may be of any code.
fn lines(block: &FormBlock<'_>) -> Vec<(u32, Line)> {
    let meaning = block.meaning;
    let empty = || match meaning.lines.codes() {
        Some(dim) => each(&block.printed.block, &meaning.list_at, dim),
        None => line(block.printed, Key::Record(0), ""),
    };
    let lines = block.lines.iter().map(|(row, key, _)| match key {
        Key::Unknown(_) => (*row, empty()),
        _ => (*row, line(block.printed, key.clone(), "")),
    });
    let total = block
        .total
        .map(|row| (row, line(block.printed, Key::Total, "")));
    lines.chain(total).collect()
}

/// What the cells of a row add to the coordinates of the block.
pub(super) fn row_at(block: &FormBlock<'_>, row: u32) -> Coordinates {
    let found = block.lines.iter().find(|(own, ..)| *own == row);
    let key = found.map_or(Key::Total, |(_, key, _)| key.clone());
    match key {
        Key::Row(_) => line_coordinates(block.meaning, &line(block.printed, key, "")),
        _ => Coordinates::ALL,
    }
}

/// The unit of a cell that is no money, and is not computed.
pub(super) fn count(
    model: &Model,
    block: &FormBlock<'_>,
    row: u32,
    position: usize,
) -> Option<String> {
    let line = block.meaning.at.narrowed(&row_at(block, row));
    let at = coordinates(model, &line, &block.meaning.columns[position].at);
    let own = model.measure(&at).filter(|_| model.computed(&at).is_none());
    own.map(str::to_owned)
}

/// Whether what has this unit adds up: numbers of things do not where each line says what its own is of.
pub(super) fn is_summed(measure: Option<&str>) -> bool {
    measure != Some("")
}

/// Formulas for what is a sum or computed; the other cells are typed.
pub(super) fn rows(templates: &Templates, desk: &mut Desk, block: &FormBlock<'_>) {
    let model = &templates.model;
    let mut money = Vec::new();
    let mut counts = Vec::new();
    for (row, sums) in sums(model, block) {
        let first = sums.first().filter(|_| block.printed.closed);
        for (position, col) in block.amounts() {
            let measure = count(model, block, row, position);
            if first.is_some() && !is_summed(measure.as_deref()) {
                continue;
            }
            let counted = measure.is_some();
            let strong = block.closing() == Some(row);
            if let Some(computed) = block.computed[position].filter(|_| !counted) {
                difference(desk, block, computed, (row, col), strong);
            } else if let Some(parts) = first {
                let cells: Vec<FormulaText> = between(col, parts);
                sum(desk, row, col, &cells, strong);
            } else if counted {
                let style = Style {
                    amount: AmountFormat::AsStated,
                    ..input(Look::Amount)
                };
                desk.put(row, col, Value::Blank, style);
                counts.push((row, col));
                continue;
            } else {
                amount(desk, block, position, col, row);
                if block.parts(position).is_empty() {
                    money.push((row, col));
                }
            }
            if counted && let Some(cell) = desk.cell(row, col) {
                cell.style.amount = AmountFormat::AsStated;
            }
        }
    }
    texts(desk, block);
    if counts.is_empty() && is_money(model, block) {
        restrict(desk, block, block.rows());
    } else {
        restrict_money(desk, block, &money);
        restrict_counts(desk, &counts);
    }
}

/// Rows of texts: one cell across the amounts, with room for some lines.
fn texts(desk: &mut Desk, block: &FormBlock<'_>) {
    const HEIGHT: f64 = 84.0;
    let amounts = block.amounts();
    let cols = amounts.iter().map(|(_, col)| *col);
    let (Some(from), Some(to)) = (cols.clone().min(), cols.max()) else {
        return;
    };
    for &row in &block.texts {
        for col in from..=to {
            desk.put(row, col, Value::Blank, input(Look::Name));
        }
        if from < to {
            let ends = (Address::new(row, from), Address::new(row, to));
            desk.sheet.merges.push(ends);
        }
        desk.sheet.heights.retain(|(own, _)| *own != row);
        desk.sheet.heights.push((row, HEIGHT));
    }
}

/// Row and column of a cell.
type RowCol = (u32, u32);

/// The cells of rows that are parts beside others (其中：), each with the cell of its whole, which it may not exceed.
pub(super) fn rows_within(model: &Model, block: &FormBlock<'_>) -> Vec<(RowCol, RowCol)> {
    let lines = described::lines(block.printed);
    let structure = described::structure(model, block.printed, &lines);
    let row = |line: usize| block.row_of(&lines[line].key);
    let beside = structure.lines_beside(model).into_iter();
    let rows = beside.filter_map(|(part, whole)| Some((row(part)?, row(whole)?)));
    let mut cols = block.amounts();
    cols.retain(|(position, _)| !structure.may_exceed(model, *position));
    rows.flat_map(|(part, whole)| {
        cols.iter()
            .map(move |&(_, col)| ((part, col), (whole, col)))
    })
    .collect()
}

/// The columns that are parts beside others, each with the column of its whole.
pub(super) fn columns_within(model: &Model, block: &FormBlock<'_>) -> Vec<(u32, u32)> {
    let structure = described::structure(model, block.printed, &[]);
    let beside = structure.columns_beside(model).into_iter();
    beside
        .filter_map(|(part, whole)| Some((block.col(part)?, block.col(whole)?)))
        .collect()
}
