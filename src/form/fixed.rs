//! Blocks of fixed rows: the lowest ones are typed, those above them are sums.

use super::desk::{Desk, cell};
use super::direct::{amount, restrict, sum};
use super::skeleton::{Block, line};
use crate::layout::Templates;
use crate::model::{Amount, Key, Line, Structure, Way};

/// For each printed row and the closing one, the rows that it is the sum of: none where it is typed.
pub(super) fn sums(templates: &Templates, block: &Block<'_>) -> Vec<(u32, Vec<u32>)> {
    let stated = |key: Key| Line {
        amounts: block
            .amounts()
            .iter()
            .map(|(position, _)| {
                let id = block.meaning.columns[*position].id.clone();
                (id, Amount::new(rust_decimal::Decimal::ZERO))
            })
            .collect(),
        ..line(block.printed, key, "")
    };
    let mut rows: Vec<(u32, Key)> = block
        .lines
        .iter()
        .map(|(row, key, _)| (*row, key.clone()))
        .collect();
    rows.extend(block.closing().map(|row| (row, Key::Total)));
    let lines: Vec<Line> = rows.iter().map(|(_, key)| stated(key.clone())).collect();
    let structure = Structure::new(&templates.model, block.meaning, &lines);
    let mut all: Vec<(u32, Vec<u32>)> = rows.iter().map(|(row, _)| (*row, Vec::new())).collect();
    for total in structure.totals().filter(|total| total.way == Way::Lines) {
        all[total.total.0].1 = total.parts.iter().map(|(line, _)| rows[*line].0).collect();
    }
    all
}

/// Formulas for the rows that are sums; the others are typed.
pub(super) fn rows(templates: &Templates, desk: &mut Desk, block: &Block<'_>) {
    for (row, parts) in sums(templates, block) {
        for (position, col) in block.amounts() {
            if parts.is_empty() || !block.printed.closed {
                amount(desk, block, position, col, row);
            } else {
                let cells: Vec<String> = parts.iter().map(|&row| cell(row, col)).collect();
                sum(desk, row, col, &cells, block.closing() == Some(row));
            }
        }
    }
    restrict(desk, block, block.rows());
}
