//! The lines of the sheet 校验 about one block, and the colours of the cells that a line is about.

use std::collections::BTreeMap;

use super::block::{BlockPlace, END, FormBlock, Subtotals};
use super::check_line::{
    CheckDifference, CheckLine, POSITION, SHEET, closing_of, counted, named, place,
};
use super::desk::{cell, down, fixed, in_row, look};
use super::lists::CodeLists;
use super::open::{DIFFERS, UNKNOWN};
use super::units::NAMELESS;
use super::{MadeTables, Request, check_sums};
use crate::layout::{Field, Templates};
use crate::model::Lines;
use crate::workbook::{Address, FormulaText, HighlightLook, Look, SheetIx, Value, call};

/// The lines about sums within the blocks.
pub(super) fn within(
    templates: &Templates,
    request: &Request<'_>,
    lists: &CodeLists,
    blocks: &[FormBlock<'_>],
) -> Vec<CheckLine> {
    let mut lines = Vec::new();
    for block in blocks.iter().filter(|block| block.printed.closed) {
        if is_of_rows(block) {
            lines.extend(check_sums::rows(&templates.model, block));
        }
        lines.extend(check_sums::columns(block));
        lines.extend(check_sums::within(&templates.model, block));
        lines.extend(units(block));
        lines.extend(closing(block));
        lines.extend(fed(block));
        if matches!(block.meaning.lines, Lines::Class(_)) {
            lines.extend(names(block));
        }
        if block.meaning.lines == Lines::Records {
            lines.extend(keyless(block));
        }
        if !block.is_list() && !block.floating {
            lines.push(texts(block));
        }
        for section in block.sections() {
            if let Some(columns) = &section.subtotals {
                lines.push(subtotals(section, columns));
                lines.extend(faulty(request, lists, section));
            }
        }
    }
    lines
}

/// Whether the sums of the lines follow from printed rows and records.
fn is_of_rows(block: &FormBlock<'_>) -> bool {
    matches!(block.meaning.lines, Lines::Fixed | Lines::Records) || !block.printed.rows.is_empty()
}

/// The closing line of open lists and of 类.
fn closing(block: &FormBlock<'_>) -> Vec<CheckLine> {
    let (Some(row), false) = (
        block.closing(),
        is_of_rows(block) || block.floating || !block.units.is_empty(),
    ) else {
        return Vec::new();
    };
    let leaves = block.leaves().into_iter();
    leaves
        .map(|(_, col)| {
            // The rows of a list that lie below no other one of it.
            let right = match block.keys.filter(|_| block.is_list()) {
                Some(keys) => top_lines(block, keys, col),
                None => call("SUM", down(col, block.rows()).on(&block.sheet)),
            };
            let what = format!(
                "{}＝各行之和",
                place(block, Some(BlockPlace::Closing), &[col])
            );
            CheckLine {
                what,
                left: call("SUM", fixed(row, col).on(&block.sheet)),
                right,
                difference: CheckDifference::Plain,
                leads_to: (block.sheet.clone(), Address::new(row, col)),
                cells: vec![(block.desk, row, col)],
            }
        })
        .collect()
}

/// The 类 of a fed list against all that was entered: they differ where the list has too few rows.
fn fed(block: &FormBlock<'_>) -> Vec<CheckLine> {
    let Some(keys) = block.keys.filter(|_| block.floating) else {
        return Vec::new();
    };
    let range = |col: u32| down(col, block.body).on(&block.sheet);
    let is_class = call("LEN", range(keys)).is(4).as_number();
    let line = |&(col, value): &(u32, u32)| CheckLine {
        what: format!(
            "{}＝各类之和",
            place(block, Some(BlockPlace::Closing), &[col])
        ),
        left: closing_of(block, col),
        right: call("SUMPRODUCT", (&is_class, range(value))),
        difference: CheckDifference::Plain,
        leads_to: (block.sheet.clone(), Address::new(block.body.0, col)),
        cells: Vec::new(),
    };
    block.values.iter().map(line).collect()
}

/// The sum of the 类, and where the list has none of the lines below them.
fn top_lines(block: &FormBlock<'_>, keys: u32, col: u32) -> FormulaText {
    let [keys, amounts] = [keys, col].map(|col| down(col, block.span()).on(&block.sheet));
    let like = ["c???", "c?????", "c???????"];
    let [first, second, third] = like.map(|like| call("SUMIF", (&keys, like, &amounts)));
    let [some_first, some_second, _] = like.map(|like| call("COUNTIF", (&keys, like)).above(0));
    call(
        "IF",
        (some_first, first, call("IF", (some_second, second, third))),
    )
}

/// Subtotals against what lies below them.
fn subtotals(block: &FormBlock<'_>, columns: &Subtotals) -> CheckLine {
    let rows = block.span();
    let leaves: Vec<u32> = block.leaves().iter().map(|(_, col)| *col).collect();
    let range = |col: u32| down(col, rows).on(&block.sheet);
    let in_first = |col: u32| call("INDEX", (range(col), FormulaText::name(POSITION)));
    let sum = |cells: &mut dyn Iterator<Item = FormulaText>| call("SUM", cells.collect::<Vec<_>>());
    let cell = |row: u32, col: u32| fixed(row, col).on(&block.sheet);
    let whole = block.closing().map_or_else(
        || FormulaText::from(0),
        |row| sum(&mut leaves.iter().map(|&col| cell(row, col))),
    );
    let first = sum(&mut leaves.iter().map(|&col| in_first(col)));
    let off = range(columns.off);
    let keys = block.keys.map_or_else(|| FormulaText::name(""), range);
    let below = in_first(columns.below);
    let sums = columns.lowest.iter();
    let sums = sums.map(|&col| call("SUMIF", (&keys, &below, range(col))));
    let sums = FormulaText::added(sums);
    CheckLine {
        what: format!("{} 类、款小计＝下级各行之和", named(block)),
        left: whole.clone(),
        right: whole,
        difference: CheckDifference::Lines {
            wrong: off.is_not(0).grouped(),
            rows: off,
            first: rows.0,
            left: first,
            right: call("ROUND", (sums, 2)),
        },
        leads_to: (
            block.sheet.clone(),
            Address::new(rows.0, leaves.first().copied().unwrap_or(0)),
        ),
        cells: Vec::new(),
    }
}

/// Lines whose code or amount is faulty, and lines without the formulas beside the table.
fn faulty(request: &Request<'_>, lists: &CodeLists, block: &FormBlock<'_>) -> Vec<CheckLine> {
    let rows = block.span();
    let range = |col: u32| down(col, rows).on(&block.sheet);
    let (Some(hints), Some(keys)) = (block.hints, block.keys) else {
        return Vec::new();
    };
    let (hints, list) = (range(hints), lists.of(block.meaning.lines));
    let keys = range(keys);
    let mut faulty = hints
        .is_not("")
        .times(hints.is_not(list.hint(DIFFERS)))
        .times(keys.is_not(END));
    if !request.complete.of(block.meaning.lines) {
        faulty = faulty.times(hints.is_not(list.hint(UNKNOWN)));
    }
    let codes = FormulaText::joined(code_cols(block).iter().map(|&col| range(col)));
    let bare = codes.is_not("").times(keys.is(""));
    let line = |what: &str, flags: &FormulaText| counted(block, what, (&hints, rows.0), flags);
    let nameless = block.name_col().map(|col| {
        let flags = call("LEN", &keys).above(1).times(range(col).is(""));
        line("有编码没有名称的行数", &flags.grouped())
    });
    let mut lines = vec![
        line("编码或金额填写有误的行数", &faulty),
        line("缺少公式的行数（新插入的行，请从相邻行整行复制）", &bare),
    ];
    lines.extend(nameless);
    lines
}

/// Lines of 类 whose name is unknown, stands twice, or is missing beside an amount.
fn names(block: &FormBlock<'_>) -> Option<CheckLine> {
    let rows = match block.printed.rows.is_empty() {
        true => block.rows(),
        false => block.listed,
    };
    let range = |col: u32| down(col, rows).on(&block.sheet);
    let keys = range(block.keys?);
    let all = down(block.keys?, block.rows()).on(&block.sheet);
    let amounts = block.leaves().into_iter();
    let amounts = amounts.map(|(_, col)| call("ISNUMBER", range(col)));
    let amounts = FormulaText::added(amounts).grouped();
    let twice = keys
        .is_not("")
        .times(call("COUNTIF", (all, &keys)).above(1));
    let flags = keys.is("?").plus(twice).plus(keys.is("").times(amounts));
    let flags = flags.above(0).grouped();
    let what = "类级科目名称有误（不在科目表中、重复，或有金额没有名称）的行数";
    Some(counted(block, what, (&keys, rows.0), &flags))
}

/// Lines in which an amount is text.
fn texts(block: &FormBlock<'_>) -> CheckLine {
    let rows = block.body;
    let range = |col: u32| down(col, rows).on(&block.sheet);
    let amounts = block.amounts();
    let texts = amounts.iter().map(|&(_, col)| {
        let amount = range(col);
        call("ISTEXT", &amount).times(amount.is_not(""))
    });
    let texts = FormulaText::added(texts).above(0).grouped();
    let first = range(amounts.first().map_or(0, |(_, col)| *col));
    // Rows of texts hold nothing else.
    let aside = block.texts.iter();
    let aside = aside.map(|row| call("ROW", &first).is_not(row + 1));
    let flags = aside.fold(texts, |flags, own| flags.times(own));
    let flags = match block.texts.is_empty() {
        true => flags,
        false => flags.grouped(),
    };
    counted(block, "金额不是数字的行数", (&first, rows.0), &flags)
}

/// Colours the cells that the lines are about: on each sheet, a column beside the table counts the lines that do not hold.
pub(super) fn colour(lines: &[CheckLine], made: &mut MadeTables<'_>, first: u32, result: u32) {
    let mut of: BTreeMap<(SheetIx, u32), BTreeMap<u32, Vec<u32>>> = BTreeMap::new();
    for (row, line) in (first..).zip(lines) {
        for &(desk, at, col) in &line.cells {
            of.entry((desk, col))
                .or_default()
                .entry(at)
                .or_default()
                .push(row);
        }
    }
    for ((desk, col), cells) in of {
        let desk = &mut made.desks[desk.index()];
        let helper = desk.helper();
        for (row, lines) in cells {
            let flags = lines.iter().map(|&line| cell(line, result).on(SHEET));
            let flags = FormulaText::added(flags.map(|own| own.is("不符").grouped()));
            let none = Value::Number(0.into());
            desk.formula(row, helper, flags, none, look(Look::Aside));
            let wrong = in_row(row, helper).above(0);
            desk.highlight((row, col), (row, col), wrong, HighlightLook::Wrong);
        }
    }
}

/// The columns of a block that hold codes.
pub(super) fn code_cols(block: &FormBlock<'_>) -> Vec<u32> {
    let code = |field: &Field| matches!(field, Field::Code | Field::CodePart(_));
    let columns = block.columns.iter().filter(|(_, field)| code(field));
    columns.map(|(col, _)| *col).collect()
}

/// Records with money and without any key.
pub(super) fn keyless(block: &FormBlock<'_>) -> Option<CheckLine> {
    let rows = block.rows();
    let range = |col: u32| down(col, rows).on(&block.sheet);
    let keys = block.columns.iter();
    let keys = keys.filter(|(_, field)| !matches!(field, Field::Amount(_)));
    let keys: Vec<FormulaText> = keys.map(|(col, _)| range(*col)).collect();
    let amounts = block.leaves().into_iter();
    let amounts = amounts.map(|(_, col)| call("ISNUMBER", range(col)));
    let amounts = FormulaText::added(amounts).grouped();
    let first = keys.first()?.clone();
    let keys = FormulaText::joined(keys).grouped();
    let flags = keys.is("").times(amounts.above(0)).grouped();
    let what = "有金额，其余各栏都没有填的行数";
    Some(counted(block, what, (&first, rows.0), &flags))
}

/// The total of a list of units against their head lines.
fn units(block: &FormBlock<'_>) -> Vec<CheckLine> {
    let heads: Vec<u32> = block.units.iter().filter_map(|unit| unit.total).collect();
    let Some(row) = block.closing().filter(|_| !heads.is_empty()) else {
        return Vec::new();
    };
    let reference = |row: u32, col: u32| fixed(row, col).on(&block.sheet);
    let all =
        |col: u32| -> Vec<FormulaText> { heads.iter().map(|&head| reference(head, col)).collect() };
    let line = |(_, col): (usize, u32)| CheckLine {
        what: format!(
            "{}＝各单位之和",
            place(block, Some(BlockPlace::Closing), &[col])
        ),
        left: call("SUM", reference(row, col)),
        right: call("SUM", all(col)),
        difference: CheckDifference::Plain,
        leads_to: (block.sheet.clone(), Address::new(row, col)),
        cells: vec![(block.desk, row, col)],
    };
    let mut lines: Vec<CheckLine> = block.leaves().into_iter().map(line).collect();
    lines.extend(block.units.iter().filter_map(head));
    if let Some(hints) = block.hints {
        let rows = block.rows();
        let hints = down(hints, rows).on(&block.sheet);
        let flags = hints.is(NAMELESS).grouped();
        lines.push(counted(
            block,
            "有金额没有名称的单位数",
            (&hints, rows.0),
            &flags,
        ));
    }
    lines
}

/// The amounts of the head line of a unit against those of its lines that have none below them, all columns at once.
fn head(unit: &FormBlock<'_>) -> Option<CheckLine> {
    let row = unit.closing()?;
    let lowest = &unit.subtotals.as_ref()?.lowest;
    let (from, to) = (lowest.first()?, lowest.last()?);
    let own = unit.leaves().into_iter();
    let own: Vec<FormulaText> = own
        .map(|(_, col)| fixed(row, col).on(&unit.sheet))
        .collect();
    let (first, last) = unit.rows();
    let region = fixed(first, *from).to(&fixed(last, *to));
    let cols = unit.leaves().into_iter().map(|(_, col)| col);
    Some(CheckLine {
        what: format!("{} 各栏＝各科目之和", named(unit)),
        left: call("SUM", own),
        right: call("SUM", region.on(&unit.sheet)),
        difference: CheckDifference::Plain,
        leads_to: (unit.sheet.clone(), Address::new(row, 0)),
        cells: cols.map(|col| (unit.desk, row, col)).collect(),
    })
}
