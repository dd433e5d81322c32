//! The sheet 校验: every equality of the form, live.

use super::block::{BlockPlace, FormBlock};
use super::check_line::{CheckDifference, CheckLine, FIRST, POSITION, RESULT, closing_of, place};
use super::desk::{fixed, in_row};
use super::facts::{FactCells, Listing, SameFact, equalities};
use super::lists::CodeLists;
use super::{MadeTables, Request, check_lines, filled, verify_sheet};
use crate::layout::Templates;
use crate::workbook::{Address, FormulaText, HighlightLook, Sheet, SheetIx, call};

/// The sheet; what colours the cells concerned is added to the tables.
pub(super) fn sheet(
    templates: &Templates,
    request: &Request<'_>,
    lists: &CodeLists,
    made: &mut MadeTables<'_>,
) -> Sheet {
    let mut lines = std::mem::take(&mut made.lines);
    lines.extend(check_lines::within(templates, request, lists, &made.blocks));
    let (cells, lists) = equalities(templates, request.layout, &made.blocks);
    lines.extend(cells.iter().map(|same| of_cells(&made.blocks, same)));
    for same in &lists {
        lines.extend(of_lists(made, same));
    }
    check_lines::colour(&lines, made, FIRST, RESULT);
    verify_sheet::write(
        request,
        &lines,
        &filled::parts(templates, request, &made.blocks),
    )
}

/// The cell of a column at a place, or a formula for it.
pub(super) fn reference(block: &FormBlock<'_>, at: BlockPlace, col: u32) -> FormulaText {
    match at {
        BlockPlace::Row(row) => fixed(row, col).on(&block.sheet),
        BlockPlace::Closing if block.floating => closing_of(block, col),
        BlockPlace::Closing => fixed(closing_row(block), col).on(&block.sheet),
    }
}

fn closing_row(block: &FormBlock<'_>) -> u32 {
    block.total.unwrap_or(block.body.1)
}

fn sum(blocks: &[FormBlock<'_>], cells: &FactCells) -> FormulaText {
    let own = cells.iter().flat_map(|(block, at, cols)| {
        let block = &blocks[*block];
        cols.iter().map(move |&col| reference(block, *at, col))
    });
    call("SUM", own.collect::<Vec<_>>())
}

/// How both sides of an equality compare.
const fn sign<T>(same: &SameFact<T>) -> &'static str {
    if same.when.is_some() {
        "＝（或≥）"
    } else {
        "＝"
    }
}

fn of_cells(blocks: &[FormBlock<'_>], same: &SameFact<FactCells>) -> CheckLine {
    let name = |cells: &FactCells| {
        let names: Vec<String> = cells
            .iter()
            .map(|(block, at, cols)| place(&blocks[*block], Some(*at), cols))
            .collect();
        names.join("＋")
    };
    let sign = sign(same);
    let coloured = |cells: &FactCells| -> Vec<(SheetIx, u32, u32)> {
        cells
            .iter()
            .filter(|(block, ..)| !blocks[*block].floating)
            .flat_map(|(block, at, cols)| {
                let block = &blocks[*block];
                let row = match at {
                    BlockPlace::Row(row) => *row,
                    BlockPlace::Closing => closing_row(block),
                };
                cols.iter().map(move |&col| (block.desk, row, col))
            })
            .collect()
    };
    let (block, at, cols) = &same.left[0];
    let row = match at {
        BlockPlace::Row(row) => *row,
        BlockPlace::Closing => closing_row(&blocks[*block]),
    };
    let mut cells = coloured(&same.left);
    cells.extend(coloured(&same.right));
    CheckLine {
        what: format!("{}{sign}{}", name(&same.left), name(&same.right)),
        left: sum(blocks, &same.left),
        right: sum(blocks, &same.right),
        difference: match &same.when {
            None => CheckDifference::Plain,
            Some((left, right)) => CheckDifference::When(sum(blocks, left), sum(blocks, right)),
        },
        leads_to: (blocks[*block].sheet.clone(), Address::new(row, cols[0])),
        cells,
    }
}

/// A line over two lists, code by code.
fn of_lists(made: &mut MadeTables<'_>, same: &SameFact<Listing>) -> Option<CheckLine> {
    let (at, cols) = &same.left[0];
    let block = made.blocks[*at].clone();
    let column = block.keys?;
    let rows = block.rows();
    let keys = made.names.lines(&block, column);
    let own = terms(made, &same.left)?;
    let right = terms(made, &same.right)?;
    let when = match &same.when {
        None => None,
        Some((left, right)) => Some((terms(made, left)?, terms(made, right)?)),
    };
    // For the lines of `key`: whether they differ. Where the condition does not hold, the left side may be the larger one.
    let wrong = |key: &FormulaText| {
        let off = |left: &[Term], right: &[Term]| {
            let right = sums(right, key).grouped();
            call("ROUND", (sums(left, key).minus(right), 2))
        };
        let own = off(&own, &right);
        let differs = match &when {
            None => own.is_not(0),
            // A code that the condition's table does not have says nothing.
            Some((left, right)) => {
                let there = call("COUNTIF", (&left[0].0, key)).above(0);
                let demanded = there.times(off(left, right).is(0));
                own.is_not(0).times(own.below(0).plus(demanded).above(0))
            }
        };
        call("LEN", key).above(3).times(differs)
    };
    let name = |list: &Listing| {
        let names: Vec<String> = list
            .iter()
            .map(|(block, cols)| place(&made.blocks[*block], None, cols))
            .collect();
        names.join("＋")
    };
    let sign = sign(same);
    let what = format!("逐科目：{}{sign}{}", name(&same.left), name(&same.right));
    let of_row = wrong(&in_row(rows.0, column));
    let desk = &mut made.desks[block.desk.index()];
    for &col in cols {
        let (first, last) = ((rows.0, col), (rows.1, col));
        desk.highlight(first, last, of_row.above(0), HighlightLook::Wrong);
    }
    let whole = match block.printed.rows.is_empty() {
        true => sum(
            &made.blocks,
            &vec![(*at, BlockPlace::Closing, cols.clone())],
        ),
        // The total is of more than the list.
        false => sums(&own, &"c???".into()),
    };
    let first = call("INDEX", (&keys, FormulaText::name(POSITION)));
    Some(CheckLine {
        what,
        left: whole.clone(),
        right: whole,
        difference: CheckDifference::Lines {
            wrong: wrong(&keys),
            rows: keys,
            first: block.span().0,
            left: sums(&own, &first),
            right: sums(&right, &first),
        },
        leads_to: (block.sheet.clone(), Address::new(rows.0, cols[0])),
        cells: Vec::new(),
    })
}

/// The keys and the amounts of a column of a list.
type Term = (FormulaText, FormulaText);

/// The names of keys and amounts of each column of a list.
fn terms(made: &mut MadeTables<'_>, list: &Listing) -> Option<Vec<Term>> {
    let mut terms = Vec::new();
    for (at, cols) in list {
        let block = &made.blocks[*at];
        let keys = made.names.lines(block, block.keys?);
        let amounts = cols.iter().map(|&col| made.names.lines(block, col));
        terms.extend(amounts.map(|amounts| (keys.clone(), amounts)));
    }
    Some(terms)
}

/// The sum of the lines of `key`.
fn sums(terms: &[Term], key: &FormulaText) -> FormulaText {
    let sums = terms.iter();
    FormulaText::added(sums.map(|(keys, amounts)| call("SUMIF", (keys, key, amounts))))
}
