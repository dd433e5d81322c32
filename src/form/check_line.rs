//! A line of the sheet 校验: what is compared, and where.

use super::block::{BlockPlace, FormBlock};
use super::desk::down;
use crate::layout::header_with_year;
use crate::model::Key;
use crate::workbook::{Address, FormulaText, SheetIx, call};

/// The name of the sheet.
pub(super) const SHEET: &str = "校验";
/// The row of the first line, counted from 0.
pub(super) const FIRST: u32 = 5;
/// Stands in formulas for the place of the first wrong line, counted from 1.
pub(super) const POSITION: &str = "{position}";
/// Added to the rows of lines that are right, so that the least row is that of the first wrong one.
const BELOW_ALL: u32 = 10_000_000;
/// The column of the result.
pub(super) const RESULT: u32 = 6;

/// One line of the sheet.
#[derive(Debug)]
pub(super) struct CheckLine {
    /// What is compared.
    pub(super) what: String,
    pub(super) left: FormulaText,
    pub(super) right: FormulaText,
    /// A formula for the difference; of a line over many lines, for that of one of them.
    pub(super) difference: CheckDifference,
    /// Sheet and cell that the line leads to.
    pub(super) leads_to: (String, Address),
    /// The cells that are coloured: sheet, row, column.
    pub(super) cells: Vec<(SheetIx, u32, u32)>,
}

/// How a difference comes about.
#[derive(Debug)]
pub(super) enum CheckDifference {
    /// Left less right.
    Plain,
    /// A formula of its own, over more than left and right show.
    Of(FormulaText),
    /// Left less right where both cells are equal, else only what it falls short.
    When(FormulaText, FormulaText),
    /// Line by line. `left` and `right` of the check line are shown while no line is wrong, and those here, with the place of
    /// the first wrong line for [`POSITION`], once one is.
    Lines {
        /// An array: 1 where a line is wrong, else 0.
        wrong: FormulaText,
        /// A range of as many rows.
        rows: FormulaText,
        /// The row of its first cell, counted from 0.
        first: u32,
        /// Left in the first wrong line.
        left: FormulaText,
        /// Right in it.
        right: FormulaText,
    },
    /// A number of faulty lines.
    Count {
        /// The number.
        number: FormulaText,
        /// An array: 1 where a line is wrong, else 0.
        wrong: FormulaText,
        /// A range of as many rows.
        rows: FormulaText,
        /// The row of its first cell, counted from 0.
        first: u32,
    },
}

/// What a cell or line of a block is called.
pub(super) fn place(block: &FormBlock<'_>, at: Option<BlockPlace>, cols: &[u32]) -> String {
    let line = match at {
        None => String::new(),
        Some(BlockPlace::Closing) => {
            format!(" {}行", header_with_year(block.closing_label(), None))
        }
        Some(BlockPlace::Row(row)) => {
            let name = block.lines.iter().find(|(own, ..)| *own == row);
            let name = name.and_then(|(_, key, name)| match key {
                Key::Row(id) => {
                    let mut rows = block.printed.rows.iter();
                    rows.find(|row| row.row == *id)
                        .map(|row| header_with_year(&row.label, None))
                }
                _ => Some(name.clone()),
            });
            format!(" {}", name.unwrap_or_default())
        }
    };
    let columns: Vec<String> = (0..block.meaning.columns.len())
        .filter(|&position| block.col(position).is_some_and(|col| cols.contains(&col)))
        .map(|position| block.header_of(position))
        .collect();
    format!("{}{line} {}", block.called(), columns.join("＋"))
}

/// The closing line of a fed list, wherever it stands.
pub(super) fn closing_of(block: &FormBlock<'_>, col: u32) -> FormulaText {
    let range = |col: u32| down(col, block.body).on(&block.sheet);
    let label = block.key_cols().first().copied().unwrap_or(0);
    call("SUMIF", (range(label), &block.printed.closing, range(col)))
}

/// Where the first of `rows` stands that is wrong, counted from 1; 0 where `count`, their number, is. `first` is the row of
/// the first one, counted from 0.
pub(super) fn first_wrong(
    count: FormulaText,
    rows: &FormulaText,
    wrong: &FormulaText,
    first: u32,
) -> FormulaText {
    let right = FormulaText::from(1).minus(wrong);
    let all = call("ROW", rows).plus(FormulaText::from(BELOW_ALL).times(right));
    let row = call("SUMPRODUCT", call("MIN", all));
    call("IF", (count.is(0), 0, row.minus(first)))
}

/// What a list is called: its sheet, and which unit it is of.
pub(super) fn named(block: &FormBlock<'_>) -> String {
    match block.unit {
        Some(unit) => format!("{} 第{}个单位", block.called(), unit + 1),
        None => block.called(),
    }
}

/// How many lines of a block are faulty: `flags` is an array, true for those, and `rows` a range beside it with the row of its
/// first cell, counted from 0.
pub(super) fn counted(
    block: &FormBlock<'_>,
    what: &str,
    (rows, first): (&FormulaText, u32),
    flags: &FormulaText,
) -> CheckLine {
    CheckLine {
        what: format!("{} {what}", named(block)),
        left: FormulaText::from(0),
        right: FormulaText::from(0),
        difference: CheckDifference::Count {
            number: call("SUMPRODUCT", FormulaText::from(1).times(flags)),
            wrong: flags.clone(),
            rows: rows.clone(),
            first,
        },
        leads_to: (block.sheet.clone(), Address::new(first, 0)),
        cells: Vec::new(),
    }
}
