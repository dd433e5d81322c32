//! Blocks of records: any rows, told apart by what their key columns say.

use super::Request;
use super::block::FormBlock;
use super::desk::{Desk, cell, input, look};
use super::lists::CodeLists;
use super::open::to_print;
use crate::layout::{Field, KeyPart};
use crate::model::{Key, Lines};
use crate::workbook::{Address, Allowed, Look, Validation, Value, call};

/// The column that tells the rows in use, by which the others are filtered out before printing; they are hidden at first.
fn used(desk: &mut Desk, block: &FormBlock<'_>) {
    let (first, last) = block.rows();
    let col = to_print(desk, block);
    let known = |row: u32| {
        let mut lines = block.lines.iter();
        lines.any(|(own, key, _)| *own == row && matches!(key, Key::Record(_)))
    };
    let ends = [block.columns.first(), block.columns.last()];
    let [Some((from, _)), Some((to, _))] = ends else {
        return;
    };
    let mut hidden = None;
    for row in first..=last {
        let cells = cell(row, *from).to(&cell(row, *to));
        let all = to - from + 1;
        let value = match known(row) {
            true => Value::Text("是".to_owned()),
            false => Value::Blank,
        };
        if !known(row) && usize::try_from(row - first).is_ok_and(|at| at >= block.shown) {
            hidden.get_or_insert(row);
        }
        let formula = call("IF", (call("COUNTBLANK", cells).is(all), "", "是"));
        desk.formula(row, col, formula, value, look(Look::Aside));
    }
    desk.sheet
        .hidden
        .rows
        .extend(hidden.map(|from| (from, last)));
}

/// Room for what will be typed: an empty table was made as narrow as its headers, and rows do not grow by themselves.
fn widen(desk: &mut Desk, block: &FormBlock<'_>) {
    const WIDE: f64 = 28.0;
    const TWO_LINES: f64 = 33.0;
    let (first, last) = block.rows();
    let mut narrow = false;
    for ((col, field), printed) in block.columns.iter().zip(&block.printed.columns) {
        let at = usize::try_from(*col).unwrap_or(usize::MAX);
        let own = desk.sheet.widths.get(at).copied().unwrap_or(WIDE);
        let wanted = printed.width.min(WIDE);
        if !matches!(field, Field::Amount(_)) && own < printed.width {
            desk.width(*col, own.max(wanted));
            narrow = true;
        }
    }
    if narrow {
        let inside = |row: &u32| first <= *row && *row <= last;
        desk.sheet.heights.retain(|(row, _)| !inside(row));
        let rows = first..=last;
        desk.sheet.heights.extend(rows.map(|row| (row, TWO_LINES)));
    }
}

/// Keys and texts to type, codes chosen from their list.
pub(super) fn typed(
    request: &Request<'_>,
    lists: &CodeLists,
    desk: &mut Desk,
    block: &FormBlock<'_>,
) {
    let (first, last) = block.rows();
    used(desk, block);
    widen(desk, block);
    for (col, field) in &block.columns {
        let look = match field {
            Field::Key(_, KeyPart::Code) | Field::Code | Field::CodePart(_) => Look::Code,
            Field::Key(..) | Field::Text(_) | Field::Name | Field::Label => Look::Name,
            Field::Amount(_) => continue,
        };
        for row in first..=last {
            match desk.cell(row, *col) {
                Some(cell) => cell.style = input(look),
                None => desk.put(row, *col, Value::Blank, input(look)),
            }
        }
        let Field::Key(dim, _) = field else { continue };
        let Some(list) = lists.of_dim(*dim).filter(|own| !own.is_empty()) else {
            continue;
        };
        let strict = request.complete.of(Lines::List(*dim));
        desk.sheet.validations.push(Validation {
            from: Address::new(first, *col),
            to: Address::new(last, *col),
            allowed: Allowed::OneOf(list.items(list.lowest()).into()),
            strict,
            prompt: ("科目".to_owned(), "从列表选择，或填写科目编码。".to_owned()),
            complaint: (
                "科目编码".to_owned(),
                if strict {
                    "这个科目不在本年的科目表中，请从列表选择。"
                } else {
                    "与列表不同。随表的科目表不完整：对照当年的政府收支分类科目确认无误可以继续。"
                }
                .to_owned(),
            ),
        });
    }
}
