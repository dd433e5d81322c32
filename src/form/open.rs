//! Open lists by code: codes and amounts are typed in any rows and any order, subtotals follow the codes.
//!
//! An amount cell of a prepared line holds a formula that gives the subtotal where the line has others below it, and nothing
//! elsewhere; whoever types an amount replaces it. Last year's lines of the lowest level have none below and need no formula.
//! No cell is ever computed from itself: a subtotal adds up the column `lowest`, in which a line with lines below it counts
//! nothing without its own amount being looked at.

use super::amounts::{amount, in_ranges, restrict, totals};
use super::block::{END, FormBlock, RangeNames, Subtotals};
use super::desk::{Desk, cell, down, in_row, input, look};
use super::listed::CodeColumns;
use super::lists::CodeLists;
use super::{Request, open_codes, units};
use crate::layout::Field;
use crate::model::{Code, Key};
use crate::workbook::{Address, FormulaText, HighlightLook, Look, Style, Value, call};

/// The numbers of two of the words for what is wrong with a line: its 类 or 款 is missing, its code is not in the list.
const NO_PARENT: usize = 3;
pub(super) const UNKNOWN: usize = 7;
/// A subtotal differs from the lines below it.
pub(super) const DIFFERS: usize = 4;

/// Codes, names and amounts to type.
pub(super) fn typed(
    request: &Request<'_>,
    lists: &CodeLists,
    desk: &mut Desk,
    block: &FormBlock<'_>,
) {
    for section in block.sections() {
        lines_typed(desk, section);
        restrict(desk, block, section.rows());
        open_codes::codes(request, lists, desk, section);
    }
    units::heads(desk, block);
}

fn lines_typed(desk: &mut Desk, block: &FormBlock<'_>) {
    let (first, last) = block.rows();
    for row in first..=last {
        for (col, field) in &block.columns {
            match field {
                Field::Code | Field::CodePart(_) => {
                    if let Some(cell) = desk.cell(row, *col) {
                        cell.style = input(Look::Code);
                    }
                }
                Field::Amount(_) | Field::Name | Field::Label | Field::Key(..) | Field::Text(_) => {
                }
            }
        }
        for (position, col) in block.amounts() {
            // The others come with what stands beside the list.
            if !block.parts(position).is_empty() || block.computed[position].is_some() {
                amount(desk, block, position, col, row);
            }
        }
    }
    let shown = u32::try_from(block.shown).unwrap_or(u32::MAX);
    if let Some(from) = first.checked_add(shown).filter(|from| *from <= last) {
        desk.sheet.hidden.rows.push((from, last));
    }
}

/// The columns beside an open list that make its subtotals and say what is wrong with a line.
pub(super) fn helpers(
    lists: &CodeLists,
    names: &mut RangeNames,
    desk: &mut Desk,
    block: &mut FormBlock<'_>,
) {
    let list = lists.of(block.meaning.lines);
    let printed = to_print(desk, block);
    let hints = desk.beside(block.header, "填报提示", 34.0);
    let [keys, below, off] = [(); 3].map(|()| desk.helper());
    let mut leaves: Vec<LeafColumn> = block
        .leaves()
        .iter()
        .map(|&(_, col)| LeafColumn {
            col,
            lowest: desk.helper(),
            lowest_lines: FormulaText::name(""),
        })
        .collect();
    let mut beside = OpenColumns {
        printed,
        hints,
        keys,
        below,
        off,
        key_lines: FormulaText::name(""),
        hint_names: std::array::from_fn(|at| list.hint(at + 1)),
        lowest_level: list.lowest(),
    };
    for section in block.sections() {
        beside.key_lines = names.lines(section, keys);
        for leaf in &mut leaves {
            leaf.lowest_lines = names.lines(section, leaf.lowest);
        }
        lines(list, desk, section, &beside, &leaves);
    }
    let (first, last) = block.rows();
    units::sums(desk, block, hints, printed);
    let right = block.columns.last().map_or(0, |(col, _)| *col);
    let (hint, unknown) = (in_row(first, hints), list.hint(UNKNOWN));
    desk.highlight(
        (first, 0),
        (last, right),
        call("AND", (hint.is_not(""), hint.is_not(&unknown))),
        HighlightLook::Wrong,
    );
    desk.highlight(
        (first, 0),
        (last, right),
        hint.is(unknown),
        HighlightLook::Doubtful,
    );
    let subtotals = Subtotals {
        off,
        below,
        lowest: leaves.iter().map(|leaf| leaf.lowest).collect(),
    };
    for section in &mut block.units {
        section.keys = Some(keys);
        section.hints = Some(hints);
        section.subtotals = Some(subtotals.clone());
    }
    block.keys = Some(keys);
    block.hints = Some(hints);
    block.subtotals = Some(subtotals);
}

