//! Tables as the sheets of a workbook.

use std::io::{Seek, Write};
use std::path::Path;

use rust_decimal::Decimal;

use super::sheets::{CellPiece, TableRow, TableText};
use crate::workbook::save::{LongSheet, LongWorkbook, SaveError, save};
use crate::workbook::{Address, BarChart, Cell, Look, Page, Sheet, Style, Value, Workbook};

/// The height of a line in points.
const LINE: f64 = 14.0;
/// The most lines that a row is made high for.
const MOST_LINES: usize = 12;
/// The most cells of a workbook that is made in memory.
const MOST_HELD: usize = 400_000;
/// The most rows of a sheet that is folded by its sums: each folded row takes memory until the workbook is saved, and nobody unfolds
/// so many.
const MOST_FOLDED: usize = 100_000;
/// The longest text of a cell.
const LONGEST: usize = 30_000;

impl TableText<'_> {
    /// The table as a sheet.
    fn sheet(&self) -> Sheet {
        let (mut sheet, below) = self.frame();
        for at in 0..self.count() {
            sheet.cells.extend(self.cells(at));
        }
        sheet.cells.extend(below);
        sheet
    }

    /// The table as a sheet whose rows are made when they are written.
    fn long_sheet(&self) -> LongSheet<'_> {
        let (sheet, below) = self.frame();
        LongSheet {
            sheet,
            rows: self.count(),
            row: Box::new(|at| self.cells(at)),
            below,
        }
    }

    /// The row of the headers.
    fn head(&self) -> u32 {
        1 + u32::try_from(self.top.len()).unwrap_or(0)
    }

    /// The cells of the row at a position.
    fn cells(&self, at: usize) -> Vec<Cell> {
        let row = self.head() + 1 + u32::try_from(at).unwrap_or(0);
        let own = self.row(at);
        let pieces = (0..).zip(&own.pieces);
        pieces
            .map(|(col, piece)| cell(row, col, piece, &own))
            .collect()
    }

    /// The sheet with what stands above the rows, and what stands below them.
    fn frame(&self) -> (Sheet, Vec<Cell>) {
        let columns = u32::try_from(self.headers.len().max(1)).unwrap_or(1);
        let (head, above) = (self.head(), self.head() + 1);
        let end = above + u32::try_from(self.count()).unwrap_or(0);
        let (mut groups, mut heights) = (Vec::new(), vec![(0, 30.0)]);
        let mut open: Vec<(u8, u32)> = Vec::new();
        let height = |own: &TableRow| {
            let lines = own.pieces.iter().zip(&self.widths);
            let lines = lines.map(|(piece, width)| piece.lines(*width)).max()?;
            (lines > 1).then(|| LINE * lines.min(MOST_LINES) as f64 + 2.0)
        };
        for (row, own) in (1..).zip(&self.top) {
            heights.extend(height(own).map(|own| (row, own)));
        }
        for (row, at) in (above..).zip(0..self.count()) {
            let own = self.row(at);
            close(&mut open, &mut groups, own.level, row);
            if own.level > open.last().map_or(0, |(level, _)| *level) {
                open.push((own.level, row));
            }
            heights.extend(height(&own).map(|own| (row, own)));
        }
        close(&mut open, &mut groups, 0, end);
        groups.sort_by_key(|(from, to)| (*from, std::cmp::Reverse(*to)));
        if self.count() > MOST_FOLDED {
            groups.clear();
        }
        let below = (end + 1..).zip(&self.notes).map(|(row, note)| Cell {
            row,
            col: 0,
            value: Value::Text(note.clone()),
            style: style(Look::Plain),
            ..Cell::default()
        });
        let last = Address::new(end.saturating_sub(1).max(head), columns - 1);
        let chart = self.chart.as_ref().map(|own| {
            let row = |at: usize| above + u32::try_from(at).unwrap_or(0);
            let column = |col| {
                (
                    Address::new(row(own.rows.0), col),
                    Address::new(row(own.rows.1), col),
                )
            };
            BarChart {
                title: own.title.clone(),
                names: column(own.names),
                values: column(own.values),
                at: Address::new(head, columns + 1),
            }
        });
        let notes = u32::try_from(self.notes.len()).unwrap_or(0);
        let sheet = Sheet {
            name: self.name.clone(),
            cells: self.cells_above(end),
            merges: vec![(Address::new(0, 0), Address::new(0, columns - 1))],
            widths: self.widths.clone(),
            heights,
            groups,
            chart,
            page: Page {
                repeat_rows: Some((head, head)),
                freeze_rows: above,
                filter: Some((Address::new(head, 0), last)),
                print_to: Some((end + notes, columns - 1)),
                ..Page::default()
            },
            ..Sheet::default()
        };
        (sheet, below.collect())
    }

    /// Title, what stands above the headers, and the headers; `end` is the row below the last.
    fn cells_above(&self, end: u32) -> Vec<Cell> {
        let mut cells = vec![Cell {
            value: Value::Text(self.title.clone()),
            style: style(Look::Title),
            ..Cell::default()
        }];
        for (row, own) in (1..).zip(&self.top) {
            let pieces = own
                .pieces
                .iter()
                .zip(0..)
                .filter(|(piece, _)| !piece.is_blank());
            cells.extend(pieces.map(|(piece, col)| {
                let mut made = cell(row, col, piece, own);
                if let Some(formula) = &mut made.formula {
                    *formula = formula
                        .replace("{first}", &(self.head() + 2).to_string())
                        .replace("{last}", &end.to_string());
                }
                made
            }));
        }
        for (col, header) in (0..).zip(&self.headers) {
            cells.push(Cell {
                row: self.head(),
                col,
                value: Value::Text(header.clone()),
                style: style(Look::Header),
                ..Cell::default()
            });
        }
        cells
    }
}

