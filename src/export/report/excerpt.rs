//! The part of a sheet that shows what a cell is: the cell, the headers above, the labels to its left.

use std::collections::{BTreeMap, BTreeSet};

use crate::bind::Role;
use crate::workbook::{Address, Cell, Sheet, Value};

/// The most cells of a finding that are drawn.
const MOST_CELLS: usize = 10;
/// The most rows of headers.
const MOST_HEADERS: u32 = 5;
/// The most columns of labels.
const MOST_LABELS: usize = 4;
/// How far above a cell its header is looked for where no header is known.
const FAR: u32 = 100;
/// Beside this many cells or fewer the next rows and columns are drawn too.
const FEW: usize = 3;

/// A sheet with what its cells were taken for.
#[derive(Debug)]
pub(super) struct TakenSheet<'t> {
    pub(super) sheet: &'t Sheet,
    roles: &'t [Option<Role>],
    /// The rows that hold headers, in order.
    headers: Vec<u32>,
}

/// The rows and columns of a sheet to be drawn, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) rows: Vec<u32>,
    pub(super) cols: Vec<u32>,
}

impl<'t> TakenSheet<'t> {
    /// `roles` are those of the cells of `sheet`, in their order.
    pub(super) fn new(sheet: &'t Sheet, roles: &'t [Option<Role>]) -> Self {
        let header = |(cell, role): (&Cell, &Option<Role>)| {
            (*role == Some(Role::Header)).then_some(cell.row)
        };
        let mut headers: Vec<u32> = sheet.cells.iter().zip(roles).filter_map(header).collect();
        headers.dedup();
        Self {
            sheet,
            roles,
            headers,
        }
    }

    /// The cell at `at`, with its role.
    pub(super) fn get(&self, at: Address) -> Option<(&'t Cell, Option<Role>)> {
        let cells = &self.sheet.cells;
        let index = cells.binary_search_by_key(&at, Cell::address).ok()?;
        let role = self.roles.get(index).copied().flatten();
        Some((&cells[index], role))
    }

    /// The part of the sheet that shows `cells`, of which only the first few are drawn.
    pub(super) fn excerpt(&self, cells: &[Address]) -> Excerpt {
        let cells = &cells[..cells.len().min(MOST_CELLS)];
        let mut rows: BTreeSet<u32> = cells.iter().map(|cell| cell.row).collect();
        let mut cols: BTreeSet<u32> = cells.iter().map(|cell| cell.col).collect();
        if rows.len() <= FEW {
            let beside = |row: &u32| [row.saturating_sub(1), row + 1];
            let beside: Vec<u32> = rows.iter().flat_map(beside).collect();
            let held = |row: &u32| !self.sheet.row(*row).is_empty();
            rows.extend(beside.into_iter().filter(held));
        }
        if cols.len() == 1 {
            let beside = |col: &u32| [col.saturating_sub(1), col + 1];
            let beside: Vec<u32> = cols.iter().flat_map(beside).collect();
            let held = |col: &u32| {
                let mut own = rows.iter().map(|row| Address::new(*row, *col));
                own.any(|at| self.filled(at))
            };
            cols.extend(beside.into_iter().filter(held));
        }
        for cell in cells {
            cols.extend(self.labels(*cell));
            let headers = self.headers(*cell);
            for row in &headers {
                cols.extend(self.header_beside(Address::new(*row, cell.col)));
            }
            rows.extend(headers);
        }
        Excerpt {
            rows: rows.into_iter().collect(),
            cols: cols.into_iter().collect(),
        }
    }

    fn filled(&self, at: Address) -> bool {
        self.get(at)
            .is_some_and(|(cell, _)| cell.value != Value::Blank)
    }

    /// The columns of the labels that are nearest to the left of a cell, else of the nearest text there.
    fn labels(&self, at: Address) -> Vec<u32> {
        let label = |cell: &&Cell| {
            let role = self.get(cell.address()).and_then(|(_, role)| role);
            matches!(role, Some(Role::Code | Role::Name | Role::Label))
        };
        let row = self.sheet.row(at.row);
        let before = &row[..row.partition_point(|cell| cell.col < at.col)];
        let labels: Vec<u32> = before
            .iter()
            .rev()
            .skip_while(|cell| !label(cell))
            .take_while(label)
            .take(MOST_LABELS)
            .map(|cell| cell.col)
            .collect();
        if !labels.is_empty() {
            return labels;
        }
        let text = |cell: &&Cell| matches!(cell.value, Value::Text(_));
        let nearest = before.iter().rev().find(text);
        nearest.map(|cell| cell.col).into_iter().collect()
    }

    /// The rows of the headers that are nearest above a cell, else of the nearest text there.
    fn headers(&self, at: Address) -> Vec<u32> {
        let to = self.headers.partition_point(|row| *row <= at.row);
        if to == 0 {
            let above = (at.row.saturating_sub(FAR)..at.row).rev();
            let text = |row: &u32| {
                let cell = self.sheet.get(Address::new(*row, at.col));
                cell.is_some_and(|cell| matches!(cell.value, Value::Text(_)))
            };
            return above.into_iter().find(text).into_iter().collect();
        }
        let lowest = self.headers[to - 1];
        self.headers[..to]
            .iter()
            .rev()
            .zip(0..MOST_HEADERS)
            .take_while(|(row, above)| **row + above == lowest)
            .map(|(row, _)| *row)
            .collect()
    }

    /// The column of the header that stands over `at` from the left, where the file does not tell of merged cells.
    fn header_beside(&self, at: Address) -> Option<u32> {
        if self.filled(at) || !self.sheet.merges.is_empty() {
            return None;
        }
        let row = self.sheet.row(at.row);
        let before = &row[..row.partition_point(|cell| cell.col < at.col)];
        let nearest = before.iter().rev().find(|cell| cell.value != Value::Blank);
        nearest.map(|cell| cell.col)
    }
}

/// Merged regions as they are drawn: by the position of their first cell in the excerpt, the cell that holds the text and
/// the number of rows and columns drawn.
pub(super) struct Regions {
    pub(super) first: BTreeMap<(usize, usize), (Address, usize, usize)>,
    pub(super) covered: BTreeSet<(usize, usize)>,
}

impl Excerpt {
    /// The merged regions of `sheet`, as far as they are drawn. One below which something is hidden is no region: what
    /// a cell holds is to be seen.
    pub(super) fn regions(&self, sheet: &Sheet) -> Regions {
        let mut regions = Regions {
            first: BTreeMap::new(),
            covered: BTreeSet::new(),
        };
        for &(from, to) in &sheet.merges {
            let top = self.rows.partition_point(|row| *row < from.row);
            let bottom = self.rows.partition_point(|row| *row <= to.row);
            let left = self.cols.partition_point(|col| *col < from.col);
            let right = self.cols.partition_point(|col| *col <= to.col);
            if bottom <= top || right <= left {
                continue;
            }
            let inside = (top..bottom).flat_map(|row| (left..right).map(move |col| (row, col)));
            let free = inside.clone().all(|(row, col)| {
                let at = Address::new(self.rows[row], self.cols[col]);
                let held = sheet.get(at).is_some_and(|own| own.value != Value::Blank);
                (at == from || !held) && !regions.covered.contains(&(row, col))
            });
            if free {
                regions.covered.extend(inside);
                let size = (from, bottom - top, right - left);
                regions.first.insert((top, left), size);
            }
        }
        regions
    }
}
