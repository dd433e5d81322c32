//! Tables and forms as they are printed: rows of cells over rows and columns.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use crate::bind::PlacedPart as Placed;
use crate::workbook::{Address, AmountFormat, Look, Sheet, Style, Value};

/// A table or form.
#[derive(Debug, Clone)]
pub struct PrintedGrid {
    /// Its title.
    pub heading: String,
    /// The lines between title and cells, each with a left and a right part.
    pub above: Vec<(String, String)>,
    /// The width of each column in characters.
    pub widths: Vec<f64>,
    /// How many rows from the top are repeated on each page.
    pub header_rows: usize,
    /// The cells of each row by column. A cell stands in its first row only.
    pub rows: Vec<BTreeMap<usize, GridCell>>,
    /// The notes below.
    pub notes: Vec<String>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// What it says, amounts with their digits as stated.
    pub text: String,
    /// How many rows it takes.
    pub rows: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// How it looks.
    pub style: Style,
}

impl PrintedGrid {
    /// The widths of all columns in characters.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.widths.iter().sum()
    }
}

/// The table of `sheet`, which was filled along `part`.
pub(super) fn of_table(heading: String, part: &Placed, sheet: &Sheet) -> PrintedGrid {
    let (first, _) = part.header.unwrap_or(part.body);
    let mut grid = grid(heading, sheet, first..=part.body.1);
    grid.header_rows = index(part.body.0 - first);
    grid.above = (0..first).filter_map(|row| above(sheet, row)).collect();
    grid.notes = texts(sheet, Look::Note);
    grid
}

/// The form of `sheet`.
pub(super) fn of_form(heading: String, sheet: &Sheet) -> PrintedGrid {
    let in_form = |look: Look| !matches!(look, Look::Title | Look::Subtitle);
    let rows = sheet.cells.iter().filter(|cell| in_form(cell.style.look));
    let rows = rows.map(|cell| cell.row);
    let (first, last) = (rows.clone().min().unwrap_or(0), rows.max().unwrap_or(0));
    let mut grid = grid(heading, sheet, first..=last);
    let subtitles = texts(sheet, Look::Subtitle).into_iter();
    grid.above = subtitles.map(|text| (text, String::new())).collect();
    grid
}

fn grid(heading: String, sheet: &Sheet, rows: RangeInclusive<u32>) -> PrintedGrid {
    let merges: BTreeMap<Address, Address> = sheet.merges.iter().copied().collect();
    let covered = |at: Address| {
        sheet.merges.iter().any(|(from, to)| {
            at != *from
                && (from.row..=to.row).contains(&at.row)
                && (from.col..=to.col).contains(&at.col)
        })
    };
    let of_row = |row: u32| {
        let cells = sheet
            .row(row)
            .iter()
            .filter(|cell| !covered(cell.address()));
        let cells = cells.map(|cell| {
            let to = merges.get(&cell.address()).copied();
            let to = to.unwrap_or(cell.address());
            let own = GridCell {
                text: shown(&cell.value, cell.style.amount),
                rows: index(to.row - cell.row) + 1,
                columns: index(to.col - cell.col) + 1,
                style: cell.style,
            };
            (index(cell.col), own)
        });
        cells.collect()
    };
    PrintedGrid {
        heading,
        above: Vec::new(),
        widths: sheet.widths.clone(),
        header_rows: 0,
        rows: rows.map(of_row).collect(),
        notes: Vec::new(),
    }
}

/// The line in a row above a table: its left and its right text.
fn above(sheet: &Sheet, row: u32) -> Option<(String, String)> {
    let of = |look: Look| {
        let cells = sheet.row(row).iter();
        let mut texts = cells.filter_map(|cell| match &cell.value {
            Value::Text(text) if cell.style.look == look => Some(text.clone()),
            _ => None,
        });
        texts.next()
    };
    let (left, right) = (of(Look::LineLeft), of(Look::LineRight));
    (left.is_some() || right.is_some())
        .then(|| (left.unwrap_or_default(), right.unwrap_or_default()))
}

fn texts(sheet: &Sheet, look: Look) -> Vec<String> {
    let cells = sheet.cells.iter().filter(|cell| cell.style.look == look);
    cells
        .filter_map(|cell| match &cell.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect()
}

/// A value as printed. The decimals of an amount are those that were stated.
fn shown(value: &Value, format: AmountFormat) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Number(number) if format == AmountFormat::AsStated => number.to_string(),
        Value::Number(number) => grouped(*number),
        Value::Bool(value) => value.to_string(),
        Value::Text(text) | Value::Error(text) | Value::Date(text) => text.clone(),
    }
}

/// A number with its digits in groups of three: `-1,234,567.80`.
fn grouped(number: Decimal) -> String {
    let text = number.abs().to_string();
    let (whole, decimals) = text
        .split_once('.')
        .map_or((&*text, None), |(whole, decimals)| (whole, Some(decimals)));
    let mut out = String::new();
    if number.is_sign_negative() && !number.is_zero() {
        out.push('-');
    }
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

fn index(n: u32) -> usize {
    usize::try_from(n).expect("rows and columns of a sheet fit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_their_decimals() {
        let number = |text: &str| Value::Number(text.parse().unwrap());
        for (text, printed) in [
            ("82122874", "82,122,874"),
            ("-1234567.80", "-1,234,567.80"),
            ("0", "0"),
            ("0.00", "0.00"),
            ("123", "123"),
            ("1000", "1,000"),
        ] {
            assert_eq!(shown(&number(text), AmountFormat::Two), printed);
        }
        assert_eq!(shown(&number("1190.53"), AmountFormat::AsStated), "1190.53");
        assert_eq!(shown(&Value::Blank, AmountFormat::Two), "");
    }
}