/// The lines of a list and its total.
fn lines(
    list: &CodeColumns,
    desk: &mut Desk,
    block: &FormBlock<'_>,
    beside: &OpenColumns,
    leaves: &[LeafColumn],
) {
    let (first, last) = block.rows();
    for row in first..=last {
        line(list, desk, block, row, beside, leaves);
    }
    let (top, bottom) = block.span();
    for row in [top, bottom] {
        if row < first || row > last {
            desk.text(row, beside.keys, END, look(Look::Aside));
        }
    }
    let Some(row) = block.closing() else { return };
    for leaf in leaves {
        let all = &leaf.lowest_lines;
        let sum = call("SUM", all);
        let typed = call("COUNT", down(leaf.col, (first, last)));
        let nothing = call("AND", (typed.is(0), sum.is(0)));
        let formula = call("IF", (nothing, "", call("ROUND", (sum, 2))));
        let style = Style {
            strong: true,
            ..look(Look::Amount)
        };
        desk.formula(row, leaf.col, formula, Value::Blank, style);
    }
    totals(desk, block, row);
}

/// The columns beside the table that belong to all of a line.
struct OpenColumns {
    /// Whether the line is in use.
    printed: u32,
    /// What is wrong with it, in words.
    hints: u32,
    keys: u32,
    /// What the keys of the lines below it match; empty where the list has none of them.
    below: u32,
    /// By how much its amounts differ from the sums of those below it.
    off: u32,
    /// The name of all keys.
    key_lines: FormulaText,
    /// The names of the words for what is wrong with a line.
    hint_names: [FormulaText; 7],
    /// 2 for 款, 3 for 项: no line has others below one of this level.
    lowest_level: u8,
}

/// A column of amounts that is no total of others.
struct LeafColumn {
    col: u32,
    /// The column of its amounts in lines that have none below them.
    lowest: u32,
    /// The name of all of those.
    lowest_lines: FormulaText,
}

/// The formulas of one line.
fn line(
    list: &CodeColumns,
    desk: &mut Desk,
    block: &FormBlock<'_>,
    row: u32,
    beside: &OpenColumns,
    leaves: &[LeafColumn],
) {
    let aside = look(Look::Aside);
    let at = |col: u32| cell(row, col);
    let code = line_code(block, row);
    let (k, b) = (at(beside.keys), at(beside.below));
    let (off, hint) = (at(beside.off), at(beside.hints));
    let all = &beside.key_lines;
    let text = |text: Option<String>| text.map_or(Value::Blank, Value::Text);
    let number = |number: u8| Value::Number(number.into());

    let own = code.map_or("c".to_owned(), |code| format!("c{code}"));
    let own = Value::Text(own);
    desk.formula(row, beside.keys, key(block, row), own, aside);
    // Only 类 and 款, of keys of 4 and 6 characters, have others below them.
    let length = call("LEN", &k);
    let digits = call("MID", (&k, 2, 9));
    let longer = k.then("?*");
    let has_below = call("ABS", length.minus(5)).is(1);
    let has_below = has_below
        .times(call("VALUE", &digits))
        .times(call("COUNTIF", (all, &longer)));
    let below = call("IFERROR", (call("IF", (has_below, longer, "")), ""));
    let parent = code.filter(|code| has_lines_below(block, *code));
    let own = text(parent.map(|code| format!("c{code}?*")));
    desk.formula(row, beside.below, below, own, aside);

    let mut differences = Vec::new();
    for leaf in leaves {
        let amount = at(leaf.col);
        let own = call("N", &amount);
        let lowest = call("IF", (b.is(""), &own, 0));
        desk.formula(row, leaf.lowest, lowest, number(0), aside);
        let sum = call("SUMIF", (all, &b, &leaf.lowest_lines));
        let style = input(Look::Amount);
        if code.is_some_and(|code| code.level() == beside.lowest_level) {
            desk.put(row, leaf.col, Value::Blank, style);
        } else {
            let subtotal = call("IF", (b.is(""), "", call("ROUND", (&sum, 2))));
            desk.formula(row, leaf.col, subtotal, Value::Blank, style);
        }
        differences.push(call("ABS", own.minus(sum)));
    }
    let off_by = call("ROUND", (FormulaText::added(differences), 2));
    let off_by = call("IF", (b.is(""), 0, off_by));
    desk.formula(row, beside.off, off_by, number(0), aside);
    let is_amount = |(_, field): &&(u32, Field)| matches!(field, Field::Amount(_));
    let amounts = block.columns.iter().filter(is_amount);
    let amounts: Vec<u32> = amounts.map(|(col, _)| *col).collect();
    let width = amounts.len();
    let amounts = in_ranges(row, &amounts);
    let blanks = amounts.iter().map(|range| call("COUNTBLANK", range));
    let blanks = FormulaText::added(blanks);
    let [
        malformed,
        repeated,
        no_parent,
        differs,
        no_code,
        no_number,
        unknown,
    ] = &beside.hint_names;
    let without_code = call("IF", (blanks.below(width), no_code, ""));
    // A length that no code has, or no digits, gives an error.
    let known_length = call("MATCH", (&length, list.lengths(), 0));
    let zeros = call("REPT", (0, length.minus(1)));
    let is_number = call("TEXT", (call("VALUE", &digits), zeros)).is(digits);
    let stands = |key: &FormulaText| call("COUNTIF", (all, key));
    let above = |length: u32| stands(&call("LEFT", (&k, length)));
    let faults = [
        (call("ISERROR", known_length.over(is_number)), malformed),
        (stands(&k).above(1), repeated),
        (above(4).times(above(6)).is(0), no_parent),
        (off.above(0), differs),
        (call("COUNT", amounts).plus(blanks).below(width), no_number),
    ];
    let unlisted = match list.is_empty() {
        true => FormulaText::from(""),
        false => {
            let listed = call("COUNTIF", (list.keys(), &k));
            call("IF", (listed.is(0), unknown, ""))
        }
    };
    let wrong = faults
        .into_iter()
        .rev()
        .fold(unlisted, |others, (is_so, words)| {
            call("IF", (is_so, words, others))
        });
    let wrong = call("IF", (length.is(1), without_code, wrong));
    let own = code.and_then(|code| {
        let number = if has_lines_above(block, code) {
            (!list.is_empty() && !list.holds(code)).then_some(UNKNOWN)
        } else {
            Some(NO_PARENT)
        };
        number.map(|number| list.hint_text(number).to_owned())
    });
    desk.formula(row, beside.hints, wrong, text(own), aside);
    let unused = call("AND", (length.is(1), hint.is("")));
    let used = call("IF", (unused, "", "是"));
    let own = text(code.map(|_| "是".to_owned()));
    desk.formula(row, beside.printed, used, own, aside);
    name(list, desk, block, row, &k);
}

