//! Spreadsheets drawn as text: a line a row, `|` between cells.
//!
//! A cell is a number where it reads as one; `'5` is a text; `=SUM(A1:A2) => 5` is a formula with its stored value, and
//! without `=> 5` one whose value the file does not keep; `\n` is a line break within a cell. A line that begins with `@`
//! is no row: `@merge A1:C1`, `@hide-row 5`, `@hide-col C`, `@hide-sheet`.

use yusuan::workbook::{Address, Cell, Sheet, Value, Visibility};

/// The sheet `name` as drawn.
pub(crate) fn sheet(name: &str, drawing: &str) -> Sheet {
    let mut sheet = Sheet {
        name: name.to_owned(),
        ..Sheet::default()
    };
    let mut row = 0;
    for line in drawing.trim_matches('\n').lines() {
        if let Some(order) = line.strip_prefix('@') {
            obey(&mut sheet, order);
            continue;
        }
        for (text, col) in line.split('|').zip(0..) {
            let text = text.trim();
            if !text.is_empty() {
                sheet.cells.push(Cell {
                    row,
                    col,
                    ..cell(text)
                });
            }
        }
        row += 1;
    }
    sheet
}

fn cell(text: &str) -> Cell {
    if let Some(formula) = text.strip_prefix('=') {
        let (formula, stored) = match formula.split_once(" => ") {
            Some((formula, stored)) => (formula, value(stored)),
            None => (formula, Value::Blank),
        };
        return Cell {
            formula: Some(formula.to_owned()),
            value: stored,
            ..Cell::default()
        };
    }
    Cell {
        value: value(text),
        ..Cell::default()
    }
}

fn value(text: &str) -> Value {
    if text.starts_with('#') {
        return Value::Error(text.to_owned());
    }
    let shown = text.strip_prefix('\'').unwrap_or(text);
    match text.parse() {
        Ok(number) => Value::Number(number),
        Err(_) => Value::Text(shown.replace("\\n", "\n")),
    }
}

fn obey(sheet: &mut Sheet, order: &str) {
    let (order, rest) = order.split_once(' ').unwrap_or((order, ""));
    let address = |text: &str| -> Address {
        let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let row: u32 = text[letters.len()..].parse().unwrap_or(1);
        let col = letters
            .bytes()
            .fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
        Address::new(row - 1, col.saturating_sub(1))
    };
    match order {
        "merge" => {
            let (from, to) = rest.split_once(':').unwrap();
            sheet.merges.push((address(from), address(to)));
        }
        "hide-row" => {
            let row = address(rest).row;
            sheet.hidden.rows.push((row, row));
        }
        "hide-col" => {
            let col = address(rest).col;
            sheet.hidden.cols.push((col, col));
        }
        "hide-sheet" => sheet.visibility = Visibility::Hidden,
        _ => panic!("a drawing has no @{order}"),
    }
}
