//! What may be typed as the codes of an open list.

use super::Request;
use super::block::FormBlock;
use super::desk::{Desk, in_row};
use super::lists::CodeLists;
use crate::layout::Field;
use crate::workbook::{Address, Allowed, FormulaText, Validation, call};

/// Codes are those of the list: refused where it is complete, else asked about.
pub(super) fn codes(
    request: &Request<'_>,
    lists: &CodeLists,
    desk: &mut Desk,
    block: &FormBlock<'_>,
) {
    let (first, last) = block.rows();
    let list = lists.of(block.meaning.lines);
    // Of a bureau's own classification no list may be known.
    if list.is_empty() {
        return;
    }
    let col_of = |wanted: &Field| {
        let mut columns = block.columns.iter();
        columns
            .find(|(_, field)| field == wanted)
            .map(|(col, _)| *col)
    };
    let part = |level: u8| col_of(&Field::CodePart(level)).map(|col| in_row(first, col));
    let two = |cell: &FormulaText| {
        let zero = call("IF", (call("LEN", cell).is(1), "0", ""));
        zero.then(cell)
    };
    let key = FormulaText::from("c");
    for (col, field) in &block.columns {
        let (source, what) = match field {
            Field::CodePart(1) => (list.classes(), "类（3位）"),
            Field::CodePart(2) => {
                let Some(class) = part(1) else { continue };
                (list.below(2, &key.then(class)), "款（2位）")
            }
            Field::CodePart(_) => {
                let (Some(class), Some(section)) = (part(1), part(2)) else {
                    continue;
                };
                let above = key.then(class).then(two(&section));
                (list.below(3, &above), "项（2位）")
            }
            Field::Code => (list.items(list.lowest()), "科目"),
            _ => continue,
        };
        desk.sheet.validations.push(Validation {
            from: Address::new(first, *col),
            to: Address::new(last, *col),
            allowed: Allowed::OneOf(source.into()),
            strict: request.complete.of(block.meaning.lines),
            prompt: (
                format!("编码：{what}"),
                "每行都要填全各级编码，如 208、05、05。行的先后不限；类、款小计行只填编码，金额自动计算。".to_owned(),
            ),
            complaint: (
                "科目编码".to_owned(),
                if request.complete.of(block.meaning.lines) {
                    "这个编码不在本年的科目表中，请改正。"
                } else {
                    "这个编码不在随表的科目表中。随表的科目表不完整：请对照当年的政府收支分类科目，确认无误可以继续。"
                }
                .to_owned(),
            ),
        });
    }
}
