//! Lists whose lines belong to units: the head line of each unit, its name typed, its amounts the sums of its codes.

use super::amounts::{sum, totals};
use super::block::FormBlock;
use super::desk::{Desk, cell, input, look};
use crate::layout::Field;
use crate::workbook::{FormulaText, Look, Value, call};

/// What is said of a unit with money and without name.
pub(super) const NAMELESS: &str = "有金额，没有单位名称";

/// The names and codes of units are typed.
pub(super) fn heads(desk: &mut Desk, block: &FormBlock<'_>) {
    for head in rows(block) {
        for (col, field) in &block.columns {
            let look = match field {
                Field::Name => Look::Name,
                Field::Key(..) => Look::Code,
                _ => continue,
            };
            let mut style = input(look);
            style.strong = true;
            match desk.cell(head, *col) {
                Some(cell) => cell.style = style,
                None => desk.put(head, *col, Value::Blank, style),
            }
        }
    }
}

/// The rows of the heads.
pub(super) fn rows(block: &FormBlock<'_>) -> Vec<u32> {
    block.units.iter().filter_map(|unit| unit.total).collect()
}

/// The total over the units, and what stands beside their heads: in the columns `hints` what is wrong, and `printed` whether the
/// line is in use.
pub(super) fn sums(desk: &mut Desk, block: &FormBlock<'_>, hints: u32, printed: u32) {
    let heads = rows(block);
    for &head in &heads {
        let amounts = block.leaves().into_iter();
        let amounts: Vec<FormulaText> = amounts.map(|(_, col)| cell(head, col)).collect();
        let amounts = call("COUNT", amounts);
        let names = FormulaText::joined(names(block).iter().map(|col| cell(head, *col)));
        let name = block.name_col().map(|col| cell(head, col));
        let name = name.as_ref().unwrap_or(&names);
        let aside = look(Look::Aside);
        let nameless = call("AND", (name.is(""), amounts.above(0)));
        let nameless = call("IF", (nameless, NAMELESS, ""));
        desk.formula(head, hints, nameless, Value::Blank, aside);
        let unused = call("AND", (names.is(""), amounts.is(0)));
        let used = call("IF", (unused, "", "是"));
        let known = block.lines.iter().find(|(row, ..)| *row == head);
        let known = known.is_some_and(|(.., name)| !name.is_empty());
        let shown = if known {
            Value::Text("是".to_owned())
        } else {
            Value::Blank
        };
        desk.formula(head, printed, used, shown, aside);
    }
    let Some(row) = block.closing().filter(|_| !heads.is_empty()) else {
        return;
    };
    for (_, col) in block.leaves() {
        let cells: Vec<FormulaText> = heads.iter().map(|&head| cell(head, col)).collect();
        sum(desk, row, col, &cells, true);
    }
    totals(desk, block, row);
}

/// The columns that say whose a unit's line is.
fn names(block: &FormBlock<'_>) -> Vec<u32> {
    let own = |(_, field): &&(u32, Field)| matches!(field, Field::Name | Field::Key(..));
    let columns = block.columns.iter().filter(own);
    columns.map(|(col, _)| *col).collect()
}
