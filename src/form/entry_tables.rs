//! The tables that the sheet 录入 feeds: printed rows, and the lines of 类 by name, which appear by themselves.

use super::amounts::difference;
use super::block::FormBlock;
use super::classes::printed_keys;
use super::desk::{Desk, cell, look};
use super::entry_list;
use super::entry_sums::{EntrySheet, at, next};
use super::lists::CodeLists;
use crate::model::{Code, Coordinates, Key, Lines, Model};
use crate::workbook::{FormulaText, Look, Style, Value, call};

/// 1 is 一.
const ORDINALS: &str = "一二三四五六七八九十";

/// Fills a block with formulas over the entries.
pub(super) fn feed(
    model: &Model,
    lists: &CodeLists,
    entry: &EntrySheet,
    desks: &mut [Desk],
    block: &mut FormBlock<'_>,
) {
    let desk = &mut desks[block.desk.index()];
    match block.meaning.lines {
        Lines::Fixed => fixed(model, entry, desk, block),
        Lines::Class(_) => {
            classes(model, lists, entry, desk, block);
            fixed(model, entry, desk, block);
        }
        _ => entry_list::feed(model, lists, entry, desk, block),
    }
}

/// A sum that is blank where it is nothing.
fn shown(desk: &mut Desk, row: u32, col: u32, sum: &FormulaText, strong: bool) {
    let style = Style {
        strong,
        ..look(Look::Amount)
    };
    let formula = call("IF", (sum.is(0), "", sum));
    desk.formula(row, col, formula, Value::Blank, style);
}

/// The printed rows and the closing line.
fn fixed(model: &Model, entry: &EntrySheet, desk: &mut Desk, block: &FormBlock<'_>) {
    let row_at = |key: &Key| match key {
        Key::Row(id) => block.meaning.row(id.as_str()).map(|row| row.at.clone()),
        _ => None,
    };
    let lines = block.lines.iter();
    let lines = lines.filter_map(|(row, key, _)| Some((*row, row_at(key)?)));
    let closing = block.closing().map(|row| (row, Coordinates::ALL));
    for (row, line) in lines.chain(closing) {
        let strong = block.closing() == Some(row);
        let code = line.function();
        let key = code.map(|code| FormulaText::from(&format!("c{code}")));
        let level = |code: Code| entry.keys[usize::from(code.level() - 1)];
        let key: Vec<(u32, &FormulaText)> = code.map(level).zip(key.as_ref()).into_iter().collect();
        for (position, col) in block.amounts() {
            if let Some(computed) = block.computed[position] {
                difference(desk, block, computed, (row, col), strong);
                continue;
            }
            let at = at(model, block.meaning, &line, position);
            let sum = entry.sum(model, &at, &key, block.measure);
            shown(desk, row, col, &sum, strong);
        }
    }
}

/// The lines of the 类 by name.
fn classes(
    model: &Model,
    lists: &CodeLists,
    entry: &EntrySheet,
    desk: &mut Desk,
    block: &mut FormBlock<'_>,
) {
    if block.printed.rows.is_empty() {
        // The lines reach down to the closing line, whatever stands beside them.
        block.listed = block.rows();
    }
    let (first, last) = block.listed;
    let label = block.key_cols().first().copied().unwrap_or(0);
    let (order, keys) = (desk.helper(), desk.helper());
    let sorted = entry.sorted(&entry.pool(model, block), true);
    let list = lists.of(Lines::FUNCTION);
    let aside = look(Look::Aside);
    for row in first..=last {
        let (x, k) = (cell(row, order), cell(row, keys));
        let next = next(row, first, order, &sorted);
        desk.formula(row, order, next, Value::Blank, aside);
        let key = FormulaText::from("c").then(call("LEFT", (&x, 3)));
        let key = call("IF", (x.is(""), "", key));
        desk.formula(row, keys, key, Value::Blank, aside);
        let typed = entry.name_of(&k);
        let name = call("IF", (typed.is(""), call("MID", (&k, 2, 3)), &typed));
        let name = list.name_of(&k, name);
        let at_line = usize::try_from(row - first).unwrap_or(0);
        let numbered = numbered(&block.printed.ordinal, at_line + 1);
        let label_of = FormulaText::from(&numbered).then(name);
        let label_of = call("IF", (k.is(""), "", label_of));
        desk.formula(row, label, label_of, Value::Blank, look(Look::Name));
        for (position, col) in block.amounts() {
            if let Some(computed) = block.computed[position] {
                difference(desk, block, computed, (row, col), false);
                continue;
            }
            let at = at(model, block.meaning, &block.meaning.list_at, position);
            let sum = entry.sum(model, &at, &[(entry.keys[0], &k)], block.measure);
            let shown = call("IF", (sum.is(0), "", &sum));
            let formula = call("IF", (k.is(""), "", shown));
            desk.formula(row, col, formula, Value::Blank, look(Look::Amount));
        }
    }
    printed_keys(desk, block, keys);
    block.keys = Some(keys);
}

/// The number in front of a name: `二、` or `（二）` as the layout has it.
fn numbered(ordinal: &str, n: usize) -> String {
    match ordinal.chars().next() {
        None => String::new(),
        Some('（' | '(') => format!("（{}）", self::ordinal(n)),
        Some(_) => format!("{}、", self::ordinal(n)),
    }
}

fn ordinal(n: usize) -> String {
    let digit = |n: usize| {
        ORDINALS
            .chars()
            .nth(n - 1)
            .map(String::from)
            .unwrap_or_default()
    };
    match n {
        1..=10 => digit(n),
        11..=19 => format!("十{}", digit(n - 10)),
        n => format!(
            "{}十{}",
            digit(n / 10),
            if n % 10 == 0 {
                String::new()
            } else {
                digit(n % 10)
            }
        ),
    }
}
