//! The sheet 校验: every equality of the form, live.

use super::desk::{cell, down, fixed, look, on};
use super::facts::{At, Cells, Listing, Same, equal_cells, equal_lists, stated};
use super::skeleton::Block;
use super::stamp::OURS;
use super::{Made, Request, check_lines};
use crate::layout::{Field, Templates};
use crate::model::Key;
use crate::workbook::{
    Address, Cell, Highlight, HighlightLook, Look, Page, Protection, Sheet, Style, Value,
    column_letters, line_count,
};

/// The name of the sheet.
pub(super) const SHEET: &str = "校验";
/// The row of the first line, counted from 0.
const FIRST: u32 = 4;
/// The columns of the result, and of the position and number of lines that differ.
const RESULT: u32 = 6;
const POSITION: u32 = 9;
const COUNT: u32 = 8;

/// The width of the column that says what is compared, in characters.
const WHAT: f64 = 78.0;

/// One line of the sheet.
#[derive(Debug)]
pub(super) struct CheckLine {
    /// What is compared.
    pub(super) what: String,
    pub(super) left: String,
    pub(super) right: String,
    /// A formula for the difference; of a line over many lines, for that of one of them.
    pub(super) difference: Difference,
    /// Sheet and cell that the line leads to.
    pub(super) leads_to: (String, Address),
    /// The cells that are coloured: sheet, row, column.
    pub(super) cells: Vec<(usize, u32, u32)>,
}

/// How a difference comes about.
#[derive(Debug)]
pub(super) enum Difference {
    /// Left less right.
    Plain,
    /// Left less right where both cells are equal, else only what it falls short.
    When(String, String),
    /// Line by line: the column of the differences. `left` and `right` are ranges beside it, which may be sums; the sheet
    /// shows the first line that differs.
    Lines {
        /// The range of differences.
        range: String,
        /// The row of its first cell, counted from 0.
        first: u32,
        /// Left of a line: ranges to add up.
        left: Vec<String>,
        /// What is shown while nothing differs.
        whole: String,
    },
    /// A number of faulty lines.
    Count {
        /// The number.
        number: String,
        /// A formula for the first of them, counted from 0 from the first row.
        position: String,
        /// The first row, counted from 0.
        first: u32,
    },
}

/// The sheet; what colours the cells concerned is added to the tables.
pub(super) fn sheet(templates: &Templates, request: &Request<'_>, made: &mut Made<'_>) -> Sheet {
    let mut lines = std::mem::take(&mut made.lines);
    lines.extend(check_lines::within(templates, request, &made.blocks));
    let facts = stated(&templates.model, &made.blocks);
    for same in equal_cells(templates, request.layout, &facts) {
        lines.push(of_cells(&made.blocks, &same));
    }
    for same in equal_lists(templates, request.layout, &made.blocks, &facts) {
        lines.extend(of_lists(made, &same));
    }
    check_lines::colour(&lines, made, FIRST, RESULT);
    write(request, &lines)
}

/// What a cell or line of a block is called.
pub(super) fn place(block: &Block<'_>, at: Option<At>, cols: &[u32]) -> String {
    let line = match at {
        None => String::new(),
        Some(At::Closing) => format!(" {}", block.printed.closing),
        Some(At::Row(row)) => {
            let name = block.lines.iter().find(|(own, ..)| *own == row);
            let name = name.and_then(|(_, key, name)| match key {
                Key::Row(id) => {
                    let mut rows = block.printed.rows.iter();
                    rows.find(|row| row.row == *id)
                        .map(|row| row.label.as_str())
                }
                _ => Some(name.as_str()),
            });
            format!(" {}", name.unwrap_or_default())
        }
    };
    let columns: Vec<String> = (0..block.meaning.columns.len())
        .filter(|&position| block.col(position).is_some_and(|col| cols.contains(&col)))
        .map(|position| block.header_of(position))
        .collect();
    format!("{}{line} {}", block.sheet, columns.join("＋"))
}

/// The cell of a column at a place, or a formula for it.
fn reference(block: &Block<'_>, at: At, col: u32) -> String {
    match at {
        At::Row(row) => on(&block.sheet, &fixed(row, col)),
        At::Closing if block.floating => {
            let label = block.key_cols().first().copied().unwrap_or(0);
            let column = |col: u32| on(&block.sheet, &down(col, block.body));
            format!(
                "SUMIF({},\"{}\",{})",
                column(label),
                block.printed.closing,
                column(col)
            )
        }
        At::Closing => on(&block.sheet, &fixed(block.body.1, col)),
    }
}

