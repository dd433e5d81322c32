//! Blocks that print one line for each 类, by name.

use super::Request;
use super::desk::{Desk, cell, down, in_row, input};
use super::direct::{amount, restrict, sum};
use super::lists::Lists;
use super::skeleton::Block;
use crate::workbook::{Address, Allowed, HighlightLook, Look, Validation, Value};

/// Lines whose name is chosen and whose amounts are typed.
pub(super) fn typed(request: &Request<'_>, lists: &Lists, desk: &mut Desk, block: &mut Block<'_>) {
    let (first, last) = block.rows();
    let label = block.key_cols().first().copied().unwrap_or(0);
    for row in first..=last {
        let name = block.lines.iter().find(|(own, ..)| *own == row);
        let name = name.map_or("", |(_, _, name)| name.as_str());
        desk.text(row, label, name, input(Look::Name));
        for (position, col) in block.amounts() {
            amount(desk, block, position, col, row);
        }
    }
    closing(desk, block);
    restrict(desk, block, (first, last));
    desk.sheet.validations.push(Validation {
        from: Address::new(first, label),
        to: Address::new(last, label),
        allowed: Allowed::OneOf(lists.class_names()),
        strict: request.complete.of(block.meaning.lines),
        prompt: (
            "类级科目名称".to_owned(),
            "请从列表中选择功能分类的类级科目名称，如“社会保障和就业支出”。".to_owned(),
        ),
        complaint: (
            "类级科目名称".to_owned(),
            "这个名称不在科目表中。请核对是否与政府收支分类科目的类级名称一致。".to_owned(),
        ),
    });
    keys(lists, desk, block, label);
}

/// The sums of the closing line.
pub(super) fn closing(desk: &mut Desk, block: &Block<'_>) {
    let Some(row) = block.closing() else {
        return;
    };
    for (_, col) in block.amounts() {
        sum(
            desk,
            row,
            col,
            &[down(col, block.rows()).replace('$', "")],
            true,
        );
    }
}

/// The keys of the lines, by name; a name that has none is highlighted.
fn keys(lists: &Lists, desk: &mut Desk, block: &mut Block<'_>, label: u32) {
    let (first, last) = block.rows();
    let keys = desk.helper();
    for row in first..=last {
        let name = cell(row, label);
        let bare = format!(
            "TRIM(IF(ISNUMBER(FIND(\"、\",{name})),MID({name},FIND(\"、\",{name})+1,99),{name}))"
        );
        let formula = format!("IF({name}=\"\",\"\",{})", lists.class_key(&bare));
        let known = block.lines.iter().find(|(own, ..)| *own == row);
        let key = known.and_then(|(_, key, _)| key.code());
        let value = key.map_or(Value::Blank, |code| Value::Text(format!("c{code}")));
        desk.formula(row, keys, formula, value, super::desk::look(Look::Aside));
    }
    desk.highlight(
        (first, label),
        (last, label),
        format!("{}=\"?\"", in_row(first, keys)),
        HighlightLook::Doubtful,
    );
    block.keys = Some(keys);
}
