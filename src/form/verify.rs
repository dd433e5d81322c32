//! The sheet 校验: every equality of the form, live.

use super::desk::{cell, down, fixed, on};
use super::direct::in_ranges;
use super::facts::{At, Cells, Listing, Same, equal_cells, equal_lists, stated};
use super::names::Names;
use super::skeleton::Block;
use super::{Made, Request, check_lines, verify_sheet};
use crate::layout::{Field, Templates};
use crate::model::Key;
use crate::workbook::{Address, HighlightLook, Sheet, column_letters};

/// The name of the sheet.
pub(super) const SHEET: &str = "校验";
/// The row of the first line, counted from 0.
pub(super) const FIRST: u32 = 4;
/// More than any amount.
const WITHOUT_LIMIT: u64 = 1_000_000_000_000_000_000;
/// The column of the result.
pub(super) const RESULT: u32 = 6;

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
    verify_sheet::write(request, &lines)
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
    let terms = |list: &Listing, names: &mut Names| -> Option<Vec<(String, String)>> {
        let mut terms = Vec::new();
        for (other, cols) in list {
            let other = &made.blocks[*other];
            let keys = names.lines(other, other.keys?);
            terms.extend(
                cols.iter()
                    .map(|&col| (keys.clone(), names.lines(other, col))),
            );
        }
        Some(terms)
    };
    let mut names = std::mem::take(&mut made.names);
    let right = terms(&same.right, &mut names);
    let when = same
        .when
        .as_ref()
        .map(|(left, right)| Some((terms(left, &mut names)?, terms(right, &mut names)?)));
    made.names = names;
    let right = right?;
    let when = match when {
        None => None,
        Some(both) => Some(both?),
    };
    let at_key = |terms: &[(String, String)], key: &str| -> String {
        let sums = terms
            .iter()
            .map(|(keys, amounts)| format!("SUMIF({keys},{key},{amounts})"));
        sums.collect::<Vec<_>>().join("+")
    };
    let difference = |left: &str, right: &[(String, String)], key: &str| {
        format!("ROUND({left}-({}),2)", at_key(right, key))
    };
    // Where the condition does not hold, the left side may be the larger one.
    let excess = when.map(|(left, right)| {
        let formula = |row: u32| {
            let key = cell(row, keys);
            let off = difference(&at_key(&left, &key), &right, &key);
            format!("IF({off}=0,{WITHOUT_LIMIT},0)")
        };
        let formulas: Vec<String> = (rows.0..=rows.1).map(formula).collect();
        made.desks[block.desk].column(rows.0, formulas, WITHOUT_LIMIT)
    });
    let mut formulas = Vec::new();
    for row in rows.0..=rows.1 {
        let key = cell(row, keys);
        let own = in_ranges(row, cols);
        let off = difference(&format!("SUM({})", own.join(",")), &right, &key);
        let judged = match excess {
            None => off,
            Some(col) => format!("MIN({off},{})", cell(row, col)),
        };
        formulas.push(format!("IF(LEN({key})<4,0,{judged})"));
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
    let helper = desk.column(rows.0, formulas, 0);
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

/// The columns of a block that hold codes.
pub(super) fn code_cols(block: &Block<'_>) -> Vec<u32> {
    let code = |field: &Field| matches!(field, Field::Code | Field::CodePart(_));
    let columns = block.columns.iter().filter(|(_, field)| code(field));
    columns.map(|(col, _)| *col).collect()
}
