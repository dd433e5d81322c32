//! The sheet 校验 as cells: two amounts, their difference and the result of each line.

use rust_decimal::Decimal;

use super::Request;
use super::check_line::{CheckDifference, CheckLine, FIRST, POSITION, RESULT, SHEET, first_wrong};
use super::desk::{cell, down, fixed, in_row, look, strong};
use super::filled::FormPart;
use super::stamp::OURS;
use crate::workbook::{
    Address, Cell, FormulaText, Highlight, HighlightLook, Look, Page, Protection, Sheet, Style,
    Value, call, column_letters, line_count,
};

/// The columns of the place of the first line that is wrong, of their number, and of the link to it.
const PLACE: u32 = 9;
const COUNT: u32 = 8;
const LINK: u32 = 7;
/// What stands above the columns.
const HEADERS: [&str; 8] = [
    "序号",
    "校验内容",
    "左方金额",
    "右方金额",
    "差额",
    "",
    "结果",
    "转到",
];
/// What is said of the sheet, and before the names of tables without amounts.
const ABOUT: &str = "本表自动计算，不用填写。“不符”的各项请点“转到”查看。";
const MISSING: &str = "还没有金额（确实没有的不用填）：";
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

/// The cells of the sheet so far.
#[derive(Default)]
struct CheckCells(Vec<Cell>);

impl CheckCells {
    fn text(&mut self, row: u32, col: u32, text: &str, style: Style) {
        self.0.push(Cell {
            row,
            col,
            value: Value::Text(text.to_owned()),
            style,
            ..Cell::default()
        });
    }

    /// A formula with its value.
    fn formula(&mut self, row: u32, col: u32, formula: FormulaText, value: Value, style: Style) {
        self.0.push(Cell {
            row,
            col,
            value,
            formula: Some(formula.into()),
            style,
            ..Cell::default()
        });
    }

    /// An amount or number that is 0 while nothing is filled in.
    fn number(&mut self, row: u32, col: u32, formula: FormulaText, style: Style) {
        self.formula(row, col, formula, Value::Number(0.into()), style);
    }

    /// The title, what came of it all in the lines up to `last`, and the headers.
    fn heads(&mut self, last: u32, parts: &[FormPart]) {
        let strong = strong(Look::Plain);
        self.text(0, 0, &format!("校验{OURS}"), strong);
        let wrong = call("COUNTIF", (down(RESULT, (FIRST, last)), WRONG));
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
        self.formula(1, 0, top, Value::Text(NOT_FILLED.to_owned()), strong);
        let missing = all.iter().map(|part| {
            let name = format!("{}　", part.name);
            call("IF", (part.is_filled(), "", &name))
        });
        let missing = FormulaText::from(MISSING).then(FormulaText::joined(missing));
        let missing = call("IF", (filled(&all).is(all.len()), "", missing));
        let names: Vec<&str> = all.iter().map(|part| part.name.as_str()).collect();
        let none_filled = format!("{MISSING}{}　", names.join("　"));
        let aside = look(Look::Aside);
        self.formula(2, 0, missing, Value::Text(none_filled), aside);
        self.text(3, 0, ABOUT, aside);
        for (col, header) in (0..).zip(HEADERS) {
            if !header.is_empty() {
                self.text(FIRST - 1, col, header, look(Look::Header));
            }
        }
    }

    /// A line in the row `at`.
    fn line(&mut self, at: u32, line: &CheckLine) {
        let here = |col: u32| cell(at, col);
        let (name, amount) = (look(Look::Name), look(Look::Amount));
        self.0.push(Cell {
            row: at,
            value: Value::Number((at - FIRST + 1).into()),
            style: name,
            ..Cell::default()
        });
        self.text(at, 1, &line.what, name);
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
        self.number(at, 2, left, amount);
        self.number(at, 3, right, amount);
        self.number(at, 4, difference, amount);
        // An error value anywhere is not right either.
        let off = here(4);
        let nothing = call("ABS", &off).below(Decimal::new(5, 3));
        let result = call("IF", (nothing, "正确", WRONG));
        let result = call("IF", (call("ISERROR", off), WRONG, result));
        let right = Value::Text("正确".to_owned());
        self.formula(at, RESULT, result, right, look(Look::Closing));
        let (sheet, address) = &line.leads_to;
        let Some((count, position, first)) = helpers else {
            let target = FormulaText::from(*address).on(sheet);
            self.0.push(Cell {
                row: at,
                col: LINK,
                value: Value::Text("转到".to_owned()),
                style: name,
                link: Some(target.into()),
                ..Cell::default()
            });
            return;
        };
        let target = format!("#'{sheet}'!{}", column_letters(address.col));
        let row = FormulaText::from(first).plus(here(PLACE)).grouped();
        let target = FormulaText::from(&target).then(&row);
        let words = FormulaText::from("第").then(row).then("行，共");
        let words = words.then(here(COUNT)).then("行");
        let link = call("HYPERLINK", (target, words));
        let link = call("IF", (here(COUNT).is(0), "", link));
        self.formula(at, LINK, link, Value::Blank, name);
        self.number(at, COUNT, count, look(Look::Aside));
        self.number(at, PLACE, position, look(Look::Aside));
    }
}

/// The sheet with these lines.
pub(super) fn write(request: &Request<'_>, lines: &[CheckLine], parts: &[FormPart]) -> Sheet {
    let last = FIRST + u32::try_from(lines.len().max(1)).expect("a form has few equalities") - 1;
    let mut cells = CheckCells::default();
    cells.heads(last, parts);
    for (at, line) in (FIRST..).zip(lines) {
        cells.line(at, line);
    }
    let CheckCells(mut cells) = cells;
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
    let wrong = result.is(WRONG);
    let mut sheet = Sheet {
        name: SHEET.to_owned(),
        cells,
        widths: vec![6.0, WHAT, 19.0, 19.0, 17.0, 1.0, 9.0, 20.0],
        heights,
        highlights: vec![
            colour((1, 0), (1, 1), top.is(RIGHT), HighlightLook::Right),
            colour((1, 0), (1, 1), top.is_not(RIGHT), HighlightLook::Wrong),
            colour((FIRST, 0), (last, LINK), wrong, HighlightLook::Wrong),
        ],
        page: Page {
            freeze_rows: FIRST,
            repeat_rows: Some((FIRST - 1, FIRST - 1)),
            print_to: Some((last, LINK)),
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
