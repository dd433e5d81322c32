//! The tables that the sheet 录入 feeds: their lines appear by themselves, in the order of the codes, and close behind the
//! last one.

use super::amounts::difference;
use super::block::FormBlock;
use super::classes::printed_keys;
use super::desk::{Desk, cell, down, fixed as fixed_cell, in_row, look};
use super::entry_sums::{EntrySheet, PER_UNIT, Pool, at};
use super::lists::CodeLists;
use crate::layout::{Field, KeyPart};
use crate::model::{Code, Coordinates, Key, Lines, Model};
use crate::workbook::{FormulaText, HighlightLook, Look, Style, Value, call};

/// The width of a column of names, in characters.
const NAMES: f64 = 44.0;
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
        _ => list(model, lists, entry, desk, block),
    }
}

/// The lines of the sheet that a list is made of.
fn pool(model: &Model, entry: &EntrySheet, block: &FormBlock<'_>) -> Pool {
    Pool::of(model, &entry.dims, block.meaning, block.printed)
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

/// The formula for the next of the sorted keys after that in the row above.
fn next(row: u32, first: u32, col: u32, keys: &FormulaText) -> FormulaText {
    if row == first {
        return call("IF", (call("COUNT", keys).is(0), "", call("MIN", keys)));
    }
    let above = cell(row - 1, col);
    let count = |sign: &str| call("COUNTIF", (keys, FormulaText::from(sign).then(&above)));
    let next = call("SMALL", (keys, count("<=").plus(1)));
    let next = call("IF", (count(">").is(0), "", next));
    call("IF", (above.is(""), "", next))
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
    let sorted = entry.sorted(&pool(model, entry, block), true);
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

/// The columns beside a list by unit: the number of the unit of a line, and what unit a head line is of.
struct UnitColumns {
    number: u32,
    text: u32,
}

/// The code that a unit's text begins with, where it does; what is read on return says the same.
fn unit_code(text: &FormulaText) -> FormulaText {
    let end = call("FIND", (" ", text)).minus(1);
    call("IF", (has_code(text), call("LEFT", (text, end)), ""))
}

/// The name in a unit's text.
fn unit_name(text: &FormulaText) -> FormulaText {
    let begin = call("FIND", (" ", text)).plus(1);
    let name = call("TRIM", call("MID", (text, begin, 99)));
    call("IF", (has_code(text), name, text))
}

fn has_code(text: &FormulaText) -> FormulaText {
    let found =
        |what: FormulaText, within: FormulaText| call("ISNUMBER", call("FIND", (what, within)));
    let first = call("LEFT", (text.then("x"), 1));
    let begins = found(first, "0123456789".into());
    call("AND", (found(" ".into(), text.clone()), begins))
}

fn list(
    model: &Model,
    lists: &CodeLists,
    entry: &EntrySheet,
    desk: &mut Desk,
    block: &mut FormBlock<'_>,
) {
    let (first, last) = block.body;
    // Below the last line the closing one has no place of its own; above them all it has.
    let above = block.printed.closing_first;
    let from = first + u32::from(above);
    if !above {
        desk.sheet.merges.retain(|(from, _)| from.row != last);
    }
    let (order, closes, keys) = (desk.helper(), desk.helper(), desk.helper());
    let of_units = block.meaning.groups.map(|_| UnitColumns {
        number: desk.helper(),
        text: desk.helper(),
    });
    let sums: Vec<(usize, u32, u32)> = block
        .amounts()
        .iter()
        .map(|&(position, col)| (position, col, desk.helper()))
        .collect();
    let sorted = entry.sorted(&pool(model, entry, block), false);
    let list = lists.of(Lines::FUNCTION);
    let aside = look(Look::Aside);
    let bare = |look: Look| Style {
        bare: true,
        ..super::desk::look(look)
    };
    let closing = &block.printed.closing;
    for row in first..=last {
        let (x, z, k) = (cell(row, order), cell(row, closes), cell(row, keys));
        let key = match row < from {
            true => FormulaText::from(""),
            false => next(row, from, order, &sorted),
        };
        desk.formula(row, order, key, Value::Blank, aside);
        let close = if above {
            FormulaText::from(u32::from(row == first))
        } else if row == first {
            call("IF", (x.is(""), 1, 0))
        } else {
            let closed = call("IF", (cell(row - 1, order).is(""), 0, 1));
            call("IF", (x.is(""), closed, 0))
        };
        let begins = Value::Number(u32::from(row == first).into());
        desk.formula(row, closes, close, begins, aside);
        let kind = call("MOD", (&x, 10));
        // The digits of a 类, 款 or 项.
        let key_in = |number: &FormulaText| {
            let length = call("CHOOSE", (&kind, 3, 5, 7));
            FormulaText::from("c").then(call("LEFT", (number, length)))
        };
        let (key, unit) = match &of_units {
            None => (call("IF", (x.is(""), "", key_in(&x))), None),
            Some(columns) => {
                let head = call("IF", (x.is(""), false, kind.is(0)));
                let own = key_in(&call("MOD", (&x, PER_UNIT)));
                let key = call("IF", (&head, "", own));
                let key = call("IF", (x.is(""), "", key));
                let number = cell(row, columns.number);
                let of = call("INT", x.over(PER_UNIT));
                let of = call("IF", (x.is(""), "", of));
                desk.formula(row, columns.number, of, Value::Blank, aside);
                let text = entry.unit_of(&number);
                let text = text.unwrap_or_else(|| FormulaText::name(""));
                let text = call("IF", (&head, text, ""));
                desk.formula(row, columns.text, text, Value::Blank, aside);
                (key, Some((head, number, cell(row, columns.text))))
            }
        };
        desk.formula(row, keys, key, Value::Blank, aside);
        let digits = |from: u32, count: u32| call("MID", (&k, from, count));
        let or_closing = |code: FormulaText| call("IF", (z.is(1), closing, code));
        for (col, field) in &block.columns {
            let (formula, style) = match field {
                Field::CodePart(1) => (or_closing(digits(2, 3)), bare(Look::Code)),
                Field::CodePart(2) => (digits(5, 2), bare(Look::Code)),
                Field::CodePart(_) => (digits(7, 2), bare(Look::Code)),
                Field::Code => (or_closing(digits(2, 7)), bare(Look::Code)),
                Field::Name | Field::Label => {
                    let other = unit.as_ref().map(|(_, _, text)| unit_name(text));
                    let other = other.unwrap_or_else(|| "".into());
                    let named = list.name_of(&k, entry.name_of(&k));
                    (call("IF", (k.is(""), other, named)), bare(Look::Name))
                }
                Field::Key(_, part) => {
                    let Some((_, _, text)) = &unit else { continue };
                    match part {
                        KeyPart::Code => (unit_code(text), bare(Look::Code)),
                        KeyPart::Name => (unit_name(text), bare(Look::Name)),
                    }
                }
                Field::Amount(_) | Field::Text(_) => continue,
            };
            let value = if row == first && formula.as_str().contains(closing.as_str()) {
                Value::Text(closing.clone())
            } else {
                Value::Blank
            };
            desk.formula(row, *col, formula, value, style);
        }
        for &(position, col, helper) in &sums {
            let of = |position: usize| {
                let own = sums.iter().find(|(own, ..)| *own == position);
                own.map_or_else(|| 0.into(), |(.., helper)| cell(row, *helper))
            };
            let formula = if let Some(computed) = block.computed[position] {
                let [own, base] = computed.of.map(of);
                let change = own.minus(&base);
                match computed.percent {
                    false => call("ROUND", (change, 2)),
                    true => {
                        let percent = call("ROUND", (change.over(&base).times(100), 2));
                        call("IF", (base.is(0), 0, percent))
                    }
                }
            } else {
                let at = at(model, block.meaning, &Coordinates::ALL, position);
                let number = unit.as_ref().map(|(_, number, _)| number);
                let of_unit = entry.units.map(|[_, col]| col).zip(number);
                let sum = |level: usize| {
                    let own = [(entry.keys[level], &k)].into_iter();
                    let all: Vec<(u32, &FormulaText)> = own.chain(of_unit).collect();
                    entry.sum(model, &at, &all, block.measure)
                };
                let whole = entry.sum(model, &at, &[], block.measure);
                let closed = call("IF", (z.is(1), whole, 0));
                let bare = match (&unit, of_unit) {
                    (Some((head, ..)), Some(of_unit)) => {
                        let head_sum = entry.sum(model, &at, &[of_unit], block.measure);
                        call("IF", (head, head_sum, closed))
                    }
                    _ => closed,
                };
                let length = call("LEN", &k);
                let below = call("IF", (length.is(6), sum(1), sum(2)));
                let below = call("IF", (length.is(4), sum(0), below));
                call("IF", (k.is(""), bare, below))
            };
            desk.formula(row, helper, formula, Value::Number(0.into()), aside);
            let v = cell(row, helper);
            desk.formula(
                row,
                col,
                call("IF", (v.is(0), "", &v)),
                Value::Blank,
                bare(Look::Amount),
            );
        }
    }
    // Which names will stand there is not known, and rows do not grow by themselves.
    if let Some(col) = block.name_col() {
        let at = usize::try_from(col).unwrap_or(usize::MAX);
        let own = desk.sheet.widths.get(at).copied().unwrap_or(NAMES);
        desk.width(col, own.max(NAMES));
    }
    let right = block.columns.last().map_or(0, |(col, _)| *col);
    let (x, k, z) = (
        in_row(first, order),
        in_row(first, keys),
        in_row(first, closes),
    );
    desk.highlight(
        (first, 0),
        (last, right),
        call(
            "OR",
            (
                z.is(1),
                call("AND", (x.is_not(""), call("LEN", k).below(8))),
            ),
        ),
        HighlightLook::Strong,
    );
    desk.highlight(
        (first, 0),
        (last, right),
        x.is_not(""),
        HighlightLook::Bordered,
    );
    // Behind the closing line nothing is printed; where there is none, or a note stands below, all is.
    if let Some((end, _)) = desk.sheet.page.print_to {
        let note = fixed_cell(last + 2, 0).on(&block.sheet);
        let lines = |col: u32| down(col, block.body).on(&block.sheet);
        let found = match above {
            true => call("COUNT", lines(order)).plus(1),
            false => call("MATCH", (1, lines(closes), 0)),
        };
        let all = end + 1;
        let mut rows = call("IFERROR", (found.plus(first), all));
        if desk.cell(last + 2, 0).is_some() {
            rows = call("IF", (note.is(""), rows, all));
        }
        desk.sheet.page.print_rows = Some(rows.into());
    }
    block.keys = Some(keys);
    block.floating = true;
    block.values = sums.iter().map(|&(_, col, helper)| (col, helper)).collect();
}
