//! The lists that the sheet 录入 feeds: their lines appear by themselves, in the order of the codes, and close behind the last
//! one.

use super::block::FormBlock;
use super::desk::{Desk, cell, down, fixed, in_row, look};
use super::entry_sums::{EntrySheet, PER_UNIT, at, next};
use super::lists::CodeLists;
use crate::layout::{Field, KeyPart};
use crate::model::{Computed, Coordinates, Lines, Model};
use crate::workbook::{FormulaText, HighlightLook, Look, Style, Value, call};

/// The width of a column of names, in characters.
const NAMES: f64 = 44.0;

/// The columns beside a list.
struct ListColumns {
    /// The sorted key of each line.
    order: u32,
    /// 1 in the closing line, else 0.
    closes: u32,
    /// The key of its code.
    keys: u32,
    units: Option<UnitColumns>,
    /// For each column of amounts its position, itself, and the sum that it shows.
    sums: Vec<(usize, u32, u32)>,
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

/// The cells beside one line that its formulas look at.
struct ListLine {
    row: u32,
    closes: FormulaText,
    key: FormulaText,
    unit: Option<UnitOfLine>,
}

/// The unit of a line.
struct UnitOfLine {
    /// Whether the line is its head.
    head: FormulaText,
    number: FormulaText,
    text: FormulaText,
}

impl ListColumns {
    fn new(desk: &mut Desk, block: &FormBlock<'_>) -> Self {
        let (order, closes, keys) = (desk.helper(), desk.helper(), desk.helper());
        let units = block.meaning.groups.map(|_| UnitColumns {
            number: desk.helper(),
            text: desk.helper(),
        });
        let sums = block.amounts().into_iter();
        let sums = sums.map(|(position, col)| (position, col, desk.helper()));
        Self {
            order,
            closes,
            keys,
            units,
            sums: sums.collect(),
        }
    }
}

/// Fills a list with formulas over the entries.
pub(super) fn feed(
    model: &Model,
    lists: &CodeLists,
    entry: &EntrySheet,
    desk: &mut Desk,
    block: &mut FormBlock<'_>,
) {
    let (first, last) = block.body;
    // Below the last line the closing one has no place of its own; above them all it has.
    if !block.printed.closing_first {
        desk.sheet.merges.retain(|(from, _)| from.row != last);
    }
    let columns = ListColumns::new(desk, block);
    let sorted = entry.sorted(&entry.pool(model, block), false);
    for row in first..=last {
        let line = line(entry, desk, block, &columns, &sorted, row);
        words(lists, entry, desk, block, &line);
        amounts(model, entry, desk, block, &columns, &line);
    }
    looks(desk, block, &columns);
    print(desk, block, &columns);
    block.keys = Some(columns.keys);
    block.floating = true;
    let sums = columns.sums.iter();
    block.values = sums.map(|&(_, col, helper)| (col, helper)).collect();
}

/// The formulas beside a line: which one it is, and whether it is the closing one.
fn line(
    entry: &EntrySheet,
    desk: &mut Desk,
    block: &FormBlock<'_>,
    columns: &ListColumns,
    sorted: &FormulaText,
    row: u32,
) -> ListLine {
    let aside = look(Look::Aside);
    let (first, above) = (block.body.0, block.printed.closing_first);
    let from = first + u32::from(above);
    let x = cell(row, columns.order);
    let order = match row < from {
        true => FormulaText::from(""),
        false => next(row, from, columns.order, sorted),
    };
    desk.formula(row, columns.order, order, Value::Blank, aside);
    let closes = if above {
        FormulaText::from(u32::from(row == first))
    } else if row == first {
        call("IF", (x.is(""), 1, 0))
    } else {
        let closed = call("IF", (cell(row - 1, columns.order).is(""), 0, 1));
        call("IF", (x.is(""), closed, 0))
    };
    let begins = Value::Number(u32::from(row == first).into());
    desk.formula(row, columns.closes, closes, begins, aside);
    let kind = call("MOD", (&x, 10));
    // The digits of a 类, 款 or 项.
    let key_in = |number: &FormulaText| {
        let length = call("CHOOSE", (&kind, 3, 5, 7));
        FormulaText::from("c").then(call("LEFT", (number, length)))
    };
    let (key, unit) = match &columns.units {
        None => (key_in(&x), None),
        Some(columns) => {
            let head = call("IF", (x.is(""), false, kind.is(0)));
            let own = key_in(&call("MOD", (&x, PER_UNIT)));
            let number = cell(row, columns.number);
            let of = call("INT", x.over(PER_UNIT));
            let of = call("IF", (x.is(""), "", of));
            desk.formula(row, columns.number, of, Value::Blank, aside);
            let text = entry.unit_of(&number);
            let text = text.unwrap_or_else(|| FormulaText::name(""));
            let text = call("IF", (&head, text, ""));
            desk.formula(row, columns.text, text, Value::Blank, aside);
            let key = call("IF", (&head, "", own));
            let text = cell(row, columns.text);
            (key, Some(UnitOfLine { head, number, text }))
        }
    };
    let key = call("IF", (x.is(""), "", key));
    desk.formula(row, columns.keys, key, Value::Blank, aside);
    ListLine {
        row,
        closes: cell(row, columns.closes),
        key: cell(row, columns.keys),
        unit,
    }
}

fn bare(look: Look) -> Style {
    Style {
        bare: true,
        ..super::desk::look(look)
    }
}

/// The code and the name of a line, and its unit's.
fn words(
    lists: &CodeLists,
    entry: &EntrySheet,
    desk: &mut Desk,
    block: &FormBlock<'_>,
    line: &ListLine,
) {
    let list = lists.of(Lines::FUNCTION);
    let (closing, key) = (&block.printed.closing, &line.key);
    let digits = |from: u32, count: u32| call("MID", (key, from, count));
    let or_closing = |code: FormulaText| call("IF", (line.closes.is(1), closing, code));
    for (col, field) in &block.columns {
        let (formula, style) = match field {
            Field::CodePart(1) => (or_closing(digits(2, 3)), bare(Look::Code)),
            Field::CodePart(2) => (digits(5, 2), bare(Look::Code)),
            Field::CodePart(_) => (digits(7, 2), bare(Look::Code)),
            Field::Code => (or_closing(digits(2, 7)), bare(Look::Code)),
            Field::Name | Field::Label => {
                let other = line.unit.as_ref().map(|unit| unit_name(&unit.text));
                let other = other.unwrap_or_else(|| "".into());
                let named = list.name_of(key, entry.name_of(key));
                (call("IF", (key.is(""), other, named)), bare(Look::Name))
            }
            Field::Key(_, part) => {
                let Some(unit) = &line.unit else { continue };
                match part {
                    KeyPart::Code => (unit_code(&unit.text), bare(Look::Code)),
                    KeyPart::Name => (unit_name(&unit.text), bare(Look::Name)),
                }
            }
            Field::Amount(_) | Field::Text(_) => continue,
        };
        let is_first = line.row == block.body.0;
        let value = if is_first && formula.as_str().contains(closing.as_str()) {
            Value::Text(closing.clone())
        } else {
            Value::Blank
        };
        desk.formula(line.row, *col, formula, value, style);
    }
}

/// The amounts of a line, each with its sum beside the table: shown is what is not 0.
fn amounts(
    model: &Model,
    entry: &EntrySheet,
    desk: &mut Desk,
    block: &FormBlock<'_>,
    columns: &ListColumns,
    line: &ListLine,
) {
    for &(position, col, helper) in &columns.sums {
        let formula = match block.computed[position] {
            Some(computed) => change(columns, line, computed),
            None => sum(model, entry, block, line, position),
        };
        let none = Value::Number(0.into());
        desk.formula(line.row, helper, formula, none, look(Look::Aside));
        let own = cell(line.row, helper);
        let shown = call("IF", (own.is(0), "", &own));
        desk.formula(line.row, col, shown, Value::Blank, bare(Look::Amount));
    }
}

/// What one sum of a line is more than another one, or in percent of it.
fn change(columns: &ListColumns, line: &ListLine, computed: Computed) -> FormulaText {
    let of = |position: usize| {
        let own = columns.sums.iter().find(|(own, ..)| *own == position);
        own.map_or_else(|| 0.into(), |(.., helper)| cell(line.row, *helper))
    };
    let [own, base] = computed.of.map(of);
    let change = own.minus(&base);
    if !computed.percent {
        return call("ROUND", (change, 2));
    }
    let percent = call("ROUND", (change.over(&base).times(100), 2));
    call("IF", (base.is(0), 0, percent))
}

/// The sum of the entries of a line: of its code, of its unit, or of all in the closing line.
fn sum(
    model: &Model,
    entry: &EntrySheet,
    block: &FormBlock<'_>,
    line: &ListLine,
    position: usize,
) -> FormulaText {
    let at = at(model, block.meaning, &Coordinates::ALL, position);
    let sum = |keys: &[(u32, &FormulaText)]| entry.sum(model, &at, keys, block.measure);
    let number = line.unit.as_ref().map(|unit| &unit.number);
    let of_unit = entry.units.map(|[_, col]| col).zip(number);
    let of_level = |level: usize| {
        let own = [(entry.keys[level], &line.key)].into_iter();
        let all: Vec<(u32, &FormulaText)> = own.chain(of_unit).collect();
        sum(&all)
    };
    let closed = call("IF", (line.closes.is(1), sum(&[]), 0));
    let without_code = match (&line.unit, of_unit) {
        (Some(unit), Some(of_unit)) => call("IF", (&unit.head, sum(&[of_unit]), closed)),
        _ => closed,
    };
    let length = call("LEN", &line.key);
    let below = call("IF", (length.is(6), of_level(1), of_level(2)));
    let below = call("IF", (length.is(4), of_level(0), below));
    call("IF", (line.key.is(""), without_code, below))
}

/// Lines in use have borders; 类, 款 and the closing line are bold.
fn looks(desk: &mut Desk, block: &FormBlock<'_>, columns: &ListColumns) {
    // Which names will stand there is not known, and rows do not grow by themselves.
    if let Some(col) = block.name_col() {
        let at = usize::try_from(col).unwrap_or(usize::MAX);
        let own = desk.sheet.widths.get(at).copied().unwrap_or(NAMES);
        desk.width(col, own.max(NAMES));
    }
    let (first, last) = block.body;
    let right = block.columns.last().map_or(0, |(col, _)| *col);
    let [x, k, z] = [columns.order, columns.keys, columns.closes].map(|col| in_row(first, col));
    let used = x.is_not("");
    let above_others = call("AND", (&used, call("LEN", k).below(8)));
    let strong = call("OR", (z.is(1), above_others));
    let (from, to) = ((first, 0), (last, right));
    desk.highlight(from, to, strong, HighlightLook::Strong);
    desk.highlight(from, to, used, HighlightLook::Bordered);
}

/// Behind the closing line nothing is printed; where there is none, or a note stands below, all is.
fn print(desk: &mut Desk, block: &FormBlock<'_>, columns: &ListColumns) {
    let Some((end, _)) = desk.sheet.page.print_to else {
        return;
    };
    let (first, last) = block.body;
    let lines = |col: u32| down(col, block.body).on(&block.sheet);
    let found = match block.printed.closing_first {
        true => call("COUNT", lines(columns.order)).plus(1),
        false => call("MATCH", (1, lines(columns.closes), 0)),
    };
    let all = end + 1;
    let mut rows = call("IFERROR", (found.plus(first), all));
    if desk.cell(last + 2, 0).is_some() {
        let note = fixed(last + 2, 0).on(&block.sheet);
        rows = call("IF", (note.is(""), rows, all));
    }
    desk.sheet.page.print_rows = Some(rows.into());
}