fn close(open: &mut Vec<(u8, u32)>, groups: &mut Vec<(u32, u32)>, level: u8, row: u32) {
    while let Some((_, from)) = open.pop_if(|(own, _)| *own > level) {
        groups.push((from, row - 1));
    }
}

pub(super) fn style(look: Look) -> Style {
    Style {
        look,
        ..Style::default()
    }
}

pub(super) fn cell(row: u32, col: u32, piece: &CellPiece, of: &TableRow) -> Cell {
    let number =
        |yuan: &Option<Decimal>| yuan.map_or(Value::Blank, |own| Value::Number(own.normalize()));
    let cut = |text: &String| Value::Text(text.chars().take(LONGEST).collect());
    let (value, look) = match piece {
        CellPiece::Text(text) => (cut(text), Look::Name),
        CellPiece::Code(text) => (cut(text), Look::Code),
        CellPiece::Count(count) => (Value::Number((*count).into()), Look::Code),
        CellPiece::Counted(_, count) => (Value::Number((*count as u64).into()), Look::Code),
        CellPiece::Said(_, text) | CellPiece::Link(text, _) => (cut(text), Look::Code),
        CellPiece::Amount(yuan) | CellPiece::Formula(_, yuan) => (number(yuan), Look::Amount),
    };
    let formula = match piece {
        CellPiece::Formula(formula, _)
        | CellPiece::Counted(formula, _)
        | CellPiece::Said(formula, _) => Some(formula.replace("{r}", &(row + 1).to_string())),
        _ => None,
    };
    let link = match piece {
        CellPiece::Link(_, place) => Some(place.clone()),
        _ => None,
    };
    let indent = match look {
        Look::Name if col <= 1 => of.level.min(6),
        _ => 0,
    };
    Cell {
        row,
        col,
        value,
        formula,
        link,
        style: Style {
            strong: of.strong,
            borrowed: of.borrowed,
            wrong: of.wrong && matches!(look, Look::Amount),
            indent,
            ..style(look)
        },
        ..Cell::default()
    }
}

/// The workbook of these tables.
pub(super) fn book(tables: &[TableText<'_>]) -> Result<Vec<u8>, SaveError> {
    save(&Workbook {
        sheets: tables.iter().map(TableText::sheet).collect(),
        ..Workbook::default()
    })
}

/// Writes the workbook of these tables, which may be long; `temporary` is a folder for what does not go into memory.
pub(super) fn long_book(
    tables: Vec<TableText<'_>>,
    temporary: &Path,
    to: &mut (impl Write + Seek + Send),
) -> Result<(), SaveError> {
    let cells = tables.iter().map(|own| own.count() * own.headers.len());
    if cells.sum::<usize>() <= MOST_HELD {
        return Ok(to.write_all(&book(&tables)?)?);
    }
    let title = tables.first().map_or("", |own| own.title.as_str());
    let mut book = LongWorkbook::new(title, temporary)?;
    // A table that is written is held no longer.
    for own in tables {
        book.put(&own.long_sheet())?;
    }
    book.end(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{Language, Messages};

    #[test]
    fn what_is_not_listed_is_said_below_the_rows() {
        let messages = Messages::new(Language::Chinese);
        let last = |left_out: usize| {
            let mut table = TableText::new(&messages, "sheet-findings", "headers-findings", &[9.0]);
            table.rows = vec![TableRow::new(vec![CellPiece::text("甲")])];
            table.leave_out(&messages, left_out);
            let cells = table.sheet().cells;
            match &cells.last().unwrap().value {
                Value::Text(text) => text.clone(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(last(0), "甲");
        assert!(last(7).contains("另有 7 条"), "{}", last(7));
    }
}
