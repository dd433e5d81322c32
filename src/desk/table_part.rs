//! Tables as parts of pages and letters.

use std::collections::BTreeMap;

use super::books::{cell, style};
use super::sheets::{CellPiece, TableText};
use crate::publish::{GridCell, PrintedGrid, PublishedPart};
use crate::text::grouped;
use crate::workbook::{Look, Style, Value};

impl TableText<'_> {
    /// The table as a part of a page or letter.
    pub(super) fn part(&self) -> PublishedPart {
        let header = self
            .headers
            .iter()
            .enumerate()
            .map(|(at, text)| (at, grid_cell(text.clone(), style(Look::Header))));
        let rows = (0..self.count()).map(|at| {
            let row = self.row(at);
            let pieces = row.pieces.iter().enumerate();
            pieces
                .map(|(at, piece)| {
                    let shown = cell(0, 0, piece, &row);
                    let text = match (&shown.value, piece) {
                        (Value::Number(own), CellPiece::Count(_) | CellPiece::Counted(..)) => {
                            own.to_string()
                        }
                        (Value::Number(own), _) => grouped(&format!("{own:.2}")),
                        (Value::Text(own), _) => own.clone(),
                        _ => String::new(),
                    };
                    (at, grid_cell(text, shown.style))
                })
                .collect::<BTreeMap<_, _>>()
        });
        let rows: Vec<BTreeMap<usize, GridCell>> =
            std::iter::once(header.collect()).chain(rows).collect();
        PublishedPart::Grid(PrintedGrid {
            heading: self.title.clone(),
            above: Vec::new(),
            widths: self.widths.clone(),
            header_rows: 1,
            rows,
            notes: self.notes.clone(),
        })
    }
}

fn grid_cell(text: String, style: Style) -> GridCell {
    GridCell {
        text,
        rows: 1,
        columns: 1,
        style,
    }
}