/// The column that tells the lines in use, by which the others are filtered out before printing.
pub(super) fn to_print(desk: &mut Desk, block: &FormBlock<'_>) -> u32 {
    let col = desk.beside(block.header, "打印", 7.0);
    let region = (
        Address::new(block.header, col),
        Address::new(block.rows().1, col),
    );
    // A sheet has one filter.
    desk.sheet.page.filter.get_or_insert(region);
    col
}

fn line_code(block: &FormBlock<'_>, row: u32) -> Option<Code> {
    let line = block.lines.iter().find(|(own, ..)| *own == row);
    line.and_then(|(_, key, _)| key.code())
}

fn has_lines_below(block: &FormBlock<'_>, code: Code) -> bool {
    block.lines.iter().any(|(_, key, _)| match key {
        Key::Code(other) => *other != code && code.contains(*other),
        _ => false,
    })
}

/// Whether the list has the 类 and 款 of a code.
fn has_lines_above(block: &FormBlock<'_>, code: Code) -> bool {
    let holds = |above: Code| {
        let mut lines = block.lines.iter();
        lines.any(|(_, key, _)| *key == Key::Code(above))
    };
    std::iter::successors(code.parent(), |above| above.parent()).all(holds)
}

/// The key of a line: a letter, so that no program takes it for a number, and the digits of its code, if there are any.
fn key(block: &FormBlock<'_>, row: u32) -> FormulaText {
    let part = |(col, field): &(u32, Field)| {
        let own = cell(row, *col);
        match field {
            Field::CodePart(1) => Some(own),
            Field::CodePart(_) => {
                let zero = call("IF", (call("LEN", &own).is(1), 0, ""));
                Some(zero.then(own))
            }
            Field::Code => {
                let end = call("FIND", (" ", own.then(" ")));
                Some(call("LEFT", (own, end.minus(1))))
            }
            Field::Amount(_) | Field::Name | Field::Label | Field::Key(..) | Field::Text(_) => None,
        }
    };
    let code = FormulaText::joined(block.columns.iter().filter_map(part));
    FormulaText::from("c").then(call("SUBSTITUTE", (code, " ", "")))
}

/// The name of a code, unless another is typed.
fn name(list: &CodeColumns, desk: &mut Desk, block: &FormBlock<'_>, row: u32, key: &FormulaText) {
    let Some(col) = block.name_col() else { return };
    let line = block.lines.iter().find(|(own, ..)| *own == row);
    let (code, name) = line.map_or((None, ""), |(_, key, name)| (key.code(), name.as_str()));
    let indent = code.map_or(0, |code| code.level() - 1);
    let style = Style {
        indent,
        ..input(Look::Name)
    };
    let listed = code.is_none_or(|code| list.holds(code));
    // What no list says is typed.
    if !listed || list.is_empty() {
        desk.text(row, col, name, style);
        return;
    }
    let formula = list.name_of(key, "");
    let value = if name.is_empty() {
        Value::Blank
    } else {
        Value::Text(name.to_owned())
    };
    desk.formula(row, col, formula, value, style);
}
