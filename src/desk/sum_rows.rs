//! The rows of the sums of the overview.

use rust_decimal::Decimal;

use super::listed::What;
use super::outcome::Review;
use super::said::name;
use super::sheets::{ABOVE, CellPiece, TableRow, letters};
use crate::layout::Templates;
use crate::messages::Messages;
use crate::model::Dim;

/// A row of the sums, as small as can be: there may be two hundred thousand.
#[derive(Debug)]
pub(super) struct SumRow {
    pub(super) what: What,
    pub(super) level: u8,
    pub(super) amounts: Box<[Decimal]>,
    /// The rows that it is the sum of, from one to another; none where the amounts are stated.
    pub(super) parts: Box<[(u32, u32)]>,
}

pub(super) fn table_row(
    review: &Review,
    (templates, dim): (&Templates, Dim),
    row: &SumRow,
    messages: &Messages,
) -> TableRow {
    let line = |at: usize| &review.roster.lines[at];
    let unit = |at: usize| format!("{} {}", line(at).code, line(at).name);
    let (code, name) = match row.what {
        What::All => (String::new(), messages.text("row-all")),
        What::Department(at, 0) => (line(at).code.clone(), line(at).name.clone()),
        What::Department(at, count) => {
            let args = [
                ("unit", line(at).name.as_str().into()),
                ("count", count.into()),
            ];
            (line(at).code.clone(), messages.with("row-missing", &args))
        }
        What::Code(code) => (code.to_string(), name(templates, dim, code)),
        What::Unit(at) => (String::new(), unit(at)),
        What::LastYear(at) => {
            let args = [("unit", unit(at).into())];
            (String::new(), messages.with("row-last-year", &args))
        }
        What::Eliminated(at) => {
            let args = [("unit", line(at).name.as_str().into())];
            (String::new(), messages.with("row-eliminated", &args))
        }
    };
    let amounts = row.amounts.iter().enumerate();
    let amounts = amounts.map(|(column, yuan)| match row.parts.is_empty() {
        true => CellPiece::Amount(Some(*yuan)),
        false => CellPiece::Formula(formula(&letters(column + 2), &row.parts), Some(*yuan)),
    });
    let of_code = matches!(row.what, What::All | What::Department(..) | What::Code(_));
    TableRow {
        level: row.level,
        strong: of_code && row.level < 2,
        borrowed: matches!(row.what, What::LastYear(_)),
        ..TableRow::new(
            [CellPiece::Code(code), CellPiece::Text(name)]
                .into_iter()
                .chain(amounts)
                .collect(),
        )
    }
}

/// Rows beside one another as ranges.
pub(super) fn ranges(rows: &[usize]) -> Box<[(u32, u32)]> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for row in rows
        .iter()
        .map(|own| u32::try_from(*own).unwrap_or(u32::MAX))
    {
        match ranges.last_mut() {
            Some((_, to)) if *to + 1 == row => *to = row,
            _ => ranges.push((row, row)),
        }
    }
    ranges.into()
}

/// SUM over rows: those beside one another as a range.
pub(super) fn formula(column: &str, ranges: &[(u32, u32)]) -> String {
    let number = |row: u32| row + ABOVE + 1;
    let ranges: Vec<String> = ranges
        .iter()
        .map(|&(from, to)| match from == to {
            true => format!("{column}{}", number(from)),
            false => format!("{column}{}:{column}{}", number(from), number(to)),
        })
        .collect();
    // A function takes at most 255 arguments.
    let sums: Vec<String> = ranges
        .chunks(200)
        .map(|own| format!("SUM({})", own.join(",")))
        .collect();
    sums.join("+")
}
