//! The hidden sheet of last year's amounts that paragraphs compare with.

use rust_decimal::Decimal;

use crate::bind::arrange::number;
use crate::model::Coordinates;
use crate::workbook::{Cell, FormulaText, PREVIOUS, Sheet, Value, Visibility};

/// The first row with an amount, counted from 0.
const FIRST: u32 = 2;

/// Last year's amounts by what they are of, each in a row of its own.
pub(super) struct LastYearSheet {
    name: String,
    rows: Vec<(Coordinates, Decimal)>,
}

impl LastYearSheet {
    /// None yet; the sheet is called `name`.
    pub(super) const fn new(name: String) -> Self {
        Self {
            name,
            rows: Vec::new(),
        }
    }

    /// The cell that holds the amount in yuan: `'上年数'!$B$3`.
    pub(super) fn cell(&mut self, at: &Coordinates, yuan: Decimal) -> FormulaText {
        let row = self.rows.iter().position(|(own, _)| own == at);
        let row = row.unwrap_or_else(|| {
            self.rows.push((at.clone(), yuan));
            self.rows.len() - 1
        });
        FormulaText::fixed(FIRST + number(row), 1).on(&self.name)
    }

    /// The sheet, where any amount is asked for.
    pub(super) fn sheet(self) -> Option<Sheet> {
        if self.rows.is_empty() {
            return None;
        }
        let text = |row: u32, col: u32, text: String| Cell {
            row,
            col,
            value: Value::Text(text),
            ..Cell::default()
        };
        let mut cells = vec![
            text(0, 0, PREVIOUS.to_owned()),
            text(1, 0, "项目".to_owned()),
            text(1, 1, "上年预算数（元）".to_owned()),
        ];
        for (row, (at, yuan)) in (FIRST..).zip(self.rows) {
            cells.push(text(row, 0, words(&at)));
            cells.push(Cell {
                row,
                col: 1,
                value: Value::Number(yuan),
                ..Cell::default()
            });
        }
        Some(Sheet {
            name: self.name,
            visibility: Visibility::Hidden,
            cells,
            widths: vec![60.0, 20.0],
            ..Sheet::default()
        })
    }
}

/// Coordinates in words of the model, for whoever shows the sheet.
fn words(at: &Coordinates) -> String {
    let words = at.iter().map(|(_, member)| member.to_string());
    words.collect::<Vec<_>>().join(" / ")
}
