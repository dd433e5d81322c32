//! What a written sheet is made of besides lines: title, header, grid, widths and heights.

use std::collections::BTreeMap;

use super::arrange::{ABOVE, number};
use super::fill::Filler;
use crate::layout::{ColumnLayout, Field, header_with_year};
use crate::workbook::{Address, Cell, Look, Style, Value, line_count, room, text_width};

/// Height of a row of one line in points.
const ROW_HEIGHT: f64 = 21.0;
/// Height of the title's row in points.
const TITLE_HEIGHT: f64 = 36.0;
/// The widest header in characters that is kept on one line.
const LONG_HEADER: f64 = 14.0;

impl Filler<'_> {
    pub(super) fn put(&mut self, row: u32, col: u32, value: Value, style: Style) {
        self.sheet.cells.push(Cell {
            row,
            col,
            value,
            style,
            ..Cell::default()
        });
    }

    /// A text across columns.
    pub(super) fn wide(&mut self, row: u32, from: u32, to: u32, text: String, look: Look) {
        self.put(
            row,
            from,
            Value::Text(text),
            Style {
                look,
                ..Style::default()
            },
        );
        if from < to {
            self.sheet
                .merges
                .push((Address::new(row, from), Address::new(row, to)));
        }
    }

    /// Title, unit and unit of measure.
    pub(super) fn above(&mut self, last_col: u32) {
        let unit = &self.budget.unit;
        let title = self.part.title.map_or(0, |title| title.row);
        self.wide(
            title,
            0,
            last_col,
            self.printed.title_for(self.budget.year),
            Look::Title,
        );
        let code = if unit.code.is_empty() {
            String::new()
        } else {
            format!("[{}]", unit.code)
        };
        // The same words by which they are read.
        let words = &*self.layout.words;
        let department = if unit.department.is_empty() {
            String::new()
        } else {
            let label = words.superior.first().map_or("", String::as_str);
            format!("{}：{}　", label.trim_end_matches(':'), unit.department)
        };
        let preparer = format!("{department}{}：{code}{}", self.layout.preparer, unit.name);
        self.wide(
            ABOVE,
            0,
            last_col.saturating_sub(1),
            preparer,
            Look::LineLeft,
        );
        let label = words.measure.labels.first().map_or("", String::as_str);
        self.put(
            ABOVE,
            last_col,
            Value::Text(format!("{label}：{}", self.printed.measure.word())),
            Style {
                look: Look::LineRight,
                ..Style::default()
            },
        );
    }

    /// The header: columns of the same texts from the top share a merged cell, a leaf reaches down to the last row.
    pub(super) fn header(&mut self) {
        let (first, last) = self.part.header.expect("an arranged part has a header");
        let year = self.budget.year;
        let columns = self.printed.blocks.iter().flat_map(|block| &block.columns);
        let header = |column: &ColumnLayout| -> Vec<String> {
            let texts = column.header.iter();
            texts.map(|text| header_with_year(text, year)).collect()
        };
        let columns: Vec<Vec<String>> = columns.map(header).collect();
        let style = Style {
            look: Look::Header,
            ..Style::default()
        };
        for row in first..=last {
            for col in 0..columns.len() {
                self.put(row, number(col), Value::Blank, style);
            }
        }
        for level in 0..=usize::try_from(last - first).expect("a header has few rows") {
            let mut col = 0;
            while col < columns.len() {
                let Some(text) = columns[col].get(level) else {
                    col += 1;
                    continue;
                };
                let same = columns[col..]
                    .iter()
                    .take_while(|other| other.get(..=level) == columns[col].get(..=level))
                    .count();
                let row = first + number(level);
                let bottom = if columns[col].len() == level + 1 {
                    last
                } else {
                    row
                };
                self.put(row, number(col), Value::Text(text.clone()), style);
                let (from, to) = (
                    Address::new(row, number(col)),
                    Address::new(bottom, number(col + same - 1)),
                );
                if from != to {
                    self.sheet.merges.push((from, to));
                }
                col += same;
            }
        }
    }

    /// Empty bordered cells below the header.
    pub(super) fn grid(&mut self, last_row: u32, last_col: u32) {
        for row in self.part.body.0..=last_row {
            for col in 0..=last_col {
                self.put(
                    row,
                    col,
                    Value::Blank,
                    Style {
                        look: Look::Name,
                        ..Style::default()
                    },
                );
            }
        }
    }

    /// Widths: those of the layout, or wider where an amount needs it. Where a table would be wider than the page, its
    /// columns give up what they do not need, so that it need not be printed small.
    pub(super) fn widths(&mut self) {
        let columns: Vec<&ColumnLayout> = self
            .printed
            .blocks
            .iter()
            .flat_map(|block| &block.columns)
            .collect();
        let mut widths: Vec<f64> = columns.iter().map(|column| column.width).collect();
        let mut needed: Vec<f64> = columns.iter().copied().map(least).collect();
        if let Some(last) = needed.last_mut() {
            // The unit of measure stands above the last column.
            *last = last.max(text_width(self.printed.measure.word()) + 7.0);
        }
        for cell in self
            .sheet
            .cells
            .iter()
            .filter(|cell| cell.style.look == Look::Amount)
        {
            let Value::Number(number) = &cell.value else {
                continue;
            };
            let digits = number.trunc().to_string().len();
            let decimals = usize::try_from(number.scale()).unwrap_or(2).max(2);
            let shown = text_width(&"0".repeat(digits + digits / 3 + 1 + decimals)) + 2.5;
            let shown = if cell.style.strong {
                shown * 1.08
            } else {
                shown
            };
            let at = usize::try_from(cell.col).expect("a column number fits");
            needed[at] = needed[at].max(shown);
        }
        for (width, needed) in widths.iter_mut().zip(&needed) {
            *width = width.max(*needed);
        }
        let too_wide = widths.iter().sum::<f64>() - room(widths.len());
        let spare: f64 = widths.iter().sum::<f64>() - needed.iter().sum::<f64>();
        if too_wide > 0.0 && spare > 0.0 {
            let part = (too_wide / spare).min(1.0);
            for (width, needed) in widths.iter_mut().zip(&needed) {
                *width -= (*width - needed) * part;
            }
        }
        self.sheet.widths = widths;
    }

    pub(super) fn heights(&mut self) {
        let merges: BTreeMap<Address, Address> = self.sheet.merges.iter().copied().collect();
        let mut heights: BTreeMap<u32, f64> = BTreeMap::new();
        for cell in &self.sheet.cells {
            let to = merges
                .get(&cell.address())
                .copied()
                .unwrap_or(cell.address());
            let row = heights.entry(cell.row).or_insert(ROW_HEIGHT);
            let Value::Text(text) = &cell.value else {
                continue;
            };
            let width: f64 = (cell.col..=to.col)
                .filter_map(|col| self.sheet.widths.get(usize::try_from(col).ok()?))
                .sum();
            let height = if cell.style.look == Look::Title {
                // At 18 points a character takes more of a column than at 11.
                let lines = line_count(text, width * 11.0 / 18.0 - 1.0);
                TITLE_HEIGHT + 26.0 * f64::from(number(lines - 1))
            } else {
                let steps = f64::from(cell.style.indent + u8::from(cell.style.look == Look::Name));
                let lines = line_count(text, width - 1.0 - 2.2 * steps);
                ROW_HEIGHT + 15.0 * f64::from(number(lines - 1))
            };
            // A text over several rows has the room of all of them.
            let rows = f64::from(to.row - cell.row + 1);
            *row = row.max(height / rows);
        }
        self.sheet.heights = heights.into_iter().collect();
    }
}

/// The least width of a column, without its amounts: its own header in one line, a long one in two, or a name of which
/// much is wrapped.
fn least(column: &ColumnLayout) -> f64 {
    let header = column.header.last().map_or(0.0, |text| text_width(text));
    let header = if header > LONG_HEADER {
        (header / 4.0).ceil() * 2.0
    } else {
        header
    };
    let least: f64 = match column.field {
        Field::Label | Field::Name => 26.0,
        Field::Amount(_) | Field::Key(..) | Field::Text(_) => 10.0,
        Field::Code | Field::CodePart(_) => column.width,
    };
    least.min(column.width).max(header + 2.0)
}
