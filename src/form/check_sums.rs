//! The lines of the sheet 校验 about sums of printed rows, records and columns, and about parts beside others (其中：).

use super::block::{BlockPlace, FormBlock};
use super::check_line::{CheckDifference, CheckLine, closing_of, counted, place};
use super::desk::{down, fixed};
use super::fixed::{self as fixed_rows, columns_within, rows_within};
use crate::model::{Dim, Model};
use crate::workbook::{Address, FormulaText, call};

/// The most neighbouring rows that are added up one by one.
const FEW: usize = 3;

/// Sums of printed rows and of records, each way in which they add up.
pub(super) fn rows(model: &Model, block: &FormBlock<'_>) -> Vec<CheckLine> {
    let sums = fixed_rows::sums(model, block).into_iter();
    let sums = sums.flat_map(|(row, sums)| sums.into_iter().map(move |parts| (row, parts)));
    sums.flat_map(|(row, parts)| {
        let at = if block.closing() == Some(row) {
            BlockPlace::Closing
        } else {
            BlockPlace::Row(row)
        };
        let adds_up = |position: usize| block.computed[position].is_none_or(|own| !own.percent);
        let amounts = block.amounts().into_iter();
        let amounts = amounts.filter(move |(position, _)| {
            let measure = fixed_rows::count(model, block, row, *position);
            adds_up(*position) && fixed_rows::is_summed(measure.as_deref())
        });
        amounts.map(move |(_, col)| {
            let reference = |row: u32| fixed(row, col).on(&block.sheet);
            let runs = parts.chunk_by(|a, b| a + 1 == *b);
            let right = runs.flat_map(|run| match run {
                [first, .., last] if run.len() > FEW => {
                    vec![down(col, (*first, *last)).on(&block.sheet)]
                }
                _ => run.iter().map(|&row| reference(row)).collect(),
            });
            let right: Vec<FormulaText> = right.collect();
            CheckLine {
                what: format!("{}＝其中各行之和", place(block, Some(at), &[col])),
                left: call("SUM", reference(row)),
                right: call("SUM", right),
                difference: CheckDifference::Plain,
                leads_to: (block.sheet.clone(), Address::new(row, col)),
                cells: vec![(block.desk, row, col)],
            }
        })
    })
    .collect()
}

/// Columns that are sums of others, over all rows of money at once.
pub(super) fn columns(block: &FormBlock<'_>) -> Vec<CheckLine> {
    let rows = block.body;
    let ranges = money_rows(block);
    let column = |col: u32| -> Vec<FormulaText> {
        let ranges = ranges.iter();
        ranges
            .map(|&rows| down(col, rows).on(&block.sheet))
            .collect()
    };
    let amounts = block.amounts().into_iter();
    let sums = amounts.flat_map(|(position, col)| {
        let sums = block.sums_of(position).into_iter();
        sums.map(move |parts| (col, parts))
    });
    sums.map(|(col, parts)| {
        let all: Vec<FormulaText> = parts.iter().flat_map(|&col| column(col)).collect();
        // A list has subtotals: shown is its closing line, compared are all.
        let cell = |col: u32| fixed(block.total.unwrap_or(rows.1), col).on(&block.sheet);
        let shown: Vec<FormulaText> = parts.iter().map(|&col| cell(col)).collect();
        let (left, right) = if block.floating {
            (
                closing_of(block, col),
                parts.iter().map(|&col| closing_of(block, col)).collect(),
            )
        } else {
            (cell(col), shown)
        };
        CheckLine {
            what: format!("{}＝{}（各行）", place(block, None, &[col]), {
                let names = place(block, None, &parts);
                names.trim_start_matches(&block.called()).trim().to_owned()
            }),
            left: call("SUM", left),
            right: call("SUM", right),
            difference: CheckDifference::Of({
                let difference = call("SUM", column(col)).minus(call("SUM", all));
                call("ROUND", (difference, 2))
            }),
            leads_to: (block.sheet.clone(), Address::new(rows.0, col)),
            cells: Vec::new(),
        }
    })
    .collect()
}

/// The rows whose amounts are money, as ranges.
fn money_rows(block: &FormBlock<'_>) -> Vec<(u32, u32)> {
    let counted = |row: u32| {
        let at = block.meaning.at.narrowed(&fixed_rows::row_at(block, row));
        at.get(Dim::QUANTITY).is_some()
    };
    let rows: Vec<u32> = (block.body.0..=block.body.1)
        .filter(|row| !counted(*row))
        .collect();
    let runs = rows.chunk_by(|a, b| a + 1 == *b);
    runs.filter_map(|run| Some((*run.first()?, *run.last()?)))
        .collect()
}

/// A part does not exceed its whole.
pub(super) fn within(model: &Model, block: &FormBlock<'_>) -> Vec<CheckLine> {
    let reference = |row: u32, col: u32| call("SUM", fixed(row, col).on(&block.sheet));
    let rows = rows_within(model, block).into_iter();
    let mut lines: Vec<CheckLine> = rows
        .map(|(part, whole)| {
            let (part_sum, whole_sum) = (reference(part.0, part.1), reference(whole.0, whole.1));
            let name = |row: u32| place(block, Some(super::block::BlockPlace::Row(row)), &[part.1]);
            CheckLine {
                what: format!("{}≤{}", name(part.0), name(whole.0)),
                difference: CheckDifference::Of({
                    let over = call("ROUND", (part_sum.minus(&whole_sum), 2));
                    call("MAX", (0, over))
                }),
                left: part_sum,
                right: whole_sum,
                leads_to: (block.sheet.clone(), Address::new(part.0, part.1)),
                cells: vec![(block.desk, part.0, part.1)],
            }
        })
        .collect();
    for (part, whole) in columns_within(model, block) {
        let range = |col: u32| down(col, block.body).on(&block.sheet);
        let name = |col: u32| {
            let name = place(block, None, &[col]);
            name.trim_start_matches(&block.called()).trim().to_owned()
        };
        // A formula that gives no whole gives a text, which is more than any number.
        let (own, all) = (range(part), range(whole));
        let above_nothing = call("ISTEXT", &all).times(own.above(0));
        let flags = call("ISNUMBER", &own)
            .times(own.above(all).plus(above_nothing))
            .above(0)
            .grouped();
        let what = format!("{}大于{}的行数", name(part), name(whole));
        lines.push(counted(block, &what, (&own, block.body.0), &flags));
    }
    lines
}
