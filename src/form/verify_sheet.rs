//! The sheet 校验 as cells: two amounts, their difference and the result of each line.

use rust_decimal::Decimal;

use super::Request;
use super::check_line::{CheckDifference, CheckLine, FIRST, POSITION, RESULT, SHEET, first_wrong};
use super::desk::{cell, down, fixed, in_row, look};
use super::filled::FormPart;
use super::stamp::OURS;
use crate::workbook::{
    Address, Cell, FormulaText, Highlight, HighlightLook, Look, Page, Protection, Sheet, Style,
    Value, call, column_letters, line_count,
};

/// The columns of the place of the first line that is wrong, and of their number.
const PLACE: u32 = 9;
const COUNT: u32 = 8;
/// What stands where the sides of a line differ, and above all lines where all is right or nobody filled in anything.
const WRONG: &str = "不符";
const RIGHT: &str = "全部相符";
const NOT_FILLED: &str = "尚未填写";
/// The width of the column that says what is compared, in characters.
const WHAT: f64 = 78.0;

/// One amount less the other, to the fen.
fn rounded(one: &FormulaText, other: &FormulaText) -> FormulaText {
    call("ROUND", (one.minus(other), 2))
}

/// The sheet with these lines.
pub(super) fn write(request: &Request<'_>, lines: &[CheckLine], parts: &[FormPart]) -> Sheet {
    let mut cells = Vec::new();
    let mut put = |row: u32,
                   col: u32,
                   value: Value,
                   formula: Option<FormulaText>,
                   style: Style,
                   link: Option<String>| {
        cells.push(Cell {
            row,
            col,
            value,
            formula: formula.map(String::from),
            style,
            link,
            ..Cell::default()
        });
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let last = FIRST + u32::try_from(lines.len().max(1)).expect("a form has few equalities") - 1;
    let results = down(RESULT, (FIRST, last));
    put(
        0,
        0,
        text(&format!("校验{OURS}")),
        None,
        Style {
            strong: true,
            ..look(Look::Plain)
        },
        None,
    );
    let wrong = call("COUNTIF", (results, WRONG));
    let filled =
        |parts: &[&FormPart]| FormulaText::added(parts.iter().map(|part| part.is_filled()));
    let all: Vec<&FormPart> = parts.iter().collect();
    let needed: Vec<&FormPart> = parts.iter().filter(|part| part.needed).collect();
    let complete = match needed.is_empty() {
        true => FormulaText::from(RIGHT),
        false => {
            let some = filled(&needed).below(needed.len());
            call("IF", (some, "还有没填的表", RIGHT))
        }
    };
    let top = call("IF", (wrong.above(0), wrong.then(" 项不符"), complete));
    let top = call("IF", (filled(&all).is(0), NOT_FILLED, top));
    put(
        1,
        0,
        text(NOT_FILLED),
        Some(top),
        Style {
            strong: true,
            ..look(Look::Plain)
        },
        None,
    );
    const MISSING: &str = "还没有金额（确实没有的不用填）：";
    let missing = all.iter().map(|part| {
        let name = format!("{}　", part.name);
        call("IF", (part.is_filled(), "", &name))
    });
    let missing = FormulaText::from(MISSING).then(FormulaText::joined(missing));
    let missing = call("IF", (filled(&all).is(all.len()), "", missing));
    let names: Vec<&str> = all.iter().map(|part| part.name.as_str()).collect();
    let none_filled = format!("{MISSING}{}　", names.join("　"));
    put(
        2,
        0,
        text(&none_filled),
        Some(missing),
        look(Look::Aside),
        None,
    );
    put(
        3,
        0,
        text("本表自动计算，不用填写。“不符”的各项请点“转到”查看。"),
        None,
        look(Look::Aside),
        None,
    );
    for (col, header) in (0..).zip([
        "序号",
        "校验内容",
        "左方金额",
        "右方金额",
        "差额",
        "",
        "结果",
        "转到",
    ]) {
        if !header.is_empty() {
            put(FIRST - 1, col, text(header), None, look(Look::Header), None);
        }
    }
    for (at, line) in (FIRST..).zip(lines) {
        let here = |col: u32| cell(at, col);
        let amount = look(Look::Amount);
        let zero = || Value::Number(0.into());
        put(
            at,
            0,
            Value::Number((at - FIRST + 1).into()),
            None,
            look(Look::Name),
            None,
        );
        put(at, 1, text(&line.what), None, look(Look::Name), None);
        let (mut left, mut right, mut helpers) = (line.left.clone(), line.right.clone(), None);
        let difference = match &line.difference {
            CheckDifference::Of(formula) => formula.clone(),
            CheckDifference::Plain => rounded(&here(2), &here(3)),
            CheckDifference::When(one, other) => {
                let own = rounded(&here(2), &here(3));
                let short = call("MIN", (0, &own));
                call("IF", (rounded(one, other).is(0), own, short))
            }
            CheckDifference::Lines {
                wrong,
                rows,
                first,
                left: first_left,
                right: first_right,
            } => {
                let count = call("SUMPRODUCT", wrong);
                let position = first_wrong(here(COUNT), rows, wrong, *first);
                let side = |whole: &FormulaText, first: &FormulaText| {
                    let first = first.putting(POSITION, &here(PLACE));
                    call("IF", (here(COUNT).is(0), whole, first))
                };
                left = side(&left, first_left);
                right = side(&right, first_right);
                helpers = Some((count, position, *first));
                rounded(&here(2), &here(3))
            }
            CheckDifference::Count {
                number,
                wrong,
                rows,
                first,
            } => {
                left = here(COUNT);
                right = 0.into();
                let position = first_wrong(here(COUNT), rows, wrong, *first);
                helpers = Some((number.clone(), position, *first));
                here(COUNT)
            }
        };
        put(at, 2, zero(), Some(left), amount, None);
        put(at, 3, zero(), Some(right), amount, None);
        put(at, 4, zero(), Some(difference), amount, None);
        // An error value anywhere is not right either.
        let off = here(4);
        let nothing = call("ABS", &off).below(Decimal::new(5, 3));
        let result = call("IF", (nothing, "正确", WRONG));
        let result = call("IF", (call("ISERROR", off), WRONG, result));
        put(
            at,
            RESULT,
            text("正确"),
            Some(result),
            look(Look::Closing),
            None,
        );
        let (sheet, address) = &line.leads_to;
        match helpers {
            None => {
                let target = FormulaText::from(*address).on(sheet);
                let link = Some(target.into());
                put(at, 7, text("转到"), None, look(Look::Name), link);
            }
            Some((count, position, first)) => {
                let target = format!("#'{sheet}'!{}", column_letters(address.col));
                let row = FormulaText::from(first).plus(here(PLACE)).grouped();
                let target = FormulaText::from(&target).then(&row);
                let words = FormulaText::from("第").then(row).then("行，共");
                let words = words.then(here(COUNT)).then("行");
                let link = call("HYPERLINK", (target, words));
                let formula = call("IF", (here(COUNT).is(0), "", link));
                put(at, 7, Value::Blank, Some(formula), look(Look::Name), None);
                put(at, COUNT, zero(), Some(count), look(Look::Aside), None);
                put(at, PLACE, zero(), Some(position), look(Look::Aside), None);
            }
        }
    }
    cells.sort_by_key(Cell::address);
    let height = |line: &CheckLine| 18.0 * line_count(&line.what, WHAT - 2.0) as f64;
    let heights = (FIRST..).zip(lines.iter().map(height)).collect();
    let colour =
        |from: (u32, u32), to: (u32, u32), formula: FormulaText, look: HighlightLook| Highlight {
            from: Address::new(from.0, from.1),
            to: Address::new(to.0, to.1),
            formula: formula.into(),
            look,
        };
    let (top, result) = (fixed(1, 0), in_row(FIRST, RESULT));
    let mut sheet = Sheet {
        name: SHEET.to_owned(),
        cells,
        widths: vec![6.0, WHAT, 19.0, 19.0, 17.0, 1.0, 9.0, 20.0],
        heights,
        highlights: vec![
            colour((1, 0), (1, 1), top.is(RIGHT), HighlightLook::Right),
            colour((1, 0), (1, 1), top.is_not(RIGHT), HighlightLook::Wrong),
            colour(
                (FIRST, 0),
                (last, 7),
                result.is(WRONG),
                HighlightLook::Wrong,
            ),
        ],
        page: Page {
            freeze_rows: FIRST,
            repeat_rows: Some((FIRST - 1, FIRST - 1)),
            print_to: Some((last, 7)),
            ..Page::default()
        },
        protection: Some(Protection {
            password: request.password.clone(),
        }),
        ..Sheet::default()
    };
    sheet.hidden.cols.push((COUNT, PLACE));
    sheet
}
