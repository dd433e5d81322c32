//! A sheet while a form is made of it: cells by address, and columns beside the table that are handed out one by one.

use std::collections::BTreeMap;

use super::stamp::BESIDE;
use crate::workbook::{
    Address, Cell, FormulaText, Highlight, HighlightLook, Look, Protection, Sheet, Style, Value,
};

/// The width of a column that keeps its distance, in characters.
const GAP: f64 = 3.0;

/// A sheet that is being made into a form.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) sheet: Sheet,
    cells: BTreeMap<Address, Cell>,
    /// The last column of the table.
    last_col: u32,
    next: u32,
    helpers_from: Option<u32>,
}

impl Desk {
    /// `last_col` is the last column of what is content; what comes right of it is not.
    pub(super) fn new(mut sheet: Sheet, last_col: u32) -> Self {
        let cells = std::mem::take(&mut sheet.cells);
        // Pages end where the program ends them: which lines are shown changes.
        sheet.page.breaks.clear();
        Self {
            sheet,
            cells: cells
                .into_iter()
                .map(|cell| (cell.address(), cell))
                .collect(),
            last_col,
            next: last_col + 2,
            helpers_from: None,
        }
    }

    /// A new column beside the table, shown, with a header.
    pub(super) fn beside(&mut self, row: u32, header: &str, width: f64) -> u32 {
        let col = self.next;
        self.next += 1;
        self.put(row, col, Value::Text(header.to_owned()), look(Look::Aside));
        self.width(col, width);
        col
    }

    /// A new column beside the table that is not shown.
    pub(super) fn helper(&mut self) -> u32 {
        let col = self.next;
        self.next += 1;
        self.helpers_from.get_or_insert(col);
        col
    }

    pub(super) fn width(&mut self, col: u32, width: f64) {
        let at = usize::try_from(col).expect("a column number fits");
        if self.sheet.widths.len() <= at {
            self.sheet.widths.resize(at + 1, GAP);
        }
        self.sheet.widths[at] = width;
    }

    pub(super) fn put(&mut self, row: u32, col: u32, value: Value, style: Style) {
        let cell = Cell {
            row,
            col,
            value,
            style,
            ..Cell::default()
        };
        self.cells.insert(cell.address(), cell);
    }

    pub(super) fn text(&mut self, row: u32, col: u32, text: &str, style: Style) {
        let value = if text.is_empty() {
            Value::Blank
        } else {
            Value::Text(text.to_owned())
        };
        self.put(row, col, value, style);
    }

    /// A formula with its value; a blank value is the empty text.
    pub(super) fn formula(
        &mut self,
        row: u32,
        col: u32,
        formula: FormulaText,
        value: Value,
        style: Style,
    ) {
        let cell = Cell {
            row,
            col,
            value,
            formula: Some(formula.into()),
            style,
            ..Cell::default()
        };
        self.cells.insert(cell.address(), cell);
    }

    pub(super) fn cell(&mut self, row: u32, col: u32) -> Option<&mut Cell> {
        self.cells.get_mut(&Address::new(row, col))
    }

    /// The cells so far, those beside the content included.
    pub(super) fn cells(&self) -> impl Iterator<Item = &Cell> + Clone {
        self.cells.values()
    }

    /// The first column that is no content.
    pub(super) const fn end(&self) -> u32 {
        self.last_col + 1
    }

    pub(super) fn highlight(
        &mut self,
        from: (u32, u32),
        to: (u32, u32),
        formula: FormulaText,
        look: HighlightLook,
    ) {
        self.sheet.highlights.push(Highlight {
            from: Address::new(from.0, from.1),
            to: Address::new(to.0, to.1),
            formula: formula.into(),
            look,
        });
    }

    /// The sheet, protected, with its helpers out of sight.
    pub(super) fn finish(mut self, password: Option<&str>) -> Sheet {
        if self.next > self.last_col + 2 {
            let style = look(Look::Aside);
            self.put(0, self.last_col + 1, Value::Text(BESIDE.to_owned()), style);
        }
        if let Some(from) = self.helpers_from {
            // With nothing to see beside the table, its mark needs not be seen either.
            let from = if from == self.last_col + 2 {
                from - 1
            } else {
                from
            };
            self.sheet.hidden.cols.push((from, self.next - 1));
            let hidden = self.cells.values_mut().filter(|cell| cell.col >= from);
            hidden.for_each(|cell| cell.style = look(Look::Unseen));
        }
        self.sheet.cells = self.cells.into_values().collect();
        self.sheet.protection = Some(Protection {
            password: password.map(str::to_owned),
        });
        self.sheet
    }
}

/// A style that is only a look.
pub(super) fn look(look: Look) -> Style {
    Style {
        look,
        ..Style::default()
    }
}

/// A bold style.
pub(super) fn strong(look: Look) -> Style {
    Style {
        strong: true,
        ..self::look(look)
    }
}

/// A style of a cell to be filled in.
pub(super) fn input(look: Look) -> Style {
    Style {
        look,
        input: true,
        ..Style::default()
    }
}

/// A number of rows or columns.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a form has fewer rows and columns than a sheet")
}

/// `B7`.
pub(super) fn cell(row: u32, col: u32) -> FormulaText {
    FormulaText::cell(row, col)
}

/// `$B7`: moves with its row only.
pub(super) fn in_row(row: u32, col: u32) -> FormulaText {
    FormulaText::in_row(row, col)
}

/// `$B$7`.
pub(super) fn fixed(row: u32, col: u32) -> FormulaText {
    FormulaText::fixed(row, col)
}

/// `$B$7:$B$9`: part of a column.
pub(super) fn down(col: u32, rows: (u32, u32)) -> FormulaText {
    FormulaText::down(col, rows)
}
