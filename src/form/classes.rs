//! Blocks that print one line for each 类, by name.

use super::Request;
use super::amounts::{amount, restrict, sum};
use super::block::FormBlock;
use super::desk::{Desk, cell, in_row, input};
use super::listed::CodeColumns;
use super::lists::CodeLists;
use crate::model::{Dim, Key};
use crate::workbook::{
    Address, Allowed, FormulaText, HighlightLook, Look, Validation, Value, call,
};

/// Lines whose name is chosen and whose amounts are typed.
pub(super) fn typed(
    request: &Request<'_>,
    lists: &CodeLists,
    desk: &mut Desk,
    block: &mut FormBlock<'_>,
) {
    let (first, last) = block.rows();
    for row in first..=last {
        for (position, col) in block.amounts() {
            amount(desk, block, position, col, row);
        }
    }
    closing(desk, block);
    restrict(desk, block, (first, last));
    // The lines reach down to the closing line, whatever stands beside them.
    block.listed = (first, last);
    listed(request, lists, desk, block);
}

/// The names of the lines, which are chosen, and their keys.
pub(super) fn listed(
    request: &Request<'_>,
    lists: &CodeLists,
    desk: &mut Desk,
    block: &mut FormBlock<'_>,
) {
    let (first, last) = block.listed;
    let label = block.key_cols().first().copied().unwrap_or(0);
    for row in first..=last {
        let name = block.lines.iter().find(|(own, ..)| *own == row);
        let name = name.map_or("", |(_, _, name)| name.as_str());
        desk.text(row, label, name, input(Look::Name));
    }
    let list = lists.of(block.meaning.lines);
    // Of a bureau's own classification no list may be known.
    if let Some(example) = list.first_class() {
        desk.sheet.validations.push(Validation {
            from: Address::new(first, label),
            to: Address::new(last, label),
            allowed: Allowed::OneOf(list.class_names().into()),
            strict: request.complete.of(block.meaning.lines),
            prompt: (
                "类级科目名称".to_owned(),
                format!(
                    "请从列表中选择{}的类级科目名称，如“{example}”。",
                    list.called()
                ),
            ),
            complaint: (
                "类级科目名称".to_owned(),
                "这个名称不在科目表中。请核对是否与政府收支分类科目的类级名称一致。".to_owned(),
            ),
        });
    }
    keys(list, desk, block, label);
}

/// The sums of the closing line.
pub(super) fn closing(desk: &mut Desk, block: &FormBlock<'_>) {
    let Some(row) = block.closing() else {
        return;
    };
    for (_, col) in block.amounts() {
        let (first, last) = block.rows();
        let lines = cell(first, col).to(&cell(last, col));
        sum(desk, row, col, &[lines], true);
    }
}

/// The keys of the lines, by name; a name that has none is highlighted. 类 that are printed rows have theirs.
fn keys(list: &CodeColumns, desk: &mut Desk, block: &mut FormBlock<'_>, label: u32) {
    let (first, last) = block.listed;
    let keys = desk.helper();
    for row in first..=last {
        let name = cell(row, label);
        let ordinal = call("FIND", ("、", &name));
        let behind = call("MID", (&name, ordinal.plus(1), 99));
        let bare = call("IF", (call("ISNUMBER", ordinal), behind, &name));
        let bare = call("TRIM", bare);
        // Without a list, names alone tell the lines apart.
        let own = match list.is_empty() {
            true => FormulaText::from("n").then(bare),
            false => list.class_key(&bare),
        };
        let formula = call("IF", (name.is(""), "", own));
        let known = block.lines.iter().find(|(own, ..)| *own == row);
        let key = known.and_then(|(_, key, _)| key.code());
        let value = key.map_or(Value::Blank, |code| Value::Text(format!("c{code}")));
        desk.formula(row, keys, formula, value, super::desk::look(Look::Aside));
    }
    printed_keys(desk, block, keys);
    desk.highlight(
        (first, label),
        (last, label),
        in_row(first, keys).is("?"),
        HighlightLook::Doubtful,
    );
    block.keys = Some(keys);
}

/// The keys of 类 that are printed rows.
pub(super) fn printed_keys(desk: &mut Desk, block: &FormBlock<'_>, keys: u32) {
    let dim = block.meaning.lines.codes();
    for (row, key, _) in &block.lines {
        let Key::Row(id) = key else { continue };
        let own = block.meaning.row(id.as_str());
        // Of a 类 in another part of the money, as what is carried over, this is not the line.
        let own = own.filter(|own| {
            let same = |dim: Dim| own.at.get(dim) == block.meaning.list_at.get(dim);
            let mut others = own.at.iter().filter(|(of, _)| Some(*of) != dim);
            others.all(|(of, _)| same(of))
        });
        if let Some(code) = own.and_then(|own| own.at.code(dim?)) {
            desk.text(
                *row,
                keys,
                &format!("c{code}"),
                super::desk::look(Look::Aside),
            );
        }
    }
}
