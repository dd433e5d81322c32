//! Whole files, most of them hostile: what is read of them, and what is refused.

mod files;
mod hostile;
mod other;
mod xls;
mod xlsb;
mod xlsx;

use super::{Limits, OpenError, OtherFormat, open};
use crate::workbook::{Address, Problem, Sheet, Value, Workbook};

/// Opens a file that can be opened.
fn read(bytes: Vec<u8>, extension: &str) -> Workbook {
    open(bytes, extension, &Limits::default()).unwrap()
}

/// The error of a file that cannot be opened.
fn refusal(bytes: Vec<u8>, extension: &str) -> OpenError {
    open(bytes, extension, &Limits::default()).unwrap_err()
}

/// The cells of a sheet, one a line: `B7 12.5 =A1+1`. Texts stand in quotes, and an error or date after its kind.
pub(super) fn drawn(sheet: &Sheet) -> String {
    let mut lines = Vec::new();
    for cell in &sheet.cells {
        let value = match &cell.value {
            Value::Blank => "blank".to_owned(),
            Value::Text(text) => format!("{text:?}"),
            Value::Number(number) => number.to_string(),
            Value::Bool(bool) => bool.to_string(),
            Value::Error(error) => format!("error {error}"),
            Value::Date(date) => format!("date {date}"),
        };
        let formula = cell
            .formula
            .as_ref()
            .map_or(String::new(), |formula| format!(" ={formula}"));
        lines.push(format!("{} {value}{formula}", cell.address()));
    }
    lines.join("\n")
}

/// The problems of a sheet, one a line.
fn problems(sheet: &Sheet) -> String {
    let line = |problem: &Problem| match problem {
        Problem::Limit { limit, value, at } => {
            format!(
                "{limit} {value} {}",
                at.map_or(String::new(), |at| at.to_string())
            )
        }
        Problem::Unreadable(reason) => reason.to_string(),
    };
    sheet
        .problems
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}
