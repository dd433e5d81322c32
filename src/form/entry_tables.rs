//! The tables that the sheet 录入 feeds: their lines appear by themselves, in the order of the codes, and close behind the
//! last one.

use super::amounts::difference;
use super::block::FormBlock;
use super::classes::printed_keys;
use super::desk::{Desk, cell, down, fixed as fixed_cell, in_row, look, on};
use super::entry_sums::{EntrySheet, PER_UNIT, Pool, at};
use super::lists::CodeLists;
use crate::layout::{Field, KeyPart};
use crate::model::{Code, Coordinates, Key, Lines, Model};
use crate::workbook::{HighlightLook, Look, Style, Value};

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
fn shown(desk: &mut Desk, row: u32, col: u32, sum: &str, strong: bool) {
    let style = Style {
        strong,
        ..look(Look::Amount)
    };
    let formula = format!("IF({sum}=0,\"\",{sum})");
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
        let key = code.map(|code| format!("\"c{code}\""));
        let level = |code: Code| entry.keys[usize::from(code.level() - 1)];
        let key: Vec<(u32, &str)> = code.map(level).zip(key.as_deref()).into_iter().collect();
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
fn next(row: u32, first: u32, col: u32, keys: &str) -> String {
    if row == first {
        return format!("IF(COUNT({keys})=0,\"\",MIN({keys}))");
    }
    let above = cell(row - 1, col);
    format!(
        "IF({above}=\"\",\"\",IF(COUNTIF({keys},\">\"&{above})=0,\"\",SMALL({keys},COUNTIF({keys},\"<=\"&{above})+1)))"
    )
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
        let key = format!("IF({x}=\"\",\"\",\"c\"&LEFT({x},3))");
        desk.formula(row, keys, key, Value::Blank, aside);
        let typed = entry.name_of(&k);
        let name = format!("IF({typed}=\"\",MID({k},2,3),{typed})");
        let name = list.name_of(&k, &name);
        let at_line = usize::try_from(row - first).unwrap_or(0);
        let numbered = numbered(&block.printed.ordinal, at_line + 1);
        let label_of = format!("IF({k}=\"\",\"\",\"{numbered}\"&{name})");
        desk.formula(row, label, label_of, Value::Blank, look(Look::Name));
        for (position, col) in block.amounts() {
            if let Some(computed) = block.computed[position] {
                difference(desk, block, computed, (row, col), false);
                continue;
            }
            let at = at(model, block.meaning, &block.meaning.list_at, position);
            let sum = entry.sum(model, &at, &[(entry.keys[0], &k)], block.measure);
            let formula = format!("IF({k}=\"\",\"\",IF({sum}=0,\"\",{sum}))");
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
fn unit_code(text: &str) -> String {
    format!(
        "IF({},LEFT({text},FIND(\" \",{text})-1),\"\")",
        has_code(text)
    )
}

/// The name in a unit's text.
fn unit_name(text: &str) -> String {
    format!(
        "IF({},TRIM(MID({text},FIND(\" \",{text})+1,99)),{text})",
        has_code(text)
    )
}

fn has_code(text: &str) -> String {
    format!("AND(ISNUMBER(FIND(\" \",{text})),ISNUMBER(FIND(LEFT({text}&\"x\",1),\"0123456789\")))")
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
            true => "\"\"".to_owned(),
            false => next(row, from, order, &sorted),
        };
        desk.formula(row, order, key, Value::Blank, aside);
        let close = if above {
            u32::from(row == first).to_string()
        } else if row == first {
            format!("IF({x}=\"\",1,0)")
        } else {
            format!("IF({x}=\"\",IF({}=\"\",0,1),0)", cell(row - 1, order))
        };
        let begins = Value::Number(u32::from(row == first).into());
        desk.formula(row, closes, close, begins, aside);
        let (key, unit) = match &of_units {
            None => {
                let key = format!("IF({x}=\"\",\"\",\"c\"&LEFT({x},CHOOSE(MOD({x},10),3,5,7)))");
                (key, None)
            }
            Some(columns) => {
                let head = format!("IF({x}=\"\",FALSE,MOD({x},10)=0)");
                let own = format!("MOD({x},{PER_UNIT})");
                let key = format!(
                    "IF({x}=\"\",\"\",IF({head},\"\",\"c\"&LEFT({own},CHOOSE(MOD({x},10),3,5,7))))"
                );
                let number = cell(row, columns.number);
                let of = format!("IF({x}=\"\",\"\",INT({x}/{PER_UNIT}))");
                desk.formula(row, columns.number, of, Value::Blank, aside);
                let text = entry.unit_of(&number).unwrap_or_default();
                let text = format!("IF({head},{text},\"\")");
                desk.formula(row, columns.text, text, Value::Blank, aside);
                (key, Some((head, number, cell(row, columns.text))))
            }
        };
        desk.formula(row, keys, key, Value::Blank, aside);
        for (col, field) in &block.columns {
            let (formula, style) = match field {
                Field::CodePart(1) => (
                    format!("IF({z}=1,\"{closing}\",MID({k},2,3))"),
                    bare(Look::Code),
                ),
                Field::CodePart(2) => (format!("MID({k},5,2)"), bare(Look::Code)),
                Field::CodePart(_) => (format!("MID({k},7,2)"), bare(Look::Code)),
                Field::Code => (
                    format!("IF({z}=1,\"{closing}\",MID({k},2,7))"),
                    bare(Look::Code),
                ),
                Field::Name | Field::Label => {
                    let other = unit.as_ref().map(|(_, _, text)| unit_name(text));
                    let other = other.unwrap_or_else(|| "\"\"".to_owned());
                    let named = list.name_of(&k, &entry.name_of(&k));
                    (format!("IF({k}=\"\",{other},{named})"), bare(Look::Name))
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
            let value = if row == first && formula.contains(closing.as_str()) {
                Value::Text(closing.clone())
            } else {
                Value::Blank
            };
            desk.formula(row, *col, formula, value, style);
        }
        for &(position, col, helper) in &sums {
            let of = |position: usize| {
                let own = sums.iter().find(|(own, ..)| *own == position);
                own.map_or_else(|| "0".to_owned(), |(.., helper)| cell(row, *helper))
            };
            let formula = if let Some(computed) = block.computed[position] {
                let [own, base] = computed.of.map(of);
                match computed.percent {
                    false => format!("ROUND({own}-{base},2)"),
                    true => format!("IF({base}=0,0,ROUND(({own}-{base})/{base}*100,2))"),
                }
            } else {
                let at = at(model, block.meaning, &Coordinates::ALL, position);
                let number = unit.as_ref().map(|(_, number, _)| number.as_str());
                let of_unit = entry.units.map(|[_, col]| col).zip(number);
                let sum = |level: usize| {
                    let own = [(entry.keys[level], k.as_str())].into_iter();
                    let all: Vec<(u32, &str)> = own.chain(of_unit).collect();
                    entry.sum(model, &at, &all, block.measure)
                };
                let whole = entry.sum(model, &at, &[], block.measure);
                let bare = match (&unit, of_unit) {
                    (Some((head, ..)), Some(of_unit)) => {
                        let head_sum = entry.sum(model, &at, &[of_unit], block.measure);
                        format!("IF({head},{head_sum},IF({z}=1,{whole},0))")
                    }
                    _ => format!("IF({z}=1,{whole},0)"),
                };
                format!(
                    "IF({k}=\"\",{bare},IF(LEN({k})=4,{},IF(LEN({k})=6,{},{})))",
                    sum(0),
                    sum(1),
                    sum(2)
                )
            };
            desk.formula(row, helper, formula, Value::Number(0.into()), aside);
            let v = cell(row, helper);
            desk.formula(
                row,
                col,
                format!("IF({v}=0,\"\",{v})"),
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
        format!("OR({z}=1,AND({x}<>\"\",LEN({k})<8))"),
        HighlightLook::Strong,
    );
    desk.highlight(
        (first, 0),
        (last, right),
        format!("{x}<>\"\""),
        HighlightLook::Bordered,
    );
    // Behind the closing line nothing is printed; where there is none, or a note stands below, all is.
    if let Some((end, _)) = desk.sheet.page.print_to {
        let note = on(&block.sheet, &fixed_cell(last + 2, 0));
        let found = match above {
            true => format!(
                "COUNT({})+1+{first}",
                on(&block.sheet, &down(order, block.body))
            ),
            false => format!(
                "MATCH(1,{},0)+{first}",
                on(&block.sheet, &down(closes, block.body))
            ),
        };
        let all = end + 1;
        desk.sheet.page.print_rows = Some(if desk.cell(last + 2, 0).is_some() {
            format!("IF({note}=\"\",IFERROR({found},{all}),{all})")
        } else {
            format!("IFERROR({found},{all})")
        });
    }
    block.keys = Some(keys);
    block.floating = true;
    block.values = sums.iter().map(|&(_, col, helper)| (col, helper)).collect();
}
