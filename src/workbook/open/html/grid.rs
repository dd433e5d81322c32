//! Where the cells of tables stand: tables one below the other, spans, tables within cells.

use std::collections::BTreeMap;

use super::super::Limits;

/// More tables within tables are none.
const DEPTH: usize = 32;

/// Places cells on one sheet.
#[derive(Debug)]
pub(super) struct HtmlGrid {
    /// The tables that are open, the outer before the inner.
    frames: Vec<Frame>,
    /// The first row below all that was placed.
    next: u64,
    rows: u64,
    columns: u64,
    /// Tables that are open and too deep.
    deeper: usize,
}

/// An open table.
#[derive(Debug)]
struct Frame {
    /// Its first column.
    left: u64,
    /// The row that is open, if any.
    row: Option<u64>,
    /// The row below all that was placed.
    next: u64,
    /// The next column of the open row.
    col: u64,
    /// The column right of all that was placed.
    right: u64,
    /// How many rows were begun.
    count: u64,
    /// What cells of rows above take of those below: first column, last column, the last row by count.
    spans: BTreeMap<u64, (u64, u64)>,
}

/// A cell's place: its row and column, counted from 0, and the last row and column that it spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellSpan {
    pub(super) row: u64,
    pub(super) col: u64,
    pub(super) to: (u64, u64),
}

impl HtmlGrid {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            frames: Vec::new(),
            next: 0,
            rows: limits.rows(),
            columns: limits.columns(),
            deeper: 0,
        }
    }

    /// Whether all further cells lie below the last row.
    pub(super) fn is_full(&self) -> bool {
        self.frames.last().map_or(self.next, |frame| frame.next) > self.rows
    }

    /// Begins a table at a column and row; by default below all that was placed, where the table around it begins.
    pub(super) fn open_table(&mut self, (left, row): (Option<u64>, Option<u64>)) {
        if self.frames.len() >= DEPTH {
            self.deeper += 1;
            return;
        }
        let (own, below) = match self.frames.last() {
            Some(frame) => (frame.left, frame.next),
            None => (0, self.next),
        };
        let (left, next) = (left.unwrap_or(own), row.unwrap_or(below));
        self.frames.push(Frame {
            left,
            row: None,
            next,
            col: left,
            right: left,
            count: 0,
            spans: BTreeMap::new(),
        });
    }

    /// Ends a table.
    pub(super) fn close_table(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let Some(frame) = self.frames.pop() else {
            return;
        };
        match self.frames.last_mut() {
            Some(outer) => {
                outer.next = outer.next.max(frame.next);
                outer.col = outer.col.max(frame.right);
                outer.right = outer.right.max(frame.right);
            }
            None => self.next = self.next.max(frame.next),
        }
    }

    /// Whether a table is open, and so deep that it is none.
    pub(super) const fn is_too_deep(&self) -> bool {
        self.deeper > 0
    }

    /// Begins a row; its number.
    pub(super) fn open_row(&mut self) -> Option<u64> {
        let frame = self.frames.last_mut()?;
        let row = frame.next;
        frame.row = Some(row);
        frame.next = row + 1;
        frame.col = frame.left;
        frame.count += 1;
        let count = frame.count;
        frame.spans.retain(|_, (_, last)| *last >= count);
        Some(row)
    }

    /// Ends a row.
    pub(super) fn close_row(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.row = None;
        }
    }

    /// Whether a row is open.
    pub(super) fn in_row(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.row.is_some())
    }

    /// Places a cell that spans so many rows (0: all that follow) and columns.
    pub(super) fn cell(&mut self, rowspan: u64, colspan: u64) -> Option<CellSpan> {
        let columns = self.columns;
        let frame = self.frames.last_mut()?;
        let row = frame.row?;
        while let Some((_, &(last, _))) = frame.spans.range(..=frame.col).next_back()
            && last >= frame.col
        {
            frame.col = last + 1;
        }
        let col = frame.col;
        let last = col + colspan.clamp(1, columns) - 1;
        // As many rows as browsers allow.
        let rowspan = match rowspan {
            0 => 65_534,
            own => own.min(65_534),
        };
        if rowspan > 1 && col < columns {
            frame.spans.insert(col, (last, frame.count + rowspan - 1));
        }
        frame.col = last + 1;
        frame.right = frame.right.max(frame.col);
        let bottom = (row + rowspan - 1).min(self.rows);
        Some(CellSpan {
            row,
            col,
            to: (bottom, last),
        })
    }

    /// A row of its own for text outside of cells: its number and column.
    pub(super) fn loose(&mut self) -> (u64, u64) {
        let (next, left) = match self.frames.last_mut() {
            Some(frame) => (&mut frame.next, frame.left),
            None => (&mut self.next, 0),
        };
        let row = *next;
        *next += 1;
        (row, left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(grid: &mut HtmlGrid, rowspan: u64, colspan: u64) -> (u64, u64) {
        let spot = grid.cell(rowspan, colspan).unwrap();
        (spot.row, spot.col)
    }

    #[test]
    fn spans_push_cells_to_the_right() {
        let mut grid = HtmlGrid::new(&Limits::default());
        grid.open_table((None, None));
        grid.open_row();
        assert_eq!(place(&mut grid, 3, 1), (0, 0));
        assert_eq!(place(&mut grid, 1, 2), (0, 1));
        assert_eq!(place(&mut grid, 2, 1), (0, 3));
        grid.open_row();
        assert_eq!(place(&mut grid, 1, 1), (1, 1));
        assert_eq!(place(&mut grid, 1, 1), (1, 2));
        assert_eq!(place(&mut grid, 1, 1), (1, 4));
        grid.open_row();
        assert_eq!(place(&mut grid, 1, 1), (2, 1));
        grid.open_row();
        assert_eq!(place(&mut grid, 1, 1), (3, 0));
        grid.close_table();
        assert_eq!(grid.loose(), (4, 0));
    }

    #[test]
    fn a_table_in_a_cell_stands_where_the_cell_does() {
        let mut grid = HtmlGrid::new(&Limits::default());
        grid.open_table((None, None));
        grid.open_row();
        assert_eq!(place(&mut grid, 1, 1), (0, 0));
        let spot = grid.cell(1, 1).unwrap();
        grid.open_table((Some(spot.col), Some(spot.row)));
        for row in 0..2 {
            grid.open_row();
            assert_eq!(place(&mut grid, 1, 1), (row, 1));
            assert_eq!(place(&mut grid, 1, 1), (row, 2));
        }
        grid.close_table();
        assert_eq!(place(&mut grid, 1, 1), (0, 3));
        grid.open_row();
        assert_eq!(place(&mut grid, 1, 1), (2, 0));
    }
}