fn sum(blocks: &[Block<'_>], cells: &Cells) -> String {
    let own = cells.iter().flat_map(|(block, at, cols)| {
        let block = &blocks[*block];
        cols.iter().map(move |&col| reference(block, *at, col))
    });
    let own: Vec<String> = own.collect();
    format!("SUM({})", own.join(","))
}

fn of_cells(blocks: &[Block<'_>], same: &Same<Cells>) -> CheckLine {
    let name = |cells: &Cells| {
        let names: Vec<String> = cells
            .iter()
            .map(|(block, at, cols)| place(&blocks[*block], Some(*at), cols))
            .collect();
        names.join("＋")
    };
    let sign = if same.when.is_some() {
        "＝（或≥）"
    } else {
        "＝"
    };
    let coloured = |cells: &Cells| -> Vec<(usize, u32, u32)> {
        cells
            .iter()
            .filter(|(block, ..)| !blocks[*block].floating)
            .flat_map(|(block, at, cols)| {
                let block = &blocks[*block];
                let row = match at {
                    At::Row(row) => *row,
                    At::Closing => block.body.1,
                };
                cols.iter().map(move |&col| (block.desk, row, col))
            })
            .collect()
    };
    let (block, at, cols) = &same.left[0];
    let row = match at {
        At::Row(row) => *row,
        At::Closing => blocks[*block].body.1,
    };
    let mut cells = coloured(&same.left);
    cells.extend(coloured(&same.right));
    CheckLine {
        what: format!("{}{sign}{}", name(&same.left), name(&same.right)),
        left: sum(blocks, &same.left),
        right: sum(blocks, &same.right),
        difference: match &same.when {
            None => Difference::Plain,
            Some((left, right)) => Difference::When(sum(blocks, left), sum(blocks, right)),
        },
        leads_to: (blocks[*block].sheet.clone(), Address::new(row, cols[0])),
        cells,
    }
}

/// A line over two lists, with the differences beside the left one.
fn of_lists(made: &mut Made<'_>, same: &Same<Listing>) -> Option<CheckLine> {
    let (at, cols) = &same.left[0];
    let block = made.blocks[*at].clone();
    let keys = block.keys?;
    let rows = block.rows();
    let at_key = |list: &Listing, key: &str| -> Option<String> {
        let parts: Option<Vec<Vec<String>>> = list
            .iter()
            .map(|(other, cols)| {
                let other = &made.blocks[*other];
                let keys = on(&other.sheet, &down(other.keys?, other.rows()));
                let sums = cols.iter().map(|&col| {
                    format!(
                        "SUMIF({keys},{key},{})",
                        on(&other.sheet, &down(col, other.rows()))
                    )
                });
                Some(sums.collect())
            })
            .collect();
        Some(parts?.concat().join("+"))
    };
    let mut formulas = Vec::new();
    for row in rows.0..=rows.1 {
        let key = cell(row, keys);
        let own: Vec<String> = cols.iter().map(|&col| cell(row, col)).collect();
        let difference = format!(
            "ROUND(SUM({})-({}),2)",
            own.join(","),
            at_key(&same.right, &key)?
        );
        let judged = match &same.when {
            None => difference,
            Some((left, right)) => format!(
                "IF(ROUND({}-({}),2)=0,{difference},MIN(0,{difference}))",
                at_key(left, &key)?,
                at_key(right, &key)?
            ),
        };
        formulas.push((row, format!("IF(LEN({key})<4,0,{judged})")));
    }
    let name = |list: &Listing| {
        let names: Vec<String> = list
            .iter()
            .map(|(block, cols)| place(&made.blocks[*block], None, cols))
            .collect();
        names.join("＋")
    };
    let sign = if same.when.is_some() {
        "＝（或≥）"
    } else {
        "＝"
    };
    let what = format!("逐科目：{}{sign}{}", name(&same.left), name(&same.right));
    let desk = &mut made.desks[block.desk];
    let helper = desk.helper();
    for (row, formula) in formulas {
        desk.formula(
            row,
            helper,
            formula,
            Value::Number(0.into()),
            look(Look::Aside),
        );
    }
    for &col in cols {
        let formula = format!("ABS(${}{})>0.005", column_letters(helper), rows.0 + 1);
        desk.highlight((rows.0, col), (rows.1, col), formula, HighlightLook::Wrong);
    }
    let whole: Cells = vec![(*at, At::Closing, cols.clone())];
    Some(CheckLine {
        what,
        left: String::new(),
        right: String::new(),
        difference: Difference::Lines {
            range: on(&block.sheet, &down(helper, rows)),
            first: rows.0,
            left: cols
                .iter()
                .map(|&col| on(&block.sheet, &down(col, rows)))
                .collect(),
            whole: sum(&made.blocks, &whole),
        },
        leads_to: (block.sheet.clone(), Address::new(rows.0, cols[0])),
        cells: Vec::new(),
    })
}

fn write(request: &Request<'_>, lines: &[CheckLine]) -> Sheet {
    let mut cells = Vec::new();
    let mut put = |row: u32,
                   col: u32,
                   value: Value,
                   formula: Option<String>,
                   style: Style,
                   link: Option<String>| {
        cells.push(Cell {
            row,
            col,
            value,
            formula,
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
    let top = format!(
        "IF(COUNTIF({results},\"不符\")=0,\"全部相符\",COUNTIF({results},\"不符\")&\" 项不符\")"
    );
    put(
        1,
        0,
        text("全部相符"),
        Some(top),
        Style {
            strong: true,
            ..look(Look::Plain)
        },
        None,
    );
    put(
        2,
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
            Difference::Plain => format!("ROUND({}-{},2)", here(2), here(3)),
            Difference::When(one, other) => format!(
                "IF(ROUND({one}-{other},2)=0,ROUND({l}-{r},2),MIN(0,ROUND({l}-{r},2)))",
                l = here(2),
                r = here(3)
            ),
            Difference::Lines {
                range,
                first,
                left: cols,
                whole,
            } => {
                let count = format!("SUMPRODUCT(--(ABS({range})>0.005))");
                let position = format!(
                    "IF({c}=0,0,SUMPRODUCT(MIN(ROW({range})+10000000*(ABS({range})<=0.005)))-{first})",
                    c = here(COUNT),
                );
                let cells: Vec<String> = cols
                    .iter()
                    .map(|col| format!("INDEX({col},{})", here(POSITION)))
                    .collect();
                left = format!("IF({}=0,{whole},SUM({}))", here(COUNT), cells.join(","));
                right = format!("{}-{}", here(2), here(4));
                helpers = Some((count, position, *first));
                format!("IF({}=0,0,INDEX({range},{}))", here(COUNT), here(POSITION))
            }
            Difference::Count {
                number,
                position,
                first,
            } => {
                left = here(COUNT);
                right = "0".to_owned();
                helpers = Some((
                    number.clone(),
                    position.replace("{count}", &here(COUNT)),
                    *first,
                ));
                here(COUNT)
            }
        };
        put(at, 2, zero(), Some(left), amount, None);
        put(at, 3, zero(), Some(right), amount, None);
        put(at, 4, zero(), Some(difference), amount, None);
        let result = format!("IF(ABS({})<0.005,\"正确\",\"不符\")", here(4));
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
                let target = on(sheet, &address.to_string());
                put(at, 7, text("转到"), None, look(Look::Name), Some(target));
            }
            Some((count, position, first)) => {
                let target = format!("#'{sheet}'!{}", column_letters(address.col));
                let row = format!("{}+{}", first, here(POSITION));
                let formula = format!(
                    "IF({c}=0,\"\",HYPERLINK(\"{target}\"&({row}),\"第\"&({row})&\"行，共\"&{c}&\"行\"))",
                    c = here(COUNT)
                );
                put(at, 7, Value::Blank, Some(formula), look(Look::Name), None);
                put(at, COUNT, zero(), Some(count), look(Look::Aside), None);
                put(
                    at,
                    POSITION,
                    zero(),
                    Some(position),
                    look(Look::Aside),
                    None,
                );
            }
        }
    }
    cells.sort_by_key(Cell::address);
    let height = |line: &CheckLine| 18.0 * line_count(&line.what, WHAT - 2.0) as f64;
    let heights = (FIRST..).zip(lines.iter().map(height)).collect();
    let colour =
        |from: (u32, u32), to: (u32, u32), formula: String, look: HighlightLook| Highlight {
            from: Address::new(from.0, from.1),
            to: Address::new(to.0, to.1),
            formula,
            look,
        };
    let result = format!("$G{}", FIRST + 1);
    let mut sheet = Sheet {
        name: SHEET.to_owned(),
        cells,
        widths: vec![6.0, WHAT, 19.0, 19.0, 17.0, 1.0, 9.0, 20.0],
        heights,
        highlights: vec![
            colour(
                (1, 0),
                (1, 1),
                "$A$2=\"全部相符\"".to_owned(),
                HighlightLook::Right,
            ),
            colour(
                (1, 0),
                (1, 1),
                "$A$2<>\"全部相符\"".to_owned(),
                HighlightLook::Wrong,
            ),
            colour(
                (FIRST, 0),
                (last, 7),
                format!("{result}=\"不符\""),
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
    sheet.hidden.cols.push((COUNT, POSITION));
    sheet
}

/// The columns of a block that hold codes.
pub(super) fn code_cols(block: &Block<'_>) -> Vec<u32> {
    let code = |field: &Field| matches!(field, Field::Code | Field::CodePart(_));
    let columns = block.columns.iter().filter(|(_, field)| code(field));
    columns.map(|(col, _)| *col).collect()
}
